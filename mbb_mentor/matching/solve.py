# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""The exact plan: a min-cost flow solved by OR-Tools, level after level.

Every mentee sends one unit to the sink, through a mentor, the mentor's unit and
institution, or straight there (unserved, at no cost). Capacities at the three levels
nest, so this is a flow and its optimum is whole. A mentor with a minimum load has two
arcs, the first of which is rewarded.

What is maximised is a list of levels (``levels``). Neighbouring levels are merged
into one cost, the earlier times more than the later could ever add up to, as long as
that fits into 64 bits. Between solves, shortest distances in the residual network
give the duals: arcs whose reduced cost is not 0 are fixed as they are, and what
remains is exactly the set of plans that are optimal so far (complementary slackness;
Ahuja, Magnanti, Orlin, *Network Flows*, 1993, theorem 9.4). The same duals say
whether a pair that was left out could improve the plan (``Solution.improves``).
"""

from dataclasses import dataclass
from typing import Any

from .levels import merged


#: A pair is near to being of use if it costs at most this part of the best score.
NEAR = 20
#: Where mentees have many more pairs than this, the first network has this many each.
START = 48
#: Up to so many pairs that would improve a plan, it is mended rather than made anew.
FEW = 40
#: How often nodes with one arc are taken off; chains are rarely longer.
PEELINGS = 12


class SolverError(RuntimeError):
    """OR-Tools gave no optimum; the network always has one, so this is a defect."""


@dataclass(frozen=True)
class Solution:
    """``mentor`` per mentee (array of indexes, −1 unserved), and the proof."""

    mentor: Any
    proof: list  # [(level, potential of every node)]
    mentees: int
    flow: Any  # on the arcs of ``Network``

    def improves(self, mentee, mentors, scores):
        """Mask of the pairs (arrays of one length) that, joined to the network,
        could make the plan better: the first reduced cost that is not 0 is negative.
        """
        import numpy as np

        better = np.zeros(len(mentors), dtype=bool)
        left = np.arange(len(mentors))
        for level, potential in self.proof:
            n, m = mentee[left], mentors[left]
            reduced = potential[n] - potential[self.mentees + m]
            reduced -= level.weigh(n, m, scores[left])
            better[left[reduced < 0]] = True
            left = left[reduced == 0]
        return better


class Network:
    """The part of the network that is the same for every set of pairs.

    :param places: ``places.Places`` after the required pairs
    :param waiting: mask of the mentees to be served
    :param minimum: mentees missing to each mentor's minimum load (array), or None
    """

    def __init__(self, places, waiting, minimum=None):
        import numpy as np

        self.np = np
        self.mentees = size = len(waiting)
        self.mentors = len(places.path)
        # Person levels come first in the order of mentors, so that a mentor's node
        # is the number of mentees plus the mentor's index.
        node_of = {path[0]: size + k for k, path in enumerate(places.path)}
        for path in places.path:
            for level in path[1:]:
                node_of.setdefault(level, size + len(node_of))
        self.sink = size + len(node_of)
        self.nodes = self.sink + 1
        self.level_of = {node: level for level, node in node_of.items()}
        arcs = {}
        for path in places.path:
            for level, above in zip(path, [*path[1:], None], strict=True):
                head = self.sink if above is None else node_of[above]
                arcs[node_of[level]] = (head, min(max(places.left[level], 0), size))
        tails = sorted(arcs)
        heads = np.array([arcs[t][0] for t in tails], dtype=np.int64)
        capacity = np.array([arcs[t][1] for t in tails], dtype=np.int64)
        tails = np.array(tails, dtype=np.int64)
        filled = np.zeros(len(tails), dtype=np.int64)
        if minimum is not None:
            filled[: self.mentors] = np.minimum(minimum, capacity[: self.mentors])
        rewarded = np.flatnonzero(filled)
        self.tail = np.concatenate([np.arange(size), tails, tails[rewarded]])
        self.head = np.concatenate(
            [np.full(size, self.sink), heads, heads[rewarded]]
        )
        self.capacity = np.concatenate(
            [np.ones(size, dtype=np.int64), capacity - filled, filled[rewarded]]
        )
        self.rewarded = np.zeros(len(self.tail), dtype=np.int64)
        self.rewarded[size + len(tails) :] = 1
        self.supply = np.zeros(self.nodes, dtype=np.int64)
        self.supply[:size][waiting] = 1
        self.supply[self.sink] = -int(waiting.sum())

    def solve(self, mentee, mentor, score, wanted, before=None):
        """The best plan over the given pairs.

        :param mentee, mentor: indexes of the pairs (arrays), each pair once
        :param score: millionths per pair
        :param wanted: ``Level`` list, first fixed first
        :param before: ``Solution`` over some of these pairs; saves time, and does not
            change the answer
        :raises SolverError: no optimum came back
        """
        np = self.np
        pairs = len(mentee)
        first, *others = merged(wanted, self.nodes)
        cost = np.concatenate(
            [-first.weigh(mentee, mentor, score), -first.fill * self.rewarded]
        )
        tail = np.concatenate([mentee, self.tail])
        head = np.concatenate([mentor + self.mentees, self.head])
        capacity = np.concatenate([np.ones(pairs, dtype=np.int64), self.capacity])
        arcs = tail, head, capacity, cost
        if before is None:
            active = self._active(mentee, mentor, cost[:pairs])
            label = np.zeros(self.nodes, dtype=np.int64)
            np.maximum.at(label, mentee, -cost[:pairs])
            flow, potential = self._first(arcs, active, label)
        else:
            label = before.proof[0][1]
            taken = before.mentor[mentee] == mentor
            reduced = cost[:pairs] + label[mentee] - label[head[:pairs]]
            active = (reduced <= _near(cost)) | taken
            flow = np.concatenate([taken.astype(np.int64), before.flow])
            if np.count_nonzero((reduced < 0) & ~taken) > FEW:
                flow = None
            flow, potential = self._first(arcs, active, label, flow)
        proof = [(first, potential)]
        supply = self.supply.copy()
        arcs, t, h, c, k, found = np.arange(len(tail)), tail, head, capacity, cost, flow
        for level in others:
            fixed = k + potential[t] - potential[h] != 0
            # What a fixed arc carries is taken out of the network at both its ends.
            carried = found[fixed]
            supply -= _sums(np, t[fixed], carried, self.nodes)
            supply += _sums(np, h[fixed], carried, self.nodes)
            arcs = arcs[~fixed]
            t, h, c, k = tail[arcs], head[arcs], capacity[arcs], np.zeros_like(arcs)
            own = arcs[arcs < pairs]
            k[: len(own)] = -level.weigh(mentee[own], mentor[own], score[own])
            if level.fill:
                k[len(own) :] = -level.fill * self.rewarded[arcs[len(own) :] - pairs]
            found, open_, rest = _peeled(np, t, h, supply)
            found[open_] = _min_cost_flow(
                np, t[open_], h[open_], c[open_], k[open_], rest
            )
            label = np.zeros(self.nodes, dtype=np.int64)
            potential = _potentials(np, label, t, h, c, k, found)
            proof.append((level, potential))
            flow[arcs] = found
        chosen = np.flatnonzero(flow[:pairs])
        result = np.full(self.mentees, -1, dtype=np.int64)
        result[mentee[chosen]] = mentor[chosen]
        return Solution(result, proof, self.mentees, flow[pairs:])

    def _active(self, mentee, mentor, cost):
        """Mask of the pairs to begin with: all, or the cheapest of each mentee. Which
        they are changes the time, not the answer."""
        np = self.np
        active = np.ones(len(cost), dtype=bool)
        if len(cost) > 2 * START * self.mentees:
            # One number a pair: by mentee, then cost; equals spread over the mentors.
            least = int(cost.min())
            order = (cost - least) * (0.9 / max(1, -least)) + mentee
            order += (mentor - mentee) % self.mentors * (0.01 / self.mentors)
            order = np.argsort(order)
            count = np.bincount(mentee, minlength=self.mentees)
            rank = np.arange(len(cost)) - np.repeat(np.cumsum(count) - count, count)
            active[order] = rank < START
        return active

    def _first(self, network, active, label, flow=None):
        """Flow and potentials of the first level. Pairs are left out of the network
        until the potentials say that they would improve the plan.

        :param network: tails, heads, capacities and costs, pairs first
        :param active: mask of the pairs to begin with
        :param label: numbers near to the potentials
        :param flow: of a plan that is almost the best, or None
        """
        np = self.np
        pairs = len(active)
        tail, head, _capacity, cost = network
        inner = np.arange(pairs, len(tail))
        while True:
            arcs = np.concatenate([np.flatnonzero(active), inner])
            part = [side[arcs] for side in network]
            if flow is None:
                found = _min_cost_flow(np, *part, self.supply)
            else:
                found = _mended(np, label, *part, flow[arcs])
            label = _potentials(np, label, *part, found)
            if len(arcs) == len(tail):
                return found, label
            flow = np.zeros(len(tail), dtype=np.int64)
            flow[arcs] = found
            reduced = cost[:pairs] + label[tail[:pairs]] - label[head[:pairs]]
            missed = np.count_nonzero(~active & (reduced < 0))
            if not missed:
                return flow, label
            active |= reduced <= _near(cost)
            if missed > FEW:
                flow = None


def _near(cost):
    """What a pair may cost at most to be tried again."""
    return -int(cost.min(initial=0)) // NEAR


def _sums(np, node, amount, nodes):
    # Far below 2^53, so exact.
    return np.bincount(node, weights=amount, minlength=nodes).astype(np.int64)


def _peeled(np, tail, head, supply):
    """Flow on the arcs where there is no choice: a node with one arc sends or takes
    all by that. Also the arcs that are left, and the supply that is.

    Few arcs lie on a cycle once the first level is fixed, so little is left.
    """
    supply = supply.copy()
    flow = np.zeros(len(tail), dtype=np.int64)
    open_ = np.arange(len(tail))
    for _round in range(PEELINGS):
        t, h = tail[open_], head[open_]
        degree = np.bincount(t, minlength=len(supply))
        degree += np.bincount(h, minlength=len(supply))
        sends, takes = degree[t] == 1, degree[h] == 1
        forced = sends | takes
        if not forced.any():
            break
        amount = np.where(sends, supply[t], -supply[h])[forced]
        flow[open_[forced]] = amount
        supply -= _sums(np, t[forced], amount, len(supply))
        supply += _sums(np, h[forced], amount, len(supply))
        open_ = open_[~forced]
    return flow, open_, supply


def _min_cost_flow(np, tail, head, capacity, cost, supply):
    from ortools.graph.python import min_cost_flow

    if not len(tail):
        return np.zeros(0, dtype=np.int64)
    # Where few arcs are left, few nodes are.
    used = np.zeros(len(supply), dtype=bool)
    used[tail] = used[head] = True
    number = np.cumsum(used) - 1
    flow = min_cost_flow.SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(
        number[tail], number[head], capacity, cost
    )
    supply = supply[used]
    flow.set_nodes_supplies(np.arange(len(supply)), supply)
    status = flow.solve()
    if status != flow.OPTIMAL:
        raise SolverError(f"min-cost flow: {status}")
    return np.asarray(flow.flows(arcs), dtype=np.int64)


def _mended(np, label, tail, head, capacity, cost, flow):
    """``flow`` made optimal by cancelling negative cycles, for where there are few."""
    flow, distance = flow.copy(), label.copy()
    while True:
        *residual, arc = _residual(np, tail, head, capacity, cost, flow)
        cycle = _negative_cycle(np, distance, *residual)
        if cycle is None:
            return flow
        arc = arc[cycle]
        forward, backward = arc[arc >= 0], ~arc[arc < 0]
        room = min([*(capacity - flow)[forward], *flow[backward]])
        flow[forward] += room
        flow[backward] -= room


def _negative_cycle(np, distance, start, end, length):
    """Numbers of the arcs of a negative cycle, or None; ``distance`` falls meanwhile.

    A cycle of the arcs by which distances last fell is negative: when its last arc
    came to it, the distance at that arc's start had fallen since it was used.
    """
    count = np.bincount(start, minlength=len(distance))
    first = np.cumsum(count) - count
    parent = np.full(len(distance), -1)
    arcs = np.arange(len(start))
    while True:
        reached = distance[start[arcs]] + length[arcs]
        closer = (reached < distance[end[arcs]]).nonzero()[0]
        if not len(closer):
            return None
        arcs, reached = arcs[closer], reached[closer]
        np.minimum.at(distance, end[arcs], reached)
        arcs = arcs[reached == distance[end[arcs]]]
        parent[end[arcs]] = arcs
        cycle = _cycle(parent, start, end[arcs[0]])
        if cycle:
            return cycle
        node = np.unique(end[arcs])
        arcs = _ranges(np, first[node], count[node])


def _cycle(parent, start, node):
    """The arcs of a cycle that is met from ``node`` backwards, or None."""
    seen, path = {}, []
    while parent[node] >= 0:
        if node in seen:
            return path[seen[node] :]
        seen[node] = len(path)
        path.append(parent[node])
        node = start[parent[node]]
    return None


def _residual(np, tail, head, capacity, cost, flow):
    """Residual arcs by their start: starts, ends, lengths, and the arc that each is
    of, as its complement where it leads backwards."""
    forward, backward = np.flatnonzero(flow < capacity), np.flatnonzero(flow > 0)
    start = np.concatenate([tail[forward], head[backward]])
    end = np.concatenate([head[forward], tail[backward]])
    length = np.concatenate([cost[forward], -cost[backward]])
    order = np.argsort(start)
    arc = np.concatenate([forward, ~backward])
    return start[order], end[order], length[order], arc[order]


def _potentials(np, label, tail, head, capacity, cost, flow):
    """Shortest distances in the residual network, from a source joined to all nodes,
    by arcs as long as their ``label`` (any will do).

    With them cost + potential[tail] − potential[head] is ≥ 0 on every residual arc.
    That they exist proves the flow optimal; were it not, a negative cycle would keep
    the loop from coming to rest.

    :raises SolverError: the flow is not optimal
    """
    nodes = len(label)
    distance = label.copy()
    start, end, length, _arc = _residual(np, tail, head, capacity, cost, flow)
    count = np.bincount(start, minlength=nodes)
    first = np.cumsum(count) - count
    # Only arcs out of nodes that came closer are looked at again.
    arcs = slice(None)
    for _round in range(nodes + 1):
        reached = distance[start[arcs]] + length[arcs]
        node = end[arcs]
        closer = (reached < distance[node]).nonzero()[0]
        if not len(closer):
            return distance
        node = node[closer]
        np.minimum.at(distance, node, reached[closer])
        changed = np.zeros(nodes, dtype=bool)
        changed[node] = True
        node = changed.nonzero()[0]
        arcs = _ranges(np, first[node], count[node])
    raise SolverError("min-cost flow: the plan returned is not optimal")


def _ranges(np, first, count):
    """The numbers first[k] … first[k] + count[k] − 1, for every k."""
    total = count.cumsum()
    return np.arange(total[-1]) + (first - total + count).repeat(count)
