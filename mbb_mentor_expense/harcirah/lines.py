# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Transport lines: what each may cost by m.6, m.14, m.27–31 and table 1."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from . import fields, notes
from .fields import TripError

FARES = ("bus", "minibus", "train", "ship", "plane")
FEEDERS = ("taxi", "baggage", "porter")
DAILY = ("nearest_lodging",)
"""m.21: each day's fare to the nearest place with a bed."""
KINDS = FARES + FEEDERS + DAILY

NOT_PAYABLE = MappingProxyType(
    {
        "city_transport": "daily transport at the place of duty is not paid "
        "(6245 m.14; Sayıştay Temyiz Kurulu 14.03.2006/28415)",
        "car_rental": "a hired car is not paid (6245 m.6, m.14; Sayıştay 6. Daire "
        "2017, K.645)",
        "meal": "meals are in the daily allowance (6245 m.33; Sayıştay 1. Daire "
        "5.4.2022)",
        "fuel": "fuel is not paid, only the usual vehicle's fare (6245 table 1 n.5)",
        "toll": "tolls are not paid, only the usual vehicle's fare (6245 table 1 n.5)",
        "kilometre": "kilometres are not paid, only the usual vehicle's fare "
        "(6245 table 1 n.5)",
    }
)
"""Kinds that are refused, each with the reason of the law or of the ruling."""

ROUTES = ("home_terminal", "terminal_lodging", "other_city", "at_destination")

CLASSES = MappingProxyType(
    {
        "plane": ("economy", "business", "first"),
        "train": ("second", "first", "sleeper"),
        "ship": ("second", "first", "sleeper"),
    }
)
"""Each vehicle's classes, the cheapest first."""

_FIELDS = (
    "kind",
    "amount",
    "count",
    "currency",
    "class",
    "approved",
    "entitled_fare",
    "paid",
    "free",
    "meal",
    "meal_unavoidable",
    "route",
)


@dataclass(frozen=True)
class Fare:
    """One transport line: ``count`` times ``due`` of ``amount`` is payable."""

    kind: str
    amount: Decimal
    count: int
    currency: str
    due: Decimal
    approved: bool
    notes: tuple[notes.Note, ...]


@dataclass(frozen=True)
class OwnVehicle:
    """The person's own car and the usual vehicle that it is measured by."""

    usual_fare_each_way: Decimal
    ways: int
    usual_departure: datetime | None
    usual_return: datetime | None
    actual_cost: Decimal | None


@dataclass(frozen=True)
class Traveller:
    """What a line's rules ask of the trip."""

    degree: int | None
    abroad: bool
    own_vehicle: bool
    currency: str


def parse_transport(value, traveller, policy):
    """The Fares of a trip."""
    return tuple(
        _line(row, f"transport[{index}]", traveller, policy)
        for index, row in enumerate(fields.rows(value, "transport"))
    )


def _line(row, path, traveller, policy):
    fields.mapping(row, path, _FIELDS)
    kind = _kind(row, path, traveller)
    count = 1 if row.get("count") is None else row["count"]
    amount = fields.money(
        fields.required(row, "amount", f"{path}.amount"), f"{path}.amount"
    )
    given = _Row(row, path)
    if given.value("route", _route, None) == "at_destination":
        raise TripError(f"{path}.route", NOT_PAYABLE["city_transport"])
    if row.get("route") == "other_city" and not policy.taxi_other_city:
        raise TripError(
            f"{path}.route", "a terminal of another city is not paid by taxi (m.14)"
        )
    due, said = _due(kind, amount, given, traveller, policy)
    return Fare(
        kind=kind,
        amount=amount,
        count=fields.whole(count, f"{path}.count", least=1),
        currency=given.value("currency", fields.currency, traveller.currency),
        due=due,
        approved=given.value("approved", fields.flag, False),
        notes=tuple(said),
    )


class _Row:
    """Optional fields of one line."""

    def __init__(self, row, path):
        self.row, self.path = row, path

    def value(self, name, reader, default):
        if self.row.get(name) is None:
            return default
        return reader(self.row[name], f"{self.path}.{name}")


def _kind(row, path, traveller):
    path = f"{path}.kind"
    kind = fields.required(row, "kind", path)
    if isinstance(kind, str) and kind in NOT_PAYABLE:
        raise TripError(path, NOT_PAYABLE[kind])
    kind = fields.choice(kind, path, KINDS)
    if traveller.own_vehicle and kind in FARES:
        raise TripError(path, "own_vehicle stands in place of the fare (table 1 n.5)")
    return kind


def _route(value, field):
    return fields.choice(value, field, ROUTES)


