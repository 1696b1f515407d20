# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models


class MbbApprovalRule(models.Model):
    """Authority by post: who holds it today decides (GÇY m.5–8)."""

    _inherit = "mbb.approval.rule"  # pylint: disable=consider-merging-classes-inherited

    approver_type = fields.Selection(
        selection_add=[("position", "Holder of a Post")],
        ondelete={"position": "cascade"},
    )
    position = fields.Selection(
        [
            ("president", "Başkan"),
            ("secretary_general", "Genel Sekreter"),
            ("subject_unit", "Head of the Main Subject's Unit"),
        ],
        string="Post",
    )

    @api.constrains("position")
    def _check_approver(self):
        return super()._check_approver()

    @api.model
    def _get_approver_fields(self):
        return {**super()._get_approver_fields(), "position": "position"}

    def _get_named_anywhere(self):
        posts = self.sudo().filtered(lambda rule: rule.approver_type == "position")
        users = super(MbbApprovalRule, self - posts)._get_named_anywhere()
        for rule in posts:
            company = rule.company_id or self.env.company
            if rule.position == "president":
                users |= self.env["mbb.organ"]._get_president_users(company)
            elif rule.position == "secretary_general":
                top = company._mbb_get_general_secretariat()
                users |= top.manager_id.user_id
            else:
                subjects = self.env["hr.skill.type"].sudo().search(
                    [("mentor_unit_id.company_id", "=", company.id)]
                )
                users |= subjects.mentor_unit_id.manager_id.user_id
        return users.sudo(False)

    def _get_named_users(self, record):
        if self.approver_type != "position":
            return super()._get_named_users(record)
        company = record.company_id or self.env.company
        if self.position == "president":
            return self.env["mbb.organ"]._get_president_users(company)
        top = company.sudo()._mbb_get_general_secretariat()
        unit = top
        if self.position == "subject_unit":
            unit = record.sudo()._get_main_unit() or top
        return self._get_unit_head(unit, record)

    def _get_unit_head(self, department, record):
        """Above the Genel Sekreterlik stands the Başkan (GÇY m.8/1)."""
        company = record.company_id or self.env.company
        return super()._get_unit_head(department, record) or self.env[
            "mbb.organ"
        ]._get_president_users(company)
