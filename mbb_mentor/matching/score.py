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

from .data import PARTS, Institution
from .provinces import distance_km
from .text import vector

MICRO = 1_000_000
WAITING_FULL_DAYS = 365
POPULATION_APART = 2  # in powers of ten: 100 times as many people is wholly unlike
SMALL_POPULATION, LARGE_POPULATION = 10_000, 1_000_000
FAR_KM = 1600.0  # a little more than from one end of the country to the other


class Scorer:
    """Scores the possible mentors of one mentee at a time.

    :param pool: ``rules.Pool``
    """

    def __init__(self, pool):
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
        self._highest_cost = max(cohort.costs.values(), default=0.0)
        self._costs = {}
        for (mentor, mentee), cost in cohort.costs.items():
            self._costs.setdefault(mentee, {})[pool.place_of[mentor]] = cost
        self._texts = self._text_index() if "text" in self.weights else None
        self._likeness = {}
        self._distances = {}

    def _text_index(self):
        """Stem -> (mentor indexes, weights); and who has a text at all."""
        postings = {}
        present = self.np.zeros(len(self.cohort.mentors), dtype=bool)
        # Nobody's need has words, so nobody's offer has to be read.
        if any(vector(mentee.text) for mentee in self.cohort.mentees):
            for k, mentor in enumerate(self.cohort.mentors):
                for root, weight in vector(mentor.text):
                    who, weights = postings.setdefault(root, ([], []))
                    who.append(k)
                    weights.append(weight)
                    present[k] = True
        array = self.np.array
        return present, {r: (array(w), array(x)) for r, (w, x) in postings.items()}

    def parts(self, mentee, possible):
        """Scores of ``possible`` (``rules.Possible``), all in millionths.

        :return: ``(scores, {part: (values, present)})``; ``present`` is True or a
            mask
        """
        np = self.np
        values = {}
        for name in self.weights:
            value = getattr(self, f"_{name}")(mentee, possible)
            if value is not None:
                values[name] = value
        total = sum(self.weights[n] * present for n, (_v, present) in values.items())
        scores = np.zeros(len(possible.index), dtype=np.int64)
        shown = {}
        # Where no part is present nothing is divided, and the score is 0.
        total = np.where(np.asarray(total) > 0, total, 1.0)
        for name, (value, present) in values.items():
            share = self.weights[name] * present * value / total
            part = np.rint(share * MICRO).astype(np.int64)
            shown[name] = (part + np.zeros_like(scores), present)
            scores += part
        return scores, shown

    # --- one method a part: (values, present), or None if absent for everybody -----

    def _skill_coverage(self, mentee, possible):
        return possible.covered / len(mentee.skills), True

    def _skill_level(self, mentee, possible):
        return possible.fit, True

    def _text(self, mentee, possible):
        present, postings = self._texts
        need = vector(mentee.text)
        if not need:
            return None
        cosine = self.np.zeros(len(self.cohort.mentors))
        for root, weight in need:
            if root in postings:
                who, weights = postings[root]
                cosine[who] += weight * weights
        return self.np.minimum(cosine[possible.index], 1.0), present[possible.index]

    def _institution(self, mentee, possible):
        likeness, present = self._likeness_of(mentee.institution)
        numbers = self.pool.institution[possible.index]
        return likeness[numbers], present[numbers]

    def _likeness_of(self, name):
        """Likeness of institution ``name`` to each institution of the pool."""
        if name not in self._likeness:
            row = [
                self._alike(self._known(name), self._known(other))
                for other in self.pool.institution_number
            ]
            self._likeness[name] = (
                self.np.array([value or 0.0 for value in row]),
                self.np.array([value is not None for value in row], dtype=bool),
            )
        return self._likeness[name]

    def _known(self, name):
        return self.cohort.institutions.get(name, Institution())

    @staticmethod
    def _alike(one, other):
        found = []
        if one.type and other.type:
            found.append(float(one.type == other.type))
        if one.population is not None and other.population is not None:
            sizes = [log10(max(1, i.population)) for i in (one, other)]
            apart = abs(sizes[0] - sizes[1]) / POPULATION_APART
            found.append(max(0.0, 1 - apart))
        return sum(found) / len(found) if found else None

    def _waiting(self, mentee, possible):
        return min(1.0, mentee.waiting_days / WAITING_FULL_DAYS), True

    def _load(self, mentee, possible):
        return self._free[possible.index], True

    def _equality(self, mentee, possible):
        population = self._known(mentee.institution).population
        if population is None:
            return None
        span = log10(LARGE_POPULATION) - log10(SMALL_POPULATION)
        above = log10(max(1, population)) - log10(SMALL_POPULATION)
        return min(1.0, max(0.0, 1 - above / span)), True

    def _distance(self, mentee, possible):
        if mentee.province not in self._distances:
            own = mentee.province
            row = [distance_km(m.province, own) for m in self.cohort.mentors]
            self._distances[mentee.province] = (
                self.np.array([max(0.0, 1 - (km or 0.0) / FAR_KM) for km in row]),
                self.np.array([km is not None for km in row], dtype=bool),
            )
        near, present = self._distances[mentee.province]
        return near[possible.index], present[possible.index]

    def _cost(self, mentee, possible):
        given = self._costs.get(mentee.id)
        if not given:
            return None
        row = [given.get(k) for k in possible.index.tolist()]
        highest = self._highest_cost or 1.0
        return (
            self.np.array([1 - (cost or 0.0) / highest for cost in row]),
            self.np.array([cost is not None for cost in row], dtype=bool),
        )
