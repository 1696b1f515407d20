# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Lodging: documented, never above the invoice nor above the ceiling (m.33/d)."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from . import notes
from .money import ZERO, ratio_text, to_kurus, total


@dataclass(frozen=True)
class Lodging:
    """What is due for lodging in TL, before coverage."""

    amount: Decimal
    notes: tuple[notes.Note, ...]


def compute(trip):
    """The Lodging of a Trip; nothing inside the duty station (m.28)."""
    if trip.inside_duty_station:
        return Lodging(ZERO, ())
    if trip.policy.lodging_comparison == "night":
        due = _by_night(trip)
    else:
        due = _by_invoice(trip)
    amount = to_kurus(due, trip.policy.rounding)
    return Lodging(amount, tuple(_explain(trip, amount)))


def band(trip, night):
    """The Band of the night's day of the assignment, or None after the last."""
    day = trip.assignment_day(night)
    for found in trip.policy.lodging_bands:
        if found.first <= day <= found.last:
            return found
    return None


def ceiling(trip, found):
    """The ceiling of one night in a Band, TL; None has none to give.

    Truncated once from the exact fraction, as the communiqué no. 40 does.
    """
    if found is None:
        return ZERO
    exact = Fraction(trip.daily_rate) * found.factor * found.of
    return to_kurus(exact, trip.policy.ceiling_rounding)


def _by_night(trip):
    """Each night's invoices (an equal share of each) against its ceiling."""
    paid = defaultdict(Fraction)
    for invoice in trip.lodging:
        for night in invoice.nights:
            paid[night] += Fraction(invoice.total) / len(invoice.nights)
    return total(
        min(amount, Fraction(ceiling(trip, band(trip, night))))
        for night, amount in paid.items()
    )


def _by_invoice(trip):
    """Each invoice against its nights' ceilings together.

    Invoices that share a night share its ceiling too.
    """
    stays = []
    for invoice in trip.lodging:
        nights, paid, apart = set(invoice.nights), Fraction(invoice.total), []
        for other_nights, other_paid in stays:
            if nights & other_nights:
                nights, paid = nights | other_nights, paid + other_paid
            else:
                apart.append((other_nights, other_paid))
        stays = [*apart, (nights, paid)]
    return total(
        min(paid, total(ceiling(trip, band(trip, night)) for night in nights))
        for nights, paid in stays
    )


def _explain(trip, amount):
    nights = {night for invoice in trip.lodging for night in invoice.nights}
    counts = defaultdict(int)
    for night in nights:
        counts[band(trip, night)] += 1
    for found in trip.policy.lodging_bands:
        if counts[found]:
            yield notes.note(
                notes.LODGING_BAND if found.of == 1 else notes.LODGING_BAND_REDUCED,
                nights=counts[found],
                first=found.first,
                last=found.last,
                ceiling=ceiling(trip, found),
                factor=ratio_text(found.factor),
                of=ratio_text(found.of),
            )
    if counts[None]:
        bands = trip.policy.lodging_bands
        last = bands[-1].last if bands else 0
        yield notes.note(notes.LODGING_OVER, nights=counts[None], last=last)
    claimed = to_kurus(total(invoice.total for invoice in trip.lodging))
    if claimed > amount:
        yield notes.note(notes.LODGING_EXCESS, excess=claimed - amount)
    without = (trip.return_.date() - trip.departure.date()).days - len(nights)
    if without:
        yield notes.note(notes.LODGING_NO_INVOICE, nights=without)
