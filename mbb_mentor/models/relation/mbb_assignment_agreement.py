# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models


class MbbAssignment(models.Model):
    """Nobody travels before the sides have agreed, where the Birlik wants it so."""

    _inherit = "mbb.assignment"  # pylint: disable=consider-merging-classes-inherited

    def _get_assignment_obstacles(self):
        found = super()._get_assignment_obstacles()
        # A new form has no match yet.
        if self.match_id and self.state in ("draft", "consent", "approval"):
            obstacle = self.match_id._get_agreement_obstacle()
            found += [obstacle] if obstacle else []
        return found
