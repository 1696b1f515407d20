# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""The questions a cohort can be asked: a plan for all, suggestions for one mentee,
and why a mentor is not possible."""

from .data import CohortError, parse
from .ranking import Ranking
from .rules import reasons, reserved_places


def check(cohort):
    """Check a cohort, required pairs included.

    :raises CohortError: naming the first wrong field
    """
    reserved_places(parse(cohort))


def _row_of(cohort, mentee_id):
    for row, mentee in enumerate(cohort.mentees):
        if mentee.id == mentee_id:
            return row
    raise CohortError("mentee_id", f"{mentee_id!r} is not a mentee of the cohort")


def suggest(cohort, mentee_id, limit=None, cache=None):
    """The best mentors for one mentee, whatever the others would get.

    Places that required pairs of others take are not offered.

    :param cohort: the whole cohort; other mentees may be left out of it
    :param limit: how many at most; None for all
    :param cache: ``Cache`` to use and fill
    :return: ``[{"mentor": id, "score": number, "parts": {name: number}}]``, best
        first, ties by id; scores are those that ``plan`` would use
    :raises CohortError: the cohort is wrong or has no such mentee
    :raises ModuleNotFoundError: NumPy, or snowballstemmer where texts are compared
    """
    parsed = parse(cohort)
    row = _row_of(parsed, mentee_id)
    ranking = Ranking(parsed, reserved_places(parsed), cache)
    count = len(parsed.mentors) if limit is None else min(limit, len(parsed.mentors))
    best = ranking.best([row], max(0, count)).mentor.tolist()
    return [
        {"mentor": parsed.mentors[mentor].id, "score": score, "parts": parts}
        for mentor, (score, parts) in zip(
            best, ranking.explained([row] * len(best), best), strict=True
        )
    ]


def exclusions(cohort, mentee_id):
    """Why mentors are not possible for one mentee, whatever their score.

    :return: ``{mentor id: [{"code": …, parameters}]}`` for every mentor who is not
        possible; codes in ``rules.REASONS``
    :raises CohortError: the cohort is wrong or has no such mentee
    """
    parsed = parse(cohort)
    mentee = parsed.mentees[_row_of(parsed, mentee_id)]
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


def plan(cohort, progress=None, cache=None):
    """The best plan for everyone at once.

    :param cohort: plain data as in ``README.md``
    :param progress: called as ``progress(step, done, total)`` now and then, see
        ``progress.Progress``; returning ``False`` stops the plan
    :param cache: ``Cache`` to use and fill
    :return: plain data as in ``README.md``
    :raises CohortError: the cohort is wrong
    :raises Stopped: ``progress`` said so
    :raises RuntimeError: the solver failed
    :raises ModuleNotFoundError: NumPy, SciPy, OR-Tools or snowballstemmer is needed
        and missing
    """
    parsed = parse(cohort)
    if not parsed.mentees:
        reserved_places(parsed)
        return _empty(parsed)
    from .run import Run

    run = Run(parsed, cache, progress)
    run.solve()
    return run.result()


def _empty(cohort):
    result = {
        "matches": [],
        "unmatched": [],
        "alternates": {},
        "objective": 0.0,
        "greedy": 0.0,
        "optimal": True,
    }
    if cohort.include_scores:
        result["scores"] = []
    below = [m for m in cohort.mentors if m.load < m.min_load]
    if any(mentor.min_load for mentor in cohort.mentors):
        result["below_minimum"] = [
            {"mentor": m.id, "minimum": m.min_load, "load": m.load} for m in below
        ]
    return result
