# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""An advance in the ledger: what is open, set off, carried over."""

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from odoo.addons.mbb_mentor.models.base.mbb_state_mixin import lock_or_tell

from .hr_expense import CLAIM_KEY, CLAIM_PASS


class MbbTravelAdvanceLedgerMixin(models.AbstractModel):
    _name = "mbb.travel.advance.ledger.mixin"
    _description = "Advance in the Ledger"

    currency_id = fields.Many2one("res.currency")
    company_currency_id = fields.Many2one("res.currency")
    move_ids = fields.One2many(
        "account.move",
        "travel_advance_id",
        string="Journal Entries",
        readonly=True,
        help="The payment, what was set off or paid back, and their reversals.",
    )
    move_count = fields.Integer(compute="_compute_move_count", compute_sudo=True)
    amount_open = fields.Monetary(
        string="Open",
        compute="_compute_open",
        compute_sudo=True,
        store=True,
        help="Paid, and neither set off nor paid back, as the ledger has it.",
    )
    amount_open_company = fields.Monetary(
        string="Open in the Books",
        compute="_compute_open",
        compute_sudo=True,
        store=True,
        currency_field="company_currency_id",
    )

    # -- what is open ------------------------------------------------------------

    def _get_lines(self):
        """Posted lines of this advance on the accounts where advances stand."""
        self.ensure_one()
        accounts = self._get_accounts()
        return self.sudo().move_ids.line_ids.filtered(
            lambda line: line.parent_state == "posted" and line.account_id in accounts
        )

    def _get_accounts(self):
        """Where advances stand today, and where this one was booked: a paid advance
        is not unpaid by another account in the mapping."""
        self.ensure_one()
        company = self.company_id.sudo()
        moves = self.sudo().move_ids
        carried = moves.filtered(
            lambda move: not move.origin_payment_id
            and not move.travel_claim_id
            and not move.travel_recovery_id
            and not move.reversed_entry_id
        )
        return (
            company._mbb_get_travel_account("advance").account_id
            | company._mbb_get_travel_account("advance_carried").account_id
            | moves.origin_payment_id.destination_account_id
            | carried.line_ids.account_id
        )

    def _get_open_lines(self):
        return self._get_lines().filtered(lambda line: not line.reconciled)

    @api.depends(
        "move_ids.state",
        "move_ids.line_ids.amount_residual",
        "move_ids.line_ids.amount_residual_currency",
    )
    def _compute_open(self):
        for advance in self:
            books, own = advance._get_lines()._get_posted_residual()
            advance.amount_open = own
            advance.amount_open_company = books

    @api.depends("move_ids")
    def _compute_move_count(self):
        for advance in self:
            advance.move_count = len(advance.move_ids)

    def _get_ledger_state(self):
        """What the entries say: `approved`, `paid`, `settled` or `repaid`."""
        self.ensure_one()
        lines = self._get_lines()
        if not lines.move_id.origin_payment_id.filtered(
            lambda payment: payment.payment_type == "outbound"
            and payment.move_id.state == "posted"
            and not payment.move_id.reversal_move_ids.filtered(
                lambda move: move.state == "posted"
            )
        ):
            return "approved"
        if not self.currency_id.is_zero(self.amount_open):
            return "paid"
        set_off = lines.filtered(lambda line: line.move_id.travel_claim_id)
        balance = sum(set_off.mapped("balance"))
        return "repaid" if self.company_currency_id.is_zero(balance) else "settled"

    def _sync_ledger(self):
        """The one place where an advance becomes paid, settled, or open again."""
        for advance in self.sudo():
            if advance.state not in ("approved", "paid", "settled", "repaid"):
                continue
            state = advance._get_ledger_state()
            if advance.state in ("settled", "repaid") and state == "approved":
                advance._take_arrow("paid")
            if advance.state == "approved" and state in ("settled", "repaid"):
                advance._take_arrow("paid", advance._prepare_paid())
            if advance.state != state:
                vals = advance._prepare_paid() if state == "paid" else None
                advance._take_arrow(state, vals)

    def _prepare_paid(self):
        payment = self._get_lines().move_id.origin_payment_id.filtered(
            lambda payment: payment.payment_type == "outbound"
        )[:1]
        return {"date_paid": payment.date}

    # -- setting off -------------------------------------------------------------

    def _get_open_value(self, day):
        """What is open in the currency of the books, at the rate of a day."""
        self.ensure_one()
        return self._get_amount_company(self.sudo().amount_open, day)

    def _set_off(self, claim, payable, limit):
        """Set off against a posted claim; what was set off, in the books' currency.

        The currency difference is core's own entry, made when the lines meet.
        """
        self.ensure_one()
        lock_or_tell(self)
        day = payable.date
        company, currency = self.company_id, self.company_currency_id
        opened = self._get_open_lines()
        value, amount = self._get_open_value(day), self.amount_open
        if currency.compare_amounts(value, limit) > 0:
            amount = currency._convert(limit, self.currency_id, company, day)
            value = limit
        move = self._create_entry(
            self.env._(
                "%(advance)s set off in %(claim)s",
                advance=self.number,
                claim=claim.number,
            ),
            day,
            [
                {"account_id": payable.account_id.id, "balance": value},
                {
                    "account_id": opened[:1].account_id.id,
                    "balance": -value,
                    "currency_id": self.currency_id.id,
                    "amount_currency": -amount,
                },
            ],
            travel_claim_id=claim.id,
        )
        for lines in (payable, opened):
            (lines | move.line_ids).filtered(
                lambda line, account=lines[:1].account_id: line.account_id == account
                and not line.reconciled
            ).reconcile()
        return value

    def _create_entry(self, name, day, lines, **values):
        """An entry of this advance, posted; its lines are the person's."""
        self.ensure_one()
        move = (
            self.env["account.move"]
            .sudo()
            .with_company(self.company_id)
            .with_context(**{CLAIM_KEY: CLAIM_PASS})
            .create(
                {
                    "move_type": "entry",
                    "journal_id": self.company_id._mbb_get_travel_journal().id,
                    "date": day,
                    "ref": name,
                    "travel_advance_id": self.id,
                    "line_ids": [
                        Command.create(
                            {"name": name, "partner_id": self.expert_id.id, **line}
                        )
                        for line in lines
                    ],
                    **values,
                }
            )
        )
        move.with_context(**{CLAIM_KEY: None}).action_post()
        return move

    # -- the end of the year -----------------------------------------------------

    def _carry_over(self, day):
        """What is open goes to the account of advances of past years."""
        self.ensure_one()
        lock_or_tell(self)
        company = self.company_id
        source = company._mbb_get_travel_account("advance").account_id
        target = company._mbb_get_travel_account("advance_carried").account_id
        if not target:
            raise UserError(
                self.env._("No account is set for advances of past years.")
            )
        lines = self._get_open_lines().filtered(lambda line: line.account_id == source)
        if not lines:
            return self.env["account.move"]
        amount = sum(lines.mapped("amount_residual_currency"))
        value = sum(lines.mapped("amount_residual"))
        currency = self.currency_id.id
        move = self._create_entry(
            self.env._("%(advance)s carried over", advance=self.number),
            day,
            [
                {
                    "account_id": account.id,
                    "balance": sign * value,
                    "currency_id": currency,
                    "amount_currency": sign * amount,
                }
                for account, sign in ((target, 1), (source, -1))
            ],
        )
        (lines | move.line_ids).filtered(
            lambda line: line.account_id == source
        ).reconcile()
        return move

    def action_view_moves(self):
        self.ensure_one()
        return self.move_ids._get_records_action(
            name=self.env._("Entries"), context={"create": False}
        )

    def action_view_recoveries(self):
        self.ensure_one()
        return self.recovery_ids._get_records_action(name=self.env._("Recoveries"))
