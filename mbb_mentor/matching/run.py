# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""One run: the best plan for everyone at once, and what is written about it."""

from .greedy import greedy
from .progress import Progress
from .ranking import Ranking, shown
from .rules import reserved_places

#: How many next best mentors a plan keeps for each mentee.
ALTERNATES = 5
#: Pairs looked at together; bounds the memory that this takes.
STRETCH = 1 << 20


class Run:
    """A plan in the making. ``solution`` and ``chosen`` are there after ``solve``.

    :param cohort: ``data.Cohort``
    :param cache: ``cache.Cache`` or None
    :param tell: as in ``progress.Progress``, or None
    :raises CohortError: a required pair is not possible
    """

    def __init__(self, cohort, cache=None, tell=None):
        self.cohort = cohort
        self.places = reserved_places(cohort)
        self.progress = Progress(tell)
        self.ranking = Ranking(cohort, self.places, cache, self.progress)
        self.np = np = self.ranking.pool.np
        place_of = self.ranking.pool.place_of
        self.required = {
            k: place_of[cohort.required[mentee.id][0]]
            for k, mentee in enumerate(cohort.mentees)
            if mentee.id in cohort.required
        }
        size = len(cohort.mentees)
        self.waiting = np.ones(size, dtype=bool)
        self.waiting[list(self.required)] = False
        self.priority = np.array([mentee.priority for mentee in cohort.mentees])
        #: Who is given the full list (mask), and ``(mentees, Lists)``: these lists.
        self.opened = np.zeros(size, dtype=bool)
        self.full = []
        self.solution = None
        self.chosen = {}
        # One more than candidates shows whether a list is truncated.
        kept = max(cohort.candidates, ALTERNATES) + 1
        if cache is None:
            self.lists = self.ranking.best(range(size), kept)
        else:
            self.lists = cache.lists(self.ranking, kept)

    # --- solving -------------------------------------------------------------------

    def solve(self):
        """Find the mentor index per served mentee index: ``chosen``.

        Who stays unserved with a truncated list is given the full one, and all are
        solved again, until nobody is left. Of the full lists only those pairs enter
        the network that the duals say could matter.
        """
        self.chosen = dict(self.required)
        pairs = self.pairs()
        if not len(pairs[0]):
            return
        from .solve import Network

        np = self.np
        network = Network(self.places, self.waiting, self._minimum())
        wanted = self._levels()
        truncated = self.waiting & (self.lists.length > self.cohort.candidates)
        found, rounds = None, 0
        while True:
            self.progress("solving", rounds, 0)
            rounds += 1
            found = network.solve(*pairs, wanted, found)
            self._open(np.flatnonzero(truncated & ~self.opened & (found.mentor < 0)))
            more = self._improving(found)
            if not more:
                break
            pairs = [
                np.concatenate([old, *rest])
                for old, rest in zip(pairs, zip(*more, strict=True), strict=True)
            ]
        self.solution, self.network, self.wanted = found, network, wanted
        served = np.flatnonzero(found.mentor >= 0)
        self.chosen.update(
            zip(served.tolist(), found.mentor[served].tolist(), strict=True)
        )

    def pairs(self):
        """Mentees, mentors (indexes) and scores of the truncated lists, as arrays."""
        np, lists = self.np, self.lists
        rows = lists.owners()
        rank = np.arange(len(rows)) - lists.first[rows]
        inside = (rank < self.cohort.candidates) & self.waiting[rows]
        return [
            rows[inside],
            lists.mentor[inside].astype(np.int64),
            lists.score[inside].astype(np.int64),
        ]

    def _minimum(self):
        """Mentees missing to each mentor's minimum load; None if nobody has one."""
        mentors = self.cohort.mentors
        if not any(mentor.min_load for mentor in mentors):
            return None
        missing = self.np.array([max(0, m.min_load - m.load) for m in mentors])
        for mentor in self.required.values():
            missing[mentor] = max(0, missing[mentor] - 1)
        return missing

    def _levels(self):
        from .levels import levels, mentor_ties

        np, lists = self.np, self.lists
        size = len(self.waiting)
        paired = self.waiting & (lists.length > 0)
        best = np.zeros(size, dtype=np.int64)
        best[paired] = lists.score[lists.first[:-1][paired]]
        missing = self._minimum()
        missing = 0 if missing is None else int(np.minimum(missing, size).sum())
        wanted = levels(self.cohort.objective, self.priority, best, paired, missing)
        return wanted + mentor_ties(size, len(self.cohort.mentors))

    def _open(self, rows):
        """Give the mentees ``rows`` the full list."""
        if len(rows):
            self.opened[rows] = True
            count = len(self.cohort.mentors)
            lists = self.ranking.best(rows.tolist(), count, step="full_lists")
            self.full.append((rows, lists))

    def _improving(self, found):
        """Pairs of full lists that could make the plan better, as lists of ``pairs``."""
        np, new = self.np, []
        for rows, lists in self.full:
            who = rows[lists.owners()]
            for start in range(0, len(who), STRETCH):
                part = slice(start, start + STRETCH)
                pairs = who[part], lists.mentor[part], lists.score[part]
                better = found.improves(*pairs) & (found.mentor[pairs[0]] != pairs[1])
                if better.any():
                    new.append([side[better].astype(np.int64) for side in pairs])
        return new

    # --- what is written -----------------------------------------------------------

    def result(self):
        """The plan as plain data, ``README.md``."""
        cohort, chosen = self.cohort, self.chosen
        self.progress("explaining", 0, len(chosen))
        rows = sorted(chosen)
        explained = self.ranking.explained(rows, [chosen[k] for k in rows])
        matches = [
            {
                "mentor": cohort.mentors[chosen[k]].id,
                "mentee": cohort.mentees[k].id,
                "score": score,
                "parts": parts,
            }
            for k, (score, parts) in zip(rows, explained, strict=True)
        ]
        offered = self._offered()
        found = dict(zip(rows, explained, strict=True))
        required = {k: found[k] for k in self.required}
        result = {
            "matches": matches,
            "unmatched": [
                {"mentee": mentee.id, "reason": self.lists.reason[k] or "places_taken"}
                for k, mentee in enumerate(cohort.mentees)
                if k not in chosen
            ],
            "alternates": self._alternates(),
            "objective": shown(sum(round(m["score"] * 1e6) for m in matches)),
            "greedy": shown(self._greedy(offered, required)),
            "optimal": True,
        }
        if cohort.include_scores:
            result["scores"] = self._scores(offered, required)
        if any(mentor.min_load for mentor in cohort.mentors):
            result["below_minimum"] = self._below_minimum()
        return result

    def _alternates(self):
        first = self.lists.first.tolist()
        ids = [mentor.id for mentor in self.cohort.mentors]
        alternates = {}
        for k, mentee in enumerate(self.cohort.mentees):
            last = min(first[k] + ALTERNATES + 1, first[k + 1])
            own = self.chosen.get(k)
            others = [m for m in self.lists.mentor[first[k] : last].tolist() if m != own]
            alternates[mentee.id] = [ids[m] for m in others[:ALTERNATES]]
        return alternates

    def _offered(self):
        """Per mentee the mentors and scores the solver could choose from; None for
        who is in a required pair."""
        everybody = self.np.arange(len(self.waiting))
        offered = [None] * len(everybody)
        for rows, lists, most in (
            (everybody, self.lists, self.cohort.candidates),
            *((rows, lists, len(self.cohort.mentors)) for rows, lists in self.full),
        ):
            first = lists.first.tolist()
            for k, row in enumerate(rows.tolist()):
                if self.waiting[row]:
                    part = slice(first[k], min(first[k] + most, first[k + 1]))
                    offered[row] = lists.mentor[part], lists.score[part]
        return offered

    def _greedy(self, offered, required):
        """Of the greedy plan over the same pairs: the sum in millionths."""
        self.progress("greedy", 0, 0)
        places = reserved_places(self.cohort)
        total = greedy(self.priority.tolist(), offered, places)
        return total + sum(round(score * 1e6) for score, _parts in required.values())

    def _scores(self, offered, required):
        """``[mentor, mentee, score]`` of every pair the solver could choose from."""
        rows = []
        ids = [mentor.id for mentor in self.cohort.mentors]
        for k, (mentee, pair) in enumerate(
            zip(self.cohort.mentees, offered, strict=True)
        ):
            if pair is None:
                rows.append([ids[self.required[k]], mentee.id, required[k][0]])
                continue
            for m, score in zip(pair[0].tolist(), pair[1].tolist(), strict=True):
                rows.append([ids[m], mentee.id, shown(score)])
        return rows

    def _below_minimum(self):
        """Mentors who stay below their minimum load, by id."""
        given = {}
        for mentor in self.chosen.values():
            given[mentor] = given.get(mentor, 0) + 1
        return [
            {"mentor": mentor.id, "minimum": mentor.min_load, "load": load}
            for k, mentor in enumerate(self.cohort.mentors)
            if (load := mentor.load + given.get(k, 0)) < mentor.min_load
        ]
