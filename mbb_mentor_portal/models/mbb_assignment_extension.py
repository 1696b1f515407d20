# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models


class MbbAssignmentExtension(models.Model):
    _name = "mbb.assignment.extension"
    _inherit = ["mbb.portal.mixin", "mbb.assignment.extension"]

    _portal_readable_fields = frozenset(
        {
            "display_name",
            "assignment_id",
            "state",
            "date_state",
            "date_to_old",
            "date_to_new",
            "reason",
            "date_approved",
            "reject_reason",
            "cancel_reason",
        }
    )

    def _get_portal_url(self):
        return f"/my/mentoring/assignments/{self.sudo().assignment_id.id}"