def _due(kind, amount, given, traveller, policy):
    """What one of a line is paid, and why it is not its amount."""
    said = []
    if given.value("free", fields.flag, False):
        return Decimal("0.00"), [notes.note(notes.FREE, kind=kind)]
    due = amount
    paid = given.value("paid", fields.money, None)
    if paid is not None and paid < due:
        due = paid
        said.append(notes.note(notes.REDUCED_FARE, paid=paid, fare=amount))
    meal = given.value("meal", fields.money, None)
    if meal is not None:
        if given.value("meal_unavoidable", fields.flag, False):
            said.append(notes.note(notes.MEAL_IN_FARE, meal=meal))
        elif meal > amount:
            raise TripError(f"{given.path}.meal", "is more than the fare")
        else:
            due = min(due, amount - meal)
            said.append(notes.note(notes.MEAL_OFF, meal=meal))
    limit, why = _limit(kind, given, traveller, policy)
    said += why
    if limit is not None and limit < due:
        due = limit
    return due, said


def _limit(kind, given, traveller, policy):
    """The fare that the degree entitles to, where the line goes beyond it."""
    if kind not in CLASSES:
        return None, []
    class_ = given.value("class", _class_of(kind), None)
    if traveller.degree is None:
        return None, []
    reason = None
    approved = given.value("approved", fields.flag, False)
    flies = traveller.abroad or approved or traveller.degree <= policy.fly_degree
    if kind == "plane" and not flies:
        reason = notes.PLANE_UNAPPROVED
    elif class_ is None:
        return None, [notes.note(notes.NO_CLASS, kind=kind)]
    else:
        classes = CLASSES[kind]
        entitled = _entitled(kind, traveller, policy)
        if classes.index(class_) > classes.index(entitled):
            reason = notes.CLASS_ABOVE
    if reason is None:
        return None, []
    field = f"{given.path}.entitled_fare"
    fare = given.value("entitled_fare", fields.money, None)
    if fare is None:
        raise TripError(
            field, f"is required: degree {traveller.degree} is not entitled to this"
        )
    said = notes.note(reason, degree=traveller.degree, fare=fare, kind=kind)
    return fare, [said]


def _class_of(kind):
    return lambda value, field: fields.choice(value, field, CLASSES[kind])


def _entitled(kind, traveller, policy):
    """Table 1 at home, m.29 abroad: economy for all who fly."""
    if kind == "plane":
        return "economy"
    if traveller.degree <= policy.sleeper_degree:
        return "sleeper"
    if traveller.degree <= policy.first_class_degree:
        # m.29: abroad the sleeping car goes with the class.
        return "sleeper" if traveller.abroad else "first"
    return "second"


def _ways(value, field):
    """Of a claim in parts one may hold the way there, another the way back."""
    ways = fields.whole(value, field, least=1)
    if ways > 2:
        raise TripError(field, "must be 1 or 2")
    return ways


def parse_own_vehicle(value, span, longest):
    """The OwnVehicle of a trip, or None."""
    if value is None:
        return None
    path = "own_vehicle"
    known = (
        "usual_fare_each_way",
        "ways",
        "usual_departure",
        "usual_return",
        "actual_cost",
    )
    fields.mapping(value, path, known)
    given = _Row(value, path)
    fare = f"{path}.usual_fare_each_way"
    vehicle = OwnVehicle(
        usual_fare_each_way=fields.money(
            fields.required(value, "usual_fare_each_way", fare), fare
        ),
        ways=given.value("ways", _ways, 2),
        usual_departure=given.value("usual_departure", fields.when, None),
        usual_return=given.value("usual_return", fields.when, None),
        actual_cost=given.value("actual_cost", fields.money, None),
    )
    start = vehicle.usual_departure or span[0]
    end = vehicle.usual_return or span[1]
    if end < start or end - start > longest:
        name = "usual_return" if vehicle.usual_return else "usual_departure"
        raise TripError(f"{path}.{name}", "does not fit the other end of the trip")
    return vehicle


@dataclass(frozen=True)
class Invoice:
    """One lodging invoice: ``total`` for the nights whose evenings are ``nights``."""

    nights: tuple
    total: Decimal
    currency: str | None

    @property
    def a_night(self):
        """An equal share of the invoice."""
        return Fraction(self.total) / len(self.nights)


def parse_lodging(value, first, end):
    """The invoices with their nights; a night is the date of its evening.

    Invoices without ``from`` take, in their order, the earliest nights that no
    invoice with ``from`` names.
    """
    left = (end - first).days
    read = []
    for index, row in enumerate(fields.rows(value, "lodging")):
        path = f"lodging[{index}]"
        fields.mapping(row, path, ("from", "nights", "invoice_total", "currency"))
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
        given = _Row(row, path)
        start = given.value("from", fields.day, None)
        if start and (start < first or start + timedelta(nights) > end):
            raise TripError(f"{path}.from", "its nights are not all in the trip")
        currency = given.value("currency", fields.currency, None)
        read.append((start, nights, total, currency))
    return _place(read, first, end)


def _place(read, first, end):
    named = {
        start + timedelta(offset)
        for start, nights, _total, _currency in read
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
            currency,
        )
        for start, nights, total, currency in read
    )
