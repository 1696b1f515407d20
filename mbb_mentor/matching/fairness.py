# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Equality: whom a plan serves, how long they waited, and who carries the load."""

from .asking import compare
from .data import Institution, parse
from .planning import plan

#: Upper bounds of the size bands, in inhabitants.
SIZES = (10_000, 50_000, 250_000, 1_000_000)
#: Weights tried for the parts that are left out by default.
WHAT_IF = {"distance": 15, "cost": 15}


def fairness(cohort, found=None, what_if=None, cache=None):
    """Equality figures of a plan.

    :param found: ``plan(cohort)``, if it is at hand
    :param what_if: part → weight, each tried alone in a plan of its own and compared;
        None for ``WHAT_IF``, ``{}`` for none, which takes no time
    :return: ``{"all": group, "institution_type": {name: group}, "size": …,
        "province": …, "mentors": […], "load_gini": 0 (all carry the same) to 1,
        "what_if": {part: …}}``

        A group is ``{"mentees", "served", "share": served / mentees, "waiting": mean
        days of all, "waiting_served", "waiting_unserved"}``, means None where there
        is nobody. Names are the institution's type, ``"0-9999"`` … ``"1000000-"`` and
        the plate code; ``""`` where it is not known. ``mentors`` are ``{"mentor",
        "before": mentees carried, "given", "capacity": left before}`` by id.
        ``what_if`` holds ``compare``'s figures and the groups ``size`` of that plan.
    :raises CohortError: the cohort is wrong
    """
    parsed = parse(cohort)
    found = found or plan(cohort, cache=cache)
    effects = {}
    for part, weight in sorted((WHAT_IF if what_if is None else what_if).items()):
        weights = {**(cohort.get("weights") or {}), part: weight}
        other = plan({**cohort, "weights": weights}, cache=cache)
        changes = compare(found, other)
        effects[part] = {
            "weight": weight,
            **{key: changes[key] for key in ("served", "kept")},
            **{key: len(changes[key]) for key in ("gained", "lost", "moved")},
            "size": _groups(parsed, _served(other), _size),
        }
    served = _served(found)
    given = {}
    for mentor in served.values():
        given[mentor] = given.get(mentor, 0) + 1
    mentors = [
        {
            "mentor": mentor.id,
            "before": mentor.load,
            "given": given.get(mentor.id, 0),
            "capacity": mentor.capacity,
        }
        for mentor in parsed.mentors
    ]
    return {
        "all": _group(parsed.mentees, served),
        "institution_type": _groups(parsed, served, _type),
        "size": _groups(parsed, served, _size),
        "province": _groups(parsed, served, _province),
        "mentors": mentors,
        "load_gini": _gini([row["before"] + row["given"] for row in mentors]),
        "what_if": effects,
    }


def _served(found):
    return {row["mentee"]: row["mentor"] for row in found["matches"]}


def _institution(cohort, mentee):
    return cohort.institutions.get(mentee.institution, Institution())


def _type(cohort, mentee):
    return _institution(cohort, mentee).type or ""


def _size(cohort, mentee):
    population = _institution(cohort, mentee).population
    if population is None:
        return ""
    low = 0
    for high in SIZES:
        if population < high:
            return f"{low}-{high - 1}"
        low = high
    return f"{low}-"


def _province(_cohort, mentee):
    return mentee.province or ""


def _groups(cohort, served, name_of):
    groups = {}
    for mentee in cohort.mentees:
        groups.setdefault(name_of(cohort, mentee), []).append(mentee)
    return {name: _group(groups[name], served) for name in sorted(groups, key=_order)}


def _order(name):
    """Bands by their size, everything else by name."""
    low = name.partition("-")[0]
    return (0, int(low), "") if low.isdecimal() else (1, 0, name)


def _group(people, served):
    inside = [mentee.waiting_days for mentee in people if mentee.id in served]
    outside = [mentee.waiting_days for mentee in people if mentee.id not in served]
    return {
        "mentees": len(people),
        "served": len(inside),
        "share": round(len(inside) / len(people), 4) if people else None,
        "waiting": _mean(inside + outside),
        "waiting_served": _mean(inside),
        "waiting_unserved": _mean(outside),
    }


def _mean(values):
    return round(sum(values) / len(values), 1) if values else None


def _gini(values):
    """Of the loads: 0 if all carry the same; None if nobody carries anything."""
    total = sum(values)
    if not total:
        return None
    ranked = sum(rank * value for rank, value in enumerate(sorted(values), start=1))
    size = len(values)
    return round(2 * ranked / (size * total) - (size + 1) / size, 4)
