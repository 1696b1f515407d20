# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""A recovery in the ledger: the debt, its interest, what was received."""

from decimal import Decimal

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_repr

from odoo.addons.mbb_mentor.models.base.mbb_state_mixin import lock_or_tell

from ..harcirah.interest import interest, split
from .hr_expense import CLAIM_KEY, CLAIM_PASS


class MbbTravelRecoveryLedgerMixin(models.AbstractModel):
    _name = "mbb.travel.recovery.ledger.mixin"
    _description = "Recovery in the Ledger"

    currency_id = fields.Many2one("res.currency")
    move_ids = fields.One2many(
        "account.move", "travel_recovery_id", string="Journal Entries", readonly=True
    )
    move_count = fields.Integer(compute="_compute_amounts", compute_sudo=True)
    amount_left = fields.Monetary(
        string="Left", compute="_compute_amounts", compute_sudo=True
    )
    amount_received = fields.Monetary(
        string="Received",
        compute="_compute_amounts",
        compute_sudo=True,
        help="With the interest on it.",
    )
    interest = fields.Monetary(
        string="Interest to Today", compute="_compute_amounts", compute_sudo=True
    )
    amount_due = fields.Monetary(
        string="Due Today", compute="_compute_amounts", compute_sudo=True
    )

    def _get_account(self, element):
        return self.company_id._mbb_get_travel_account(element).account_id

    def _get_lines(self):
        self.ensure_one()
        account = self._get_account("recovery")
        return self.sudo().move_ids.line_ids.filtered(
            lambda line: line.parent_state == "posted" and line.account_id == account
        )

    @api.depends(
        "state",
        "amount",
        "date_interest_from",
        "move_ids.state",
        "move_ids.line_ids.amount_residual",
    )
    def _compute_amounts(self):
        today = fields.Date.context_today(self)
        for recovery in self:
            lines = recovery._get_lines()
            received = lines.filtered(lambda line: line.move_id.origin_payment_id)
            left = lines._get_posted_residual()[0]
            if recovery.state in ("open", "lifted"):
                left = recovery.amount if recovery.state == "open" else 0.0
            recovery.move_count = len(recovery.move_ids)
            recovery.amount_left = left
            recovery.amount_received = -sum(received.mapped("balance"))
            recovery.interest = recovery._get_interest(left, today)
            recovery.amount_due = left + recovery.interest

    def _get_interest(self, amount, day):
        """What an amount bears until a day, by the rates in force in between."""
        self.ensure_one()
        if not (self.date_interest_from and amount > 0):
            return 0.0
        rates = self.env["mbb.travel.interest.rate"]._get_rates(self.company_id)
        return float(
            interest(_money(amount), self.date_interest_from, day, _exact(rates))
        )

    # -- the debt ----------------------------------------------------------------

    def _get_demand_obstacle(self):
        missing = [
            label
            for element, label in self.env["mbb.travel.account"]
            ._fields["element"]
            ._description_selection(self.env)
            if element in ("recovery", "recovery_income", "interest")
            and not self._get_account(element)
        ]
        return bool(missing) and self.env._(
            "No account is set for: %(elements)s. Set them under Travel, "
            "Configuration.",
            elements=", ".join(missing),
        )

    def _book_debt(self):
        """The person owes: against the advance that is open, or what was expensed."""
        self.ensure_one()
        debit = {
            "account_id": self._get_account("recovery").id,
            "balance": self.amount,
        }
        if self.claim_id:
            credit = {
                "account_id": self._get_account("recovery_income").id,
                "balance": -self.amount,
            }
            self._create_entry([debit, credit])
            return
        advance = self.advance_id
        lock_or_tell(advance)
        opened = advance._get_open_lines()
        if self.currency_id.compare_amounts(self.amount, advance.amount_open_company):
            raise UserError(
                self.env._(
                    "Of this advance %(open)s is open. Recover just that.",
                    open=advance.amount_open_company,
                )
            )
        credit = {
            "account_id": opened[:1].account_id.id,
            "balance": -self.amount,
            "currency_id": advance.currency_id.id,
            "amount_currency": -advance.amount_open,
        }
        move = self._create_entry([debit, credit], travel_advance_id=advance.id)
        (opened | move.line_ids).filtered(
            lambda line: line.account_id == opened[:1].account_id
        ).reconcile()

    def _create_entry(self, lines, **values):
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
                    "date": values.pop("day", fields.Date.context_today(self)),
                    "ref": self.number,
                    "travel_recovery_id": self.id,
                    "line_ids": [
                        Command.create(
                            {
                                "name": self.display_name,
                                "partner_id": self.expert_id.id,
                                **line,
                            }
                        )
                        for line in lines
                    ],
                    **values,
                }
            )
        )
        move.with_context(**{CLAIM_KEY: None}).action_post()
        return move

    def _undo_debt(self):
        self.move_ids._undo_travel()

    # -- receiving ---------------------------------------------------------------

    def action_receive(self):
        self.ensure_one()
        obstacle = self._get_authority_obstacle("accountant")
        if obstacle or self.state != "demanded":
            raise UserError(obstacle or self.env._("Nothing is demanded any more."))
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mbb_mentor_expense.mbb_travel_payment_action"
        )
        return {**action, "context": {"default_recovery_id": self.id}}

    def _receive(self, journal, day, amount):
        """A payment: the part of the debt that it pays, and that part's interest."""
        self.ensure_one()
        lock_or_tell(self)
        _part, bearing = self._split(amount, day)
        if bearing:
            self._create_entry(
                [
                    {
                        "account_id": self._get_account("recovery").id,
                        "balance": bearing,
                    },
                    {
                        "account_id": self._get_account("interest").id,
                        "balance": -bearing,
                    },
                ],
                day=day,
            )
        payment = self.env["account.payment"]._create_travel(
            self,
            "travel_recovery_id",
            journal,
            day,
            amount,
            payment_type="inbound",
            partner_type="customer",
            destination_account_id=self._get_account("recovery").id,
        )
        self._get_lines().filtered(lambda line: not line.reconciled).reconcile()
        self._sync_ledger()
        return payment

    def _split(self, amount, day):
        """The part of the debt that `amount` pays, and the interest on that part."""
        rates = self.env["mbb.travel.interest.rate"]._get_rates(self.company_id)
        try:
            part, bearing = split(
                _money(amount),
                _money(self.sudo().amount_left),
                self.date_interest_from,
                day,
                _exact(rates),
            )
        except ValueError as error:
            raise UserError(self.env._("That is more than is due.")) from error
        return float(part), float(bearing)

    def _get_ledger_state(self):
        self.ensure_one()
        left = self._get_lines()._get_posted_residual()[0]
        return "closed" if self.currency_id.is_zero(left) else "demanded"

    def _sync_ledger(self):
        """Closed when the ledger says that nothing is owed any more."""
        for recovery in self.sudo():
            if recovery.state not in ("demanded", "closed"):
                continue
            if not recovery._get_lines():
                continue
            state = recovery._get_ledger_state()
            if recovery.state != state:
                recovery._take_arrow(state)

    def action_view_moves(self):
        self.ensure_one()
        return self.move_ids._get_records_action(
            name=self.env._("Entries"), context={"create": False}
        )


def _money(amount):
    return Decimal(float_repr(amount, 2))


def _exact(rates):
    return [(start, end, Decimal(percent)) for start, end, percent in rates]
