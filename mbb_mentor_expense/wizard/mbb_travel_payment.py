# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class MbbTravelPayment(models.TransientModel):
    """Pay an advance, or receive what is paid back of an advance or a recovery."""

    _name = "mbb.travel.payment"
    _description = "Payment of an Advance or a Recovery"
    _check_company_auto = True

    advance_id = fields.Many2one("mbb.travel.advance", readonly=True)
    recovery_id = fields.Many2one("mbb.travel.recovery", readonly=True)
    company_id = fields.Many2one("res.company", compute="_compute_record")
    currency_id = fields.Many2one("res.currency", compute="_compute_record")
    expert_id = fields.Many2one(
        "res.partner", string="Person", compute="_compute_record"
    )
    direction = fields.Selection(
        [("pay", "Pay"), ("receive", "Receive")], compute="_compute_record"
    )
    payee_hint = fields.Char(string="Account", compute="_compute_record")
    journal_id = fields.Many2one(
        "account.journal",
        string="Bank or Cash",
        required=True,
        check_company=True,
        compute="_compute_journal_id",
        store=True,
        readonly=False,
        domain="[('type', 'in', ('bank', 'cash')), ('company_id', '=', company_id)]",
    )
    date = fields.Date(required=True, default=fields.Date.context_today)
    amount = fields.Monetary(
        compute="_compute_amount", store=True, readonly=False, required=True
    )
    principal = fields.Monetary(string="Of the Debt", compute="_compute_split")
    interest = fields.Monetary(compute="_compute_split")

    @api.depends("advance_id", "recovery_id")
    def _compute_record(self):
        for wizard in self:
            record = wizard.advance_id or wizard.recovery_id
            pays = wizard.advance_id.state == "approved"
            wizard.company_id = record.company_id
            wizard.currency_id = record.currency_id
            wizard.expert_id = record.expert_id
            wizard.direction = "pay" if pays else "receive"
            wizard.payee_hint = pays and wizard.advance_id.payee_hint

    @api.depends("company_id")
    def _compute_journal_id(self):
        journals = self.env["account.journal"]
        for wizard in self:
            wizard.journal_id = journals.search(
                [("type", "=", "bank"), ("company_id", "=", wizard.company_id.id)],
                limit=1,
            )

    @api.depends("advance_id", "recovery_id", "date")
    def _compute_amount(self):
        for wizard in self:
            advance, recovery = wizard.advance_id, wizard.recovery_id
            if recovery:
                left = recovery.amount_left
                day = wizard.date or fields.Date.context_today(self)
                wizard.amount = left + recovery._get_interest(left, day)
            elif wizard.direction == "pay":
                wizard.amount = advance.amount
            else:
                wizard.amount = advance.amount_open

    @api.depends("amount", "date", "recovery_id")
    def _compute_split(self):
        for wizard in self:
            wizard.principal = wizard.interest = 0.0
            if not wizard.recovery_id or not wizard.date:
                continue
            try:
                wizard.principal, wizard.interest = wizard.recovery_id._split(
                    wizard.amount, wizard.date
                )
            except UserError:
                # Told when it is confirmed; the form only does not show a split.
                wizard.principal = wizard.amount

    @api.constrains("amount", "date")
    def _check_values(self):
        for wizard in self:
            if wizard.currency_id.compare_amounts(wizard.amount, 0) <= 0:
                raise ValidationError(self.env._("Enter an amount above zero."))
            if wizard.date > fields.Date.context_today(self):
                raise ValidationError(
                    self.env._("A payment is entered on its day, not before it.")
                )
            paid = wizard.advance_id.date_paid
            if paid and wizard.date < paid:
                raise ValidationError(
                    self.env._("Nothing is paid back before the advance was paid.")
                )

    def action_confirm(self):
        self.ensure_one()
        record = self.advance_id or self.recovery_id
        record.check_access("read")
        authority = record._get_authority_obstacle("accountant")
        if authority:
            raise UserError(authority)
        if self.direction == "pay":
            self.advance_id._pay(self.journal_id, self.date)
        else:
            record._receive(self.journal_id, self.date, self.amount)
        return {"type": "ir.actions.act_window_close"}
