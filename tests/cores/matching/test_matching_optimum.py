# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""The plan against brute force, and what must hold for every plan."""

from collections import Counter

import matching
from hypothesis import given
from hypothesis import strategies as st
from matching_cases import cohorts, large, with_required


def micro(score):
    return round(score * 1_000_000)


def within(data, assigned):
    """Do these {mentee: mentor} fit the capacities at all three levels?"""
    mentors = {m["id"]: m for m in data["mentors"]}
    taken = Counter()
    for chosen in assigned.values():
        taken["mentor", chosen] += 1
        taken["unit", mentors[chosen].get("unit")] += 1
        taken["institution", mentors[chosen]["institution"]] += 1
    room = {("mentor", m["id"]): m["capacity"] for m in data["mentors"]}
    room |= {("unit", u): c for u, c in data["unit_capacity"].items()}
    room |= {("institution", i): c for i, c in data["institution_capacity"].items()}
    return all(taken[level] <= capacity for level, capacity in room.items())


def worth(data, assigned, scores):
    """What is maximised, ties included, as one tuple."""
    mentees = sorted(data["mentees"], key=lambda n: (n["priority"], n["id"]))
    mentors = sorted(m["id"] for m in data["mentors"])
    by_id = sorted(n["id"] for n in mentees)
    value = []
    for group in sorted({n["priority"] for n in mentees}):
        served = [
            (assigned[n["id"]], n["id"])
            for n in mentees
            if n["priority"] == group and n["id"] in assigned
        ]
        if data["objective"] == "coverage":
            value.append(len(served))
        value.append(sum(micro(scores[pair]) for pair in served))
    value.append(len(assigned))
    value += [n["id"] in assigned for n in mentees]
    value.append(-sum(mentors.index(m) for m in assigned.values()))
    value.append(
        sum((mentors.index(m) + 1) * (by_id.index(n) + 1) for n, m in assigned.items())
    )
    return tuple(value)


def best_worth(data, scores):
    required = {n: m for m, n in data["required"]}
    options = {
        n["id"]: [m for m, k in scores if k == n["id"]] for n in data["mentees"]
    }
    best = None

    def search(left, assigned):
        nonlocal best
        if not within(data, assigned):
            return
        if not left:
            value = worth(data, assigned, scores)
            best = value if best is None else max(best, value)
            return
        head, *tail = left
        for chosen in options[head]:
            search(tail, assigned | {head: chosen})
        if head not in required:
            search(tail, assigned)

    search(sorted(options), {})
    return best


@given(cohorts(), st.data())
def test_no_plan_is_better(data, draw):
    data = with_required(draw.draw, data, matching)
    result = matching.plan(data)
    scores = {(m, n): score for m, n, score in result["scores"]}
    assigned = {row["mentee"]: row["mentor"] for row in result["matches"]}
    assert within(data, assigned)
    assert worth(data, assigned, scores) == best_worth(data, scores)
    assert result["optimal"] is True


@given(cohorts(strict=True), st.data())
def test_what_every_plan_keeps(data, draw):
    data = with_required(draw.draw, data, matching)
    result = matching.plan(data)
    scores = {(m, n): score for m, n, score in result["scores"]}
    matches = [(row["mentor"], row["mentee"]) for row in result["matches"]]
    kept_apart = {tuple(pair) for pair in data["forbidden"] + data["declines"]}

    assert {tuple(pair) for pair in data["required"]} <= set(matches)
    assert not kept_apart & set(matches)
    assert set(matches) <= set(scores)
    served = [mentee for _mentor, mentee in matches]
    unserved = [row["mentee"] for row in result["unmatched"]]
    assert sorted(served + unserved) == sorted(n["id"] for n in data["mentees"])
    for row in result["matches"]:
        assert round(sum(row["parts"].values()), 6) == row["score"]
        assert row["score"] == scores[row["mentor"], row["mentee"]]
        assert set(row["parts"]) <= set(matching.PARTS)
        assert all(part == round(part, 6) >= 0 for part in row["parts"].values())
    total = sum(micro(row["score"]) for row in result["matches"])
    assert micro(result["objective"]) == total
    for mentee, others in result["alternates"].items():
        assert not set(others) & set(matching.exclusions(data, mentee))
        assert (*others,) not in {(m,) for m, n in matches if n == mentee}


@given(cohorts(strict=True), st.data())
def test_pairs_offered_are_those_that_no_rule_excludes(data, draw):
    data = with_required(draw.draw, data, matching) | {"candidates": 20}
    required = {n: m for m, n in data["required"]}
    offered = {(m, n) for m, n, _score in matching.plan(data)["scores"]}
    for mentee in data["mentees"]:
        key = mentee["id"]
        excluded = matching.exclusions(data, key)
        possible = {m["id"] for m in data["mentors"]} - set(excluded)
        assert {s["mentor"] for s in matching.suggest(data, key)} == possible
        if key in required:
            possible = {required[key]}
        assert {m for m, n in offered if n == key} == possible


