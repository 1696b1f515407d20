# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, models
from odoo.fields import Domain


class MbbApproval(models.Model):
    _inherit = "mbb.approval"

    def _get_deputy_rows(self, principals):
        """The deputyships in force today that this question falls under."""
        self.ensure_one()
        deputy = self.env["mbb.deputy"].sudo()
        rows = deputy.search(
            Domain("principal_id", "in", principals.ids)
            & Domain("company_id", "=", self.sudo().company_id.id)
            & (
                Domain("rule_ids", "=", False)
                | Domain("rule_ids", "in", self.sudo().rule_id.ids)
            )
            & deputy._get_current_domain()
        )
        return rows._get_effective()

    def _get_principal(self, user):
        """A deputy decides in the name of a principal who may decide."""
        own = super()._get_principal(user)
        if own:
            return own
        rows = self._get_deputy_rows(self.sudo().approver_ids)
        principals = rows.filtered(lambda row: row.deputy_id == user).principal_id
        if not principals:
            return principals
        # Of two principals the one who may still decide.
        return (principals & self._get_allowed() or principals)[:1]

    def _get_deciders(self):
        principals = super()._get_deciders()
        record = self.sudo()._get_record()
        deputies = self._get_deputy_rows(principals).deputy_id.filtered(
            lambda user: not record._get_exclusion_reason(
                user, self.target, self.asked_by_id
            )
        )
        return principals | deputies

    @api.model
    def _get_mine_domain(self):
        """Also what a principal is asked, as far as the deputyship goes."""
        domain = super()._get_mine_domain()
        deputy = self.env["mbb.deputy"].sudo()
        rows = deputy.search(
            Domain("deputy_id", "=", self.env.uid) & deputy._get_current_domain()
        )
        lent = Domain.FALSE
        for row in rows._get_effective():
            asked = Domain("approver_ids", "in", row.principal_id.ids)
            if row.rule_ids:
                asked &= Domain("rule_id", "in", row.rule_ids.ids)
            lent |= asked
        if lent.is_false():
            return domain
        # A deputy may be a party where the principal is none: each is looked at.
        waiting = self.search(Domain("state", "=", "waiting") & lent)
        decidable = waiting.filtered(
            lambda row: not row._get_decider_obstacle(self.env.user)
        )
        return domain | Domain("id", "in", decidable.ids)

    def _get_office(self, user):
        """Başkan and the head of a unit are named by their post."""
        approval = self.sudo()
        company = approval.company_id
        organ = self.env["mbb.organ"]
        if user in organ._get_president_users(company):
            return organ._get_organ("president", company).head_title
        employee = user.sudo().with_company(company).employee_id
        return employee.job_title or super()._get_office(user)

    @api.model
    def _ask(self, record, target, rules, forwarded=None, user=None):
        rows = super()._ask(record, target, rules, forwarded=forwarded, user=user)
        if not forwarded and "subject_unit" in rows.rule_id.mapped("position"):
            record.sudo()._inform_other_units()
        return rows
