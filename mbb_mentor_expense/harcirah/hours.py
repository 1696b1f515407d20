# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Time away: the thirds of m.39 at home, periods of 24 hours abroad (m.43)."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from . import fields
from .fields import TripError
from .policy import parse_policy
from .stays import Stay

ONE_DAY = timedelta(days=1)
MEALS = ("lunch", "dinner")
ALL_THIRDS = (*MEALS, "night")


@dataclass(frozen=True)
class Third:
    """One third earned: ``start`` is its meal time or the night's beginning.

    ``evening`` is the day it belongs to; a night belongs to its evening's date.
    The kind ``hours`` is a third of a period of 24 hours abroad (m.43), which
    belongs to the ``stay`` in which it begins; ``filled`` is one that a day has by
    method L or m.40 and not by its hour.
    """

    kind: str
    start: datetime
    evening: date
    filled: bool = False
    stay: Stay | None = None


def thirds(departure, return_, policy=None):
    """How many thirds of the daily rate an absence earns (6245 m.39).

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


def earned(departure, return_, policy, full=frozenset(), carried=0):
    """The thirds between two moments, in the order of time.

    m.39 gives a third for being away at 13:00, one for 19:00 and the full rate
    for "the night too": method T counts each meal time and each whole night,
    method L makes the day of a night full. The dates ``full`` are full as well
    (m.40); ``carried`` thirds of the departure's day were paid before.
    """
    found = []
    evening = departure.date() - ONE_DAY
    while evening <= return_.date():
        real = []
        for kind in MEALS:
            moment = datetime.combine(evening, getattr(policy, kind))
            if _at_meal(moment, departure, return_, policy):
                real.append(Third(kind, moment, evening))
        begin, end = night_window(evening, policy)
        if departure <= begin and end <= return_:
            real.append(Third("night", begin, evening))
        room = 3
        if evening == departure.date():
            room = max(room - carried, 0)
            real = real[:room]
        slept = policy.method == "L" and real and real[-1].kind == "night"
        if evening >= departure.date() and (slept or evening in full):
            when = min(max(begin, departure), return_)
            real = _filled(real, evening, when, room)
        found += real
        evening += ONE_DAY
    return found


def _at_meal(moment, departure, return_, policy):
    after = departure < moment or (departure == moment and policy.departure_counts)
    before = moment < return_ or (moment == return_ and policy.return_counts)
    return after and before


def _filled(real, evening, when, room):
    """A full day: what its hours earned and the rest, at most ``room`` thirds."""
    have = {third.kind for third in real}
    missing = [kind for kind in ALL_THIRDS if kind not in have]
    missing = missing[: room - len(real)]
    more = [Third(kind, when, evening, True) for kind in missing]
    return sorted(real + more, key=lambda third: third.start)


def night_window(evening, policy):
    """The night of that evening; the law does not define it (policy)."""
    first = evening + ONE_DAY if policy.night_starts_next_day else evening
    return (
        datetime.combine(first, policy.night_from),
        datetime.combine(evening + ONE_DAY, policy.night_to),
    )


def earned_in(trip, start, end):
    """The thirds of a part of the Trip."""
    return earned(
        start, end, trip.policy, trip.absences.full, trip.departure_day_thirds
    )


def blocks(trip, start, end):
    """Days with their thirds from start to end, without a gap.

    A day ends with its night; hours before the first morning belong to that day,
    unless they were a whole night.
    """
    found = {}
    for third in earned_in(trip, start, end):
        found.setdefault(third.evening, []).append(third)
    begun, evening = start, start.date() - ONE_DAY
    while evening <= end.date():
        thirds_ = found.get(evening, [])
        evening += ONE_DAY
        until = min(datetime.combine(evening, trip.policy.night_to), end)
        early = evening == start.date() and until < end
        if thirds_ or not (until <= begun or early):
            yield until, thirds_
            begun = until


def blocks_abroad(trip):
    """Stays at home by their thirds, those abroad by periods of 24 hours (m.43).

    Periods are counted from the exit; a part of one counts whole, so what a period
    reaches into at home afterwards is paid already.
    """
    last = len(trip.stays) - 1
    paid_until = trip.departure_utc
    for index, stay in enumerate(trip.stays):
        after = trip.stays[index + 1] if index < last else None
        end, end_utc = (
            (after.start, after.utc) if after else (trip.return_, trip.return_utc)
        )
        if end_utc <= stay.utc:
            continue
        if stay.home:
            for until, thirds_ in blocks(trip, stay.start, end):
                due = [
                    replace(third, stay=stay)
                    for third in thirds_
                    if third.start - stay.offset >= paid_until
                ]
                yield until, due
            continue
        for until, thirds_, paid_until in _periods(stay, end, end_utc):
            yield until, thirds_


def _periods(stay, end, end_utc):
    """The periods that begin in a stay: local end, thirds, moment of its end."""
    moment = stay.exit_utc - ((stay.exit_utc - stay.utc) // ONE_DAY) * ONE_DAY
    if moment > stay.utc:
        # The rest of a period that began in the country before.
        rest = min(moment, end_utc) + stay.offset
        yield (rest if moment < end_utc else end), [], moment
    while moment < end_utc:
        local, after = moment + stay.offset, moment + ONE_DAY
        until = end if after >= end_utc else local + ONE_DAY
        starts = (min(local + third * ONE_DAY / 3, until) for third in range(3))
        thirds_ = [Third("hours", at, local.date(), stay=stay) for at in starts]
        yield until, thirds_, after
        moment = after
