# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Hard rules: which mentor is possible for which mentee, and why another is not.

A pair is possible when the mentor offers a needed skill at a level above the
mentee's own, the periods overlap by a day or more, a language and a mode are shared,
the institutions differ (unless ``allow_same_institution``), the pair is neither
forbidden nor declined, and mentor, unit and institution each have a place left that
no required pair of someone else takes.

``Pool.possible`` asks all mentors at once with NumPy; ``reasons`` asks one pair in
plain Python and explains. The tests hold them to the same answer.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from .data import CohortError
from .places import Places

#: Codes of ``reasons``, in the order in which the rules are applied.
REASONS = (
    "skill",
    "period",
    "language",
    "mode",
    "same_institution",
    "forbidden",
    "declined",
    "mentor_full",
    "unit_full",
    "institution_full",
)
#: How well a lead of 1…5 levels suits: two levels ahead is best; one leaves little
#: to learn, and five spends a rare expert on a beginner.
LEAD_FIT = (0.0, 2 / 3, 1.0, 2 / 3, 1 / 3, 0.0)


def reserved_places(cohort):
    """``Places`` after the required pairs took theirs.

    :raises CohortError: a required pair breaks a hard rule or finds no place
    """
    places = Places(cohort)
    mentors = {mentor.id: k for k, mentor in enumerate(cohort.mentors)}
    mentees = {mentee.id: mentee for mentee in cohort.mentees}
    for mentee, (mentor, row) in sorted(cohort.required.items()):
        index = mentors[mentor]
        broken = reasons(cohort, places, index, mentees[mentee])
        if broken:
            codes = ", ".join(reason["code"] for reason in broken)
            raise CohortError(
                f"required[{row}]",
                f"{mentor!r} with {mentee!r} breaks a hard rule: {codes}",
            )
        places.take(index)
    return places


def reasons(cohort, places, mentor_index, mentee):
    """Why this pair is not possible: ``[{"code": …, parameters}]``, empty if it is.

    Codes are in ``REASONS``; parameters are the facts compared, dates as ISO text.
    """
    mentor = cohort.mentors[mentor_index]
    pair = (mentor.id, mentee.id)
    found = []
    if not any(mentor.skills.get(s, 0) > own for s, own in mentee.skills.items()):
        found.append(
            {
                "code": "skill",
                "skills": {
                    skill: {"mentor": mentor.skills.get(skill), "mentee": own}
                    for skill, own in sorted(mentee.skills.items())
                },
            }
        )
    starts = [d for d in (mentor.available_from, mentee.needed_from) if d]
    ends = [d for d in (mentor.available_to, mentee.needed_to) if d]
    if starts and ends and max(starts) > min(ends):
        found.append(
            {
                "code": "period",
                "mentor_from": _iso(mentor.available_from),
                "mentor_to": _iso(mentor.available_to),
                "mentee_from": _iso(mentee.needed_from),
                "mentee_to": _iso(mentee.needed_to),
            }
        )
    for code, field in (("language", "languages"), ("mode", "modes")):
        theirs, own = getattr(mentor, field), getattr(mentee, field)
        if not theirs & own:
            found.append(
                {"code": code, "mentor": sorted(theirs), "mentee": sorted(own)}
            )
    if mentor.institution == mentee.institution and not cohort.allow_same_institution:
        found.append({"code": "same_institution", "institution": mentor.institution})
    if pair in cohort.forbidden:
        found.append({"code": "forbidden"})
    if pair in cohort.declines:
        found.append({"code": "declined"})
    for code, key, capacity in places.full(mentor_index):
        found.append({"code": code, "id": key, "capacity": capacity})
    return found


def _iso(day):
    return day.isoformat() if day else None


@dataclass(frozen=True)
class Possible:
    """Possible mentors of one mentee: ``index`` into ``cohort.mentors``, ascending;
    how many needed skills each ``covered``; mean ``fit`` of the lead in these. If
    there is nobody, ``reason`` is the rule at which the last one dropped out."""

    index: Any
    covered: Any
    fit: Any
    reason: str | None = None


