# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models


class MbbSession(models.Model):
    """The first meeting is where the sides agree; the next ones rest on it."""

    _inherit = "mbb.session"  # pylint: disable=consider-merging-classes-inherited

    def _get_schedule_obstacle(self):
        obstacle = super()._get_schedule_obstacle()
        held = self.sudo().match_id.session_ids.filtered(lambda s: s.state == "held")
        if not obstacle and held - self:
            obstacle = self.match_id._get_agreement_obstacle()
        return obstacle
