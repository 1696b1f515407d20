# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""A trip as it is claimed: read, checked, immutable."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property

from . import fields, lines, person
from .absences import Absences, parse_absences
from .exchange import Exchange, parse_exchange
from .fields import TripError
from .lines import Fare, Invoice, OwnVehicle, Traveller
from .money import ZERO
from .payers import Payer, parse_coverage, parse_not_accepted, parse_others
from .policy import Policy, parse_policy
from .stays import Period, Stay, parse_rates, parse_stays

LONGEST = timedelta(days=3660)

_SAY_NOTHING = ("degree", "status", "countries", "sickness", "cancellation")
"""Fields in which an empty value of any kind is the same as leaving them out."""

_FIELDS = (
    "daily_rate",
    "currency",
    "departure",
    "return",
    "inside_duty_station",
    "thirds_already_paid",
    "assignment_start",
    "lodging",
    "transport",
    "own_vehicle",
    "coverage",
    "coverage_ceiling",
    "advance",
    "policy",
    "rates",
    "countries",
    "departure_offset",
    "return_offset",
    "abroad_since",
    "exchange",
    "sickness",
    "sickness_days_paid",
    "waiting",
    "departure_day_thirds",
    "cancellation",
    "training",
    "others",
    "not_accepted",
    *person.FIELDS,
)


@dataclass(frozen=True)
class Cancellation:
    """m.26: when the order reached the person, and tickets that are lost."""

    notified: datetime
    lost: Decimal


@dataclass(frozen=True)
class Trip:
    """Amounts in ``currency``, times local to the place, shares as fractions of 1.

    ``departure_utc`` and ``return_utc`` are the same moments for counting hours.
    """

    daily_rate: Decimal
    currency: str
    departure: datetime
    return_: datetime
    departure_utc: datetime
    return_utc: datetime
    inside_duty_station: bool
    thirds_already_paid: int
    departure_day_thirds: int
    assignment_start: date
    rates: tuple[Period, ...]
    stays: tuple[Stay, ...]
    exchange: dict[str, Exchange]
    absences: Absences
    person: person.Person
    training: bool
    cancellation: Cancellation | None
    lodging: tuple[Invoice, ...]
    transport: tuple[Fare, ...]
    own_vehicle: OwnVehicle | None
    coverage: dict[str, Fraction]
    others: tuple[Payer, ...]
    not_accepted: dict[str, Decimal]
    coverage_ceiling: Decimal | None
    advance: Decimal
    policy: Policy

    @cached_property
    def abroad(self):
        """Whether any stay is outside the country."""
        return any(not stay.home for stay in self.stays)

    @property
    def cancelled_before(self):
        """Whether the duty was called off before the departure (m.26/1, 3)."""
        return bool(self.cancellation) and self.cancellation.notified < self.departure

    def assignment_day(self, when):
        """The date ``when`` as day of the assignment, whose start is day 1."""
        return (when - self.assignment_start).days + 1

    def period(self, when):
        """The Period whose rate counts on a date."""
        if self.policy.rate_date == "departure":
            when = self.departure.date()
        found = self.rates[0]
        for period in self.rates:
            if period.start <= when:
                found = period
        return found

    def stay_at(self, moment):
        """The Stay at a local moment."""
        found = self.stays[0]
        for stay in self.stays:
            if stay.start <= moment:
                found = stay
        return found


