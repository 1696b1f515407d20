# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""Records to the trip that the calculation takes: a method for each of its parts."""

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import float_repr, format_date

from ..harcirah.lines import KINDS, NOT_PAYABLE
from .mbb_travel_rate import RATE_ROWS
from .mbb_travel_status import UNSETTLED

#: How the calculation writes a local moment.
MOMENT = "%Y-%m-%dT%H:%M"


class MbbTravelTripMixin(models.AbstractModel):
    """The claim as the calculation's plain data.

    Each `_prepare_…` gives fields of the trip; `_prepare_abroad` is merged last.
    What a mixin adds stands to the left of this one, with its own `depends`.
    """

    _name = "mbb.travel.trip.mixin"
    _description = "Trip of a Claim"

    @api.depends(
        "status_reason",
        "ground",
        "leg_ids.fare_class",
        "leg_ids.is_approved",
        "leg_ids.entitled_fare",
        "leg_ids.paid_fare",
        "leg_ids.is_free",
        "leg_ids.meal_amount",
        "leg_ids.meal_unavoidable",
        "leg_ids.route",
        "leg_ids.is_proposed",
        "lodging_ids.is_provided",
        "lodging_ids.is_proposed",
    )
    def _compute_result(self):
        return super()._compute_result()

    # -- when ------------------------------------------------------------------

    @api.depends(
        "leg_ids.date_departure",
        "leg_ids.date_arrival",
        "leg_ids.kind",
        "leg_ids.is_proposed",
    )
    def _compute_dates(self):
        for claim in self:
            legs = claim._get_counted_legs().filtered("is_journey")
            claim.date_departure = min(
                filter(None, legs.mapped("date_departure")), default=False
            )
            claim.date_return = max(
                filter(None, legs.mapped("date_arrival")), default=False
            )

    def _get_counted_legs(self):
        """Journeys and costs that are claimed, not only proposed."""
        return self.leg_ids.filtered(lambda leg: not leg.is_proposed)

    def _get_counted_lodging(self):
        return self.lodging_ids.filtered(lambda line: not line.is_proposed)

    def _get_local_span(self):
        """Departure and return as they were at the place.

        :rtype: tuple[datetime, datetime]
        """
        self.ensure_one()
        journeys = self._get_counted_legs().filtered("is_journey")
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

    # -- the rate, and where it changes ------------------------------------------

    def _get_rate(self):
        """The rate of the day of departure."""
        self.ensure_one()
        departure, _arrival = self._get_local_span()
        return self._get_rate_on(departure.date())

    def _get_rate_on(self, day):
        row, _code = self._get_rate_row()
        company = self.company_id or self.env.company
        rate = self.env["mbb.travel.rate"]._get_rate(row, day, company)
        if not rate:
            raise UserError(
                self.env._(
                    "There is no daily allowance for %(date)s in the table of rates.",
                    date=format_date(self.env, day),
                )
            )
        return rate

    def _get_rate_amount(self, rate):
        """The daily rate as a decimal string: of the table, or of the contract."""
        contract = self._get_contract_rate()
        return float_repr(contract or rate.amount, 2)

    def _prepare_rate(self, rate):
        """The rate as it stands beside the result: its row, how sure it is."""
        contract = self._get_contract_rate()
        return {
            "row": False if contract else rate.rate_row,
            "amount": self._get_rate_amount(rate),
            "certainty": False if contract else rate.certainty,
        }

    def _prepare_rates(self, rate):
        """Daily rates and lodging bands that come into force during the trip."""
        departure, arrival = self._get_local_span()
        company = self.company_id or self.env.company
        policies = self.env["mbb.travel.policy"]
        days = self.env["mbb.travel.rate"]._get_changes(
            departure.date(), arrival.date(), company
        ) | policies._get_changes(departure.date(), arrival.date(), company)
        now = (
            self._get_rate_amount(rate),
            policies._get_policy(departure.date(), company),
        )
        rates = []
        for day in sorted(days):
            policy = policies._get_policy(day, company)
            amount = self._get_rate_amount(self._get_rate_on(day))
            bands = policy._prepare_policy().get("lodging_bands")
            same_bands = bands == now[1]._prepare_policy().get("lodging_bands")
            if amount == now[0] and same_bands:
                continue
            row = {"from": day.isoformat(), "daily_rate": amount}
            if not same_bands and bands:
                row["lodging_bands"] = bands
            rates.append(row)
            now = (amount, policy)
        return {"rates": rates} if rates else {}

    # -- the trip ----------------------------------------------------------------

    def _prepare_trip(self, rate):
        """The trip as the calculation takes it."""
        self.ensure_one()
        departure, arrival = self._get_local_span()
        return {
            "departure": departure.strftime(MOMENT),
            "return": arrival.strftime(MOMENT),
            "inside_duty_station": self.inside_duty_station,
            "policy": self._prepare_policy(departure),
            "advance": self._get_advance_total(),
            **self._prepare_person(rate),
            **self._prepare_rates(rate),
            **self._prepare_lodging(),
            **self._prepare_transport(),
            **self._prepare_absences(),
            **self._prepare_carried(departure),
            **self._prepare_others(),
            **self._prepare_duty(),
            **self._prepare_abroad(),
        }

    def _prepare_policy(self, departure):
        """What the law leaves open or a yearly table sets, as of the departure."""
        company = self.company_id or self.env.company
        policy = self.env["mbb.travel.policy"]._get_policy(departure.date(), company)
        return policy._prepare_policy(company.mbb_stamp_tax_base)

    def _prepare_person(self, rate):
        """Whose daily rate it is, held against the whole table (m.7, m.8, m.33/a)."""
        choice = self._get_row_choice()
        person = {"daily_rate": self._get_rate_amount(rate)}
        ground = self.status_reason or self._get_status_ground()
        if self.claimant_status == "civil_servant":
            person |= {
                "status": self.claimant_status,
                "degree": self.degree,
                "post_degree": self.post_degree or None,
                "additional_indicator": self.additional_indicator,
            }
        elif ground:
            # Without one the claim is not submitted; the draft computes all the same.
            person |= {
                "status": self.claimant_status,
                "compared_degree": choice.degree,
                "ground": ground,
            }
        else:
            return {**person, "degree": choice.degree}
        if self._get_contract_rate():
            return {**person, "contract_rate": True}
        if choice.reason == "decided":
            person["decided_row"] = choice.row
        return {**person, "rate_table": self._prepare_table(rate)}

    def _prepare_table(self, rate):
        """The rows of the table in force with this rate."""
        departure, _arrival = self._get_local_span()
        company = self.company_id or self.env.company
        rates = self.env["mbb.travel.rate"]
        table = {rate.rate_row: float_repr(rate.amount, 2)}
        for row, _label in RATE_ROWS:
            found = rates._get_rate(row, departure.date(), company)
            if found:
                table.setdefault(row, float_repr(found.amount, 2))
        return table

    def _prepare_lodging(self):
        """Stays with an invoice (m.33/d)."""
        return {
            "lodging": [line._get_claimed_amounts() for line in self._get_invoices()]
        }

    def _get_invoices(self):
        """The lines of `lodging`, in its order."""
        return self._get_counted_lodging().filtered(lambda line: not line.is_provided)

    def _prepare_transport(self):
        """Fares, feeders and one's own car (m.14, m.27–31)."""
        return {
            "transport": [leg._get_claimed_amounts() for leg in self._get_fares()],
            "own_vehicle": self._prepare_own_vehicle(),
        }

    def _get_fares(self):
        """The lines of `transport`, in its order; what the law refuses, too."""
        kinds = {*KINDS, *NOT_PAYABLE}
        return self._get_counted_legs().filtered(lambda leg: leg.kind in kinds)

    def _prepare_own_vehicle(self):
        legs = self._get_counted_legs().filtered(lambda leg: leg.kind == "own_car")
        if not legs:
            return None
        fares = set(legs.mapped("amount"))
        ways = sum(legs.mapped("count"))
        if len(fares) > 1 or ways not in ((1, 2) if self.is_interim else (2,)):
            raise UserError(
                self.env._(
                    "Own car: enter one journey there and one back, each with the "
                    "usual vehicle's fare for one way."
                )
            )
        vehicle = {"usual_fare_each_way": float_repr(fares.pop(), 2), "ways": ways}
        for name in ("usual_departure", "usual_return"):
            if self[name]:
                local = legs[0]._to_local(self[name])
                vehicle[name] = local.strftime(MOMENT)
        if self.own_car_cost:
            vehicle["actual_cost"] = float_repr(self.own_car_cost, 2)
        return vehicle

    def _prepare_absences(self):
        """Days of sickness and of forced waiting (m.19, m.40)."""
        return {}

    def _prepare_carried(self, departure):
        """What earlier claims have paid, and since when the duty runs (m.42)."""
        raise NotImplementedError

    def _prepare_others(self):
        """The Birlik's shares and what others bear (m.57)."""
        return self.assignment_id._mbb_prepare_coverage()

    def _prepare_duty(self):
        """A course, or a duty that was called off (m.26, m.37)."""
        return {}

    def _prepare_abroad(self):
        """Countries, exchange and what else a trip abroad needs (m.34)."""
        return {}

    def _get_advance_total(self):
        """What was paid before, as a decimal string (m.59)."""
        return "0.00"
