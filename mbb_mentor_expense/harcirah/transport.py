# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Transport: fares (m.6, m.27–31), feeders (m.14), one's own vehicle (table 1 n.5)."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from . import notes
from .lines import DAILY, FARES, FEEDERS
from .money import to_kurus


_GROUPS = (
    (FARES, notes.FARES),
    (FEEDERS, notes.FEEDERS),
    (DAILY, notes.NEAREST_LODGING),
)


@dataclass(frozen=True)
class Transport:
    """What is due for transport by currency, before coverage."""

    amounts: dict[str, Decimal]
    notes: tuple[notes.Note, ...]


def compute(trip):
    """The Transport of a Trip."""
    if trip.cancelled_before:
        return _cancelled(trip)
    own, said = _own_vehicle(trip)
    sums = {trip.currency: own}
    for kinds, kind in _GROUPS:
        found = _sums(trip, kinds)
        for currency, amount in found.items():
            sums[currency] = sums.get(currency, Fraction()) + amount
            if amount:
                written = f"{to_kurus(amount)}"
                if currency != trip.currency:
                    written += f" {currency}"
                said.append(notes.note(kind, amount=written))
        if kinds == FARES and any(found.values()) and trip.person.degree is None:
            said.append(notes.note(notes.NO_DEGREE))
    for line in trip.transport:
        said += [text for text in line.notes if text not in said]
    unusual = {"taxi", "plane"} & {
        line.kind for line in trip.transport if not line.approved
    }
    if trip.inside_duty_station and (unusual or trip.own_vehicle):
        said.append(notes.note(notes.INSIDE_VEHICLE))
    if trip.cancellation:
        lost = trip.cancellation.lost
        sums[trip.currency] += Fraction(lost)
        notified = f"{trip.cancellation.notified:%Y-%m-%dT%H:%M}"
        said.append(notes.note(notes.CANCELLED_AFTER, notified=notified, lost=lost))
    amounts = {currency: to_kurus(amount) for currency, amount in sums.items()}
    return Transport(amounts, tuple(said))


def _sums(trip, kinds):
    """Exact sums by currency."""
    found = {}
    for line in trip.transport:
        if line.kind in kinds:
            amount = Fraction(line.due) * line.count
            found[line.currency] = found.get(line.currency, Fraction()) + amount
    return dict(sorted(found.items()))


def _cancelled(trip):
    """Called off before leaving: nothing, or lost tickets if money was taken."""
    lost = trip.cancellation.lost
    taken = trip.advance or any(row.advance for row in trip.exchange.values())
    if not taken:
        return Transport({}, (notes.note(notes.CANCELLED),))
    said = notes.note(notes.CANCELLED_TICKETS, lost=lost)
    return Transport({trip.currency: lost}, (said,))


def _own_vehicle(trip):
    """The usual fare of each way: no kilometres, fuel or toll (table 1 n.5)."""
    vehicle = trip.own_vehicle
    if vehicle is None:
        return Fraction(), []
    paid = vehicle.ways * Fraction(vehicle.usual_fare_each_way)
    said = [notes.note(notes.OWN_VEHICLE, fare=vehicle.usual_fare_each_way)]
    cost = vehicle.actual_cost
    if cost is not None and not trip.policy.own_vehicle_cost_caps:
        said.append(notes.note(notes.OWN_VEHICLE_COST, cost=cost))
    elif cost is not None and Fraction(cost) < paid:
        paid = Fraction(cost)
        said.append(notes.note(notes.OWN_VEHICLE_CAPPED, cost=cost))
    if trip.transport:
        said.append(notes.note(notes.OWN_VEHICLE_FEEDERS))
    return paid, said