def parse_trip(data):
    """A Trip from its JSON form; raises TripError naming the first bad field."""
    data = _stated(data)
    policy = parse_policy(data.get("policy"))
    currency = fields.currency(data.get("currency", "TRY"), "currency")
    if currency != "TRY" and "countries" not in data:
        raise TripError("currency", "only TRY where no countries are given")
    span = _span(data)
    daily_rate = fields.money(
        fields.required(data, "daily_rate", "daily_rate"), "daily_rate"
    )
    stays, departure_utc, return_utc = parse_stays(data, span, currency, policy)
    abroad = any(not stay.home for stay in stays)
    who = person.parse_person(data, daily_rate)
    traveller = Traveller(who.degree, abroad, "own_vehicle" in data, currency)
    return Trip(
        daily_rate=daily_rate,
        currency=currency,
        departure=span[0],
        return_=span[1],
        departure_utc=departure_utc,
        return_utc=return_utc,
        rates=parse_rates(data.get("rates"), daily_rate),
        stays=stays,
        exchange=parse_exchange(data.get("exchange"), currency),
        person=who,
        lodging=lines.parse_lodging(data.get("lodging"), *(end.date() for end in span)),
        transport=lines.parse_transport(data.get("transport"), traveller, policy),
        own_vehicle=_own_vehicle(data.get("own_vehicle"), span, abroad),
        inside_duty_station=_inside(data, abroad),
        absences=parse_absences(data, *span, policy),
        cancellation=_cancellation(data.get("cancellation"), span[1]),
        policy=policy,
        **_carried(data, span[0].date()),
        **_paid(data),
    )


def _stated(data):
    """The fields that say something; an explicit null is as good as none."""
    fields.mapping(data, "trip", _FIELDS)
    return {
        name: value
        for name, value in data.items()
        if value is not None
        and not (name in _SAY_NOTHING and value in ("", 0, [], {}))
    }


def _carried(data, departure):
    """What earlier claims say, and what the duty is."""
    return {
        "thirds_already_paid": fields.whole(
            data.get("thirds_already_paid", 0), "thirds_already_paid"
        ),
        "departure_day_thirds": fields.whole(
            data.get("departure_day_thirds", 0), "departure_day_thirds"
        ),
        "assignment_start": _assignment_start(data, departure),
        "training": _training(data.get("training")),
    }


def _paid(data):
    """Who bears what, and what was paid before."""
    coverage = parse_coverage(data.get("coverage", {}))
    ceiling = data.get("coverage_ceiling")
    if ceiling is not None:
        ceiling = fields.money(ceiling, "coverage_ceiling")
    return {
        "coverage": coverage,
        "coverage_ceiling": ceiling,
        "others": parse_others(data.get("others"), coverage),
        "not_accepted": parse_not_accepted(data.get("not_accepted", {})),
        "advance": fields.money(data.get("advance", ZERO), "advance"),
    }


def _inside(data, abroad):
    inside = fields.flag(data.get("inside_duty_station", False), "inside_duty_station")
    if inside and abroad:
        raise TripError("inside_duty_station", "a trip abroad is not inside it")
    return inside


def _own_vehicle(value, span, abroad):
    vehicle = lines.parse_own_vehicle(value, span, LONGEST)
    if vehicle and abroad and (vehicle.usual_departure or vehicle.usual_return):
        raise TripError(
            "own_vehicle.usual_departure", "abroad the trip's times are to be these"
        )
    return vehicle


def _span(data):
    departure = fields.when(
        fields.required(data, "departure", "departure"), "departure"
    )
    return_ = fields.when(fields.required(data, "return", "return"), "return")
    if return_ < departure:
        raise TripError("return", "is before the departure")
    if return_ - departure > LONGEST:
        raise TripError("return", f"is more than {LONGEST.days} days away")
    return departure, return_


def _assignment_start(data, departure):
    if "assignment_start" not in data:
        return departure
    start = fields.day(data["assignment_start"], "assignment_start")
    if start > departure:
        raise TripError("assignment_start", "is later than the departure")
    return start


def _training(value):
    """m.37: a course is like any duty; a scholarship has a law of its own."""
    if value is None:
        return False
    if fields.choice(value, "training", ("course", "scholarship")) == "scholarship":
        raise TripError("training", "a scholarship is paid by its own law (m.37/4)")
    return True


def _cancellation(value, return_):
    if value is None:
        return None
    path = "cancellation"
    fields.mapping(value, path, ("notified", "lost_tickets"))
    notified = fields.when(
        fields.required(value, "notified", f"{path}.notified"), f"{path}.notified"
    )
    if notified > return_:
        raise TripError(f"{path}.notified", "is after the return")
    lost = ZERO
    if value.get("lost_tickets") is not None:
        lost = fields.money(value["lost_tickets"], f"{path}.lost_tickets")
    return Cancellation(notified, lost)
