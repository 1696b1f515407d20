# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""A trip as it is claimed: read, checked, immutable."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from . import fields
from .fields import TripError
from .money import ZERO
from .policy import ELEMENTS, Policy, parse_policy

FARES = ("bus", "minibus", "train", "ship", "plane")
FEEDERS = ("taxi", "baggage")

LATER = ("degree", "status", "countries", "sickness", "cancellation")
"""Fields whose rule comes later: taken only when they say nothing."""

LONGEST = timedelta(days=3660)

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
    *LATER,
)


@dataclass(frozen=True)
class Invoice:
    """One lodging invoice: TL for the nights whose evenings are ``nights``."""

    nights: tuple[date, ...]
    total: Decimal


@dataclass(frozen=True)
class Fare:
    """One transport line: ``count`` times ``amount`` TL."""

    kind: str
    amount: Decimal
    count: int


@dataclass(frozen=True)
class OwnVehicle:
    """The person's own car and the usual vehicle that it is measured by."""

    usual_fare_each_way: Decimal
    usual_departure: datetime | None
    usual_return: datetime | None
    actual_cost: Decimal | None


@dataclass(frozen=True)
class Coverage:
    """The share of each element that the Birlik bears, 0–1."""

    allowance: Fraction
    lodging: Fraction
    transport: Fraction


@dataclass(frozen=True)
class Trip:
    """Amounts in TL, times local to the place, shares as fractions of 1."""

    daily_rate: Decimal
    departure: datetime
    return_: datetime
    inside_duty_station: bool
    thirds_already_paid: int
    assignment_start: date
    lodging: tuple[Invoice, ...]
    transport: tuple[Fare, ...]
    own_vehicle: OwnVehicle | None
    coverage: Coverage
    coverage_ceiling: Decimal | None
    advance: Decimal
    policy: Policy

    def assignment_day(self, when):
        """The date ``when`` as day of the assignment, whose start is day 1."""
        return (when - self.assignment_start).days + 1


def parse_trip(data):
    """A Trip from its JSON form; raises TripError naming the first bad field."""
    fields.mapping(data, "trip", _FIELDS)
    # An explicit null is the same as leaving the field out.
    data = {name: value for name, value in data.items() if value is not None}
    for name in LATER:
        if data.get(name) not in ("", 0, [], {}, None):
            raise TripError(name, "the rule for this field comes later; leave it out")
    if data.get("currency", "TRY") != "TRY":
        raise TripError("currency", "only TRY; duty abroad comes later")
    departure, return_ = _span(data)
    start = departure.date()
    if "assignment_start" in data:
        start = fields.day(data["assignment_start"], "assignment_start")
        if start > departure.date():
            raise TripError("assignment_start", "is later than the departure")
    return Trip(
        daily_rate=fields.money(
            fields.required(data, "daily_rate", "daily_rate"), "daily_rate"
        ),
        departure=departure,
        return_=return_,
        inside_duty_station=fields.flag(
            data.get("inside_duty_station", False), "inside_duty_station"
        ),
        thirds_already_paid=fields.whole(
            data.get("thirds_already_paid", 0), "thirds_already_paid"
        ),
        assignment_start=start,
        lodging=_lodging(data.get("lodging"), departure.date(), return_.date()),
        transport=_transport(data.get("transport"), "own_vehicle" in data),
        own_vehicle=_own_vehicle(data.get("own_vehicle"), departure, return_),
        coverage=_coverage(data.get("coverage", {})),
        coverage_ceiling=(
            fields.money(data["coverage_ceiling"], "coverage_ceiling")
            if "coverage_ceiling" in data
            else None
        ),
        advance=fields.money(data.get("advance", ZERO), "advance"),
        policy=parse_policy(data.get("policy")),
    )


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


def _lodging(value, first, end):
    """The invoices with their nights; a night is the date of its evening.

    Invoices without ``from`` take, in their order, the earliest nights that no
    invoice with ``from`` names.
    """
    left = (end - first).days
    read = []
    for index, row in enumerate(fields.rows(value, "lodging")):
        path = f"lodging[{index}]"
        fields.mapping(row, path, ("from", "nights", "invoice_total"))
        nights = fields.whole(
            fields.required(row, "nights", f"{path}.nights"), f"{path}.nights", least=1
        )
        if nights > left:
            raise TripError(
                f"{path}.nights", f"the trip has only {(end - first).days} nights"
            )
        left -= nights
        total = fields.money(
            fields.required(row, "invoice_total", f"{path}.invoice_total"),
            f"{path}.invoice_total",
        )
        start = None
        if row.get("from") is not None:
            start = fields.day(row["from"], f"{path}.from")
            if start < first or start + timedelta(nights) > end:
                raise TripError(f"{path}.from", "its nights are not all in the trip")
        read.append((start, nights, total))
    named = {
        start + timedelta(offset)
        for start, nights, _total in read
        if start
        for offset in range(nights)
    }
    free = (
        night
        for night in (first + timedelta(offset) for offset in range((end - first).days))
        if night not in named
    )
    return tuple(
        Invoice(
            tuple(
                start + timedelta(offset) if start else next(free)
                for offset in range(nights)
            ),
            total,
        )
        for start, nights, total in read
    )


def _transport(value, own_vehicle):
    lines = []
    for index, row in enumerate(fields.rows(value, "transport")):
        path = f"transport[{index}]"
        fields.mapping(row, path, ("kind", "amount", "count"))
        kind = fields.choice(
            fields.required(row, "kind", f"{path}.kind"),
            f"{path}.kind",
            FARES + FEEDERS,
        )
        if own_vehicle and kind in FARES:
            raise TripError(
                f"{path}.kind", "own_vehicle stands in place of the fare (table 1 n.5)"
            )
        count = 1 if row.get("count") is None else row["count"]
        lines.append(
            Fare(
                kind=kind,
                amount=fields.money(
                    fields.required(row, "amount", f"{path}.amount"), f"{path}.amount"
                ),
                count=fields.whole(count, f"{path}.count", least=1),
            )
        )
    return tuple(lines)


def _own_vehicle(value, departure, return_):
    if value is None:
        return None
    path = "own_vehicle"
    fields.mapping(
        value,
        path,
        ("usual_fare_each_way", "usual_departure", "usual_return", "actual_cost"),
    )

    def optional(name, reader):
        if value.get(name) is None:
            return None
        return reader(value[name], f"{path}.{name}")

    fare = f"{path}.usual_fare_each_way"
    vehicle = OwnVehicle(
        usual_fare_each_way=fields.money(
            fields.required(value, "usual_fare_each_way", fare), fare
        ),
        usual_departure=optional("usual_departure", fields.when),
        usual_return=optional("usual_return", fields.when),
        actual_cost=optional("actual_cost", fields.money),
    )
    start = vehicle.usual_departure or departure
    end = vehicle.usual_return or return_
    if end < start or end - start > LONGEST:
        name = "usual_return" if vehicle.usual_return else "usual_departure"
        raise TripError(f"{path}.{name}", "does not fit the other end of the trip")
    return vehicle


def _coverage(value):
    fields.mapping(value, "coverage", ELEMENTS)
    return Coverage(
        **{
            name: fields.share(
                "1" if value.get(name) is None else value[name], f"coverage.{name}"
            )
            for name in ELEMENTS
        }
    )
