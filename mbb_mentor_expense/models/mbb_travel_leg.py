# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import pytz

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_datetime

from odoo.addons.base.models.res_partner import _tz_get

from ..harcirah.lines import DAILY, FEEDERS, NOT_PAYABLE
from .mbb_travel_document_rule import VEHICLES
from .mbb_travel_limits_mixin import YEARS

HOME_ZONE = "Europe/Istanbul"
#: Costs without a journey of their own: feeders (m.14), daily fares (m.21).
COSTS = (*FEEDERS, *DAILY, *NOT_PAYABLE)
#: What is often claimed and never paid: it can be entered, and the reason is told.
REFUSED = [
    ("city_transport", "City Transport at the Place of Duty"),
    ("car_rental", "Hired Car"),
    ("meal", "Meal"),
    ("fuel", "Fuel"),
    ("toll", "Toll"),
    ("kilometre", "Kilometres"),
]
#: What is filled in of a journey that was proposed.
LOOKED_AT = (
    "kind",
    "date_departure",
    "date_arrival",
    "amount",
    "paid_fare",
    "is_free",
)


class MbbTravelLeg(models.Model):
    """One journey of a trip, or a cost that goes with it.

    Times are stored in UTC; the law's hours are those of the place, so the zone is
    kept with the leg and the reader's own zone never changes an amount.
    """

    _name = "mbb.travel.leg"
    _inherit = ["mbb.travel.proposed.mixin", "mbb.travel.fare.mixin"]
    _description = "Journey"
    _order = "claim_id, sequence, date_departure, id"
    _check_company_auto = True

    _number_field = "document_number"
    _looked_at_fields = LOOKED_AT

    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [*VEHICLES, *REFUSED],
        string="Vehicle",
        required=True,
        default="bus",
        help="Taxi and baggage: between home or workplace and the terminal (m.14). "
        "Provided free: no fare is paid (m.30).",
    )
    place_from = fields.Char(string="Place of Departure")
    place_to = fields.Char(string="Place of Arrival")
    tz = fields.Selection(
        _tz_get, string="Time Zone", required=True, default=HOME_ZONE
    )
    tz_arrival = fields.Selection(
        _tz_get,
        string="Time Zone of Arrival",
        help="Empty: that of the departure.",
    )
    date_departure = fields.Datetime(string="Departure")
    date_arrival = fields.Datetime(string="Arrival")
    local_departure = fields.Char(
        string="Departure, Local", compute="_compute_local_times"
    )
    local_arrival = fields.Char(string="Arrival, Local", compute="_compute_local_times")
    amount = fields.Monetary(
        string="Fare",
        help="For one. With one's own car: the fare of the usual vehicle, one way.",
    )
    count = fields.Integer(default=1)
    document_number = fields.Char(
        string="Ticket Number", help="Of the ticket or receipt, if it has one."
    )
    total = fields.Monetary(compute="_compute_total")
    is_journey = fields.Boolean(compute="_compute_is_journey")

    _check_amount = models.Constraint(
        "CHECK(amount >= 0 AND count >= 1)",
        "A fare cannot be negative, and there is at least one of it.",
    )
    _check_times = models.Constraint(
        "CHECK(date_arrival >= date_departure)",
        "A journey cannot arrive before it departs.",
    )

    @api.depends("kind", "place_from", "place_to")
    @api.depends_context("lang")
    def _compute_display_name(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for leg in self:
            places = " – ".join(filter(None, [leg.place_from, leg.place_to]))
            leg.display_name = " ".join(filter(None, [kinds.get(leg.kind), places]))

    @api.depends("document_number")
    def _compute_number_key(self):
        return super()._compute_number_key()

    @api.onchange(*LOOKED_AT)
    def _onchange_looked_at(self):
        self.is_proposed = False

    def _get_document_kind(self):
        return self.kind

    @api.depends("kind")
    def _compute_is_journey(self):
        for leg in self:
            leg.is_journey = leg.kind not in COSTS

    @api.depends("amount", "paid_fare", "count", "kind", "is_free")
    def _compute_total(self):
        for leg in self:
            nothing = leg.is_free or leg.kind in ("provided", *NOT_PAYABLE)
            leg.total = 0 if nothing else (leg.paid_fare or leg.amount) * leg.count

    @api.depends("date_departure", "date_arrival", "tz", "tz_arrival")
    @api.depends_context("lang")
    def _compute_local_times(self):
        for leg in self:
            for name, value, zone in (
                ("local_departure", leg.date_departure, leg.tz),
                ("local_arrival", leg.date_arrival, leg.tz_arrival or leg.tz),
            ):
                # A year that is refused anyway may have no time in another zone.
                leg[name] = (
                    value
                    and YEARS[0] <= value.year <= YEARS[1]
                    and format_datetime(
                        self.env, value, tz=zone, dt_format="short"
                    )
                )

    @api.constrains(
        "claim_id", "kind", "date_departure", "date_arrival", "is_proposed"
    )
    def _check_second_draft(self):
        self.claim_id._check_second_draft()

    @api.constrains("kind", "place_from", "place_to", "date_departure", "date_arrival")
    def _check_journey(self):
        for leg in self.filtered("is_journey"):
            if not (
                leg.place_from
                and leg.place_to
                and leg.date_departure
                and leg.date_arrival
            ):
                raise ValidationError(
                    self.env._("A journey has two places, a departure and an arrival.")
                )

    def action_open_details(self):
        """The whole line: the list has room for what every journey has."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def _to_local(self, moment):
        """A UTC time as clocks at the place show it, without a zone."""
        self.ensure_one()
        return self._get_aware(moment).replace(tzinfo=None)

    def _get_local(self, name):
        return self._get_aware(self[name], name).replace(tzinfo=None)

    def _get_aware(self, moment, name="date_departure"):
        zone = self.tz or HOME_ZONE
        if name == "date_arrival":
            zone = self.tz_arrival or zone
        return pytz.utc.localize(moment).astimezone(pytz.timezone(zone))


def format_offset(offset):
    """A difference to UTC as the calculation reads it: ``+03:00``."""
    minutes = int(offset.total_seconds() // 60)
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"
