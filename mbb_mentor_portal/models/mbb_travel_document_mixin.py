# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, models
from odoo.exceptions import ValidationError


class MbbTravelDocumentMixin(models.AbstractModel):
    _inherit = "mbb.travel.document.mixin"

    @api.constrains("currency_id", "claim_id")
    def _check_portal_currency(self):
        """For those who write without the form, too; what the Sekreterya accepts
        beyond its list is the Sekreterya's to enter."""
        # Constraints are asked as superuser; the user stays who they are.
        if not self.env.user.share:
            return
        for line in self:
            allowed = line.claim_id._get_portal_currencies()
            if line.currency_id not in allowed:
                raise ValidationError(
                    self.env._(
                        "%(currency)s is none of the currencies of this claim: "
                        "%(currencies)s.",
                        currency=line.currency_id.name,
                        currencies=", ".join(allowed.mapped("name")),
                    )
                )
