# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Hard rules: which mentor is possible for which mentee, and why another is not.

A pair is possible when the mentor offers a needed skill at a level above the
mentee's own, the periods overlap by a day or more, a language and a mode are shared,
the institutions differ (unless ``allow_same_institution``), the pair is neither
forbidden nor declined, and mentor, unit and institution each have a place left that
no required pair of someone else takes.

Here one pair is asked in plain Python, with the reasons; ``block`` asks many at once.
The tests hold the two to the same answer.
"""

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
