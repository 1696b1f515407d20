# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""The daily allowance: thirds of m.39, borders of m.42, rows that add up."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from . import hours, notes
from .hours import ONE_DAY, Third
from .money import NOTHING, WHOLE, exact, ratio_text, thirds_text, to_kurus
from .stays import KKTC, Stay


@dataclass(frozen=True)
class Price:
    """A third with what it is worth: ``rate`` a day at ``share``, by ``article``."""

    third: Third
    rate: Fraction
    currency: str
    share: Fraction
    article: str

    @property
    def terms(self):
        """What must be equal within one row."""
        return self.rate, self.currency, self.share, self.article

    @property
    def amount(self):
        """The exact amount."""
        return self.rate * self.share / 3


@dataclass(frozen=True)
class Day:
    """A row: ``thirds`` paid between two local times, with its article.

    ``amount`` is a difference of rounded running sums, so that rows add up;
    ``currency`` is None in a trip within the country.
    """

    start: datetime
    end: datetime
    thirds: int
    amount: Decimal
    article: str
    currency: str | None = None

    def as_json(self):
        """The row as the interface names it."""
        row = {
            "from": f"{self.start:%Y-%m-%dT%H:%M}",
            "to": f"{self.end:%Y-%m-%dT%H:%M}",
            "fraction": thirds_text(self.thirds),
            "amount": str(self.amount),
            "article": self.article,
        }
        return row if self.currency is None else {**row, "currency": self.currency}


@dataclass(frozen=True)
class Allowance:
    """The allowance by currency before coverage, with its rows and notes.

    ``thirds`` is what counts towards m.42 in a later claim, ``last_day`` the thirds
    of the return's date.
    """

    amounts: dict[str, Decimal]
    thirds: int
    last_day: int
    days: tuple[Day, ...]
    notes: tuple[notes.Note, ...]


def compute(trip):
    """The Allowance of a Trip."""
    if trip.cancelled_before:
        return Allowance({}, 0, 0, (), ())
    if trip.inside_duty_station:
        return Allowance({}, 0, 0, (), (notes.note(notes.INSIDE),))
    start, end, said = _absence(trip)
    if trip.abroad and trip.policy.abroad_days == "24h":
        blocks = list(hours.blocks_abroad(trip))
    else:
        blocks = list(hours.blocks(trip, start, end))
    prices = _price(trip, [third for _until, found in blocks for third in found])
    rows = _rows(trip, start, blocks, prices)
    return Allowance(
        amounts=_sums(trip, prices),
        thirds=sum(
            price.share > 0 for price in prices if _counts(trip, price.third)
        ),
        last_day=_last_day(trip, prices),
        days=tuple(rows),
        notes=(
            *_counted(trip, prices),
            *said,
            *trip.person.notes,
            *_explain(trip, end, prices),
        ),
    )


def _last_day(trip, prices):
    day = trip.return_.date()
    before = trip.departure_day_thirds if day == trip.departure.date() else 0
    return min(before + sum(price.third.evening == day for price in prices), 3)


def _absence(trip):
    """The time that earns, and why it is not the time away.

    Table 1 n.5: with one's own car, the days that the usual vehicle would take.
    """
    departure, return_ = trip.departure, trip.return_
    vehicle = trip.own_vehicle
    if vehicle is None:
        return departure, return_, ()
    if vehicle.usual_departure is None and vehicle.usual_return is None:
        return departure, return_, (notes.note(notes.OWN_VEHICLE_NO_TIMES),)
    start = vehicle.usual_departure or departure
    end = vehicle.usual_return or return_
    if trip.policy.own_vehicle_days == "fewer" and len(
        hours.earned_in(trip, departure, return_)
    ) < len(hours.earned_in(trip, start, end)):
        return departure, return_, (notes.note(notes.OWN_VEHICLE_FEWER),)
    said = notes.note(
        notes.OWN_VEHICLE_DAYS,
        **{
            "departure": f"{start:%Y-%m-%dT%H:%M}",
            "return": f"{end:%Y-%m-%dT%H:%M}",
        },
    )
    return start, end, (said,)


