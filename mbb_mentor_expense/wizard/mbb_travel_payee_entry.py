# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models
from odoo.exceptions import UserError

MODELS = ("mbb.travel.claim", "mbb.travel.advance")


class MbbTravelPayeeEntry(models.TransientModel):
    """Somebody of the house who travelled says where to pay; others use the portal."""

    _name = "mbb.travel.payee.entry"
    _description = "Enter an Account"

    res_model = fields.Char(required=True, readonly=True)
    res_id = fields.Integer(required=True, readonly=True)
    iban = fields.Char(string="IBAN", required=True)
    identity_number = fields.Char(string="T.C. Kimlik No")
    passport_number = fields.Char()
    bic = fields.Char(string="SWIFT/BIC")

    def action_confirm(self):
        self.ensure_one()
        if self.res_model not in MODELS:
            raise UserError(self.env._("Accounts are asked at a claim or an advance."))
        record = self.env[self.res_model].browse(self.res_id)
        names = ("iban", "identity_number", "passport_number", "bic")
        record._record_payee(**{name: self[name] or False for name in names})
        # What was typed does not stay in this table.
        self.sudo().unlink()
        return {"type": "ir.actions.act_window_close"}
