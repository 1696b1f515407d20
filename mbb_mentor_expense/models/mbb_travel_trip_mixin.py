# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""Records to the trip that the calculation takes: a method for each of its parts."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import float_repr, format_date

from .mbb_travel_leg import FARES, FEEDERS


class MbbTravelTripMixin(models.AbstractModel):
    """The claim as the calculation's plain data.

    Each `_prepare_…` gives fields of the trip; `_prepare_abroad` is merged last.
    """

    _name = "mbb.travel.trip.mixin"
    _description = "Trip of a Claim"

    def _get_local_span(self):
        """Departure and return as they were at the place.

        :rtype: tuple[datetime, datetime]
        """
        self.ensure_one()
        journeys = self.leg_ids.filtered("is_journey")
        if not journeys:
            raise UserError(self.env._("Add the journeys there and back."))
        for leg in journeys:
            if not leg.date_departure or not leg.date_arrival:
                raise UserError(
                    self.env._("Give each journey its departure and its arrival.")
                )
        first = min(journeys, key=lambda leg: leg.date_departure)
        last = max(journeys, key=lambda leg: leg.date_arrival)
        return first._get_local("date_departure"), last._get_local("date_arrival")

    def _get_rate(self):
        """The rate of the day of departure."""
        self.ensure_one()
        departure, arrival = self._get_local_span()
        rates = self.env["mbb.travel.rate"]
        row, _code = self._get_rate_row()
        company = self.company_id or self.env.company
        rate = rates._get_rate(row, departure.date(), company)
        if not rate:
            raise UserError(
                self.env._(
                    "There is no daily allowance for %(date)s in the table of rates.",
                    date=format_date(self.env, departure.date()),
                )
            )
        last = rates._get_rate(row, arrival.date(), company)
        if last.amount != rate.amount:
            raise UserError(
                self.env._(
                    "The daily allowance changes during this trip, on %(date)s. Trips "
                    "over such a day cannot be computed yet.",
                    date=format_date(self.env, last.date_from or arrival.date()),
                )
            )
        return rate

    def _prepare_rate(self, rate):
        """The rate as it stands beside the result: its row, how sure it is."""
        return {
            "row": rate.rate_row,
            "amount": float_repr(rate.amount, 2),
            "certainty": rate.certainty,
        }

    def _prepare_trip(self, rate):
        """The trip as the calculation takes it."""
        self.ensure_one()
        departure, arrival = self._get_local_span()
        return {
            "departure": departure.strftime("%Y-%m-%dT%H:%M"),
            "return": arrival.strftime("%Y-%m-%dT%H:%M"),
            "inside_duty_station": self.inside_duty_station,
            "policy": self._prepare_policy(departure),
            "advance": self._get_advance_total(),
            **self._prepare_person(rate),
            **self._prepare_lodging(),
            **self._prepare_transport(),
            **self._prepare_absences(),
            **self._prepare_carried(departure),
            **self._prepare_others(),
            **self._prepare_abroad(),
        }

    def _prepare_policy(self, departure):
        """What the law leaves open or a yearly table sets, as of the departure."""
        company = self.company_id or self.env.company
        policy = self.env["mbb.travel.policy"]._get_policy(departure.date(), company)
        return policy._prepare_policy(company.mbb_stamp_tax_base)

    def _prepare_person(self, rate):
        """Whose daily rate it is (m.7, m.8, m.33/a)."""
        return {"daily_rate": float_repr(rate.amount, 2)}

    def _prepare_lodging(self):
        """Stays with an invoice (m.33/d)."""
        return {
            "lodging": [line._get_claimed_amounts() for line in self.lodging_ids]
        }

    def _prepare_transport(self):
        """Fares, feeders and one's own car (m.14, m.27–31)."""
        legs = self.leg_ids.filtered(lambda leg: leg.kind in FARES + FEEDERS)
        return {
            "transport": [leg._get_claimed_amounts() for leg in legs],
            "own_vehicle": self._prepare_own_vehicle(),
        }

    def _prepare_own_vehicle(self):
        legs = self.leg_ids.filtered(lambda leg: leg.kind == "own_car")
        if not legs:
            return None
        fares = set(legs.mapped("amount"))
        if len(fares) > 1 or sum(legs.mapped("count")) != 2:
            raise UserError(
                self.env._(
                    "Own car: enter one journey there and one back, each with the "
                    "usual vehicle's fare for one way."
                )
            )
        vehicle = {"usual_fare_each_way": float_repr(fares.pop(), 2)}
        for name in ("usual_departure", "usual_return"):
            if self[name]:
                local = legs[0]._to_local(self[name])
                vehicle[name] = local.strftime("%Y-%m-%dT%H:%M")
        if self.own_car_cost:
            vehicle["actual_cost"] = float_repr(self.own_car_cost, 2)
        return vehicle

    def _prepare_absences(self):
        """Days of sickness and of forced waiting (m.19, m.40)."""
        return {}

    def _prepare_carried(self, departure):
        """What earlier claims have paid, and since when the duty runs (m.42)."""
        start = min(self.assignment_id.date_from or departure.date(), departure.date())
        return {
            "thirds_already_paid": self._get_thirds_already_paid(departure),
            "assignment_start": start.isoformat(),
        }

    def _prepare_others(self):
        """The Birlik's shares and what others bear (m.57)."""
        return self.assignment_id._mbb_prepare_coverage()

    def _prepare_abroad(self):
        """Countries, exchange and what else a trip abroad needs (m.34)."""
        return {}

    def _get_advance_total(self):
        """What was paid before, as a decimal string (m.59)."""
        return "0.00"

    def _get_thirds_already_paid(self, departure):
        """Thirds of the same person, place and work within 365 days (m.42)."""
        since = fields.Datetime.subtract(departure, days=364)
        earlier = self.search(
            [
                ("id", "not in", self._origin.ids),
                ("expert_id", "=", self.expert_id.id),
                ("host_institution_id", "=", self.assignment_id.host_institution_id.id),
                ("assignment_id.match_id", "=", self.assignment_id.match_id.id),
                ("company_id", "=", (self.company_id or self.env.company).id),
                ("state", "not in", ("draft", "refused")),
                ("date_departure", ">=", since),
                ("date_departure", "<", departure),
            ]
        )
        return sum(self._filter_carried(earlier).mapped("thirds"))

    def _filter_carried(self, earlier):
        """The earlier claims whose thirds count with those of this one."""
        return earlier