# --- rows --------------------------------------------------------------------------


def runs(items, key):
    """Lists of neighbours with an equal key."""
    found, last = [], None
    for item in items:
        this = key(item)
        if found and this == last:
            found[-1].append(item)
        else:
            found.append([item])
        last = this
    return found


def _rows(trip, start, blocks, prices):
    """A row for each block, cut where rate, share or article change."""
    running, following = {}, iter(prices)
    for until, found in blocks:
        priced = [next(following) for _third in found]
        parts = runs(priced, lambda price: price.terms)
        for index, run in enumerate(parts or [[]]):
            last = index + 1 >= len(parts)
            end = until if last else max(start, parts[index + 1][0].third.start)
            amount, article, paid, currency = Decimal("0.00"), "6245 m.39", 0, None
            if run:
                currency, article = run[0].currency, run[0].article
                key = run[0].rate, currency
                before, rounded = running.get(key, (NOTHING, Decimal("0.00")))
                after = before + len(run) * run[0].amount
                running[key] = after, to_kurus(after, trip.policy.rounding)
                amount = running[key][1] - rounded
                paid = len(run) if run[0].share else 0
            if not trip.abroad:
                currency = None
            elif currency is None:
                currency = trip.currency
            yield Day(start, end, paid, amount, article, currency)
            start = end


def _sums(trip, prices):
    """The thirds of each rate summed exactly and rounded once, by currency."""
    sums, found = {}, {}
    for run in runs(prices, lambda price: price.terms):
        key = run[0].rate, run[0].currency
        sums[key] = sums.get(key, NOTHING) + len(run) * run[0].amount
    for (_rate, currency), amount in sums.items():
        found[currency] = found.get(currency, Decimal("0.00")) + to_kurus(
            amount, trip.policy.rounding
        )
    return found


# --- what a third is worth --------------------------------------------------------


def _stay_of(trip, third):
    if not trip.abroad:
        return trip.stays[0]
    return third.stay or trip.stay_at(third.start)


def _counts(trip, third):
    """Whether it counts towards m.42: not the inland journey of a trip abroad."""
    return not trip.abroad or not _stay_of(trip, third).home


def _price(trip, found):
    """Each third with rate, share and article."""
    prices, used = [], trip.thirds_already_paid
    for third in found:
        stay = _stay_of(trip, third)
        rate = _rate(trip, stay, third)
        taken = trip.absences.unpaid.get(third.evening)
        if taken:
            prices.append(Price(third, rate, stay.currency, NOTHING, taken))
            continue
        share = WHOLE
        if _counts(trip, third):
            share = _share(trip, stay, third, used)
            used += 1
        article = _article(trip, stay, third, share)
        prices.append(Price(third, rate, stay.currency, share, article))
    return prices


def _rate(trip, stay, third):
    """The daily rate of a third: of its date at home, of the country abroad."""
    if stay.home:
        if stay.daily_rate is not None:
            return exact(stay.daily_rate)
        return exact(trip.period(third.evening).daily_rate)
    return raised_rate(trip, stay, abroad_day(stay, third))


def abroad_day(stay, third):
    """Which day since the exit a third belongs to, 0 the first."""
    if third.kind == "hours":
        return (third.start - stay.offset - stay.exit_utc) // ONE_DAY
    return (third.evening - stay.exit.date()).days


def raised_rate(trip, stay: Stay, day):
    """The country's rate, raised in the first days since the exit (decree m.4)."""
    rate = Fraction(stay.daily_rate) * stay.share
    if stay.country != KKTC and day < trip.policy.abroad_raised_days:
        rate *= trip.policy.abroad_raise
    return rate


def _share(trip, stay, third, used):
    """1, the reduced share or 0 for a third after ``used`` ones (m.42).

    A third counts as one, whether it was paid in full or reduced.
    """
    policy = trip.policy
    if policy.duration_count == "calendar":
        used = 3 * (trip.assignment_day(third.evening) - 1)
    if not stay.home:
        if used < policy.abroad_full_thirds:
            return WHOLE
        return policy.abroad_reduced_share
    if used < policy.full_thirds:
        return WHOLE
    if used < policy.full_thirds + policy.reduced_thirds:
        return policy.reduced_share
    return NOTHING


