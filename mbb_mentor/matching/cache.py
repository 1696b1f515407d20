# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""What is kept between questions, so that only changed profiles are worked on."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from .text import vector


@lru_cache(maxsize=20_000)
def _features(text):
    """Features and weights of ``text``; kept for the process, whoever asks."""
    pairs = vector(text)
    return tuple(f for f, _w in pairs), tuple(w for _f, w in pairs)


@dataclass(frozen=True)
class Kept:
    """The lists of a run and what they rest on."""

    pool: Any
    profiles: dict  # mentee id -> (place in the lists, all that is hers or his)
    lists: Any


class Cache:
    """Keeps what was computed for ``plan`` and ``suggest``. One cache serves one
    series of like cohorts; it is not to be shared between threads.

    Answers do not depend on it.
    """

    def __init__(self):
        self._numbers = {}
        self._vectors = {}
        self._kept = None

    @property
    def features(self):
        """How many features have been numbered."""
        return len(self._numbers)

    def vector(self, text):
        """``(features, weights)`` of ``text`` as arrays, in the order of
        ``text.vector``; numbers of features are those of this cache."""
        found = self._vectors.get(text)
        if found is None:
            import numpy as np

            features, weights = _features(text)
            numbers = [self._numbers.setdefault(f, len(self._numbers)) for f in features]
            found = (np.array(numbers, dtype=np.int32), np.array(weights, dtype=float))
            self._vectors[text] = found
        return found

    def lists(self, ranking, count):
        """``ranking.best`` for everybody; mentees whose own profile is as it was are
        not scored again, as long as the mentors and the weights are as they were."""
        pool = _pool(ranking, count)
        profiles = dict(_profiles(ranking))
        rows, old = [], []
        before = self._kept if self._kept and self._kept.pool == pool else None
        known = before.profiles if before else {}
        for row, mentee in enumerate(ranking.pool.cohort.mentees):
            place, profile = known.get(mentee.id, (0, None))
            if profile is not None and profile == profiles[mentee.id][1]:
                old.append((row, place))
            else:
                rows.append(row)
        lists = ranking.best(rows, count)
        if old:
            size = len(profiles)
            lists = ranking.merged(size, rows, lists, old, before.lists)
        self._kept = Kept(pool, profiles, lists)
        return lists


def _pool(ranking, count):
    """All that everybody's scores rest on."""
    cohort = ranking.pool.cohort
    return (
        count,
        cohort.mentors,
        ranking.pool.open.tolist(),
        [cohort.institutions.get(mentor.institution) for mentor in cohort.mentors],
        cohort.weights,
        cohort.allow_same_institution,
        ranking.scorer.highest_cost,
    )


def _profiles(ranking):
    pool, cohort = ranking.pool, ranking.pool.cohort
    for row, mentee in enumerate(cohort.mentees):
        profile = None
        # A required pair changes what is open, so its mentee is always looked at.
        if mentee.id not in cohort.required:
            profile = (
                mentee,
                cohort.institutions.get(mentee.institution),
                [sorted(apart.get(row, ())) for _code, apart in pool.apart],
                ranking.scorer.costs.get(row),
            )
        yield mentee.id, (row, profile)
