# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models


class MbbApprovalRule(models.Model):
    """What is published is decided by Kurumsal İletişim (GÇY m.22)."""

    _inherit = "mbb.approval.rule"

    position = fields.Selection(
        selection_add=[("communication", "Head of Kurumsal İletişim")]
    )

    @api.model
    def _get_communication_unit(self, company):
        # sudo: which unit it is, for whoever asks the question.
        return self.env["hr.department"].sudo().search(
            [
                ("mentor_code", "=", "kurumsal_iletisim"),
                ("company_id", "=", company.id),
            ],
            limit=1,
        )

    def _get_named_anywhere(self):
        own = self.sudo().filtered(lambda rule: rule.position == "communication")
        users = super(MbbApprovalRule, self - own)._get_named_anywhere()
        for rule in own:
            unit = self._get_communication_unit(rule.company_id or self.env.company)
            users |= unit.manager_id.user_id
        return users.sudo(False)

    def _get_named_users(self, record):
        if self.approver_type != "position" or self.position != "communication":
            return super()._get_named_users(record)
        company = record.company_id or self.env.company
        unit = self._get_communication_unit(company)
        top = company.sudo()._mbb_get_general_secretariat()
        return self._get_unit_head(unit or top, record)
