# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models


class MbbAssignmentExtension(models.Model):
    """The borders of 6245 m.42 hold for the further days, too."""

    _inherit = "mbb.assignment.extension"

    def _get_extension_obstacles(self):
        found = super()._get_extension_obstacles()
        extension = self.sudo()
        assignment = extension.assignment_id
        if assignment.birlik_pays and extension.state in (
            "draft",
            "consent",
            "approval",
        ):
            found += assignment._get_allowance_obstacles(extension.date_to_new)
        return found
