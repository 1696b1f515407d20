# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models


class MbbMentee(models.Model):
    _name = "mbb.mentee"
    _inherit = ["mbb.portal.objection", "mbb.mentee"]

    _portal_path = "/my/mentoring/mentees/%s"

    file_ids = fields.One2many(
        "mbb.application.file", "mentee_id", string="Files", readonly=True
    )

    def _is_portal_field(self, name, operation):
        # The call to which it belongs; what it may be, `_check_portal_call` says.
        return name == "call_id" or super()._is_portal_field(name, operation)
