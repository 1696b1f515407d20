# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Lodging: documented, never above the invoice nor above the ceiling (m.33/d)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction

from . import notes
from .allowance import raised_rate
from .exchange import convert
from .money import NOTHING, ZERO, exact, ratio_text, to_kurus, total
from .stays import KKTC

BEFORE_MIDNIGHT = time(23, 59)


@dataclass(frozen=True)
class Night:
    """What is paid for one night of a trip abroad, with its article."""

    date: date
    country: str
    currency: str
    amount: Decimal
    article: str

    def as_json(self):
        """The plain form."""
        return {
            "date": self.date.isoformat(),
            "country": self.country,
            "amount": str(self.amount),
            "currency": self.currency,
            "article": self.article,
        }


@dataclass(frozen=True)
class Lodging:
    """What is due for lodging by currency, before coverage."""

    amounts: dict[str, Decimal]
    notes: tuple[notes.Note, ...]
    nights: tuple[Night, ...] = ()


def compute(trip):
    """The Lodging of a Trip; nothing inside the duty station (m.28)."""
    if trip.inside_duty_station or trip.cancelled_before:
        return Lodging({}, ())
    if trip.abroad:
        return _abroad(trip)
    if trip.policy.lodging_comparison == "night":
        due = _by_night(trip)
    else:
        due = _by_invoice(trip)
    amount = to_kurus(due, trip.policy.rounding)
    return Lodging({trip.currency: amount}, tuple(_explain(trip, amount)))


def band(trip, night):
    """The Band of the night's day of the assignment, or None after the last."""
    if night in trip.absences.unpaid:
        # m.33/d is for those who get an allowance.
        return None
    day = trip.assignment_day(night)
    bands = trip.period(night).bands
    for found in trip.policy.lodging_bands if bands is None else bands:
        if found.first <= day <= found.last:
            return found
    return None


def ceiling(trip, night):
    """The ceiling of one night at home; after the last Band there is none.

    Truncated once from the exact fraction, as the communiqué no. 40 does.
    """
    found = band(trip, night)
    if found is None:
        return ZERO
    return _limit(trip, trip.period(night).daily_rate, found)


def _limit(trip, rate, found):
    return to_kurus(
        exact(rate) * found.factor * found.of, trip.policy.ceiling_rounding
    )


def _by_night(trip):
    """Each night's invoices (an equal share of each) against its ceiling."""
    paid = {}
    for invoice in trip.lodging:
        share = _share_of(trip, invoice, trip.currency)
        for night in invoice.nights:
            paid[night] = paid.get(night, NOTHING) + share
    return total(
        min(amount, exact(ceiling(trip, night))) for night, amount in paid.items()
    )


def _share_of(trip, invoice, currency):
    source = invoice.currency or currency
    return convert(trip, invoice.a_night, source, currency)


def _by_invoice(trip):
    """Each invoice against its nights' ceilings together.

    Invoices that share a night share its ceiling too.
    """
    stays = []
    for invoice in trip.lodging:
        nights, apart = set(invoice.nights), []
        paid = _share_of(trip, invoice, trip.currency) * len(invoice.nights)
        for other_nights, other_paid in stays:
            if nights & other_nights:
                nights, paid = nights | other_nights, paid + other_paid
            else:
                apart.append((other_nights, other_paid))
        stays = [*apart, (nights, paid)]
    return total(
        min(paid, total(ceiling(trip, night) for night in nights))
        for nights, paid in stays
    )


# --- abroad -----------------------------------------------------------------------


