# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""What the law leaves open, as named choices with the shipped defaults."""

from dataclasses import dataclass, replace
from datetime import time, timedelta
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType

from . import fields
from .fields import TripError
from .money import ROUNDINGS

ELEMENTS = ("allowance", "lodging", "transport")

DEFAULT_POLICY = MappingProxyType(
    {
        "method": "T",
        "lunch": "13:00",
        "dinner": "19:00",
        "night_from": "00:00",
        "night_to": "06:00",
        "departure_counts": True,
        "return_counts": False,
        "full_thirds": 270,
        "reduced_thirds": 270,
        "reduced_share": "2/3",
        "duration_count": "paid",
        "lodging_bands": (
            {"days": 10, "factor": "1.60", "of": "1"},
            {"days": 80, "factor": "0.50", "of": "1"},
            {"days": 90, "factor": "0.40", "of": "2/3"},
        ),
        "lodging_comparison": "night",
        "ceiling_rounding": "down",
        "rounding": "half_up",
        "own_vehicle_days": "usual",
        "own_vehicle_cost_caps": False,
        "ceiling_cut_order": ELEMENTS,
        "stamp_tax_rate": "0",
        "stamp_tax_base": None,
        "rate_date": "day",
        "sickness_days": 7,
        "waiting_day": "full",
        "fly_degree": 4,
        "first_class_degree": 4,
        "sleeper_degree": 1,
        "taxi_other_city": False,
        "home_offset": "+03:00",
        "abroad_days": "24h",
        "abroad_full_thirds": 540,
        "abroad_reduced_share": "2/3",
        "abroad_raised_days": 10,
        "abroad_raise": "1.5",
        "abroad_lodging_days": 10,
        "abroad_lodging_free": "0.40",
        "abroad_lodging_share": "0.70",
        "abroad_lodging_cap": "0.70",
        "kktc_lodging_days": 10,
        "kktc_lodging_share": "0.75",
    }
)
"""Every policy key with its default, in the form that ``trip["policy"]`` takes."""

STAMP_TAX_BASES = MappingProxyType(
    {
        "all": ELEMENTS,
        "without_lodging": ("allowance", "transport"),
        "allowance": ("allowance",),
    }
)


@dataclass(frozen=True)
class Band:
    """Days ``first``–``last`` of the assignment: ``factor × of`` daily rates.

    Source: footnote of the H cetveli to 6245 m.33/d; ``of`` is the share of the
    daily rate that is still due (müstehak) in those days.
    """

    first: int
    last: int
    factor: Fraction
    of: Fraction


@dataclass(frozen=True)
class Policy:
    """The choices, read; the meaning of each is in README.md."""

    method: str
    lunch: time
    dinner: time
    night_from: time
    night_to: time
    departure_counts: bool
    return_counts: bool
    full_thirds: int
    reduced_thirds: int
    reduced_share: Fraction
    duration_count: str
    lodging_bands: tuple[Band, ...]
    lodging_comparison: str
    ceiling_rounding: str
    rounding: str
    own_vehicle_days: str
    own_vehicle_cost_caps: bool
    ceiling_cut_order: tuple[str, ...]
    stamp_tax_rate: Fraction
    stamp_tax_base: str | None
    rate_date: str
    sickness_days: int
    waiting_day: str
    fly_degree: int
    first_class_degree: int
    sleeper_degree: int
    taxi_other_city: bool
    home_offset: timedelta
    abroad_days: str
    abroad_full_thirds: int
    abroad_reduced_share: Fraction
    abroad_raised_days: int
    abroad_raise: Fraction
    abroad_lodging_days: int
    abroad_lodging_free: Fraction
    abroad_lodging_share: Fraction
    abroad_lodging_cap: Fraction
    kktc_lodging_days: int
    kktc_lodging_share: Fraction

    @property
    def night_starts_next_day(self):
        """Whether the night window opens after the midnight of its evening."""
        return self.night_from < self.dinner


