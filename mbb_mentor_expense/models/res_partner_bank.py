# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.base.models.res_bank import sanitize_account_number

from .mbb_travel_payee import PAYERS


class ResPartnerBank(models.Model):
    _inherit = "res.partner.bank"

    is_travel_payee = fields.Boolean(
        string="Asked at a Travel Claim",
        readonly=True,
        copy=False,
        help="Seen by those who pay travel claims, and by nobody else.",
    )

    @api.depends("is_travel_payee")
    @api.depends_context("uid")
    def _compute_display_name(self):
        """A payment and an entry show the name of an account to whoever reads them."""
        result = super()._compute_display_name()
        if not self.env.user.has_group(PAYERS):
            for bank in self.filtered(lambda bank: bank.sudo().is_travel_payee):
                number = bank.sudo().sanitized_acc_number or ""
                bank.display_name = f"•••• {number[-4:]}"
        return result

    def write(self, vals):
        self._check_travel_payee(vals)
        return super().write(vals)

    def _check_travel_payee(self, vals):
        """What was held against the papers is what is paid to, digit by digit."""
        if "is_travel_payee" in vals and not self.env.su:
            raise UserError(
                self.env._("Which accounts are asked at a travel claim is not chosen.")
            )
        names = {"acc_number", "sanitized_acc_number", "partner_id", "active"}
        if not names.intersection(vals):
            return
        payees = self.env["mbb.travel.payee"].sudo()
        for bank in self.sudo():
            if bank._is_changed_by(vals) and payees.search_count(
                [("bank_account_id", "=", bank.id)], limit=1
            ):
                raise UserError(
                    self.env._(
                        "Travel claims are paid to this account as it was checked. "
                        "Enter another one as a new account."
                    )
                )

    def _is_changed_by(self, vals):
        return (
            any(
                sanitize_account_number(vals[name] or "")
                != self.sanitized_acc_number
                for name in ("acc_number", "sanitized_acc_number")
                if name in vals
            )
            or ("partner_id" in vals and vals["partner_id"] != self.partner_id.id)
            or ("active" in vals and self.active and not vals["active"])
        )
