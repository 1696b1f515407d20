# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""From an approved claim to the ledger, and the ledger's answer back."""

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare

from odoo.addons.mbb_mentor.models.base.mbb_state_mixin import lock_or_tell

from .hr_expense import CLAIM_KEY, CLAIM_PASS
from .mbb_travel_account import CLAIM_ELEMENTS

PRODUCTS = {
    "allowance": "mbb_mentor_expense.product_travel_allowance",
    "lodging": "mbb_mentor_expense.product_travel_lodging",
    "transport": "mbb_mentor_expense.product_travel_transport",
}


class MbbTravelLedgerMixin(models.AbstractModel):
    """The claim's expenses and entries; its fields stand with the claim."""

    _name = "mbb.travel.ledger.mixin"
    _description = "Claim in the Ledger"

    @api.depends("expense_ids", "move_ids")
    def _compute_ledger_counts(self):
        for claim in self:
            claim.expense_count = len(claim.expense_ids)
            claim.move_count = len(claim.move_ids)

    @api.depends("state", "company_id.mbb_stamp_tax_base")
    @api.depends_context("uid", "lang")
    def _compute_posting_obstacle(self):
        for claim in self:
            claim.posting_obstacle = (
                claim.state == "approved" and claim._get_posting_obstacle()
            )

    # -- expenses --------------------------------------------------------------

    def _create_expenses(self):
        """One expense an element: what the Birlik bears, in one piece each.

        Quantity 1: with a quantity the entry would be rounded once more.
        """
        self.ensure_one()
        claim = self.sudo().with_company(self.company_id)
        assignment = claim.assignment_id
        employee = assignment._mbb_ensure_travel_employee()
        if not employee:
            raise UserError(
                self.env._("By the assignment the Birlik pays nothing for this trip.")
            )
        _departure, arrival = claim._get_local_span()
        expenses = (
            claim.env["hr.expense"]
            .with_context(**{CLAIM_KEY: CLAIM_PASS})
            .create(
                [
                    {
                        "name": claim._get_expense_name(element),
                        "travel_claim_id": claim.id,
                        "travel_element": element,
                        "employee_id": employee.id,
                        "product_id": self.env.ref(xmlid).id,
                        "account_id": claim.company_id._mbb_get_travel_account(
                            element
                        ).account_id.id,
                        "quantity": 1,
                        "total_amount_currency": claim[element],
                        "tax_ids": [Command.clear()],
                        "analytic_distribution": assignment._get_analytic_share(),
                        "date": arrival.date(),
                        "payment_mode": "own_account",
                        "company_id": claim.company_id.id,
                        "currency_id": claim.currency_id.id,
                    }
                    for element, xmlid in PRODUCTS.items()
                    if not claim.currency_id.is_zero(claim[element])
                ]
            )
        )
        expenses._do_approve(check=False)

    def _get_expense_name(self, element):
        labels = dict(
            self.env["hr.expense"]
            ._fields["travel_element"]
            ._description_selection(self.env)
        )
        return f"{self.number} {labels[element]}"

    def _drop_expenses(self):
        expenses = (
            self.sudo().expense_ids.with_context(**{CLAIM_KEY: CLAIM_PASS})
        )
        expenses.write({"approval_state": False})
        expenses.unlink()

    # -- posting ---------------------------------------------------------------

    def _get_posting_obstacle(self):
        """Why the claim cannot be posted by this user now, or False."""
        self.ensure_one()
        claim = self.sudo()
        company = claim.company_id
        if self.state != "approved":
            return self.env._("Only an approved claim is posted.")
        authority = self._get_authority_obstacle("accountant")
        if authority:
            return authority
        if self.env.user in self._get_participants():
            return self.env._(
                "Who posts a claim has decided on nothing in it (5018 m.60)."
            )
        if not company.mbb_stamp_tax_base:
            return self.env._(
                "The stamp tax base is not chosen. Malî Hizmetler chooses it under "
                "Travel, Configuration."
            )
        missing = [
            label
            for element, label in self.env["mbb.travel.account"]
            ._fields["element"]
            ._description_selection(self.env)
            if element in CLAIM_ELEMENTS
            and not company._mbb_get_travel_account(element).account_id
        ]
        if missing:
            return self.env._(
                "No account is set for: %(elements)s. Set them under Travel, "
                "Configuration.",
                elements=", ".join(missing),
            )
        if not claim._get_journal():
            return self.env._("There is no purchase journal for expenses.")
        return self._get_open_entry_obstacle()

    def _get_open_entry_obstacle(self):
        entry = self.sudo().move_ids.filtered(
            lambda move: move.state == "draft" and move.move_type == "in_receipt"
        )
        if not entry:
            return False
        return self.env._(
            "The entry %(entry)s of this claim is a draft. Post it or delete it first.",
            entry=entry[0].display_name,
        )

    def _get_journal(self):
        journals = self.env["account.journal"]
        company = self.company_id
        return company.expense_journal_id or journals.search(
            [*journals._check_company_domain(company), ("type", "=", "purchase")],
            limit=1,
        )

    def action_post(self):
        """Post the claim. Its state follows from the entry, not from this button."""
        for claim in self:
            claim.check_access("read")
            lock_or_tell(claim)
            obstacle = claim._get_posting_obstacle()
            if obstacle:
                raise UserError(obstacle)
            claim._set_stamp_tax()
            claim._create_entry()
        return True

    def _set_stamp_tax(self):
        """The tax on the frozen trip, on the base that Malî Hizmetler chose."""
        self.ensure_one()
        claim = self.sudo()
        company = claim.company_id
        departure, _arrival = claim._get_local_span()
        parameters = self.env["mbb.travel.policy"]._get_policy(
            departure.date(), company
        )
        chosen = parameters._prepare_policy(company.mbb_stamp_tax_base)
        if not parameters:
            raise UserError(
                self.env._("There are no travel parameters for the day of departure.")
            )
        frozen = claim.result
        trip = {
            **frozen["trip"],
            # Part of it may have been paid back in the meantime.
            "advance": claim._get_advance_total(),
            "policy": {
                **frozen["trip"]["policy"],
                "stamp_tax_base": chosen["stamp_tax_base"],
                "stamp_tax_rate": chosen["stamp_tax_rate"],
            },
        }
        result = claim._run(trip, frozen["rate"])
        if result["entitlement"]["gross"] != frozen["entitlement"]["gross"]:
            raise UserError(
                self.env._("The trip computes to another sum than was approved.")
            )
        claim._write_guarded({"result": {**frozen, **result}})

    def _create_entry(self):
        """The receipt that core makes of own-account expenses, less the stamp tax."""
        self.ensure_one()
        claim = self.sudo().with_company(self.company_id)
        # As they were made, and as the planned payment order lists them.
        expenses = claim.expense_ids.sorted("id")
        expenses = expenses.with_context(**{CLAIM_KEY: CLAIM_PASS})
        for expense in expenses:
            expense.account_id = claim.company_id._mbb_get_travel_account(
                expense.travel_element
            ).account_id
        receipts = expenses._prepare_receipts_vals()
        if len(receipts) != 1:
            raise UserError(
                self.env._(
                    "The expenses of the claim %(claim)s are not those of its approval "
                    "any more. Return the claim.",
                    claim=claim.number,
                )
            )
        vals = receipts[0]
        today = fields.Date.context_today(self)
        vals.update(
            travel_claim_id=claim.id,
            journal_id=claim._get_journal().id,
            invoice_date=today,
            ref=claim.number,
            commercial_partner_id=claim.expert_id.id,
            partner_bank_id=claim._get_payee("checked").bank_account_id.id,
        )
        if not claim.currency_id.is_zero(claim.stamp_tax):
            vals["line_ids"].append(Command.create(claim._prepare_stamp_tax_line()))
        move = expenses.env["account.move"].create(vals)
        move.with_context(**{CLAIM_KEY: None}).action_post()

    def _prepare_stamp_tax_line(self):
        account = self.company_id._mbb_get_travel_account("stamp_tax").account_id
        return {
            "name": self.env._("%(claim)s: stamp tax", claim=self.number),
            "account_id": account.id,
            "quantity": 1,
            "price_unit": -self.stamp_tax,
            "partner_id": self.expert_id.id,
            "tax_ids": [Command.clear()],
        }

    def _get_entry_obstacle(self, move):
        """Why `move` is not this claim's entry as approved, or False."""
        self.ensure_one()
        expected = {expense.id: expense.total_amount for expense in self.expense_ids}
        booked = {
            line.expense_id.id: line.balance
            for line in move.invoice_line_ids.filtered("expense_id")
        }
        digits = self.currency_id.decimal_places
        right = (
            move.partner_id == self.expert_id
            and move.expense_ids == self.expense_ids
            and expected.keys() == booked.keys()
            and all(
                not float_compare(expected[key], booked[key], precision_digits=digits)
                for key in expected
            )
            and not float_compare(move.amount_total, self.net, precision_digits=digits)
        )
        return not right and self.env._(
            "%(entry)s does not agree with the claim %(claim)s as it was approved. "
            "Put it back to draft, delete the draft and post the claim again.",
            entry=move.display_name,
            claim=self.number,
        )

    # -- the ledger's answer -----------------------------------------------------

    def _get_ledger_state(self):
        """What the entries say: `approved`, `posted` or `paid`."""
        self.ensure_one()
        live = self.move_ids.filtered(
            lambda move: move.move_type == "in_receipt"
            and move.state == "posted"
            and move.payment_state != "reversed"
        )
        if not live:
            return "approved"
        # A payment put back to draft stays matched, and has not been made.
        left = live.line_ids.filtered(
            lambda line: line.display_type == "payment_term"
        )._get_posted_residual()[0]
        settled = set(live.mapped("payment_state")) == {"paid"}
        return "paid" if settled and self.currency_id.is_zero(left) else "posted"

    def _sync_ledger(self):
        """The one place where a claim becomes posted, paid, or approved again."""
        for claim in self.sudo():
            if claim.state not in ("approved", "posted", "paid"):
                continue
            state = claim._get_ledger_state()
            if (claim.state, state) == ("approved", "paid"):
                claim._take_arrow("posted")
            if claim.state != state:
                claim._take_arrow(state)

    # -- buttons -----------------------------------------------------------------

    def action_register_payment(self):
        """Core's payment dialog on the posted entry."""
        self.ensure_one()
        obstacle = self._get_authority_obstacle("accountant")
        if obstacle:
            raise UserError(obstacle)
        return self.move_ids.filtered(
            lambda move: move.state == "posted" and move.move_type == "in_receipt"
        ).action_register_payment()

    def action_view_expenses(self):
        self.ensure_one()
        return self.expense_ids._get_records_action(
            name=self.env._("Expenses"), context={"create": False}
        )

    def action_view_moves(self):
        self.ensure_one()
        return self.move_ids._get_records_action(
            name=self.env._("Entries"),
            # As entries: the list of bills turns the sign and offers an upload.
            context={"create": False, "list_view_ref": "account.view_move_tree"},
        )
