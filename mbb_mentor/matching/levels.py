# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""What a plan maximises: a list of levels, each fixed before the next."""

from dataclasses import dataclass
from typing import Any

#: OR-Tools scales costs by the number of nodes; below this nothing overflows.
COST_LIMIT = 2**59


@dataclass(frozen=True)
class Level:
    """One thing to maximise: whole, non-negative ``weigh(mentee, mentor, score)``
    per pair (arrays of indexes and millionths), at most ``top`` for a pair and
    ``bound`` for a plan; and ``fill`` for each mentee up to a mentor's minimum.

    ``tie``: whether it only decides among plans of the same worth.
    """

    weigh: Any
    top: int
    bound: int
    fill: int = 0
    tie: bool = False


def levels(objective, priority, best, paired, minimum=0):
    """What is maximised, in order.

    ``score``: per class the sum of scores; ``coverage``: per class the number
    served, then the sum of scores. Before them the places filled up to the mentors'
    minimum loads, if any. Ties: more mentees served; mentees first by (priority,
    id); mentors first by id; then pairs in the order of ids.

    The largest sets of mentees that plans of equal value serve are the bases of a
    matroid (such plans are the flows of a network, the served its sources). So one
    positive weight a mentee, the higher the earlier, finds the first of the largest.

    :param priority: class per mentee (array)
    :param best: highest score per mentee in millionths, 0 without a pair (array)
    :param paired: mask of the mentees with a pair at all
    :param minimum: mentees missing to all minimum loads together
    """
    import numpy as np

    size = len(priority)
    order = np.lexsort((np.arange(size), priority))
    early = np.empty(size, dtype=np.int64)
    early[order] = np.arange(size, 0, -1)

    def score_of(group):
        inside = priority == group
        everybody = inside.all()
        return Level(
            lambda n, m, score: score if everybody else np.where(inside[n], score, 0),
            int(best[inside].max()),
            int(best[inside].sum()),
        )

    def served_of(group):
        inside = (priority == group).astype(np.int64)
        return Level(
            lambda n, m, score: inside[n], 1, int((inside * paired).sum())
        )

    found = []
    if minimum:
        nothing = np.zeros(size, dtype=np.int64)
        found.append(
            Level(lambda n, m, score: nothing[n], 1, min(minimum, size), fill=1)
        )
    for group in sorted(set(priority[paired].tolist())):
        if objective == "coverage":
            found.append(served_of(group))
        found.append(score_of(group))
    found.append(
        Level(lambda n, m, score: early[n], size, int(early.sum()), tie=True)
    )
    return [level for level in found if level.bound]


def mentor_ties(mentees, mentors):
    """The last two levels: mentors first by id, then pairs in the order of ids."""
    import numpy as np

    return [
        Level(
            lambda n, m, score: mentors - m,
            mentors,
            mentees * mentors,
            tie=True,
        ),
        Level(
            lambda n, m, score: (n + 1) * (m + 1).astype(np.int64),
            mentees * mentors,
            mentees * mentees * mentors,
            tie=True,
        ),
    ]


def merged(found, nodes):
    """Neighbouring levels joined while their costs fit into 64 bits. Ties are not
    joined to what comes before: little is left of the network once that is fixed,
    and higher costs take the solver more time."""
    result = []
    for level in found:
        if result and result[-1].tie == level.tie:
            joined = _joined(result[-1], level)
            if (joined.top + joined.fill) * (nodes + 2) <= COST_LIMIT:
                result[-1] = joined
                continue
        result.append(level)
    return result


def _joined(first, second):
    factor = second.bound + 1
    return Level(
        lambda n, m, s: first.weigh(n, m, s) * factor + second.weigh(n, m, s),
        first.top * factor + second.top,
        first.bound * factor + second.bound,
        first.fill * factor + second.fill,
        first.tie,
    )
