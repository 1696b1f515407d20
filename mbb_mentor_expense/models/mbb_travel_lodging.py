# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.tools import float_repr, format_date

#: What is filled in of a stay that was proposed.
LOOKED_AT = ("date_from", "nights", "invoice_number", "invoice_total", "is_provided")


class MbbTravelLodging(models.Model):
    """A stay and its invoice: without a document nothing is paid (6245 m.33/d)."""

    _name = "mbb.travel.lodging"
    _inherit = ["mbb.travel.proposed.mixin", "mbb.travel.document.mixin"]
    _description = "Lodging"
    _order = "claim_id, date_from, id"
    _check_company_auto = True

    _number_field = "invoice_number"
    _looked_at_fields = LOOKED_AT

    name = fields.Char(string="Where", required=True)
    date_from = fields.Date(string="First Night", required=True)
    nights = fields.Integer(required=True, default=1)
    invoice_number = fields.Char()
    invoice_total = fields.Monetary(required=True)
    is_provided = fields.Boolean(
        string="Room Provided",
        help="Bought by the Birlik, or given by the host or another: nothing is paid "
        "for it, and no invoice is needed.",
    )

    _check_values = models.Constraint(
        "CHECK(nights >= 1 AND invoice_total >= 0)",
        "A stay has at least one night and its invoice is not negative.",
    )

    @api.depends("invoice_number", "invoice_total")
    def _compute_number_key(self):
        # Invoices are numbered by each hotel: the amount tells them apart.
        result = super()._compute_number_key()
        for line in self.filtered("number_key"):
            line.number_key += f"/{line.invoice_total:.2f}"
        return result

    @api.onchange(*LOOKED_AT)
    def _onchange_looked_at(self):
        self.is_proposed = False

    def _get_document_kind(self):
        # For a room that was given nothing is paid, so no paper is asked for.
        return "provided" if self.is_provided else "lodging"

    @api.depends("name", "date_from")
    def _compute_display_name(self):
        for lodging in self:
            date = lodging.date_from and format_date(self.env, lodging.date_from)
            lodging.display_name = " ".join(filter(None, [date, lodging.name]))

    def _get_claimed_amounts(self):
        """The line as the calculation takes it."""
        self.ensure_one()
        return {
            **self._prepare_currency(),
            "from": self.date_from.isoformat() if self.date_from else None,
            "nights": self.nights,
            "invoice_total": float_repr(self.invoice_total, 2),
        }
