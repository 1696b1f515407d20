# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""The exact plan: a min-cost flow solved by OR-Tools, level after level.

Every mentee sends one unit to the sink, through a mentor, the mentor's unit and
institution, or straight there (unserved, at no cost). Capacities at the three levels
nest, so this is a flow and its optimum is whole.

What is maximised is a list of levels, each fixed before the next: the objective of
class 1, of class 2, …, then the ties (``levels``). Neighbouring levels are merged
into one cost, the earlier times more than the later could ever add up to, as long as
that fits into 64 bits. Between solves, shortest distances in the residual network
give the duals: arcs whose reduced cost is not 0 are fixed as they are, and what
remains is exactly the set of plans that are optimal so far (complementary slackness;
Ahuja, Magnanti, Orlin, *Network Flows*, 1993, theorem 9.4). The same duals say
whether a pair that was left out could improve the plan (``Solution.improves``).
"""

from dataclasses import dataclass
from typing import Any

#: OR-Tools scales costs by the number of nodes; below this nothing overflows.
COST_LIMIT = 2**59


class SolverError(RuntimeError):
    """OR-Tools gave no optimum; the network always has one, so this is a defect."""


@dataclass(frozen=True)
class Level:
    """One thing to maximise: whole, non-negative ``weigh(mentee, mentor, score)``
    per pair (arrays of indexes and millionths), at most ``top`` for a pair and
    ``bound`` for a plan."""

    weigh: Any
    top: int
    bound: int


def levels(objective, priority, best, paired):
    """What is maximised, in order.

    ``score``: per class the sum of scores; ``coverage``: per class the number
    served, then the sum of scores. Ties: more mentees served; mentees first by
    (priority, id); mentors first by id; then pairs in the order of ids.

    Serving sets of equal value form a matroid, so the least sum of ranks is also the
    first set in the order of the ranks.

    :param priority: class per mentee (array)
    :param best: highest score per mentee in millionths, 0 without a pair (array)
    :param paired: mask of the mentees with a pair at all
    """
    import numpy as np

    size = len(priority)
    order = np.lexsort((np.arange(size), priority))
    early = np.empty(size, dtype=np.int64)
    early[order] = np.arange(size, 0, -1)

    def score_of(group):
        inside = priority == group
        return Level(
            lambda n, m, score: np.where(inside[n], score, 0),
            int(best[inside].max()),
            int(best[inside].sum()),
        )

    def served_of(group):
        inside = priority == group
        return Level(
            lambda n, m, score: inside[n].astype(np.int64),
            1,
            int((inside & paired).sum()),
        )

    found = []
    for group in sorted(set(priority[paired].tolist())):
        if objective == "coverage":
            found.append(served_of(group))
        found.append(score_of(group))
    if objective == "score":
        found.append(
            Level(lambda n, m, score: np.ones(len(n), dtype=np.int64), 1, size)
        )
    found.append(Level(lambda n, m, score: early[n], size, int(early.sum())))
    return [level for level in found if level.bound]


def mentor_ties(mentees, mentors):
    """The last two levels: mentors first by id, then pairs in the order of ids."""
    import numpy as np

    return [
        Level(lambda n, m, score: mentors - m, mentors, mentees * mentors),
        Level(
            lambda n, m, score: (n + 1) * (m + 1).astype(np.int64),
            mentees * mentors,
            mentees * mentees * mentors,
        ),
    ]


def merged(found, nodes):
    """Neighbouring levels joined while their costs fit into 64 bits."""
    result = []
    for level in found:
        if result:
            last = result[-1]
            factor = level.bound + 1
            top = last.top * factor + level.top
            if top * (nodes + 2) <= COST_LIMIT:
                result[-1] = _joined(last, level, factor, top)
                continue
        result.append(level)
    return result


def _joined(first, second, factor, top):
    return Level(
        lambda n, m, s: first.weigh(n, m, s) * factor + second.weigh(n, m, s),
        top,
        first.bound * factor + second.bound,
    )


@dataclass(frozen=True)
class Solution:
    """``mentor`` per mentee (array of indexes, −1 unserved), and the proof."""

    mentor: Any
    proof: list  # [(level, potential of every node)]
    mentees: int

    def improves(self, mentee, mentors, scores):
        """Mask of ``mentors`` that, joined to ``mentee`` (an index) as new pairs,
        could make the plan better: the first reduced cost that is not 0 is negative.
        """
        import numpy as np

        undecided = np.ones(len(mentors), dtype=bool)
        better = np.zeros(len(mentors), dtype=bool)
        who = np.full(len(mentors), mentee)
        for level, potential in self.proof:
            reduced = (
                -level.weigh(who, mentors, scores)
                + potential[mentee]
                - potential[self.mentees + mentors]
            )
            better |= undecided & (reduced < 0)
            undecided &= reduced == 0
        return better


class Network:
    """The part of the network that is the same for every set of pairs.

    :param places: ``places.Places`` after the required pairs
    :param waiting: mask of the mentees to be served
    """

    def __init__(self, places, waiting):
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
        arcs = {}
        for path in places.path:
            for level, above in zip(path, [*path[1:], None], strict=True):
                head = self.sink if above is None else node_of[above]
                arcs[node_of[level]] = (head, min(max(places.left[level], 0), size))
        tails = sorted(arcs)
        self.tail = np.concatenate([np.arange(size), np.array(tails, dtype=int)])
        self.head = np.concatenate(
            [np.full(size, self.sink), np.array([arcs[t][0] for t in tails], dtype=int)]
        )
        self.capacity = np.concatenate(
            [np.ones(size, dtype=int), np.array([arcs[t][1] for t in tails], dtype=int)]
        )
        self.supply = np.zeros(self.nodes, dtype=np.int64)
        self.supply[:size][waiting] = 1
        self.supply[self.sink] = -int(waiting.sum())

    def solve(self, mentee, mentor, score, wanted):
        """The best plan over the given pairs.

        :param mentee, mentor: indexes of the pairs (arrays), each pair once
        :param score: millionths per pair
        :param wanted: ``Level`` list, first fixed first
        :raises SolverError: no optimum came back
        """
        np = self.np
        pairs = len(mentee)
        tail = np.concatenate([mentee, self.tail])
        head = np.concatenate([mentor + self.mentees, self.head])
        capacity = np.concatenate([np.ones(pairs, dtype=int), self.capacity])
        supply = self.supply.copy()
        flow = np.zeros(len(tail), dtype=np.int64)
        free = np.ones(len(tail), dtype=bool)
        proof = []
        for level in merged(wanted, self.nodes):
            cost = np.zeros(len(tail), dtype=np.int64)
            cost[:pairs] = -level.weigh(mentee, mentor, score)
            arcs = np.flatnonzero(free)
            t, h, c, k = tail[arcs], head[arcs], capacity[arcs], cost[arcs]
            flow[arcs] = found = _min_cost_flow(t, h, c, k, supply)
            potential = _potentials(self.nodes, t, h, c, k, found)
            proof.append((level, potential))
            reduced = k + potential[t] - potential[h]
            fixed = arcs[reduced != 0]
            free[fixed] = False
            # What a fixed arc carries is taken out of the network at both its ends.
            np.subtract.at(supply, tail[fixed], flow[fixed])
            np.add.at(supply, head[fixed], flow[fixed])
        chosen = np.flatnonzero(flow[:pairs])
        result = np.full(self.mentees, -1, dtype=int)
        result[mentee[chosen]] = mentor[chosen]
        return Solution(result, proof, self.mentees)


def _min_cost_flow(tail, head, capacity, cost, supply):
    import numpy as np
    from ortools.graph.python import min_cost_flow

    if not len(tail):
        return np.zeros(0, dtype=np.int64)
    flow = min_cost_flow.SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(tail, head, capacity, cost)
    flow.set_nodes_supplies(np.arange(len(supply)), supply)
    status = flow.solve()
    if status != flow.OPTIMAL:
        raise SolverError(f"min-cost flow: {status}")
    return np.asarray(flow.flows(arcs), dtype=np.int64)


def _potentials(nodes, tail, head, capacity, cost, flow):
    """Shortest distances in the residual network, from a source joined to all nodes.

    With them cost + potential[tail] − potential[head] is ≥ 0 on every residual arc.
    That they exist proves the flow optimal; were it not, a negative cycle would keep
    the loop from coming to rest.

    :raises SolverError: the flow is not optimal
    """
    import numpy as np

    forward, backward = flow < capacity, flow > 0
    start = np.concatenate([tail[forward], head[backward]])
    end = np.concatenate([head[forward], tail[backward]])
    length = np.concatenate([cost[forward], -cost[backward]])
    order = np.argsort(end, kind="stable")
    start, end, length = start[order], end[order], length[order]
    distance = np.zeros(nodes, dtype=np.int64)
    if not len(end):
        return distance
    first = np.flatnonzero(np.r_[True, end[1:] != end[:-1]])
    reached = end[first]
    for _round in range(nodes + 1):
        best = np.minimum.reduceat(distance[start] + length, first)
        closer = best < distance[reached]
        if not closer.any():
            return distance
        distance[reached[closer]] = best[closer]
    raise SolverError("min-cost flow: the plan returned is not optimal")