class Pool:
    """The mentors as NumPy columns, asked mentee by mentee.

    :param places: from ``reserved_places``
    """

    def __init__(self, cohort, places):
        import numpy as np

        self.np = np
        self.cohort = cohort
        self.places = places
        mentors = cohort.mentors
        self.place_of = {mentor.id: k for k, mentor in enumerate(mentors)}
        self._from = np.array(
            [(m.available_from or date.min).toordinal() for m in mentors], dtype=int
        )
        self._to = np.array(
            [(m.available_to or date.max).toordinal() for m in mentors], dtype=int
        )
        names = sorted({m.institution for m in mentors})
        self.institution_number = {name: k for k, name in enumerate(names)}
        self.institution = np.array(
            [self.institution_number[m.institution] for m in mentors], dtype=int
        )
        self._open = np.array(
            [places.is_open(k) for k in range(len(mentors))], dtype=bool
        )
        self._skills = self._offers()
        self._shares = {}
        self._apart = {
            "forbidden": self._by_mentee(cohort.forbidden),
            "declined": self._by_mentee(cohort.declines),
        }

    def _offers(self):
        """Skill -> (mentor indexes, their levels)."""
        offers = {}
        for k, mentor in enumerate(self.cohort.mentors):
            for skill, level in mentor.skills.items():
                who, levels = offers.setdefault(skill, ([], []))
                who.append(k)
                levels.append(level)
        array = self.np.array
        return {s: (array(who), array(levels)) for s, (who, levels) in offers.items()}

    def _by_mentee(self, pairs):
        by_mentee = {}
        for mentor, mentee in pairs:
            by_mentee.setdefault(mentee, []).append(self.place_of[mentor])
        return by_mentee

    def _sharing(self, field, wanted):
        """Mask of mentors who share a language or mode; few sets recur, so cached."""
        key = (field, wanted)
        if key not in self._shares:
            self._shares[key] = self.np.array(
                [bool(getattr(m, field) & wanted) for m in self.cohort.mentors],
                dtype=bool,
            )
        return self._shares[key]

    def _open_for(self, mentee):
        required = self.cohort.required.get(mentee.id)
        if not required:
            return self._open
        # What this mentee's own required pair takes is not taken from them.
        own = self.place_of[required[0]]
        self.places.give_back(own)
        mask = [self.places.is_open(k) for k in range(len(self.cohort.mentors))]
        self.places.take(own)
        return self.np.array(mask, dtype=bool)

    def possible(self, mentee):
        """The mentors possible for ``mentee``."""
        np = self.np
        size = len(self.cohort.mentors)
        covered = np.zeros(size, dtype=int)
        fit = np.zeros(size)
        lead_fit = np.array(LEAD_FIT)
        for skill, own in sorted(mentee.skills.items()):
            if skill in self._skills:
                who, levels = self._skills[skill]
                ahead = levels > own
                who = who[ahead]
                covered[who] += 1
                fit[who] += lead_fit[levels[ahead] - own]
        index = np.flatnonzero(covered)
        reason = None if len(index) else "skill"
        for code, passes in self._tests(mentee):
            if reason:
                break
            index = index[passes(index)]
            reason = None if len(index) else code
        if not size:
            reason = "no_mentor"
        return Possible(index, covered[index], fit[index] / covered[index], reason)

    def few(self, mentee, indexes):
        """As ``possible``, for mentors already known to be possible."""
        np = self.np
        covered, fit = [], []
        for k in indexes:
            skills = self.cohort.mentors[k].skills
            leads = [
                skills[skill] - own
                for skill, own in sorted(mentee.skills.items())
                if skills.get(skill, 0) > own
            ]
            covered.append(len(leads))
            fit.append(sum(LEAD_FIT[lead] for lead in leads) / len(leads))
        return Possible(np.array(indexes, dtype=int), np.array(covered), np.array(fit))

    def _tests(self, mentee):
        start = (mentee.needed_from or date.min).toordinal()
        end = (mentee.needed_to or date.max).toordinal()
        yield "period", lambda k: (self._from[k] <= end) & (self._to[k] >= start)
        shared = self._sharing("languages", mentee.languages)
        yield "language", lambda k: shared[k]
        modes = self._sharing("modes", mentee.modes)
        yield "mode", lambda k: modes[k]
        if not self.cohort.allow_same_institution:
            own = self.institution_number.get(mentee.institution, -1)
            yield "same_institution", lambda k: self.institution[k] != own
        for code, by_mentee in self._apart.items():
            if mentee.id in by_mentee:
                out = by_mentee[mentee.id]
                yield code, lambda k, out=out: ~self.np.isin(k, out)
        is_open = self._open_for(mentee)
        yield "full", lambda k: is_open[k]
