# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""An advance in the ledger: paid, set off, paid back, carried over."""

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

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
    payment_obstacle = fields.Text(compute="_compute_payment_obstacle")

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

    def _prepare_paid(self):
        payment = self._get_lines().move_id.origin_payment_id.filtered(
            lambda payment: payment.payment_type == "outbound"
        )[:1]
        return {"date_paid": payment.date}

    # -- paying ------------------------------------------------------------------

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
        payment = (
            self.env["account.payment"]
            .with_context(force_payment_move=True)
            .create(
                {
                    "partner_id": self.expert_id.id,
                    "amount": amount,
                    "currency_id": self.currency_id.id,
                    "date": day,
                    "journal_id": journal.id,
                    "memo": self.number,
                    "company_id": self.company_id.id,
                    **values,
                }
            )
        )
        payment.action_post()
        payment.move_id.with_context(**{CLAIM_KEY: CLAIM_PASS}).sudo().write(
            {"travel_advance_id": self.id}
        )
        return payment

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
