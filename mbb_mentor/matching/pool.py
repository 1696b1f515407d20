# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""The cohort as NumPy columns: one array per field, mentors and mentees by index.

Indexes follow ids, so the lower index is the lower id.
"""

from datetime import date
from math import log10

from .data import Institution
from .provinces import CENTRES, FAR_KM, distance_km


class Numbers:
    """Names as numbers, in the order in which they first came."""

    def __init__(self):
        self.of = {}

    def __call__(self, name):
        return self.of.setdefault(name, len(self.of))


class Side:
    """The columns that mentors and mentees have in common; dates as ordinals."""

    def __init__(self, np, people, first, last, numbers):
        institution, province, language, mode = numbers
        self.start = np.array(
            [(getattr(p, first) or date.min).toordinal() for p in people], dtype=np.int32
        )
        self.end = np.array(
            [(getattr(p, last) or date.max).toordinal() for p in people], dtype=np.int32
        )
        self.institution = np.array(
            [institution(p.institution) for p in people], dtype=np.int32
        )
        self.province = np.array(
            [-1 if p.province is None else province(p.province) for p in people],
            dtype=np.int32,
        )
        # A set recurs often, so people carry its number and the sets are compared.
        self.languages, self.language_sets = _sets(
            np, [p.languages for p in people], language
        )
        self.modes, self.mode_sets = _sets(np, [p.modes for p in people], mode)


def _sets(np, values, number):
    sets = {}
    numbers = [sets.setdefault(value, len(sets)) for value in values]
    masks = [sum(1 << number(name) for name in value) for value in sets]
    return np.array(numbers, dtype=np.int32), masks


def meet(np, own, others):
    """Table: does mask ``own[i]`` share a bit with ``others[j]``?"""
    table = [[bool(one & other) for other in others] for one in own]
    return np.array(table, dtype=bool).reshape(len(own), len(others))


class Pool:
    """Everything that the rules and the scores read, as columns.

    :param cohort: ``data.Cohort``
    :param places: from ``rules.reserved_places``
    """

    def __init__(self, cohort, places):
        import numpy as np

        self.np = np
        self.cohort = cohort
        self.places = places
        self.place_of = {mentor.id: k for k, mentor in enumerate(cohort.mentors)}
        self.row_of = {mentee.id: k for k, mentee in enumerate(cohort.mentees)}
        institution, province = Numbers(), Numbers()
        for code in CENTRES:
            province(code)
        numbers = (institution, province, Numbers(), Numbers())
        self.mentors = Side(
            np, cohort.mentors, "available_from", "available_to", numbers
        )
        self.mentees = Side(np, cohort.mentees, "needed_from", "needed_to", numbers)
        self.share_language = meet(
            np, self.mentees.language_sets, self.mentors.language_sets
        )
        self.share_mode = meet(np, self.mentees.mode_sets, self.mentors.mode_sets)
        self.open = np.array(
            [places.is_open(k) for k in range(len(cohort.mentors))], dtype=bool
        )
        self.offers = self._offers()
        self.apart = [
            (code, self._by_mentee(pairs))
            for code, pairs in (
                ("forbidden", cohort.forbidden),
                ("declined", cohort.declines),
            )
        ]
        self._institutions([*institution.of])
        self._near = None

    def _offers(self):
        """Skill -> (mentor indexes, their levels)."""
        np = self.np
        offers = {}
        for k, mentor in enumerate(self.cohort.mentors):
            for skill, level in mentor.skills.items():
                who, levels = offers.setdefault(skill, ([], []))
                who.append(k)
                levels.append(level)
        return {
            skill: (np.array(who, dtype=np.int32), np.array(levels, dtype=np.int8))
            for skill, (who, levels) in offers.items()
        }

    def _by_mentee(self, pairs):
        by_mentee = {}
        for mentor, mentee in pairs:
            by_mentee.setdefault(self.row_of[mentee], []).append(self.place_of[mentor])
        return by_mentee

    def _institutions(self, names):
        np = self.np
        kinds = Numbers()
        known = [self.cohort.institutions.get(name, Institution()) for name in names]
        self.kind = np.array(
            [kinds(i.type) if i.type else -1 for i in known], dtype=np.int32
        )
        # NumPy's logarithm may differ from this one in the last bit.
        self.size = np.array(
            [
                np.nan if i.population is None else log10(max(1, i.population))
                for i in known
            ]
        )

    def open_for(self, row):
        """Mask of the mentors with a place for mentee ``row``."""
        required = self.cohort.required.get(self.cohort.mentees[row].id)
        if not required:
            return self.open
        # What this mentee's own required pair takes is not taken from them.
        own = self.place_of[required[0]]
        self.places.give_back(own)
        mask = [self.places.is_open(k) for k in range(len(self.cohort.mentors))]
        self.places.take(own)
        return self.np.array(mask, dtype=bool)

    def near(self):
        """Table by province number of nearness, 0–1; −1 where it is not known. The
        last row and column stand for every other name."""
        if self._near is None:
            np = self.np
            size = len(CENTRES) + 1
            self._near = table = np.full((size, size), -1.0)
            codes = [*CENTRES]
            for i, one in enumerate(codes):
                for j, other in enumerate(codes):
                    table[i, j] = max(0.0, 1 - distance_km(one, other) / FAR_KM)
        return self._near
