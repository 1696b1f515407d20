# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Soft score: named parts of a possible pair, each a share of what is best.

Every value is between 0 (worst) and 1 (best). A part's weight is divided by the sum
of the weights of the parts present for that pair, so a missing text or population
neither helps nor harms; what is shown is weight × value, rounded to 6 decimals, and
the score is the sum of these rounded parts. All of it is carried as whole
millionths, so that sums are exact.

Values look at the two sides only, never at the rest of the cohort, so that the same
pair scores the same in a suggestion, in a run and in a later audit. The one
exception is ``cost``, which needs a scale and takes the highest given cost.

==============  ===================================================================
skill_coverage  needed skills offered above the mentee's own level / needed skills
skill_level     mean of ``rules.LEAD_FIT`` over the covered skills
text            cosine of the words of need and offer (``text``); absent without words
institution     mean of: same type 1, other 0; population: 1 if equal, 0 at 100 times
waiting         waiting days / 365, at most 1
load            capacity / (capacity + load)
equality        mentee's population: 1 up to 10,000, 0 from 1,000,000, log between
distance        1 − km / 1,600 between the provincial capitals, at least 0
cost            1 − cost / highest cost in ``costs``; absent for pairs without one
==============  ===================================================================
"""

from math import log10

from .block import Block
from .data import PARTS, Institution
from .rules import LEAD_FIT
from .texts import Texts

MICRO = 1_000_000
WAITING_FULL_DAYS = 365
POPULATION_APART = 2  # in powers of ten: 100 times as many people is wholly unlike
SMALL_POPULATION, LARGE_POPULATION = 10_000, 1_000_000


class Scorer:
    """Scores blocks of pairs (``block.Block``) and lists of them (``Pairs``).

    Both are computed by the same operations in the same order, so that a pair has
    one score to the last bit.

    :param pool: ``pool.Pool``
    :param cache: ``cache.Cache``
    """

    def __init__(self, pool, cache):
        self.np = np = pool.np
        self.cohort = cohort = pool.cohort
        self.pool = pool
        heaviest = max(cohort.weights.values())
        # Divided by the largest, so that no choice of scale can overflow.
        self.weights = {
            name: cohort.weights[name] / heaviest
            for name in PARTS
            if cohort.weights[name] > 0
        }
        self._free = np.array(
            [m.capacity / max(1, m.capacity + m.load) for m in cohort.mentors]
        )
        self._waited = np.array(
            [min(1.0, n.waiting_days / WAITING_FULL_DAYS) for n in cohort.mentees]
        )
        self._small, self._sized = self._smallness()
        self.highest_cost = max(cohort.costs.values(), default=0.0) or 1.0
        self.costs = {}
        for (mentor, mentee), cost in cohort.costs.items():
            row = self.costs.setdefault(pool.row_of[mentee], {})
            row[pool.place_of[mentor]] = cost
        self.texts = Texts(cohort, np, cache)

    def _smallness(self):
        """Per mentee: how small the institution is, 1 small, and whether it is known."""
        span = log10(LARGE_POPULATION) - log10(SMALL_POPULATION)
        small, known = [], []
        for mentee in self.cohort.mentees:
            institution = self.cohort.institutions.get(
                mentee.institution, Institution()
            )
            known.append(institution.population is not None)
            above = log10(max(1, institution.population or 0)) - log10(SMALL_POPULATION)
            small.append(min(1.0, max(0.0, 1 - above / span)) if known[-1] else 0.0)
        return self.np.array(small), self.np.array(known, dtype=bool)

    def parts(self, pairs):
        """``(scores, {part: (values, present)})`` of ``pairs``, in millionths; whole
        numbers, kept as floats. Values and masks may be smaller than ``pairs`` where
        one holds for a whole row or column; ``present`` may be True."""
        np = self.np
        values = {}
        for name in self.weights:
            value = getattr(self, f"_{name}")(pairs)
            if value is not None:
                values[name] = value
        total = 0
        for name, (_value, present) in values.items():
            total = total + self.weights[name] * present
        # Where no part is present nothing is divided, and the score is 0.
        total = np.where(np.asarray(total) > 0, total, 1.0)
        scores = np.zeros(pairs.shape)
        shown = {}
        for name, (value, present) in values.items():
            # The value is 0 where the part is absent.
            part = self.weights[name] * value / total
            part *= MICRO
            np.rint(part, out=part)
            shown[name] = (part, present)
            scores += part
        return scores, shown

    # --- one method a part: (values, present), or None if absent for everybody -----

    def _skill_coverage(self, pairs):
        return pairs.coverage(), True

    def _skill_level(self, pairs):
        return pairs.fit(), True

    def _text(self, pairs):
        return self.texts.likeness(pairs)

    def _institution(self, pairs):
        pool, np = self.pool, self.np
        own = pool.mentees.institution[pairs.n]
        theirs = pool.mentors.institution[pairs.m]
        if not isinstance(pairs, Block):
            return self._alike(own, theirs)
        # A block has few institutions: each two of them are compared once.
        few, rows = np.unique(own.ravel(), return_inverse=True)
        others, columns = np.unique(theirs.ravel(), return_inverse=True)
        value, present = self._alike(few[:, None], others[None, :])
        value = value[:, columns][rows]
        if present.all():
            return value, True
        return value, present[:, columns][rows]

    def _alike(self, one, other):
        np, kind, size = self.np, self.pool.kind, self.pool.size
        typed = (kind[one] >= 0) & (kind[other] >= 0)
        same = typed & (kind[one] == kind[other])
        apart = np.abs(size[one] - size[other]) / POPULATION_APART
        sized = ~np.isnan(apart)
        near = np.where(sized, np.maximum(0.0, 1 - apart), 0.0)
        count = typed.astype(int) + sized
        return (same + near) / np.maximum(count, 1), count > 0

    def _waiting(self, pairs):
        return self._waited[pairs.n], True

    def _load(self, pairs):
        return self._free[pairs.m], True

    def _equality(self, pairs):
        present = self._sized[pairs.n]
        if not present.any():
            return None
        return self._small[pairs.n], True if present.all() else present

    def _distance(self, pairs):
        np, pool = self.np, self.pool
        own, theirs = pool.mentees.province[pairs.n], pool.mentors.province[pairs.m]
        near = pool.near()
        last = len(near) - 1
        # None (−1) and names that are no province have the last row and column.
        place = [np.where((p < 0) | (p > last), last, p) for p in (own, theirs)]
        value = near[place[0], place[1]]
        # A name that is no province is still at no distance from itself.
        value = np.where((own == theirs) & (own >= last), 1.0, value)
        return np.maximum(value, 0.0), value >= 0

    def _cost(self, pairs):
        if not any(row in self.costs for row in set(pairs.n.ravel().tolist())):
            return None
        value = self.np.zeros(pairs.shape)
        present = self.np.zeros(pairs.shape, dtype=bool)
        for place, mentor, row in pairs.given(self.costs):
            value[place] = 1 - self.costs[row][mentor] / self.highest_cost
            present[place] = True
        return value, present


class Pairs:
    """A list of possible pairs, side by side: what ``Block`` is for a product.

    :param rows, mentors: indexes, arrays of one length
    """

    def __init__(self, pool, rows, mentors):
        self.np = pool.np
        self.pool = pool
        self.n, self.m = rows, mentors
        self.shape = (len(rows),)
        self._pairs = list(zip(rows.tolist(), mentors.tolist(), strict=True))
        self._leads = [self._lead(row, mentor) for row, mentor in self._pairs]

    def _lead(self, row, mentor):
        skills = self.pool.cohort.mentors[mentor].skills
        needed = self.pool.cohort.mentees[row].skills
        return [
            skills[skill] - own
            for skill, own in sorted(needed.items())
            if skills.get(skill, 0) > own
        ]

    def coverage(self):
        needed = [len(self.pool.cohort.mentees[row].skills) for row, _m in self._pairs]
        return self.np.array(
            [len(lead) / n for lead, n in zip(self._leads, needed, strict=True)]
        )

    def fit(self):
        return self.np.array(
            [sum(LEAD_FIT[k] for k in lead) / len(lead) for lead in self._leads]
        )

    def given(self, costs):
        for place, (row, mentor) in enumerate(self._pairs):
            if mentor in costs.get(row, ()):
                yield place, mentor, row
