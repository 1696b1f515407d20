# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, models
from odoo.exceptions import UserError


class AccountPaymentRegister(models.TransientModel):
    """The entry of a claim is paid to the checked account of its person, whatever
    way this dialog was opened."""

    _inherit = "account.payment.register"

    @api.model
    def _get_line_batch_key(self, line):
        key = super()._get_line_batch_key(line)
        claim = line.move_id.sudo().travel_claim_id
        if claim:
            payee = claim._get_payee("checked")
            key["partner_bank_id"] = payee.bank_account_id.id
        return key

    @api.model
    def _get_batch_available_partner_banks(self, batch_result, journal):
        banks = super()._get_batch_available_partner_banks(batch_result, journal)
        if batch_result["payment_values"]["payment_type"] == "inbound":
            return banks
        for claim in batch_result["lines"].move_id.sudo().travel_claim_id:
            payee = claim._get_payee("checked")
            return payee.bank_account_id.sudo(False)
        return banks

    def _create_payments(self):
        moves = self.line_ids.move_id
        moves._check_travel_payee(always=True)
        for claim in moves.sudo().travel_claim_id:
            obstacle = claim._get_earlier_payment_obstacle()
            if obstacle:
                raise UserError(obstacle)
        return super()._create_payments()
