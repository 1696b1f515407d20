# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""An advance is paid, and what is left of it is paid back."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.mbb_mentor.models.base.mbb_state_mixin import lock_or_tell


class MbbTravelAdvancePaymentMixin(models.AbstractModel):
    _name = "mbb.travel.advance.payment.mixin"
    _description = "Payment of an Advance"

    payment_obstacle = fields.Text(compute="_compute_payment_obstacle")

    @api.depends("state", "assignment_id.state", "expert_id")
    @api.depends_context("uid", "lang")
    def _compute_payment_obstacle(self):
        for advance in self:
            advance.payment_obstacle = (
                advance.state == "approved" and advance._get_payment_obstacle()
            )

    def _get_payment_obstacle(self):
        """Why the advance is not paid by this user now, or False."""
        self.ensure_one()
        advance = self.sudo()
        if self.state != "approved":
            return self.env._("Only an approved advance is paid, and only once.")
        authority = self._get_authority_obstacle("accountant")
        if authority:
            return authority
        if self.env.user in self._get_participants():
            return self.env._(
                "Who pays an advance has decided on nothing in it (5018 m.60)."
            )
        obstacle = advance._get_assignment_obstacle() or self._get_payee_obstacle()
        if obstacle:
            return obstacle
        if not advance.company_id._mbb_get_travel_account("advance").account_id:
            return self.env._(
                "No account is set for advances. Set it under Travel, Configuration, "
                "Travel Accounts."
            )
        if advance.move_ids.filtered(lambda move: move.state == "draft"):
            return self.env._(
                "A payment of this advance is a draft. Confirm it or delete it first."
            )
        return advance._get_early_obstacle()

    def _get_early_obstacle(self):
        """Who has not left when the days are over pays back at once (m.59)."""
        rules = self.env["mbb.clock.rule"].sudo()._get_by_state(self._name)
        rule = rules.get(("paid", self.company_id)) or rules.get(
            ("paid", self.env["res.company"])
        )
        if not rule:
            return False
        calendar = rule._get_working_days(self.company_id)
        first = rule._shift(self.assignment_id.date_from, -rule.days, calendar)
        if fields.Date.context_today(self) >= first:
            return False
        return self.env._(
            "The trip begins on %(start)s: the advance is paid from %(first)s on, as "
            "who has not left after %(days)s days pays it back (6245 m.59).",
            start=format_date(self.env, self.assignment_id.date_from),
            first=format_date(self.env, first),
            days=rule.days,
        )

    def action_pay(self):
        """The dialog with bank and date."""
        self.ensure_one()
        obstacle = self._get_payment_obstacle()
        if obstacle:
            raise UserError(obstacle)
        return self._get_payment_action()

    def action_receive(self):
        """What is paid back, in the same dialog."""
        self.ensure_one()
        obstacle = self._get_authority_obstacle("accountant")
        if obstacle or self.state != "paid":
            raise UserError(
                obstacle or self.env._("Nothing of this advance is open.")
            )
        return self._get_payment_action()

    def _get_payment_action(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mbb_mentor_expense.mbb_travel_payment_action"
        )
        return {**action, "context": {"default_advance_id": self.id}}

    def _pay(self, journal, day):
        """The payment with its entry: bank to advance account, the person's name on
        every line, the checked account as the place it goes to."""
        self.ensure_one()
        lock_or_tell(self)
        self.invalidate_recordset(["state"])
        obstacle = self._get_payment_obstacle()
        if obstacle:
            raise UserError(obstacle)
        company = self.company_id
        payment = self._create_payment(
            journal,
            day,
            self.amount,
            payment_type="outbound",
            partner_type="supplier",
            partner_bank_id=self._get_payee("checked").bank_account_id.id,
            destination_account_id=company._mbb_get_travel_account(
                "advance"
            ).account_id.id,
        )
        self._sync_ledger()
        return payment

    def _receive(self, journal, day, amount):
        """What the person pays back of it."""
        self.ensure_one()
        lock_or_tell(self)
        lines = self._get_open_lines()
        if self.currency_id.compare_amounts(amount, self.sudo().amount_open) > 0:
            raise UserError(self.env._("That is more than is open."))
        payment = self._create_payment(
            journal,
            day,
            amount,
            payment_type="inbound",
            partner_type="customer",
            destination_account_id=lines[:1].account_id.id,
        )
        (lines | payment.move_id.line_ids).sudo().filtered(
            lambda line: line.account_id == lines[:1].account_id
        ).reconcile()
        self._sync_ledger()
        return payment

    def _create_payment(self, journal, day, amount, **values):
        return self.env["account.payment"]._create_travel(
            self, "travel_advance_id", journal, day, amount, **values
        )

    def _is_payment_right(self, move):
        """Whether a payment of this advance is of its person, sum and account."""
        self.ensure_one()
        payment = move.origin_payment_id
        line = move.line_ids.filtered(
            lambda line: line.account_id == payment.destination_account_id
        )
        right = (
            payment.partner_id == self.expert_id
            and line.partner_id == self.expert_id
            and payment.currency_id == self.currency_id
            and not self.currency_id.compare_amounts(
                abs(sum(line.mapped("amount_currency"))), payment.amount
            )
        )
        if payment.payment_type != "outbound":
            return right
        bank = self._get_payee("checked").bank_account_id
        return (
            right
            and (payment.journal_id.type == "cash" or payment.partner_bank_id == bank)
            and not self.currency_id.compare_amounts(payment.amount, self.amount)
        )
