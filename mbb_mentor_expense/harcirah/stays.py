# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Where the trip stays: countries in turn (m.34), and rates that change."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from . import fields
from .fields import TripError
from .policy import Band, read_bands

HOME = "TR"
KKTC = "KKTC"
"""Northern Cyprus has a decree and a table of its own."""


@dataclass(frozen=True)
class Period:
    """The daily rate, and perhaps lodging bands, in force from a date."""

    start: date
    daily_rate: Decimal
    bands: tuple[Band, ...] | None


@dataclass(frozen=True)
class Stay:
    """From ``start`` (local, ``offset`` from UTC) in one country.

    ``daily_rate`` is None at home: there the rates of the trip count. ``exit`` is
    the local time and ``exit_utc`` the moment of leaving home, from which the
    days of m.34's decree are counted.
    """

    country: str
    start: datetime
    offset: timedelta
    daily_rate: Decimal | None
    currency: str
    share: Fraction
    exit: datetime | None
    exit_utc: datetime | None

    @property
    def home(self):
        """Whether the domestic rules count here."""
        return self.country == HOME

    @property
    def utc(self):
        """The moment of its start."""
        return self.start - self.offset


def parse_rates(value, daily_rate):
    """Periods by date, the trip's own rate first."""
    found = [Period(date.min, daily_rate, None)]
    for index, row in enumerate(fields.rows(value, "rates")):
        path = f"rates[{index}]"
        fields.mapping(row, path, ("from", "daily_rate", "lodging_bands"))
        start = fields.day(fields.required(row, "from", f"{path}.from"), f"{path}.from")
        if start <= found[-1].start:
            raise TripError(f"{path}.from", "is not after the row before")
        rate = fields.money(
            fields.required(row, "daily_rate", f"{path}.daily_rate"),
            f"{path}.daily_rate",
        )
        bands = found[-1].bands
        if row.get("lodging_bands") is not None:
            bands = read_bands(row["lodging_bands"], f"{path}.lodging_bands")
        found.append(Period(start, rate, bands))
    return tuple(found)


def parse_stays(data, span, currency, policy):
    """The Stays of a trip; one at home where no countries are given."""
    departure, return_ = span
    home = policy.home_offset
    leaving = fields.offset(data.get("departure_offset", home), "departure_offset")
    arriving = fields.offset(data.get("return_offset", home), "return_offset")
    rows = fields.rows(data.get("countries"), "countries")
    if not rows:
        for name in ("departure_offset", "return_offset", "abroad_since"):
            if name in data:
                raise TripError(name, "needs countries")
        first = Stay(
            HOME, departure, home, None, currency, Fraction(1), None, None
        )
        return (first,), departure - home, return_ - home
    found = [
        _stay(row, f"countries[{index}]", data, (departure, leaving), currency, policy)
        for index, row in enumerate(rows)
    ]
    if found[0].start > departure:
        if currency != "TRY":
            raise TripError(
                "countries[0].from", f"is after the departure: begin with {HOME}"
            )
        before = Stay(HOME, departure, leaving, None, currency, Fraction(1), None, None)
        found.insert(0, before)
    end = return_ - arriving
    moments = [departure - leaving, *(stay.utc for stay in found), end]
    for index, (one, other) in enumerate(zip(moments, moments[1:], strict=False)):
        if other < one:
            row = min(index, len(rows) - 1)
            raise TripError(f"countries[{row}].from", "is not in the order of the trip")
    return _with_exits(found, data, home), departure - leaving, end


def _stay(row, path, data, leaving, currency, policy):
    known = ("country", "from", "utc_offset", "daily_rate", "currency", "share")
    fields.mapping(row, path, known)
    country = fields.text(
        fields.required(row, "country", f"{path}.country"), f"{path}.country"
    )
    departure, offset = leaving
    start = departure
    if row.get("from") is not None:
        start = fields.when(row["from"], f"{path}.from")
        offset = policy.home_offset
        if row.get("utc_offset") is not None:
            offset = fields.offset(row["utc_offset"], f"{path}.utc_offset")
        if start < departure and start - offset < departure - leaving[1]:
            raise TripError(f"{path}.from", "is before the departure")
    elif path != "countries[0]":
        raise TripError(f"{path}.from", "is required")
    rate = row.get("daily_rate")
    if rate is None and (country != HOME or currency != "TRY"):
        if currency == "TRY":
            raise TripError(f"{path}.daily_rate", "is required")
        rate = data["daily_rate"]
    share = "1" if row.get("share") is None else row["share"]
    own = row.get("currency")
    return Stay(
        country=country,
        start=start,
        offset=offset,
        daily_rate=None if rate is None else fields.money(rate, f"{path}.daily_rate"),
        currency=currency if own is None else fields.currency(own, f"{path}.currency"),
        share=fields.share(share, f"{path}.share"),
        exit=None,
        exit_utc=None,
    )


def _with_exits(found, data, home):
    """Each stay abroad with the exit from home that it belongs to."""
    stays, left = [], None
    since = None
    if "abroad_since" in data:
        since = fields.when(data["abroad_since"], "abroad_since")
        if found[0].home:
            raise TripError("abroad_since", "the trip does not begin abroad")
        if since - home > found[0].utc:
            raise TripError("abroad_since", "is after the departure")
    for index, stay in enumerate(found):
        if stay.home:
            left = None
        elif left is None:
            left = (stay.start, stay.utc)
            if index == 0 and since:
                left = (since, since - home)
        values = {name: getattr(stay, name) for name in Stay.__dataclass_fields__}
        exit_, exit_utc = left or (None, None)
        stays.append(Stay(**{**values, "exit": exit_, "exit_utc": exit_utc}))
    return tuple(stays)
