# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError

from .hr_expense import CLAIM_KEY, CLAIM_PASS, without_defaults


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

    # -- the link is made by the claim ---------------------------------------

    def _check_claim_link(self, vals_list):
        if self.env.context.get(CLAIM_KEY) is CLAIM_PASS:
            return
        if any("travel_claim_id" in vals for vals in vals_list):
            raise UserError(
                self.env._("The entry of a travel claim is made from the claim.")
            )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_claim_link([v for v in vals_list if v.get("travel_claim_id")])
        moves = without_defaults(self, "travel_claim_id")
        return super(AccountMove, moves).create(vals_list)

    def write(self, vals):
        self._check_claim_link([vals])
        return super().write(vals)

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

    def _post(self, soft=True):
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
                or claim._get_entry_obstacle(move)
            )
            if obstacle:
                raise UserError(obstacle)
        posted = super()._post(soft=soft)
        (self | posted)._get_travel_claims()._sync_ledger()
        return posted

    def button_draft(self):
        result = super().button_draft()
        self._get_travel_claims()._sync_ledger()
        return result

    def button_cancel(self):
        claims = self._get_travel_claims()
        self._detach_claim_expenses()
        result = super().button_cancel()
        claims._sync_ledger()
        return result

    def _reverse_moves(self, default_values_list=None, cancel=False):
        claims = self._get_travel_claims()
        if not claims:
            return super()._reverse_moves(default_values_list, cancel)
        self._detach_claim_expenses()
        # The reversal is an entry of the claim from its first moment: its payable
        # account and its partner follow from that.
        defaults = [
            {**values, "travel_claim_id": move.travel_claim_id.id}
            for move, values in zip(
                self, default_values_list or [{} for _move in self], strict=True
            )
        ]
        moves = self.with_context(**{CLAIM_KEY: CLAIM_PASS})
        reversals = super(AccountMove, moves)._reverse_moves(defaults, cancel)
        claims._sync_ledger()
        return reversals.with_env(self.env)

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
        claims = self._get_travel_claims()
        if claims:
            self.env.cr.precommit.add(claims._sync_ledger)
        return result

    def action_open_travel_claim(self):
        self.ensure_one()
        return self.travel_claim_id._get_records_action()