@given(cohorts(), st.data())
def test_greedy_takes_by_class_score_mentee_mentor(data, draw):
    data = with_required(draw.draw, data, matching)
    result = matching.plan(data)
    priority = {n["id"]: n["priority"] for n in data["mentees"]}
    assigned = {n: m for m, n in data["required"]}
    scores = {(m, n): score for m, n, score in result["scores"]}
    for m, n, _score in sorted(
        result["scores"], key=lambda row: (priority[row[1]], -row[2], row[1], row[0])
    ):
        if n not in assigned and within(data, assigned | {n: m}):
            assigned[n] = m
    total = sum(micro(scores[m, n]) for n, m in assigned.items())
    assert micro(result["greedy"]) == total


@given(cohorts(strict=True), st.randoms(use_true_random=False))
def test_order_of_the_input_does_not_matter(data, shuffler):
    expected = matching.plan(data)
    other = {}
    for key in shuffler.sample(sorted(data), len(data)):
        value = data[key]
        if isinstance(value, list):
            value = shuffler.sample(value, len(value))
        elif isinstance(value, dict):
            value = {k: value[k] for k in shuffler.sample(sorted(value), len(value))}
        other[key] = value
    assert matching.plan(other) == expected


@given(cohorts(mentors=4, mentees=5))
def test_truncation_alone_leaves_nobody_unserved(data):
    data = data | {"objective": "coverage", "candidates": 1}
    data["mentees"] = [n | {"priority": 1} for n in data["mentees"]]
    short = matching.plan(data)
    full = matching.plan(data | {"candidates": 20})
    # Each unserved mentee saw the full list; served ones keep their short one, so
    # only a chain through them could serve more.
    assert len(short["matches"]) <= len(full["matches"])
    offered = Counter(n for _m, n, _score in short["scores"])
    possible = Counter(n for _m, n, _score in full["scores"])
    for row in short["unmatched"]:
        assert offered[row["mentee"]] == possible[row["mentee"]]


def _linear_programme(data, scores):
    """Optimum of one class by SciPy's HiGHS, an unrelated solver."""
    import numpy as np
    from scipy.optimize import linprog
    from scipy.sparse import coo_matrix

    mentors = {m["id"]: m for m in data["mentors"]}
    pairs = sorted(scores)
    limits = {("mentee", n["id"]): 1 for n in data["mentees"]}
    limits |= {("mentor", m["id"]): m["capacity"] for m in data["mentors"]}
    limits |= {("unit", u): c for u, c in data["unit_capacity"].items()}
    limits |= {("institution", i): c for i, c in data["institution_capacity"].items()}
    row_of = {key: k for k, key in enumerate(limits)}
    rows, columns = [], []
    for column, (m, n) in enumerate(pairs):
        levels = [("mentee", n), ("mentor", m)]
        levels += [("unit", mentors[m].get("unit"))]
        levels += [("institution", mentors[m]["institution"])]
        for level in levels:
            if level in row_of:
                rows.append(row_of[level])
                columns.append(column)
    shape = (len(limits), len(pairs))
    matrix = coo_matrix((np.ones(len(rows)), (rows, columns)), shape)
    found = linprog(
        [-scores[pair] for pair in pairs],
        A_ub=matrix.tocsr(),
        b_ub=list(limits.values()),
        bounds=(0, 1),
    )
    return -found.fun


def test_a_larger_cohort_reaches_the_linear_programme():
    for seed in range(3):
        data = large(seed, 60, 150)
        data["mentees"] = [n | {"priority": 1} for n in data["mentees"]]
        result = matching.plan(data)
        scores = {(m, n): score for m, n, score in result["scores"]}
        assert abs(result["objective"] - _linear_programme(data, scores)) < 1e-6
        assert result["greedy"] < result["objective"]
        assert within(data, {r["mentee"]: r["mentor"] for r in result["matches"]})


def test_merged_and_single_levels_give_the_same_plan(monkeypatch):
    from matching import solve

    data = large(7, 40, 90)
    for objective in ("score", "coverage"):
        data["objective"] = objective
        expected = matching.plan(data)
        with monkeypatch.context() as patch:
            patch.setattr(solve, "merged", lambda found, nodes: found)
            assert matching.plan(data) == expected


def test_where_the_solver_begins_does_not_change_the_plan(monkeypatch):
    """Few pairs at first, and a narrow look at the others, cost rounds alone."""
    from matching import solve

    for seed in range(3):
        data = large(seed, 60, 90) | {"candidates": 60}
        expected = matching.plan(data)
        scores = {(m, n): score for m, n, score in expected["scores"]}
        with monkeypatch.context() as patch:
            patch.setattr(solve, "START", 2)
            patch.setattr(solve, "NEAR", 10**9)
            assert matching.plan(data) == expected
        assert len(scores) > 2 * 2 * 90  # dense enough to begin with a part
        data = data | {"mentees": [n | {"priority": 1} for n in data["mentees"]]}
        with monkeypatch.context() as patch:
            patch.setattr(solve, "START", 2)
            result = matching.plan(data)
        scores = {(m, n): score for m, n, score in result["scores"]}
        assert abs(result["objective"] - _linear_programme(data, scores)) < 1e-6
