# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""The best mentors of many mentees as arrays, and how they are made new from what
was known before some profiles changed."""

from dataclasses import dataclass
from typing import Any

MICRO = 1_000_000


@dataclass(frozen=True)
class Lists:
    """Possible mentors of some mentees, best first (−score, then id), the mentees
    one after the other: those of the k-th are ``first[k]`` to ``first[k + 1]`` of
    ``mentor`` (indexes) and ``score`` (millionths). ``reason`` says, where there is
    nobody, at which rule the last one dropped out, else None.
    """

    first: Any
    mentor: Any
    score: Any
    reason: Any

    @property
    def length(self):
        """How many each mentee has."""
        return self.first[1:] - self.first[:-1]

    def owners(self):
        """Of each pair, whose list it is in."""
        import numpy as np

        return np.repeat(np.arange(len(self.first) - 1), self.length)


def renewed(ranking, count, before, mentors, mentees):
    """``ranking.best`` for everybody, where most profiles are as they were: scores
    pairs with a changed mentor or mentee, and everybody's where a list lost somebody
    and the best of the others are not known.

    :param before: ``Lists`` of at most ``count`` each
    :param mentors: of each mentor the former index, −1 where new or changed (array);
        ``mentees`` likewise
    """
    np = ranking.pool.np
    size = len(mentees)
    kept = np.flatnonzero(mentees >= 0)
    row_of = _inverse(np, mentees, len(before.length))
    number_of = _inverse(np, mentors, int(before.mentor.max(initial=0)) + 1)

    # Pairs of two who are both unchanged, and those with a changed mentor.
    row, mentor = row_of[before.owners()], number_of[before.mentor]
    same = (row >= 0) & (mentor >= 0)
    row, mentor, score = row[same], mentor[same], before.score[same]
    changed = mentors < 0
    asked = _asking_for(ranking, kept.tolist(), changed)
    fresh = ranking.best(asked, count, changed)
    owner = np.array(asked, dtype=int)[fresh.owners()]

    # Who was cut off a full list ranks after its last, so above that it is whole.
    full = np.zeros(size, dtype=bool)
    full[kept] = before.length[mentees[kept]] == count
    least = np.full(size, -1)
    least[full] = before.score[before.first[mentees[full] + 1] - 1]
    sure = np.bincount(row, minlength=size)
    sure += np.bincount(owner[fresh.score > least[owner]], minlength=size)
    again = (mentees < 0) | (full & (sure < count)) | (sure == 0)

    rows = np.flatnonzero(again)
    best = ranking.best(rows.tolist(), count)
    reason = np.full(size, None, dtype=object)
    reason[rows] = best.reason
    old, new = ~again[row], ~again[owner]
    return Lists(
        *_in_order(
            np,
            np.concatenate([row[old], owner[new], rows[best.owners()]]),
            np.concatenate([mentor[old], fresh.mentor[new], best.mentor]),
            np.concatenate([score[old], fresh.score[new], best.score]),
            size,
            count,
        ),
        reason,
    )


def _inverse(np, former, size):
    """Of each former index (``size`` or more) the index now, −1 where there is none."""
    found = np.full(max(size, int(former.max(initial=0)) + 1), -1)
    known = np.flatnonzero(former >= 0)
    found[former[known]] = known
    return found


def _asking_for(ranking, rows, changed):
    """Those of the mentees ``rows`` who need what a changed mentor offers."""
    cohort = ranking.pool.cohort
    subjects = set()
    for mentor in changed.nonzero()[0].tolist():
        subjects.update(cohort.mentors[mentor].skills)
    return [k for k in rows if not subjects.isdisjoint(cohort.mentees[k].skills)]


def _in_order(np, row, mentor, score, size, count):
    """``first``, ``mentor`` and ``score`` of ``Lists`` of the best ``count`` of each
    of ``size`` mentees, from pairs in any order."""
    # One whole number a pair: by mentee, the higher score first, then by mentor.
    mentors = int(mentor.max(initial=0)) + 1
    key = np.sort((row * (MICRO + 1) + MICRO - score) * mentors + mentor)
    key, mentor = np.divmod(key, mentors)
    row, score = np.divmod(key, MICRO + 1)
    lengths = np.bincount(row, minlength=size)
    first = np.concatenate([[0], np.cumsum(lengths)])
    inside = np.arange(len(row)) - first[row] < count
    first = np.concatenate([[0], np.cumsum(np.minimum(lengths, count))])
    score = MICRO - score[inside]
    return first, mentor[inside].astype(np.int32), score.astype(np.int32)
