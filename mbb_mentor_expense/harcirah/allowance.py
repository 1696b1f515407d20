# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""The daily allowance: thirds of m.39, borders of m.42, rows that add up."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from . import fields, notes
from .fields import TripError
from .money import ZERO, ratio_text, thirds_text, to_kurus
from .policy import parse_policy

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Third:
    """One third earned: ``start`` is its meal time or the night's beginning.

    ``evening`` is the day it belongs to; a night belongs to its evening's date.
    """

    kind: str
    start: datetime
    evening: date


@dataclass(frozen=True)
class Day:
    """A row: ``thirds`` paid between two local times, TL, with its article.

    ``amount`` is a difference of rounded running sums, so that rows add up.
    """

    start: datetime
    end: datetime
    thirds: int
    amount: Decimal
    article: str

    def as_json(self):
        """The row as the interface names it."""
        return {
            "from": f"{self.start:%Y-%m-%dT%H:%M}",
            "to": f"{self.end:%Y-%m-%dT%H:%M}",
            "fraction": thirds_text(self.thirds),
            "amount": str(self.amount),
            "article": self.article,
        }


@dataclass(frozen=True)
class Allowance:
    """The allowance in TL before coverage, with its rows and notes.

    ``thirds`` is what counts towards m.42 in a later claim.
    """

    amount: Decimal
    thirds: int
    days: tuple[Day, ...]
    notes: tuple[notes.Note, ...]


def thirds(departure, return_, policy=None):
    """How many thirds of the daily rate an absence earns (6245 m.39, method T).

    ``departure`` and ``return_`` are naive local datetimes or ``YYYY-MM-DDTHH:MM``;
    ``policy`` is as in a trip. Raises TripError.
    """
    start = _moment(departure, "departure")
    end = _moment(return_, "return")
    if end < start:
        raise TripError("return", "is before the departure")
    return len(earned(start, end, parse_policy(policy)))


def _moment(value, field):
    if not isinstance(value, datetime):
        return fields.when(value, field)
    if value.tzinfo:
        raise TripError(field, "must be local time without a zone")
    return value


def earned(departure, return_, policy):
    """The thirds between two moments, in the order of time.

    m.39 gives a third for being away at 13:00, one for 19:00 and the full rate
    for "the night too": method T counts each meal time and each whole night.
    """

    def at_meal(moment):
        after = departure < moment or (departure == moment and policy.departure_counts)
        before = moment < return_ or (moment == return_ and policy.return_counts)
        return after and before

    found = []
    evening = departure.date() - ONE_DAY
    while evening <= return_.date():
        for kind in ("lunch", "dinner"):
            moment = datetime.combine(evening, getattr(policy, kind))
            if at_meal(moment):
                found.append(Third(kind, moment, evening))
        begin, end = night_window(evening, policy)
        if departure <= begin and end <= return_:
            found.append(Third("night", begin, evening))
        evening += ONE_DAY
    return found


def night_window(evening, policy):
    """The night of that evening; the law does not define it (policy)."""
    first = evening + ONE_DAY if policy.night_starts_next_day else evening
    return (
        datetime.combine(first, policy.night_from),
        datetime.combine(evening + ONE_DAY, policy.night_to),
    )


def compute(trip):
    """The Allowance of a Trip."""
    if trip.inside_duty_station:
        return Allowance(ZERO, 0, (), (notes.note(notes.INSIDE),))
    departure, return_, found, said = _absence(trip)
    shares = [_share(trip, index, third) for index, third in enumerate(found)]
    days = _rows(trip, departure, return_, list(zip(found, shares, strict=True)))
    return Allowance(
        amount=to_kurus(_third(trip) * sum(shares), trip.policy.rounding),
        thirds=sum(share > 0 for share in shares),
        days=days,
        notes=(_counted(trip, found), *said, *_limits(trip, return_, shares)),
    )


def _absence(trip):
    """The time that earns, its thirds, and why it is not the time away.

    Table 1 n.5: with one's own car, the days that the usual vehicle would take.
    """
    departure, return_, policy = trip.departure, trip.return_, trip.policy
    really = earned(departure, return_, policy)
    vehicle = trip.own_vehicle
    if vehicle is None:
        return departure, return_, really, ()
    if vehicle.usual_departure is None and vehicle.usual_return is None:
        return departure, return_, really, (notes.note(notes.OWN_VEHICLE_NO_TIMES),)
    start = vehicle.usual_departure or departure
    end = vehicle.usual_return or return_
    usual = earned(start, end, policy)
    if policy.own_vehicle_days == "fewer" and len(really) < len(usual):
        return departure, return_, really, (notes.note(notes.OWN_VEHICLE_FEWER),)
    said = notes.note(
        notes.OWN_VEHICLE_DAYS,
        **{
            "departure": f"{start:%Y-%m-%dT%H:%M}",
            "return": f"{end:%Y-%m-%dT%H:%M}",
        },
    )
    return start, end, usual, (said,)


