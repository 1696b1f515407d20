# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Other ways to solve the same instance. Each takes an ``Instance`` whose arrays are
ready and returns ``(objective in points, number served)``."""

from copy import copy
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse

MICRO = 1_000_000


@dataclass
class Instance:
    """Pairs as arrays (``mentee``, ``mentor``, ``score`` in millionths), and the flow
    network behind them (``matching.solve.Network``) with ``places`` for the greedy."""

    mentee: Any
    mentor: Any
    score: Any
    network: Any
    places: Any


def bare(given):
    """OR-Tools' min-cost flow alone: arcs in, flow out; no ties, no proof."""
    from ortools.graph.python import min_cost_flow

    network = given.network
    pairs = len(given.score)
    flow = min_cost_flow.SimpleMinCostFlow()
    arcs = flow.add_arcs_with_capacity_and_unit_cost(
        np.concatenate([given.mentee, network.tail]),
        np.concatenate([given.mentor + network.mentees, network.head]),
        np.concatenate([np.ones(pairs, dtype=np.int64), network.capacity]),
        np.concatenate([-given.score, np.zeros(len(network.tail), dtype=np.int64)]),
    )
    flow.set_nodes_supplies(np.arange(network.nodes), network.supply)
    if flow.solve() != flow.OPTIMAL:
        raise RuntimeError("no optimum")
    taken = np.asarray(flow.flows(arcs))[:pairs] > 0
    return given.score[taken].sum() / MICRO, int(taken.sum())


def programme(given):
    """SciPy's HiGHS on the linear programme; the matrix is a network's, so its
    optimum is whole."""
    from scipy.optimize import linprog

    network = given.network
    pairs, inner = len(given.score), slice(network.mentees, None)
    tail, head = network.tail[inner], network.head[inner]
    rows = network.nodes - 1 - network.mentees
    levels = len(tail)
    # Flow out of every level equals the flow into it; capacities bound it.
    columns = np.arange(pairs + levels)
    into = np.concatenate([given.mentor, head - network.mentees])
    keep = into < rows
    balance = sparse.coo_matrix(
        (
            np.concatenate([np.ones(keep.sum()), -np.ones(levels)]),
            (
                np.concatenate([into[keep], tail - network.mentees]),
                np.concatenate([columns[keep], columns[pairs:]]),
            ),
        ),
        (rows, pairs + levels),
    ).tocsr()
    once = sparse.coo_matrix(
        (np.ones(pairs), (given.mentee, columns[:pairs])),
        (network.mentees, pairs + levels),
    ).tocsr()
    upper = np.concatenate([np.ones(pairs), network.capacity[inner]])
    found = linprog(
        np.concatenate([-given.score / MICRO, np.zeros(levels)]),
        A_ub=once,
        b_ub=np.ones(network.mentees),
        A_eq=balance,
        b_eq=np.zeros(rows),
        bounds=np.column_stack([np.zeros(len(upper)), upper]),
        method="highs",
    )
    if found.status:
        raise RuntimeError(found.message)
    return -found.fun, round(found.x[:pairs].sum())


def slots(given):
    """Each place a column of its own, SciPy's sparse assignment (LAPJVsp). It knows
    mentors' capacities alone: units' and institutions' cannot be cut into slots."""
    from scipy.sparse.csgraph import min_weight_full_bipartite_matching

    network = given.network
    size = network.mentees
    capacity = network.capacity[size : size + network.mentors]
    asked = np.bincount(given.mentor, minlength=network.mentors)
    capacity = np.minimum(capacity, asked)
    first = np.concatenate([[0], np.cumsum(capacity)])
    count = capacity[given.mentor]
    pair = np.repeat(np.arange(len(given.score)), count)
    within = np.arange(len(pair)) - np.repeat(np.cumsum(count) - count, count)
    column = first[given.mentor[pair]] + within
    # A column of one's own to stay unserved in; zeros would be taken for "no pair".
    row = np.concatenate([given.mentee[pair], np.arange(size)])
    column = np.concatenate([column, first[-1] + np.arange(size)])
    score = np.concatenate([given.score[pair], np.zeros(size, dtype=np.int64)])
    weight = 2.0 * MICRO - score
    graph = sparse.csr_array((weight, (row, column)), shape=(size, first[-1] + size))
    rows, columns = min_weight_full_bipartite_matching(graph)
    served = columns < first[-1]
    weight = graph[rows[served], columns[served]]
    return (2.0 * served.sum() - weight.sum() / MICRO), int(served.sum())


def greedy(given):
    """Pairs by −score while there is room."""
    places = copy(given.places)
    places.left = [*places.left]
    order = np.lexsort((given.mentor, given.mentee, -given.score))
    served, total = set(), 0
    for n, m, score in zip(
        given.mentee[order].tolist(),
        given.mentor[order].tolist(),
        given.score[order].tolist(),
        strict=True,
    ):
        if n not in served and places.is_open(m):
            places.take(m)
            served.add(n)
            total += score
    return total / MICRO, len(served)
