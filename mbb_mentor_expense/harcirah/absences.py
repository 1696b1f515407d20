# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Days that m.19 and m.40 treat apart: sickness and waiting on the way."""

from dataclasses import dataclass
from datetime import date, timedelta

from . import fields
from .fields import TripError

FORCED = ("transfer", "quarantine", "order", "road_closed")
REPORTED = ("illness", "accident")
"""Personal, yet paid where a medical report says that travel endangers life."""
CAUSES = (*FORCED, *REPORTED, "personal")


@dataclass(frozen=True)
class Absences:
    """``unpaid`` dates with the article that takes them; ``full`` dates of m.40.

    ``sick`` counts the days of sickness that are paid, for a later claim.
    """

    unpaid: dict[date, str]
    full: frozenset[date]
    waited: int
    sick: int


def parse_absences(data, departure, return_, policy):
    """The Absences of a trip; a date is taken once, sickness first."""
    span = (departure.date(), return_.date())
    before = fields.whole(data.get("sickness_days_paid", 0), "sickness_days_paid")
    unpaid, sick = {}, {}
    for index, row in enumerate(fields.rows(data.get("sickness"), "sickness")):
        path = f"sickness[{index}]"
        fields.mapping(row, path, ("from", "to", "hospital"))
        hospital = fields.flag(_or(row, "hospital", False), f"{path}.hospital")
        for day in _dates(row, path, span):
            sick[day] = sick.get(day, False) or hospital
    paid = 0
    for day in sorted(sick):
        if sick[day] or before + paid >= policy.sickness_days:
            unpaid[day] = "6245 m.19"
        else:
            paid += 1
    full, waited = set(), set()
    for index, row in enumerate(fields.rows(data.get("waiting"), "waiting")):
        path = f"waiting[{index}]"
        fields.mapping(row, path, ("from", "to", "cause", "report", "hospital"))
        cause = fields.choice(
            fields.required(row, "cause", f"{path}.cause"), f"{path}.cause", CAUSES
        )
        report = fields.flag(_or(row, "report", False), f"{path}.report")
        hospital = fields.flag(_or(row, "hospital", False), f"{path}.hospital")
        due = not hospital and (cause in FORCED or (cause in REPORTED and report))
        for day in _dates(row, path, span):
            if not due:
                unpaid.setdefault(day, "6245 m.40")
            else:
                waited.add(day)
    waited -= set(unpaid) | set(sick)
    if policy.waiting_day == "full":
        full = waited
    return Absences(unpaid, frozenset(full), len(waited), paid)


def _or(row, name, default):
    return default if row.get(name) is None else row[name]


def _dates(row, path, span):
    first = fields.day(fields.required(row, "from", f"{path}.from"), f"{path}.from")
    last = fields.day(_or(row, "to", row["from"]), f"{path}.to")
    if last < first:
        raise TripError(f"{path}.to", "is before its from")
    for name, day in (("from", first), ("to", last)):
        if not span[0] <= day <= span[1]:
            raise TripError(f"{path}.{name}", "is not in the trip")
    return [first + timedelta(offset) for offset in range((last - first).days + 1)]
