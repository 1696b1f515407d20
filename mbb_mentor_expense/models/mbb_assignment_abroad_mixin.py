# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.tools import float_repr


class MbbAssignmentAbroadMixin(models.AbstractModel):
    """What a duty abroad will cost: the table's rate at an assumed rate of exchange.

    As if the whole duty passed in one country, the border crossed on leaving.
    """

    _name = "mbb.assignment.abroad.mixin"
    _description = "Forecast Abroad"

    travel_tier_id = fields.Many2one(
        "mbb.travel.tier",
        string="Assumed Tier of the Table",
        ondelete="restrict",
        index="btree_not_null",
        check_company=True,
        domain=[("table", "=", "abroad")],
        help="For the forecast only; a claim is paid by the person's own status.",
    )
    travel_exchange_rate = fields.Float(
        string="Assumed Rate of Exchange",
        digits=(12, 6),
        help="Liras for one of the table's currency; for the forecast only.",
    )
    travel_abroad_amount = fields.Monetary(
        string="Daily Rate of the Table",
        currency_field="travel_abroad_currency_id",
        compute="_compute_travel_abroad_amount",
    )
    travel_abroad_currency_id = fields.Many2one(
        "res.currency",
        string="Currency of the Table's Rate",
        compute="_compute_travel_abroad_amount",
    )

    _check_exchange_rate = models.Constraint(
        "CHECK(travel_exchange_rate >= 0)", "A rate of exchange is not negative."
    )

    @api.depends(
        "is_abroad",
        "place_country_id",
        "place_state_id",
        "travel_tier_id",
        "date_from",
        "company_id",
    )
    def _compute_travel_abroad_amount(self):
        for assignment in self:
            rate = assignment._get_travel_abroad_rate()
            assignment.travel_abroad_amount = rate.amount
            assignment.travel_abroad_currency_id = rate.currency_id

    def _get_travel_abroad_rate(self):
        self.ensure_one()
        rates = self.env["mbb.travel.rate"]
        if not (self.is_abroad and self.travel_tier_id and self.date_from):
            return rates
        return rates._get_abroad_rate(
            "abroad",
            self._get_travel_country(),
            self.travel_tier_id,
            self.date_from,
            self.company_id or self.env.company,
        )

    def _get_travel_country(self):
        self.ensure_one()
        return self.place_state_id.country_id or self.place_country_id

    def _prepare_forecast_abroad(self, trip):
        """The planned trip in the country, or None where no rate is known."""
        self.ensure_one()
        rate = self._get_travel_abroad_rate()
        currency = rate.currency_id.name
        own = currency == (self.company_id or self.env.company).currency_id.name
        if not rate or not (own or self.travel_exchange_rate):
            return None
        # More than any ceiling, so that the ceilings decide.
        dearest = float_repr(rate.amount * 10, 2)
        trip.update(
            countries=[
                {
                    "country": self._get_travel_country().code,
                    "from": trip["departure"],
                    "utc_offset": trip["policy"].get("home_offset", "+03:00"),
                    "daily_rate": float_repr(rate.amount, 2),
                    "currency": currency,
                }
            ],
            lodging=[
                {**night, "invoice_total": dearest, "currency": currency}
                for night in trip["lodging"]
            ],
        )
        if not own:
            trip["exchange"] = [
                {
                    "currency": currency,
                    "declaration_rate": float_repr(self.travel_exchange_rate, 6),
                }
            ]
        return trip
