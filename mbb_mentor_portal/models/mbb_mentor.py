# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models


class MbbMentor(models.Model):
    _name = "mbb.mentor"
    _inherit = ["mbb.portal.objection", "mbb.mentor"]

    _portal_path = "/my/mentoring/mentors/%s"

    file_ids = fields.One2many(
        "mbb.application.file", "mentor_id", string="Files", readonly=True
    )

    def _is_portal_field(self, name, operation):
        if name == "capacity" or (name == "suspend_reason" and operation == "read"):
            return True
        return super()._is_portal_field(name, operation)
