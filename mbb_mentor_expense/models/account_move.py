# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError

from .hr_expense import CLAIM_KEY, CLAIM_PASS, without_defaults


#: What an entry belongs to; only code of this addon links it.
LINKS = ("travel_claim_id", "travel_advance_id", "travel_recovery_id")
#: What a posted entry says to the claim and is derived, or never changed, in core.
POSTED_FIELDS = {
    "amount_residual",
    "commercial_partner_id",
    "currency_id",
    "move_type",
    "payment_state",
    "reversed_entry_id",
}


class AccountMove(models.Model):
    _inherit = "account.move"

    travel_claim_id = fields.Many2one(
        "mbb.travel.claim",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Kept here since a reversal drops the link to the expenses.",
    )
    travel_advance_id = fields.Many2one(
        "mbb.travel.advance",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    travel_recovery_id = fields.Many2one(
        "mbb.travel.recovery",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )

    # -- the link is made by the claim ---------------------------------------

    def _check_claim_link(self, vals_list):
        if self.env.context.get(CLAIM_KEY) is CLAIM_PASS:
            return
        if any(name in vals for vals in vals_list for name in LINKS):
            raise UserError(
                self.env._("The entry of a travel claim is made from the claim.")
            )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_claim_link(
            [{name: True for name in LINKS if v.get(name)} for v in vals_list]
        )
        moves = without_defaults(self, *LINKS)
        return super(AccountMove, moves).create(vals_list)

    def write(self, vals):
        self._check_claim_link([vals])
        if POSTED_FIELDS.intersection(vals):
            self._check_travel_unposted()
        if vals.get("state") == "posted":
            self._check_travel_posting()
        return super().write(vals)

    def _check_travel_unposted(self):
        """Core lets whoever bills write these by RPC, also on a posted entry: the
        claim would be paid, or payable once more, without any money."""
        for move in self.sudo().filtered(lambda move: move.state == "posted"):
            if not self.env.su and any(move[name] for name in LINKS):
                raise UserError(
                    self.env._(
                        "%(entry)s is an entry of travel and posted: it stays as it "
                        "is. Put it back to draft or reverse it.",
                        entry=move.display_name,
                    )
                )

    # -- the person is the creditor --------------------------------------------

    @api.depends("travel_claim_id")
    def _compute_commercial_partner_id(self):
        """The claimant, not the municipality that is the contact's parent."""
        claims = self.filtered("travel_claim_id")
        for move in claims:
            move.commercial_partner_id = move.partner_id
        return super(AccountMove, self - claims)._compute_commercial_partner_id()

    def _compute_needed_terms(self):
        result = super()._compute_needed_terms()
        for move in self.filtered(lambda m: m.travel_claim_id and m.needed_terms):
            row = move.company_id._mbb_get_travel_account("payable")
            if row.account_id:
                move.needed_terms = {
                    key: {**values, "account_id": row.account_id.id}
                    for key, values in move.needed_terms.items()
                }
        return result

    # -- the claim follows -----------------------------------------------------

    def _get_travel_claims(self):
        moves = self._origin.sudo()
        return moves.travel_claim_id | moves.reversed_entry_id.travel_claim_id

    def _check_travel_payee(self, always=False):
        """No claim is paid but to the checked account of its person.

        Held against what is matched, so that a payment made elsewhere and matched by
        hand is no way around it.
        """
        moves = self.sudo()
        payments = moves.origin_payment_id.filtered(
            lambda payment: payment.payment_type == "outbound"
        )
        entries = moves.filtered(lambda m: m.move_type == "in_receipt")
        # An entry made by hand pays a claim, too; a set-off or a reversal does not.
        paid = always or any(not any(move[name] for name in LINKS) for move in moves)
        for entry in entries.filtered("travel_claim_id") if paid else ():
            claim = entry.travel_claim_id
            obstacle = (
                claim.with_env(self.env)._get_payer_obstacle()
                or claim._get_payee_obstacle()
                or claim._get_open_advance_obstacle()
                or claim._get_entry_obstacle(entry)
            )
            if obstacle:
                raise UserError(obstacle)
            bank = claim._get_payee("checked").bank_account_id
            if payments.partner_id - claim.expert_id or any(
                payment.journal_id.type != "cash" and payment.partner_bank_id != bank
                for payment in payments
            ):
                raise UserError(
                    self.env._(
                        "%(claim)s is paid to the checked account of its person, to no "
                        "other one.",
                        claim=claim.display_name,
                    )
                )

    def _get_matched(self):
        """The entries that the lines of these are matched with."""
        lines = self.sudo().line_ids
        parts = lines.matched_debit_ids | lines.matched_credit_ids
        return (parts.debit_move_id | parts.credit_move_id).move_id

    def _check_travel_payment(self):
        """Put back to draft a payment stays matched: what is confirmed again is
        what was approved, to the account of today."""
        for move in self.sudo().filtered("origin_payment_id"):
            matched = move._get_matched().filtered("travel_claim_id")
            (move | matched).with_env(self.env)._check_travel_payee()
            advance = move.travel_advance_id
            if advance and not advance._is_payment_right(move):
                raise UserError(
                    self.env._(
                        "%(payment)s is not the payment of the advance %(advance)s as "
                        "it was approved. Cancel it and pay the advance again.",
                        payment=move.display_name,
                        advance=advance.number,
                    )
                )

    def _get_travel_records(self):
        """The claims, advances and recoveries of these entries and of what they
        reverse."""
        moves = self._origin.sudo()
        moves |= moves.reversed_entry_id
        return [moves[name] for name in LINKS]

    def _sync_travel(self):
        """Also of what they are matched with: a payment has no link of its own."""
        for records in (self | self._get_matched())._get_travel_records():
            records._sync_ledger()

    def _check_travel_posting(self):
        """Asked again when the state is written: RPC needs no button for it."""
        self._check_travel_payment()
        for move in self.sudo():
            if move.move_type != "in_receipt":
                continue
            claim = move.travel_claim_id
            if not claim and move.invoice_line_ids.expense_id.travel_claim_id:
                raise UserError(
                    self.env._("The entry of a travel claim is made from the claim.")
                )
            obstacle = claim and (
                (
                    claim.state != "approved"
                    and self.env._(
                        "The claim %(claim)s is not waiting to be posted.",
                        claim=claim.display_name,
                    )
                )
                or claim.with_env(self.env)._get_payer_obstacle()
                or claim._get_entry_obstacle(move)
            )
            if obstacle:
                raise UserError(obstacle)

    def _post(self, soft=True):
        self._check_travel_posting()
        self._free_reversed_entries()
        posted = super()._post(soft=soft)
        (self | posted)._sync_travel()
        return posted

    def _free_reversed_entries(self):
        """Whoever reverses a claim's entry by a draft that is posted afterwards gets
        what core gives at once: set-off and payment are open, the whole is reversed."""
        for move in self.sudo():
            entry = move.reversed_entry_id
            if (
                move.state == "draft"
                and entry.travel_claim_id
                and entry.move_type == "in_receipt"
                and not entry.currency_id.compare_amounts(
                    entry.amount_total, move.amount_total
                )
            ):
                entry.line_ids.remove_move_reconcile()

    def button_draft(self):
        result = super().button_draft()
        self._sync_travel()
        return result

    def button_cancel(self):
        self._detach_claim_expenses()
        result = super().button_cancel()
        self._sync_travel()
        return result

    def _reverse_moves(self, default_values_list=None, cancel=False):
        if not any(self._get_travel_records()):
            return super()._reverse_moves(default_values_list, cancel)
        self._detach_claim_expenses()
        # The reversal is an entry of the claim from its first moment: its payable
        # account and its partner follow from that.
        defaults = [
            {**values, **{name: move[name].id for name in LINKS}}
            for move, values in zip(
                self, default_values_list or [{} for _move in self], strict=True
            )
        ]
        moves = self.with_context(**{CLAIM_KEY: CLAIM_PASS})
        reversals = super(AccountMove, moves)._reverse_moves(defaults, cancel)
        (self | reversals)._sync_travel()
        return reversals.with_env(self.env)

    def _undo_travel(self):
        """Reverse what stands of these entries; a reversal is left as it is."""
        moves = self.filtered(
            lambda move: move.state == "posted"
            and move.move_type == "entry"
            and not move.reversed_entry_id
            and not move.reversal_move_ids
        )
        if moves:
            today = fields.Date.context_today(self)
            moves._reverse_moves(
                [{"date": max(today, move.date), "ref": move.ref} for move in moves],
                cancel=True,
            )

    def _detach_claim_expenses(self):
        """What core does when it cancels or reverses, and the accountant may not:
        the expenses wait to be posted again."""
        moves = self.sudo().filtered("travel_claim_id")
        moves.expense_ids.with_context(**{CLAIM_KEY: CLAIM_PASS}).write(
            {"account_move_id": False}
        )

    def _compute_payment_state(self):
        """Whatever way the payment state changes, the claim follows at the latest
        when the transaction ends."""
        result = super()._compute_payment_state()
        for records in self._get_travel_records():
            if records:
                self.env.cr.precommit.add(records._sync_ledger)
        return result

    def action_open_travel_claim(self):
        self.ensure_one()
        return self.travel_claim_id._get_records_action()
