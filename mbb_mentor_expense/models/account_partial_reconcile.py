# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, models

MATCHED_FIELDS = {
    "amount",
    "credit_amount_currency",
    "credit_move_id",
    "debit_amount_currency",
    "debit_move_id",
}


class AccountPartialReconcile(models.Model):
    """What is matched is paid, whatever way the matching is made: those who bill
    may make one by RPC, without the method that core matches by."""

    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        lines = self.env["account.move.line"]
        for vals in vals_list:
            ids = [vals.get("debit_move_id"), vals.get("credit_move_id")]
            lines.browse(filter(None, ids)).move_id._check_travel_payee()
        return super().create(vals_list)

    def write(self, vals):
        result = super().write(vals)
        if MATCHED_FIELDS.intersection(vals):
            for partial in self:
                lines = partial.debit_move_id | partial.credit_move_id
                lines.move_id._check_travel_payee()
        return result
