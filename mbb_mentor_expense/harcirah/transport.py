# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Transport: fares (m.6, m.27), feeders (m.14), one's own vehicle (table 1 n.5)."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from . import notes
from .money import to_kurus, total
from .trip import FARES, FEEDERS


@dataclass(frozen=True)
class Transport:
    """What is due for transport in TL, before coverage."""

    amount: Decimal
    notes: tuple[notes.Note, ...]


def compute(trip):
    """The Transport of a Trip."""
    fares = _sum(trip, FARES)
    feeders = _sum(trip, FEEDERS)
    own, said = _own_vehicle(trip)
    if fares:
        said.append(notes.note(notes.FARES, amount=to_kurus(fares)))
        said.append(notes.note(notes.NO_DEGREE))
    if feeders:
        said.append(notes.note(notes.FEEDERS, amount=to_kurus(feeders)))
    kinds = {line.kind for line in trip.transport}
    if trip.inside_duty_station and (kinds & {"taxi", "plane"} or trip.own_vehicle):
        said.append(notes.note(notes.INSIDE_VEHICLE))
    return Transport(to_kurus(fares + feeders + own), tuple(said))


def _sum(trip, kinds):
    return total(
        Fraction(line.amount) * line.count
        for line in trip.transport
        if line.kind in kinds
    )


def _own_vehicle(trip):
    """The usual fare both ways: no kilometres, fuel or toll (table 1 n.5)."""
    vehicle = trip.own_vehicle
    if vehicle is None:
        return Fraction(), []
    paid = 2 * Fraction(vehicle.usual_fare_each_way)
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