def parse_policy(value=None):
    """A Policy from ``trip["policy"]``; absent and ``null`` mean the default.

    Raises TripError for an unknown key or a value out of its range.
    """
    given = {} if value is None else value
    fields.mapping(given, "policy", DEFAULT_POLICY)
    changed = _read({key: item for key, item in given.items() if item is not None})
    if not changed:
        return _default()
    policy = replace(_default(), **changed)
    _check_clock(policy)
    return policy


def _read(given):
    return {key: _READERS[key](item, f"policy.{key}") for key, item in given.items()}


@lru_cache(maxsize=1)
def _default():
    return Policy(**_read(DEFAULT_POLICY))


def _check_clock(policy):
    """The thirds of one day follow one another: midday, evening, night."""
    if not policy.lunch < policy.dinner:
        raise TripError("policy.dinner", "must be later than lunch")
    if not policy.night_to < policy.lunch:
        raise TripError("policy.night_to", "must be earlier than lunch")
    if policy.night_starts_next_day and not policy.night_from < policy.night_to:
        raise TripError("policy.night_from", "must be earlier than night_to")


def _whole(value, field):
    return fields.whole(value, field)


def _factor(value, field):
    return fields.ratio(value, field, most=10)


def read_bands(value, field):
    """Bands one after the other from rows of days, factor and ``of``."""
    bands, last = [], 0
    for index, row in enumerate(fields.rows(value, field)):
        path = f"{field}[{index}]"
        fields.mapping(row, path, ("days", "factor", "of"))
        days = fields.whole(
            fields.required(row, "days", f"{path}.days"), f"{path}.days", least=1
        )
        factor = fields.required(row, "factor", f"{path}.factor")
        of = "1" if row.get("of") is None else row["of"]
        bands.append(
            Band(
                first=last + 1,
                last=last + days,
                factor=fields.ratio(factor, f"{path}.factor", most=10),
                of=fields.share(of, f"{path}.of"),
            )
        )
        last += days
    return tuple(bands)


def _order(value, field):
    order = tuple(fields.rows(value, field))
    if sorted(map(str, order)) != sorted(ELEMENTS):
        raise TripError(field, "must name each once: " + ", ".join(ELEMENTS))
    return order


def _base(value, field):
    if value is None:
        return None
    return fields.choice(value, field, tuple(STAMP_TAX_BASES))


def _one_of(*allowed):
    return lambda value, field: fields.choice(value, field, allowed)


_READERS = {
    "method": _one_of("T", "L"),
    "lunch": fields.clock,
    "dinner": fields.clock,
    "night_from": fields.clock,
    "night_to": fields.clock,
    "departure_counts": fields.flag,
    "return_counts": fields.flag,
    "full_thirds": _whole,
    "reduced_thirds": _whole,
    "reduced_share": fields.share,
    "duration_count": _one_of("paid", "calendar"),
    "lodging_bands": read_bands,
    "lodging_comparison": _one_of("night", "invoice"),
    "ceiling_rounding": _one_of(*ROUNDINGS),
    "rounding": _one_of(*ROUNDINGS),
    "own_vehicle_days": _one_of("usual", "fewer"),
    "own_vehicle_cost_caps": fields.flag,
    "ceiling_cut_order": _order,
    "stamp_tax_rate": fields.share,
    "stamp_tax_base": _base,
    "rate_date": _one_of("day", "departure"),
    "sickness_days": _whole,
    "waiting_day": _one_of("full", "thirds"),
    "fly_degree": _whole,
    "first_class_degree": _whole,
    "sleeper_degree": _whole,
    "taxi_other_city": fields.flag,
    "home_offset": fields.offset,
    "abroad_days": _one_of("24h", "thirds"),
    "abroad_full_thirds": _whole,
    "abroad_reduced_share": fields.share,
    "abroad_raised_days": _whole,
    "abroad_raise": _factor,
    "abroad_lodging_days": _whole,
    "abroad_lodging_free": _factor,
    "abroad_lodging_share": fields.share,
    "abroad_lodging_cap": _factor,
    "kktc_lodging_days": _whole,
    "kktc_lodging_share": _factor,
}
