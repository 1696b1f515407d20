# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    @api.model
    def _reconcile_plan(self, reconciliation_plan):
        moves = self._flatten_plan(reconciliation_plan).move_id
        moves._check_travel_payee()
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