def _share(trip, index, third):
    """1, the reduced share or 0 for the third at ``index`` (m.42).

    A third counts as one, whether it was paid in full or reduced.
    """
    policy = trip.policy
    if policy.duration_count == "paid":
        before = trip.thirds_already_paid + index
    else:
        before = 3 * (trip.assignment_day(third.evening) - 1)
    if before < policy.full_thirds:
        return Fraction(1)
    if before < policy.full_thirds + policy.reduced_thirds:
        return policy.reduced_share
    return Fraction(0)


def _third(trip):
    return Fraction(trip.daily_rate) / 3


def _rows(trip, departure, return_, earning):
    """Rows from departure to return without a gap, one a day and m.42 share.

    A day ends with its night; a row that changes its share within the day ends
    where the first third of the next share begins.
    """
    rows, running = [], Fraction()
    start = departure
    by_evening = defaultdict(list)
    for pair in earning:
        by_evening[pair[0].evening].append(pair)
    evening = departure.date() - ONE_DAY
    while evening <= return_.date():
        runs = _runs(by_evening[evening])
        evening += ONE_DAY
        end = min(datetime.combine(evening, trip.policy.night_to), return_)
        # Hours before the first morning belong to that day, unless they were
        # a whole night.
        early = evening == departure.date() and end < return_
        if not runs and (end <= start or early):
            continue
        for index, run in enumerate(runs or [[]]):
            last = index + 1 >= len(runs)
            until = end if last else runs[index + 1][0][0].start
            share = run[0][1] if run else Fraction(1)
            before = to_kurus(running, trip.policy.rounding)
            running += len(run) * share * _third(trip)
            rows.append(
                Day(
                    start=start,
                    end=until,
                    thirds=len(run) if share else 0,
                    amount=to_kurus(running, trip.policy.rounding) - before,
                    article=_article(share),
                )
            )
            start = until
    return tuple(rows)


def _runs(pairs):
    """The pairs of third and share, cut where the share changes."""
    runs = []
    for pair in pairs:
        if runs and runs[-1][-1][1] == pair[1]:
            runs[-1].append(pair)
        else:
            runs.append([pair])
    return runs


def _article(share):
    if share == 1:
        return "6245 m.39"
    return "6245 m.39, m.42" if share else "6245 m.42"


def _counted(trip, found):
    policy = trip.policy
    kinds = [third.kind for third in found]
    return notes.note(
        notes.ALLOWANCE,
        lunch=f"{policy.lunch:%H:%M}",
        lunches=kinds.count("lunch"),
        dinner=f"{policy.dinner:%H:%M}",
        dinners=kinds.count("dinner"),
        nights=kinds.count("night"),
        night_from=f"{policy.night_from:%H:%M}",
        night_to=f"{policy.night_to:%H:%M}",
        thirds=len(found),
        rate=trip.daily_rate,
    )


def _limits(trip, return_, shares):
    """What m.42 took away, and what it leaves open."""
    policy = trip.policy
    reduced = sum(0 < share < 1 for share in shares)
    unpaid = sum(share == 0 for share in shares)
    if reduced:
        yield notes.note(
            notes.REDUCED,
            thirds=reduced,
            full=ratio_text(Fraction(policy.full_thirds, 3)),
            share=ratio_text(policy.reduced_share),
        )
    if unpaid:
        days = Fraction(policy.full_thirds + policy.reduced_thirds, 3)
        yield notes.note(notes.EXHAUSTED, thirds=unpaid, days=ratio_text(days))
    if policy.duration_count == "calendar":
        yield notes.note(
            notes.CALENDAR, start=trip.assignment_start, paid=trip.thirds_already_paid
        )
    # A year is 365 days from the first arrival (Danıştay 5.D. E.2008/5714).
    year_end = trip.assignment_start + timedelta(days=364)
    if return_.date() > year_end:
        yield notes.note(notes.YEAR, start=trip.assignment_start, end=year_end)
