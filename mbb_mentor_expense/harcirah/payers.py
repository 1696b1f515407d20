# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Who bears what: the Birlik's shares and ceiling, and others (m.34, m.57)."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from . import fields, notes
from .fields import TripError
from .money import ZERO, ratio_text, to_kurus, total
from .policy import ELEMENTS


@dataclass(frozen=True)
class Payer:
    """Another payer: ``amounts`` already paid, or ``shares`` that it bears."""

    name: str
    amounts: dict[str, Decimal]
    shares: dict[str, Fraction]


@dataclass(frozen=True)
class Part:
    """What one payer bears of each element."""

    name: str
    allowance: Decimal
    lodging: Decimal
    transport: Decimal

    def as_json(self):
        """The plain form."""
        return {"name": self.name} | {
            name: str(getattr(self, name)) for name in ELEMENTS
        }


def parse_coverage(value):
    """The Birlik's share of each element, 1 where none is given."""
    fields.mapping(value, "coverage", ELEMENTS)
    return {
        name: fields.share(
            "1" if value.get(name) is None else value[name], f"coverage.{name}"
        )
        for name in ELEMENTS
    }


def parse_others(value, coverage):
    """The other payers; all shares of an element together are at most 1."""
    found, together = [], dict(coverage)
    for index, row in enumerate(fields.rows(value, "others")):
        path = f"others[{index}]"
        fields.mapping(row, path, ("name", "amounts", "shares"))
        name = fields.text(fields.required(row, "name", f"{path}.name"), f"{path}.name")
        amounts = _elements(row, "amounts", path, fields.money)
        shares = _elements(row, "shares", path, fields.share)
        for element, share in shares.items():
            together[element] += share
            if together[element] > 1:
                raise TripError(
                    f"{path}.shares.{element}", "all shares together are above 1"
                )
        found.append(Payer(name, amounts, shares))
    return tuple(found)


def parse_not_accepted(value):
    """What the check took off an element."""
    fields.mapping(value, "not_accepted", ELEMENTS)
    return {
        name: fields.money(amount, f"not_accepted.{name}")
        for name, amount in value.items()
        if amount is not None
    }


def accept(trip, amounts):
    """What is left of each element after the check, and notes; never below zero."""
    cuts = {
        name: min(trip.not_accepted.get(name, ZERO), amounts[name]) for name in ELEMENTS
    }
    left = {name: amounts[name] - cuts[name] for name in ELEMENTS}
    return left, [notes.note(notes.NOT_ACCEPTED, **cuts)] if any(cuts.values()) else []


def _elements(row, name, path, reader):
    value = {} if row.get(name) is None else row[name]
    fields.mapping(value, f"{path}.{name}", ELEMENTS)
    return {
        element: reader(item, f"{path}.{name}.{element}")
        for element, item in value.items()
        if item is not None
    }


def bear(trip, due):
    """The Birlik's amounts by element, the other payers' Parts and notes.

    What others paid comes first; where m.34 or m.37 deducts it, the shares are
    of what is left. Shares are rounded as running sums: never above the whole.
    """
    own = {}
    parts = [{} for _payer in trip.others]
    deducts = trip.abroad or trip.training
    for name in ELEMENTS:
        left = getattr(due, name)
        for payer, part in zip(trip.others, parts, strict=True):
            part[name] = min(payer.amounts.get(name, ZERO), left)
            left -= part[name]
        whole = left if deducts and name == "allowance" else getattr(due, name)
        running = trip.coverage[name]
        own[name] = done = min(_share(trip, whole, running), left)
        for payer, part in zip(trip.others, parts, strict=True):
            running += payer.shares.get(name, 0)
            upto = min(_share(trip, whole, running), left)
            part[name] += upto - done
            done = upto
    said = list(_explain(trip, parts))
    excess = ZERO
    if trip.coverage_ceiling is not None:
        excess = max(to_kurus(total(own.values())) - trip.coverage_ceiling, ZERO)
    if excess:
        cuts = {}
        for name in trip.policy.ceiling_cut_order:
            cuts[name] = min(excess, own[name])
            own[name] -= cuts[name]
            excess -= cuts[name]
        said.append(
            notes.note(notes.COVERAGE_CEILING, ceiling=trip.coverage_ceiling, **cuts)
        )
    others = tuple(
        Part(payer.name, **part) for payer, part in zip(trip.others, parts, strict=True)
    )
    return own, others, said


def _share(trip, whole, share):
    return to_kurus(Fraction(whole) * share, trip.policy.rounding)


def _explain(trip, parts):
    if any(share != 1 for share in trip.coverage.values()):
        texts = {name: ratio_text(share) for name, share in trip.coverage.items()}
        yield notes.note(notes.COVERAGE, **texts)
    for payer, part in zip(trip.others, parts, strict=True):
        yield notes.note(notes.OTHER_PAYER, name=payer.name, **part)
        if payer.amounts.get("allowance") and (trip.abroad or trip.training):
            yield notes.note(notes.OTHER_DEDUCTED, amount=part["allowance"])
