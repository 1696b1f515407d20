# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""What is kept between questions, so that only changed profiles are worked on."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from .lists import renewed
from .text import vector


@lru_cache(maxsize=20_000)
def _features(text):
    """Features and weights of ``text``; kept for the process, whoever asks."""
    pairs = vector(text)
    return tuple(f for f, _w in pairs), tuple(w for _f, w in pairs)


@dataclass(frozen=True)
class Kept:
    """The lists of a run and what they rest on."""

    common: Any
    mentors: dict  # mentor id -> (number, all that is hers or his)
    mentees: dict  # mentee id -> (number, all that is hers or his)
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
        """``ranking.best`` for everybody, at most ``count`` for each. Only pairs with a
        changed mentor or mentee are scored again, as long as the weights are as they
        were; and everybody's where a list lost somebody and cannot be filled."""
        common = _common(ranking, count)
        mentors, mentees = dict(_mentors(ranking)), dict(_mentees(ranking))
        before = self._kept
        if before and before.common == common:
            former = _former(mentors, before.mentors), _former(mentees, before.mentees)
            lists = renewed(ranking, count, before.lists, *former)
        else:
            lists = ranking.best(range(len(mentees)), count)
        self._kept = Kept(common, mentors, mentees, lists)
        return lists


def _former(people, before):
    """Of each the former number, −1 for who is new or not as before."""
    import numpy as np

    numbers = []
    for key, (_number, profile) in people.items():
        former, known = before.get(key, (-1, None))
        numbers.append(former if profile is not None and profile == known else -1)
    return np.array(numbers, dtype=int)


def _common(ranking, count):
    """What everybody's scores rest on."""
    cohort = ranking.pool.cohort
    return (
        count,
        cohort.weights,
        cohort.allow_same_institution,
        ranking.scorer.highest_cost,
    )


def _mentors(ranking):
    cohort = ranking.pool.cohort
    is_open = ranking.pool.open.tolist()
    for number, mentor in enumerate(cohort.mentors):
        known = cohort.institutions.get(mentor.institution)
        yield mentor.id, (number, (mentor, known, is_open[number]))


def _mentees(ranking):
    pool, cohort = ranking.pool, ranking.pool.cohort
    name = [mentor.id for mentor in cohort.mentors]
    for row, mentee in enumerate(cohort.mentees):
        profile = None
        # A required pair changes what is open, so its mentee is always looked at.
        if mentee.id not in cohort.required:
            costs = ranking.scorer.costs.get(row, {})
            profile = (
                mentee,
                cohort.institutions.get(mentee.institution),
                [sorted(name[m] for m in by.get(row, ())) for _code, by in pool.apart],
                {name[mentor]: cost for mentor, cost in costs.items()},
            )
        yield mentee.id, (row, profile)