def _abroad(trip):
    """Night by night, each by the rule of the country where it was spent."""
    paid = defaultdict(list)
    for invoice in trip.lodging:
        for night in invoice.nights:
            paid[night].append(invoice)
    running, nights, said = defaultdict(Fraction), [], {}
    for night in sorted(paid):
        stay = trip.stay_at(datetime.combine(night, BEFORE_MIDNIGHT))
        amount = total(_share_of(trip, item, stay.currency) for item in paid[night])
        due, kind, params = _night(trip, stay, night, amount)
        before = to_kurus(running[stay.currency], trip.policy.rounding)
        running[stay.currency] += due
        rounded = to_kurus(running[stay.currency], trip.policy.rounding) - before
        nights.append(Night(night, stay.country, stay.currency, rounded, kind.article))
        key = kind, tuple(params.items())
        said[key] = said.get(key, 0) + 1
    amounts = {
        currency: to_kurus(amount, trip.policy.rounding)
        for currency, amount in running.items()
    }
    texts = [
        notes.note(kind, nights=count, **dict(params))
        for (kind, params), count in said.items()
    ]
    without = (trip.return_.date() - trip.departure.date()).days - len(nights)
    if without:
        texts.append(notes.note(notes.ABROAD_NO_INVOICE, nights=without))
    return Lodging(amounts, tuple(texts), tuple(nights))


def _night(trip, stay, night, paid):
    """What one night is due, the Kind of its note and that note's params."""
    policy = trip.policy
    if stay.home:
        limit = _home_limit(trip, stay, night)
        return min(paid, exact(limit)), notes.NIGHT_HOME, {"ceiling": limit}
    day = (night - stay.exit.date()).days
    where = {"country": stay.country}
    if night in trip.absences.unpaid:
        return Fraction(), notes.NIGHT_OVER, {**where, "days": 0}
    if stay.country == KKTC:
        if day >= policy.kktc_lodging_days:
            return Fraction(), notes.NIGHT_OVER, {
                **where,
                "days": policy.kktc_lodging_days,
            }
        most = raised_rate(trip, stay, day) * policy.kktc_lodging_share
        limit = to_kurus(most, policy.ceiling_rounding)
        return min(paid, exact(limit)), notes.NIGHT_KKTC, {
            "ceiling": limit,
            "share": ratio_text(policy.kktc_lodging_share),
        }
    if day >= policy.abroad_lodging_days:
        return Fraction(), notes.NIGHT_OVER, {
            **where,
            "days": policy.abroad_lodging_days,
        }
    raised = raised_rate(trip, stay, day)
    free = raised * policy.abroad_lodging_free
    limit = to_kurus(raised * policy.abroad_lodging_cap, policy.ceiling_rounding)
    excess = max(paid - free, Fraction()) * policy.abroad_lodging_share
    return min(excess, exact(limit)), notes.NIGHT_ABROAD, {
        **where,
        "free": to_kurus(free),
        "share": ratio_text(policy.abroad_lodging_share),
        "ceiling": limit,
        "currency": stay.currency,
    }


def _home_limit(trip, stay, night):
    if stay.daily_rate is None:
        return ceiling(trip, night)
    found = band(trip, night)
    if found is None:
        return ZERO
    return _limit(trip, stay.daily_rate, found)


# --- why ---------------------------------------------------------------------------


def _explain(trip, amount):
    nights = {night for invoice in trip.lodging for night in invoice.nights}
    counts, over = {}, 0
    for night in sorted(nights):
        found = band(trip, night)
        if found is None:
            over += night not in trip.absences.unpaid
            continue
        key = found, ceiling(trip, night)
        counts[key] = counts.get(key, 0) + 1
    for (found, limit), count in counts.items():
        yield notes.note(
            notes.LODGING_BAND if found.of == 1 else notes.LODGING_BAND_REDUCED,
            nights=count,
            first=found.first,
            last=found.last,
            ceiling=limit,
            factor=ratio_text(found.factor),
            of=ratio_text(found.of),
        )
    if over:
        bands = trip.period(max(nights)).bands or trip.policy.lodging_bands
        last = bands[-1].last if bands else 0
        yield notes.note(notes.LODGING_OVER, nights=over, last=last)
    unpaid = len(nights & set(trip.absences.unpaid))
    if unpaid:
        yield notes.note(notes.LODGING_UNPAID, nights=unpaid)
    claimed = to_kurus(
        total(
            _share_of(trip, invoice, trip.currency) * len(invoice.nights)
            for invoice in trip.lodging
        )
    )
    if claimed > amount:
        yield notes.note(notes.LODGING_EXCESS, excess=claimed - amount)
    without = (trip.return_.date() - trip.departure.date()).days - len(nights)
    if without:
        yield notes.note(notes.LODGING_NO_INVOICE, nights=without)
