# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, models

#: Whose money, how much of it, and whether it was paid.
MONEY_FIELDS = {
    "account_id",
    "amount_currency",
    "amount_residual",
    "amount_residual_currency",
    "balance",
    "credit",
    "currency_id",
    "debit",
    "discount",
    "display_type",
    "expense_id",
    "move_id",
    "parent_state",
    "partner_id",
    "price_unit",
    "quantity",
    "reconciled",
    "tax_ids",
}


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.move_id._check_travel_unposted()
        return lines

    def write(self, vals):
        if MONEY_FIELDS.intersection(vals):
            self.move_id._check_travel_unposted()
        return super().write(vals)

    @api.model
    def _reconcile_plan(self, reconciliation_plan):
        moves = self._flatten_plan(reconciliation_plan).move_id
        result = super()._reconcile_plan(reconciliation_plan)
        moves._sync_travel()
        return result

    def _flatten_plan(self, plan):
        if isinstance(plan, models.BaseModel):
            return plan
        lines = self.browse()
        for part in plan:
            lines |= self._flatten_plan(part)
        return lines

    def remove_move_reconcile(self):
        moves = (
            self.move_id
            | self.matched_debit_ids.debit_move_id.move_id
            | self.matched_credit_ids.credit_move_id.move_id
        )
        result = super().remove_move_reconcile()
        moves._sync_travel()
        return result

    def _get_posted_residual(self):
        """What is open of these lines, in the books and in their own currency.

        A payment that is put back to draft stays matched: it pays nothing until it is
        confirmed again.
        """
        books = sum(self.mapped("amount_residual"))
        own = sum(self.mapped("amount_residual_currency"))
        for part in self.matched_credit_ids:
            if part.credit_move_id.parent_state != "posted":
                books += part.amount
                own += part.debit_amount_currency
        for part in self.matched_debit_ids:
            if part.debit_move_id.parent_state != "posted":
                books -= part.amount
                own -= part.credit_amount_currency
        return books, own
