# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""The entitlement: the elements of m.14, what the Birlik bears, tax, advance."""

import calendar
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from . import allowance, lodging, notes, transport
from .allowance import Day
from .money import ZERO, ratio_text, to_kurus, total
from .policy import ELEMENTS, STAMP_TAX_BASES
from .trip import parse_trip


@dataclass(frozen=True)
class Elements:
    """TL by element of m.14."""

    allowance: Decimal
    lodging: Decimal
    transport: Decimal

    @property
    def total(self):
        """The sum of the three."""
        return to_kurus(total((self.allowance, self.lodging, self.transport)))


@dataclass(frozen=True)
class Entitlement:
    """What a trip entitles to, TL as Decimal with two places.

    ``due`` is by law, before coverage and ceiling; ``allowance``, ``lodging`` and
    ``transport`` are what the Birlik bears of it; ``thirds`` are the thirds paid,
    to be carried into ``thirds_already_paid``; ``due_date`` is the last day to file.
    """

    allowance: Decimal
    lodging: Decimal
    transport: Decimal
    gross: Decimal
    stamp_tax: Decimal
    net: Decimal
    advance: Decimal
    payable: Decimal
    refund: Decimal
    days: tuple[Day, ...]
    notes: tuple[notes.Note, ...]
    thirds: int
    due: Elements
    due_date: date

    def as_json(self):
        """The plain form of the interface: strings, lists and dicts."""
        money = (
            "allowance",
            "lodging",
            "transport",
            "gross",
            "stamp_tax",
            "net",
            "advance",
            "payable",
            "refund",
        )
        return {
            **{name: str(getattr(self, name)) for name in money},
            "days": [day.as_json() for day in self.days],
            "notes": [{"article": n.article, "text": n.text} for n in self.notes],
        }


def entitle(trip):
    """The entitlement of a trip, both in their JSON form; raises TripError."""
    return entitlement(trip).as_json()


def entitlement(trip):
    """The Entitlement of a trip given in its JSON form; raises TripError."""
    trip = parse_trip(trip)
    parts = [module.compute(trip) for module in (allowance, lodging, transport)]
    due = Elements(*(part.amount for part in parts))
    borne, bearing = _borne(trip, due)
    tax, taxing = _stamp_tax(trip, borne)
    net = borne.total - tax
    payable, refund = max(net - trip.advance, ZERO), max(trip.advance - net, ZERO)
    last_day = month_after(trip.return_.date())
    closing = [notes.note(notes.DUE, date=last_day)]
    if trip.advance:
        closing.insert(
            0,
            notes.note(
                notes.ADVANCE, advance=trip.advance, payable=payable, refund=refund
            ),
        )
    said = [text for part in parts for text in part.notes]
    return Entitlement(
        allowance=borne.allowance,
        lodging=borne.lodging,
        transport=borne.transport,
        gross=borne.total,
        stamp_tax=tax,
        net=net,
        advance=trip.advance,
        payable=payable,
        refund=refund,
        days=parts[0].days,
        notes=(*said, *bearing, *taxing, *closing),
        thirds=parts[0].thirds,
        due=due,
        due_date=last_day,
    )


def _borne(trip, due):
    """What the Birlik bears: its shares, then its ceiling (m.57)."""
    said, shares = [], asdict(trip.coverage)
    amounts = {
        name: to_kurus(
            Fraction(getattr(due, name)) * shares[name], trip.policy.rounding
        )
        for name in ELEMENTS
    }
    if any(share != 1 for share in shares.values()):
        texts = {name: ratio_text(share) for name, share in shares.items()}
        said.append(notes.note(notes.COVERAGE, **texts))
    excess = ZERO
    if trip.coverage_ceiling is not None:
        excess = max(to_kurus(total(amounts.values())) - trip.coverage_ceiling, ZERO)
    if excess:
        cuts = {}
        for name in trip.policy.ceiling_cut_order:
            cuts[name] = min(excess, amounts[name])
            amounts[name] -= cuts[name]
            excess -= cuts[name]
        said.append(
            notes.note(notes.COVERAGE_CEILING, ceiling=trip.coverage_ceiling, **cuts)
        )
    return Elements(**amounts), said


def _stamp_tax(trip, borne):
    """Stamp tax on the base that the policy names; which one is disputed."""
    rate, base = trip.policy.stamp_tax_rate, trip.policy.stamp_tax_base
    if not rate or base is None:
        return ZERO, [notes.note(notes.STAMP_TAX_UNSET)]
    amount = to_kurus(total(getattr(borne, name) for name in STAMP_TAX_BASES[base]))
    tax = to_kurus(Fraction(amount) * rate, trip.policy.rounding)
    return tax, [notes.note(notes.STAMP_TAX, rate=ratio_text(rate), base=amount)]


def month_after(day):
    """The same day of the next month, or that month's last day (m.59)."""
    year, month = day.year + day.month // 12, day.month % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
