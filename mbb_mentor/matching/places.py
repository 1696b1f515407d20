# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Places: how many mentees a mentor, a unit and an institution can still take.

The three levels nest (mentor in unit in institution), so they form a tree: a mentor
can take one more only if every level above has a place too.
"""


class Places:
    """Places left, taken and counted along the tree. Mentors go by their place in
    ``cohort.mentors``."""

    def __init__(self, cohort):
        self.left = []
        self.levels = []  # (code, id, capacity), person first
        self._index = {}
        self.path = [
            [
                self._level("mentor_full", mentor.id, mentor.capacity),
                *self._upper("unit_full", mentor.unit, cohort.unit_capacity),
                *self._upper(
                    "institution_full",
                    mentor.institution,
                    cohort.institution_capacity,
                ),
            ]
            for mentor in cohort.mentors
        ]

    def _level(self, code, key, capacity):
        if (code, key) not in self._index:
            self._index[code, key] = len(self.left)
            self.left.append(capacity)
            self.levels.append((code, key, capacity))
        return self._index[code, key]

    def _upper(self, code, key, capacities):
        return [self._level(code, key, capacities[key])] if key in capacities else []

    def full(self, mentor):
        """Levels of this mentor without a place: ``[(code, id, capacity)]``."""
        return [self.levels[k] for k in self.path[mentor] if self.left[k] <= 0]

    def is_open(self, mentor):
        return all(self.left[k] > 0 for k in self.path[mentor])

    def take(self, mentor):
        for level in self.path[mentor]:
            self.left[level] -= 1

    def give_back(self, mentor):
        for level in self.path[mentor]:
            self.left[level] += 1
