# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""The best mentors of each mentee: hard rules, scores and order, block by block."""

from .block import blocks
from .cache import Cache
from .lists import Lists
from .pool import Pool
from .score import Pairs, Scorer


class Ranking:
    """Rules and scores of a cohort.

    :param cohort: ``data.Cohort``
    :param places: from ``rules.reserved_places``
    :param progress: ``progress.Progress``
    """

    def __init__(self, cohort, places, cache=None, progress=None):
        self.pool = Pool(cohort, places)
        self.scorer = Scorer(self.pool, cache or Cache())
        self.progress = progress

    def blocks(self, rows, allowed=None, step="scoring"):
        """Block after block over the mentees ``rows``.

        :param rows: mentees, indexes
        :param allowed: mask of the mentors to look at; None for all
        """
        rows = list(rows)
        done = 0
        for block in blocks(self.pool, rows, allowed):
            if self.progress:
                self.progress(step, done, len(rows))
            done += len(block.rows)
            yield block

    def best(self, rows, count, allowed=None, step="scoring"):
        """``Lists`` of at most ``count`` mentors for each of the mentees ``rows``.

        Reasons are only given where all mentors are allowed.
        """
        np = self.pool.np
        rows = list(rows)
        place = np.zeros(len(self.pool.cohort.mentees), dtype=np.int64)
        place[rows] = np.arange(len(rows))
        found = []
        reason = np.full(len(rows), None, dtype=object)
        for block in self.blocks(rows, allowed, step):
            own = place[block.rows]
            mask = block.possible()
            nobody = np.flatnonzero(~mask.any(axis=1))
            if allowed is None and len(nobody):
                reason[own[nobody]] = self._reasons(block, nobody)
            block, mask = block.narrowed(mask)
            scores, _parts = self.scorer.parts(block)
            found.append((own, *_top(np, block, mask, scores, count)))
        return Lists(*_joined(np, len(rows), found), reason)

    def _reasons(self, block, rows):
        if not self.pool.cohort.mentors:
            return "no_mentor"
        return block.reasons(rows)

    def explained(self, rows, mentors):
        """Of the possible pairs ``rows[k]`` with ``mentors[k]`` (indexes):
        ``[(score, parts)]`` in numbers as they are shown."""
        np = self.pool.np
        if not len(rows):
            return []
        pairs = Pairs(self.pool, np.asarray(rows), np.asarray(mentors))
        scores, parts = self.scorer.parts(pairs)
        columns = [
            (name, values.tolist(), [True] * len(rows) if present is True else present)
            for name, (values, present) in parts.items()
        ]
        return [
            (
                shown(score),
                {name: shown(values[k]) for name, values, there in columns if there[k]},
            )
            for k, score in enumerate(scores.tolist())
        ]


def _top(np, block, mask, scores, count):
    """How many each row of a block has of its best ``count``; these, row by row, as
    mentors and scores."""
    width = block.shape[1]
    count = min(count, width)
    if not count:
        nothing = np.zeros(0, dtype=np.int32)
        return np.zeros(block.shape[0], dtype=np.int64), nothing, nothing
    # One number a pair: the higher score first, then the lower index. Whole and
    # below 2^53, so a float holds it. What is not possible comes last.
    key = scores * width
    key -= np.arange(width)
    key[~mask] = -width
    if count < width:
        key = np.partition(key, width - count, axis=1)[:, width - count :]
    key = -np.sort(-key, axis=1)
    inside = key > -width
    key = key[inside]
    score = np.ceil(key / width)
    who = block.columns[(score * width - key).astype(np.int64)]
    return inside.sum(axis=1), who.astype(np.int32), score.astype(np.int32)


def _joined(np, size, found):
    """``Lists.first``, ``mentor`` and ``score`` from the parts of the blocks."""
    count = np.zeros(size, dtype=np.int64)
    for own, lengths, _who, _score in found:
        count[own] = lengths
    first = np.concatenate([[0], np.cumsum(count)])
    mentor = np.zeros(first[-1], dtype=np.int32)
    score = np.zeros(first[-1], dtype=np.int32)
    for own, lengths, who, value in found:
        before = np.cumsum(lengths) - lengths
        place = np.repeat(first[own] - before, lengths) + np.arange(len(who))
        mentor[place], score[place] = who, value
    return first, mentor, score


def shown(micro):
    """Millionths as the number that they are; exact to the sixth decimal."""
    return int(micro) / 1_000_000
