# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, models
from odoo.exceptions import UserError

from .hr_expense import CLAIM_KEY, CLAIM_PASS

#: Whom a payment goes to, how much of what, and the entry that ties it to travel.
PAID_FIELDS = {
    "amount",
    "company_id",
    "currency_id",
    "destination_account_id",
    "journal_id",
    "move_id",
    "partner_bank_id",
    "partner_id",
    "payment_type",
}


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

    @api.model
    def _create_travel(self, record, link, journal, day, amount, **values):
        """The posted payment of an advance or a recovery, tied to it by its entry."""
        payment = self.with_context(force_payment_move=True).create(
            {
                "partner_id": record.expert_id.id,
                "amount": amount,
                "currency_id": record.currency_id.id,
                "date": day,
                "journal_id": journal.id,
                "memo": record.number,
                "company_id": record.company_id.id,
                **values,
            }
        )
        payment.action_post()
        payment.move_id.with_context(**{CLAIM_KEY: CLAIM_PASS}).sudo().write(
            {link: record.id}
        )
        return payment

    def write(self, vals):
        changing = PAID_FIELDS.intersection(vals)
        if changing:
            self._check_not_of_travel({name: vals[name] for name in changing})
        return super().write(vals)

    def _check_not_of_travel(self, vals):
        """A payment of an advance or a claim is undone and made anew, not changed:
        put back to draft it stays matched, and would be posted as another one."""
        for payment in self.sudo():
            if not payment._is_of_travel():
                continue
            if any(payment._is_other(name, value) for name, value in vals.items()):
                raise UserError(
                    self.env._(
                        "%(payment)s pays travel as it was approved. Cancel it, and "
                        "pay from the claim or the advance again.",
                        payment=payment.display_name,
                    )
                )

    def _is_of_travel(self):
        self.ensure_one()
        move = self.move_id
        return bool(
            move.travel_advance_id
            or move.travel_recovery_id
            or move._get_matched().travel_claim_id
        )

    def _is_other(self, name, value):
        present = self[name]
        if name == "amount":
            return bool(self.currency_id.compare_amounts(present, value))
        if isinstance(present, models.BaseModel):
            return present.id != (value or False)
        return present != value