def _article(trip, stay, third, share):
    if not share:
        return "6245 m.42"
    base = "6245 m.40" if third.evening in trip.absences.full else "6245 m.39"
    if trip.training:
        base = f"6245 m.37, {base.removeprefix('6245 ')}"
    if not stay.home:
        base = f"6245 m.34, m.{'43' if third.kind == 'hours' else '39'}"
    return base if share == 1 else f"{base}, m.42"


# --- why ---------------------------------------------------------------------------


def _counted(trip, prices):
    policy = trip.policy
    by_hour = [price for price in prices if price.third.kind != "hours"]
    kinds = [price.third.kind for price in by_hour]
    if by_hour or not prices:
        rates = sorted({price.rate for price in by_hour}) or [trip.daily_rate]
        yield notes.note(
            notes.ALLOWANCE,
            lunch=f"{policy.lunch:%H:%M}",
            lunches=kinds.count("lunch"),
            dinner=f"{policy.dinner:%H:%M}",
            dinners=kinds.count("dinner"),
            nights=kinds.count("night"),
            night_from=f"{policy.night_from:%H:%M}",
            night_to=f"{policy.night_to:%H:%M}",
            thirds=len(by_hour),
            rate=" / ".join(str(to_kurus(rate)) for rate in rates),
        )
    hours = len(prices) - len(by_hour)
    if hours:
        yield notes.note(notes.ABROAD_HOURS, days=hours // 3)


def _explain(trip, end, prices):
    filled = sum(
        price.third.filled and price.third.evening not in trip.absences.full
        for price in prices
    )
    if filled:
        yield notes.note(notes.METHOD_L, thirds=filled)
    if len(trip.rates) > 1 and trip.policy.rate_date == "day":
        yield notes.note(notes.RATES)
    elif len(trip.rates) > 1:
        rate = trip.period(trip.departure.date()).daily_rate
        yield notes.note(notes.RATES_DEPARTURE, rate=rate)
    if trip.training:
        yield notes.note(notes.TRAINING)
    for article, kind in (("m.19", notes.SICKNESS), ("m.40", notes.WAITING_UNPAID)):
        unpaid = sum(price.article == f"6245 {article}" for price in prices)
        if unpaid:
            days = trip.policy.sickness_days
            yield notes.note(kind, thirds=unpaid, days=days)
    if trip.absences.waited:
        yield notes.note(notes.WAITING, days=trip.absences.waited)
    if trip.abroad:
        yield from _explain_abroad(trip, prices)
    yield from _limits(trip, end, prices)


def _explain_abroad(trip, prices):
    for stay in trip.stays:
        if stay.home:
            continue
        worth = [price for price in prices if _stay_of(trip, price.third) == stay]
        for group in runs(worth, lambda price: price.rate):
            raised = group[0].rate > Fraction(stay.daily_rate) * stay.share
            yield notes.note(
                notes.ABROAD_RAISED if raised else notes.ABROAD,
                country=stay.country,
                rate=stay.daily_rate,
                currency=stay.currency,
                factor=ratio_text(trip.policy.abroad_raise),
                share=ratio_text(stay.share),
                thirds=len(group),
            )


def _limits(trip, end, prices):
    """What m.42 took away, and what it leaves open."""
    policy = trip.policy
    counted = [price for price in prices if _counts(trip, price.third)]
    reduced = sum(0 < price.share < 1 for price in counted)
    unpaid = sum(price.article == "6245 m.42" for price in counted)
    if reduced:
        full = policy.abroad_full_thirds if trip.abroad else policy.full_thirds
        share = policy.abroad_reduced_share if trip.abroad else policy.reduced_share
        yield notes.note(
            notes.REDUCED,
            thirds=reduced,
            full=ratio_text(Fraction(full, 3)),
            share=ratio_text(share),
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
    if not trip.abroad and end.date() > year_end:
        yield notes.note(notes.YEAR, start=trip.assignment_start, end=year_end)
