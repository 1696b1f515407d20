# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""The questions a cohort can be asked: a plan for all, suggestions for one mentee,
and why a mentor is not possible."""

from dataclasses import dataclass
from typing import Any

from .data import CohortError, parse
from .rules import Pool, reasons, reserved_places

#: How many next best mentors a plan keeps for each mentee.
ALTERNATES = 5


@dataclass(frozen=True)
class Ranked:
    """Possible mentors of one mentee, best first (−score, then id): ``mentors`` are
    indexes, ``scores`` millionths; ``total`` counts them before any truncation."""

    mentors: Any
    scores: Any
    total: int
    reason: str | None

    def first(self, count):
        return Ranked(
            self.mentors[:count].copy(),
            self.scores[:count].copy(),
            self.total,
            self.reason,
        )


class Ranking:
    """Hard rules and scores of a cohort, one mentee at a time."""

    def __init__(self, cohort, places):
        from .score import Scorer

        self.pool = Pool(cohort, places)
        self.scorer = Scorer(self.pool)

    def of(self, mentee):
        np = self.pool.np
        possible = self.pool.possible(mentee)
        if not len(possible.index):
            nothing = np.zeros(0, dtype=np.int64)
            return Ranked(nothing, nothing, 0, possible.reason)
        scores, _parts = self.scorer.parts(mentee, possible)
        # Indexes ascend with ids, so a stable sort breaks ties by id.
        order = np.argsort(-scores, kind="stable")
        return Ranked(possible.index[order], scores[order], len(order), None)

    def explained(self, mentee, mentors):
        """``{mentor index: (score, parts)}`` for some possible ``mentors``, in
        numbers as they are shown."""
        few = self.pool.few(mentee, mentors)
        scores, parts = self.scorer.parts(mentee, few)
        return {
            mentor: (
                _shown(scores[k]),
                {
                    name: _shown(values[k])
                    for name, (values, present) in parts.items()
                    if present is True or present[k]
                },
            )
            for k, mentor in enumerate(few.index.tolist())
        }


def _shown(micro):
    """Millionths as the number that they are; exact to the sixth decimal."""
    return int(micro) / 1_000_000


def check(cohort):
    """Check a cohort, required pairs included.

    :raises CohortError: naming the first wrong field
    """
    reserved_places(parse(cohort))


def _one(cohort, mentee_id):
    for mentee in cohort.mentees:
        if mentee.id == mentee_id:
            return mentee
    raise CohortError("mentee_id", f"{mentee_id!r} is not a mentee of the cohort")


def suggest(cohort, mentee_id, limit=None):
    """The best mentors for one mentee, whatever the others would get.

    Places that required pairs of others take are not offered.

    :param cohort: the whole cohort; other mentees may be left out of it
    :param limit: how many at most; None for all
    :return: ``[{"mentor": id, "score": number, "parts": {name: number}}]``, best
        first, ties by id; scores are those that ``plan`` would use
    :raises CohortError: the cohort is wrong or has no such mentee
    :raises ModuleNotFoundError: NumPy, or snowballstemmer where texts are compared
    """
    parsed = parse(cohort)
    mentee = _one(parsed, mentee_id)
    ranking = Ranking(parsed, reserved_places(parsed))
    best = ranking.of(mentee).mentors.tolist()[:limit]
    explained = ranking.explained(mentee, best)
    return [
        {
            "mentor": parsed.mentors[mentor].id,
            "score": explained[mentor][0],
            "parts": explained[mentor][1],
        }
        for mentor in best
    ]


def exclusions(cohort, mentee_id):
    """Why mentors are not possible for one mentee, whatever their score.

    :return: ``{mentor id: [{"code": …, parameters}]}`` for every mentor who is not
        possible; codes in ``rules.REASONS``
    :raises CohortError: the cohort is wrong or has no such mentee
    """
    parsed = parse(cohort)
    mentee = _one(parsed, mentee_id)
    places = reserved_places(parsed)
    own, _row = parsed.required.get(mentee.id, (None, None))
    found = {}
    for index, mentor in enumerate(parsed.mentors):
        # What this mentee's own required pair takes is not taken from them.
        if mentor.id == own:
            places.give_back(index)
    for index, mentor in enumerate(parsed.mentors):
        why = reasons(parsed, places, index, mentee)
        if why:
            found[mentor.id] = why
    return found


def plan(cohort):
    """The best plan for everyone at once.

    :param cohort: plain data as in ``README.md``
    :return: plain data as in ``README.md``
    :raises CohortError: the cohort is wrong
    :raises ModuleNotFoundError: NumPy, OR-Tools or snowballstemmer is needed and
        missing
    """
    parsed = parse(cohort)
    places = reserved_places(parsed)
    if not parsed.mentees:
        return _empty(parsed)
    ranking = Ranking(parsed, places)
    return _Plan(parsed, places, ranking).result()


def _empty(cohort):
    result = {
        "matches": [],
        "unmatched": [],
        "alternates": {},
        "objective": 0.0,
        "greedy": 0.0,
        "optimal": True,
    }
    return result | ({"scores": []} if cohort.include_scores else {})


class _Plan:
    def __init__(self, cohort, places, ranking):
        import numpy as np

        self.np = np
        self.cohort = cohort
        self.places = places
        self.ranking = ranking
        self.place_of = ranking.pool.place_of
        self.required = {
            k: self.place_of[cohort.required[mentee.id][0]]
            for k, mentee in enumerate(cohort.mentees)
            if mentee.id in cohort.required
        }
        self.alternates = []
        self.lists = [self._list(k) for k in range(len(cohort.mentees))]

    def _list(self, k):
        """What the solver may choose from for mentee ``k``; None if required."""
        full = self.ranking.of(self.cohort.mentees[k])
        self.alternates.append(full.first(ALTERNATES + 1).mentors.tolist())
        return None if k in self.required else full.first(self.cohort.candidates)

    def result(self):
        chosen = self._solve()
        chosen.update(self.required)
        matches, unmatched, alternates = [], [], {}
        for k, mentee in enumerate(self.cohort.mentees):
            mentor = chosen.get(k)
            if mentor is None:
                reason = self.lists[k].reason or "places_taken"
                unmatched.append({"mentee": mentee.id, "reason": reason})
            else:
                score, parts = self.ranking.explained(mentee, [mentor])[mentor]
                matches.append(
                    {
                        "mentor": self.cohort.mentors[mentor].id,
                        "mentee": mentee.id,
                        "score": score,
                        "parts": parts,
                    }
                )
            others = [m for m in self.alternates[k] if m != mentor][:ALTERNATES]
            alternates[mentee.id] = [self.cohort.mentors[m].id for m in others]
        result = {
            "matches": matches,
            "unmatched": unmatched,
            "alternates": alternates,
            "objective": _shown(sum(round(m["score"] * 1e6) for m in matches)),
            "greedy": self._greedy(),
            "optimal": True,
        }
        if self.cohort.include_scores:
            result["scores"] = self._scores()
        return result

    def _solve(self):
        """Mentor index per served mentee index, required ones left out.

        Who stays unserved with a truncated list is given the full one. The duals
        tell which of its pairs could matter; only these enter the network, and it is
        solved again until none is left.
        """
        np = self.np
        if not any(ranked is not None and ranked.total for ranked in self.lists):
            return {}
        from .solve import Network, levels, mentor_ties

        waiting = np.array([ranked is not None for ranked in self.lists])
        priority = np.array([mentee.priority for mentee in self.cohort.mentees])
        best = np.array(
            [r.scores[0] if r is not None and r.total else 0 for r in self.lists],
            dtype=np.int64,
        )
        paired = np.array([r is not None and r.total > 0 for r in self.lists])
        wanted = levels(self.cohort.objective, priority, best, paired)
        wanted += mentor_ties(len(waiting), len(self.cohort.mentors))
        network = Network(self.places, waiting)
        pairs = self._pairs()
        added = {}
        while True:
            solution = network.solve(*pairs, wanted)
            self._open_lists(solution, added)
            new = self._improving(solution, added)
            if not new:
                break
            pairs = [
                np.concatenate([old, *more])
                for old, more in zip(pairs, zip(*new, strict=True), strict=True)
            ]
        served = np.flatnonzero(solution.mentor >= 0)
        return dict(
            zip(served.tolist(), solution.mentor[served].tolist(), strict=True)
        )

    def _pairs(self):
        np = self.np
        lists = [(k, r) for k, r in enumerate(self.lists) if r is not None]
        return [
            np.concatenate([np.full(len(r.mentors), k) for k, r in lists]),
            np.concatenate([r.mentors for _k, r in lists]),
            np.concatenate([r.scores for _k, r in lists]),
        ]

    def _open_lists(self, solution, added):
        """Give the full list to the unserved whose list was truncated.

        :param added: per mentee with a full list, mask of its pairs in the network
        """
        for k, ranked in enumerate(self.lists):
            if ranked is None or solution.mentor[k] >= 0:
                continue
            if len(ranked.mentors) < ranked.total:
                self.lists[k] = self.ranking.of(self.cohort.mentees[k])
                added[k] = self.np.arange(ranked.total) < len(ranked.mentors)

    def _improving(self, solution, added):
        np = self.np
        new = []
        for k, inside in added.items():
            full = self.lists[k]
            better = solution.improves(k, full.mentors, full.scores) & ~inside
            if better.any():
                inside |= better
                mentors, scores = full.mentors[better], full.scores[better]
                new.append((np.full(len(mentors), k), mentors, scores))
        return new

    def _greedy(self):
        from .greedy import greedy

        lists = [
            None if ranked is None else (ranked.mentors, ranked.scores)
            for ranked in self.lists
        ]
        priority = [mentee.priority for mentee in self.cohort.mentees]
        total = greedy(priority, lists, reserved_places(self.cohort))
        return _shown(total + sum(self._required_score(k) for k in self.required))

    def _required_score(self, k):
        mentor = self.required[k]
        explained = self.ranking.explained(self.cohort.mentees[k], [mentor])
        return round(explained[mentor][0] * 1e6)

    def _scores(self):
        rows = []
        for k, ranked in enumerate(self.lists):
            mentee = self.cohort.mentees[k].id
            if ranked is None:
                mentor = self.cohort.mentors[self.required[k]].id
                rows.append([mentor, mentee, _shown(self._required_score(k))])
                continue
            for m, score in zip(
                ranked.mentors.tolist(), ranked.scores.tolist(), strict=True
            ):
                rows.append([self.cohort.mentors[m].id, mentee, _shown(score)])
        return rows
