# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models


class AccountPayment(models.Model):
    _inherit = "account.payment"

    def _compute_available_partner_bank_ids(self):
        """The account of the institution too, which is paid at its request."""
        result = super()._compute_available_partner_bank_ids()
        for payment in self.filtered(lambda p: p.payment_type == "outbound"):
            payee = self.env["mbb.travel.payee"]._get_of(
                payment.partner_id, payment.company_id, "checked"
            )
            payment.available_partner_bank_ids |= payee.bank_account_id.sudo(False)
        return result
