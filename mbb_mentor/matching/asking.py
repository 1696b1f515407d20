# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Questions about a plan: why not this pair, what is short, what changed."""

from statistics import median

from .data import CohortError, parse
from .planning import plan
from .rules import reasons, reserved_places


def _served(found):
    return {row["mentee"]: row["mentor"] for row in found["matches"]}


def compare(before, after):
    """What two plans, as ``plan`` gave them, do differently; also of two cohorts.

    :return: ``{"served": [before, after], "objective": [before, after], "kept": how
        many pairs are in both, "gained", "lost", "moved": […]}``; a row is
        ``{"mentee", "before", "after"}`` with mentor ids, None for unserved, by mentee
    """
    one, other = _served(before), _served(after)
    changed = {"gained": [], "lost": [], "moved": []}
    kept = 0
    for mentee in sorted(one.keys() | other.keys()):
        first, second = one.get(mentee), other.get(mentee)
        if first == second:
            kept += 1
            continue
        kind = "gained" if first is None else "lost" if second is None else "moved"
        changed[kind].append({"mentee": mentee, "before": first, "after": second})
    return {
        "served": [len(one), len(other)],
        "objective": [before["objective"], after["objective"]],
        "kept": kept,
        **changed,
    }


def why_not(cohort, mentor_id, mentee_id, found=None, cache=None):
    """Why a pair is not in the plan: what it would cost, and who would lose.

    The plan is made again with the pair required, so the answer is exact.

    :param found: ``plan(cohort)``, if it is at hand
    :return: ``{"chosen": is it in the plan, "reasons": the hard rules that exclude it
        as in ``exclusions``, "cost": scores lost in sum (what it would gain is
        negative: a class or the number served would lose), "served": change in the
        number served, "changes": ``compare``}``; with reasons, ``cost``, ``served``
        and ``changes`` are None
    :raises CohortError: the cohort is wrong or lacks one of the two
    """
    parsed = parse(cohort)
    mentors = {mentor.id: k for k, mentor in enumerate(parsed.mentors)}
    mentees = {mentee.id: mentee for mentee in parsed.mentees}
    for field, key, known in (
        ("mentor_id", mentor_id, mentors),
        ("mentee_id", mentee_id, mentees),
    ):
        if key not in known:
            raise CohortError(field, f"{key!r} is not in the cohort")
    answer = {"chosen": False, "reasons": [], "cost": None, "served": None}
    answer["changes"] = None
    found = found or plan(cohort, cache=cache)
    if _served(found).get(mentee_id) == mentor_id:
        return answer | {"chosen": True, "cost": 0.0, "served": 0}
    own, _row = parsed.required.get(mentee_id, (None, None))
    why = reasons(parsed, reserved_places(parsed), mentors[mentor_id], mentees[mentee_id])
    if own is not None:
        why.append({"code": "required", "mentor": own})
    if why:
        return answer | {"reasons": why}
    pairs = [*(cohort.get("required") or []), [mentor_id, mentee_id]]
    changes = compare(found, plan({**cohort, "required": pairs}, cache=cache))
    return answer | {
        "cost": round(changes["objective"][0] - changes["objective"][1], 6),
        "served": changes["served"][1] - changes["served"][0],
        "changes": changes,
    }


def shortages(cohort, places=None, by_province=False, limit=20, cache=None):
    """What is short: how many more would be served if there were one more mentor.

    For each subject that unserved mentees need, the most people served is found again
    with an ideal mentor for it: level 5, every language and mode, no dates, of an
    institution of their own. This counts who is served directly and who gets a place
    that somebody else then leaves.

    :param places: of the added mentor; None for the median of the mentors' capacities
    :param by_province: one row per subject and province, for mentees of that province
    :param limit: how many rows, those first that most wait for
    :return: ``[{"skill", "province" (if asked), "unserved": mentees without a mentor
        who need it, "places", "more": how many more would be served}]``, most first,
        then by ``unserved``, then by name; compared with the plan that serves most
    :raises CohortError: the cohort is wrong
    """
    parsed = parse(cohort)
    if places is None:
        capacities = [mentor.capacity for mentor in parsed.mentors if mentor.capacity]
        places = int(median(capacities)) if capacities else 1
    base = {**cohort, "objective": "coverage", "include_scores": False}
    found = plan(base, cache=cache)
    unserved = {row["mentee"] for row in found["unmatched"]}
    waiting = {}
    for mentee in parsed.mentees:
        for skill, own in mentee.skills.items() if mentee.id in unserved else ():
            if own < 5 and mentee.languages and mentee.modes:
                province = mentee.province if by_province else None
                waiting[skill, province] = waiting.get((skill, province), 0) + 1
    order = sorted(waiting, key=lambda key: (-waiting[key], key[0], key[1] or ""))
    rows = []
    for skill, province in order[:limit]:
        row = {"skill": skill, "unserved": waiting[skill, province], "places": places}
        if by_province:
            row["province"] = province
        # That many can be served directly, and nobody gains more than the places.
        row["more"] = places
        if waiting[skill, province] < places:
            more = _with_one_more(base, parsed, skill, province, places, by_province)
            served = len(plan(more, cache=cache)["matches"])
            row["more"] = served - len(found["matches"])
        rows.append(row)
    return sorted(rows, key=lambda row: -row["more"])


def _with_one_more(base, parsed, skill, province, places, by_province):
    """``base`` with an ideal mentor for ``skill``."""
    taken = {mentor.id for mentor in parsed.mentors}
    taken |= set(parsed.institutions) | {m.institution for m in parsed.mentors}
    taken |= {mentee.institution for mentee in parsed.mentees}
    name = "+"
    while name in taken:
        name += "+"
    mentor = {
        "id": name,
        "institution": name,
        "capacity": places,
        "languages": sorted({x for n in parsed.mentees for x in n.languages}),
        "modes": sorted({x for n in parsed.mentees for x in n.modes}),
        "skills": {skill: 5},
    }
    elsewhere = [
        [name, mentee.id]
        for mentee in parsed.mentees
        if by_province and mentee.province != province and skill in mentee.skills
    ]
    return {
        **base,
        "mentors": [*(base.get("mentors") or []), mentor],
        "forbidden": [*(base.get("forbidden") or []), *elsewhere],
    }
