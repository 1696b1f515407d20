# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Foreign money into the claim's: what the advance covered, and the rest.

The decree on m.34 takes two rates of the central bank: what an advance was paid
for at its efektif satış rate of the accrual date, the rest at the döviz satış rate
of the declaration's date.
"""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from . import fields, notes
from .fields import TripError
from .money import ZERO, ratio_text, to_kurus, total
from .policy import ELEMENTS


@dataclass(frozen=True)
class Exchange:
    """Units of the claim's currency for one; ``advance`` is foreign money."""

    currency: str
    advance_rate: Fraction | None
    declaration_rate: Fraction | None
    advance: Decimal

    @property
    def rate(self):
        """The rate at which an invoice in this currency is read."""
        return self.declaration_rate or self.advance_rate


def parse_exchange(value, currency):
    """The Exchange of each foreign currency, by its code."""
    found = {}
    for index, row in enumerate(fields.rows(value, "exchange")):
        path = f"exchange[{index}]"
        known = ("currency", "advance_rate", "declaration_rate", "advance")
        fields.mapping(row, path, known)
        code = fields.currency(
            fields.required(row, "currency", f"{path}.currency"), f"{path}.currency"
        )
        if code == currency or code in found:
            raise TripError(f"{path}.currency", "needs no further rate")
        rates = {}
        for name in ("advance_rate", "declaration_rate"):
            rates[name] = None
            if row.get(name) is not None:
                rates[name] = fields.ratio(row[name], f"{path}.{name}")
                if not rates[name]:
                    raise TripError(f"{path}.{name}", "is zero")
        if not any(rates.values()):
            raise TripError(f"{path}.declaration_rate", "is required")
        advance = ZERO
        if row.get("advance") is not None:
            advance = fields.money(row["advance"], f"{path}.advance")
        if advance and not rates["advance_rate"]:
            raise TripError(f"{path}.advance_rate", "is required with an advance")
        found[code] = Exchange(code, **rates, advance=advance)
    return found


def convert(trip, amount, source, target):
    """An exact amount read in another currency, for an invoice's comparison."""
    if source == target:
        return amount
    for code, up in ((source, True), (target, False)):
        if code != trip.currency:
            rate = rate_of(trip, code).rate
            amount = amount * rate if up else amount / rate
    return amount


def rate_of(trip, code):
    """The Exchange of a currency; refused by name where none is given."""
    if code not in trip.exchange:
        raise TripError("exchange", f"has no rate for {code}")
    return trip.exchange[code]


def advance_of(trip):
    """All advances in the claim's currency."""
    return to_kurus(
        Fraction(trip.advance)
        + total(
            Fraction(row.advance) * row.advance_rate
            for row in trip.exchange.values()
            if row.advance
        )
    )


def claim_amounts(trip, parts):
    """Each element in the claim's currency, from dicts by currency; and notes.

    The advance covers the elements in their order. Rounded are running sums, so
    that a larger element never makes a smaller whole.
    """
    found = {name: part.get(trip.currency, ZERO) for name, part in parts.items()}
    said = []
    for code in sorted({code for part in parts.values() for code in part}):
        if code == trip.currency:
            continue
        row = rate_of(trip, code)
        spent, running = Fraction(), Fraction()
        for name in ELEMENTS:
            amount = Fraction(parts[name].get(code, ZERO))
            covered = min(amount, max(Fraction(row.advance) - spent, Fraction()))
            spent += amount
            if amount > covered and not row.declaration_rate:
                raise TripError("exchange", f"has no declaration_rate for {code}")
            before = to_kurus(running, trip.policy.rounding)
            running += covered * (row.advance_rate or 0)
            running += (amount - covered) * (row.declaration_rate or 0)
            found[name] += to_kurus(running, trip.policy.rounding) - before
        said += _explain(row, to_kurus(spent))
    return found, said


def _explain(row, spent):
    """At which rate how much was exchanged."""
    covered = min(spent, row.advance)
    for kind, amount, rate in (
        (notes.EXCHANGE_ADVANCE, covered, row.advance_rate),
        (notes.EXCHANGE, spent - covered, row.declaration_rate),
    ):
        if amount:
            yield notes.note(
                kind, amount=amount, currency=row.currency, rate=ratio_text(rate)
            )
