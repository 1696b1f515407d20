# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""The entitlement: the elements of m.14, what the Birlik bears, tax, advance."""

import calendar
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Context, Decimal, localcontext
from fractions import Fraction

from . import allowance, exchange, lodging, notes, payers, transport
from .allowance import Day
from .lodging import Night
from .money import ZERO, ratio_text, to_kurus, total
from .payers import Part
from .policy import STAMP_TAX_BASES
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
class Abroad:
    """``amounts`` due in each currency, and ``nights`` of a trip abroad."""

    currency: str
    amounts: dict[str, Elements]
    nights: tuple[Night, ...]

    def as_json(self):
        """The plain form."""
        return {
            "currency": self.currency,
            "amounts": {
                code: {name: str(value) for name, value in asdict(sums).items()}
                for code, sums in self.amounts.items()
            },
            "nights": [night.as_json() for night in self.nights],
        }


@dataclass(frozen=True)
class Entitlement:
    """What a trip entitles to, in its currency, Decimal with two places.

    ``due`` is by law, before coverage and ceiling; ``allowance``, ``lodging`` and
    ``transport`` are what the Birlik bears of it; ``due_date`` is the last day to
    file. To be carried into a later claim of the same work: ``thirds`` (the thirds
    paid) into ``thirds_already_paid``, ``sickness_days`` into
    ``sickness_days_paid``, ``return_day_thirds`` into ``departure_day_thirds``
    where that claim departs on the day of this return. ``others`` is what other
    payers bear, ``abroad`` the foreign money of a trip abroad.
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
    sickness_days: int = 0
    return_day_thirds: int = 0
    others: tuple[Part, ...] = ()
    abroad: Abroad | None = None

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
        found = {
            **{name: str(getattr(self, name)) for name in money},
            "days": [day.as_json() for day in self.days],
            "notes": [{"article": n.article, "text": n.text} for n in self.notes],
        }
        if self.others:
            found["others"] = [part.as_json() for part in self.others]
        if self.abroad:
            found |= self.abroad.as_json()
        return found


def entitle(trip):
    """The entitlement of a trip, both in their JSON form; raises TripError."""
    return entitlement(trip).as_json()


def entitlement(trip):
    """The Entitlement of a trip given in its JSON form; raises TripError."""
    # Whatever precision the caller's thread has set.
    with localcontext(Context(prec=60)):
        return _entitlement(parse_trip(trip))


def _entitlement(trip):
    parts = {
        "allowance": allowance.compute(trip),
        "lodging": lodging.compute(trip),
        "transport": transport.compute(trip),
    }
    amounts = {name: part.amounts for name, part in parts.items()}
    amounts, exchanging = exchange.claim_amounts(trip, amounts)
    due = Elements(**amounts)
    accepted, cutting = payers.accept(trip, amounts)
    own, others, bearing = payers.bear(trip, Elements(**accepted))
    borne = Elements(**own)
    tax, taxing = _stamp_tax(trip, borne)
    net = borne.total - tax
    advance = exchange.advance_of(trip)
    payable, refund = max(net - advance, ZERO), max(advance - net, ZERO)
    last_day = month_after(trip.return_.date())
    closing = [notes.note(notes.DUE, date=last_day)]
    if advance:
        money = {"advance": advance, "payable": payable, "refund": refund}
        closing.insert(0, notes.note(notes.ADVANCE, **money))
    said = [text for part in parts.values() for text in part.notes]
    days = parts["allowance"]
    return Entitlement(
        **own,
        gross=borne.total,
        stamp_tax=tax,
        net=net,
        advance=advance,
        payable=payable,
        refund=refund,
        days=days.days,
        notes=(*said, *exchanging, *cutting, *bearing, *taxing, *closing),
        thirds=days.thirds,
        due=due,
        due_date=last_day,
        sickness_days=trip.absences.sick,
        return_day_thirds=days.last_day,
        others=others,
        abroad=_abroad(trip, parts) if trip.abroad else None,
    )


def _abroad(trip, parts):
    """Amounts of each currency before they are exchanged, and the nights."""
    currencies = sorted({code for part in parts.values() for code in part.amounts})
    return Abroad(
        currency=trip.currency,
        amounts={
            code: Elements(
                **{name: part.amounts.get(code, ZERO) for name, part in parts.items()}
            )
            for code in currencies
        },
        nights=parts["lodging"].nights,
    )


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
