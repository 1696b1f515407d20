# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""What can be asked about a plan, and what may be asked of one in the making."""

from collections import Counter
from itertools import product

import matching
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matching_cases import cohort, cohorts, mentee, mentor, with_required

# Each of these makes dozens of plans.
fewer = settings(max_examples=max(15, settings().max_examples // 4))


def served(result):
    return {row["mentee"]: row["mentor"] for row in result["matches"]}


def micro(score):
    return round(score * 1_000_000)


# --- minimum load ------------------------------------------------------------------


def _missing(data, assigned):
    """Places missing to the minimum loads."""
    given_ = Counter(assigned.values())
    return sum(
        max(0, m.get("min_load", 0) - (m.get("load") or 0) - given_[m["id"]])
        for m in data["mentors"]
    )


@given(cohorts(mentors=3, mentees=4), st.data())
def test_minimum_loads_are_met_as_far_as_possible(data, draw):
    for row in data["mentors"]:
        row["min_load"] = draw.draw(st.integers(0, 4))
    data = with_required(draw.draw, data | {"candidates": 20}, matching)
    result = matching.plan(data)
    scores = {(m, n): score for m, n, score in result["scores"]}
    required = {n: m for m, n in data["required"]}
    options = [
        [m for m, k in scores if k == n["id"]]
        + ([] if n["id"] in required else [None])
        for n in data["mentees"]
    ]
    rooms = {("mentor", m["id"]): m["capacity"] for m in data["mentors"]}
    rooms |= {("unit", u): c for u, c in data["unit_capacity"].items()}
    rooms |= {("institution", i): c for i, c in data["institution_capacity"].items()}
    mentors = {m["id"]: m for m in data["mentors"]}

    def worth(assigned):
        value = [-_missing(data, assigned)]
        for group in sorted({n["priority"] for n in data["mentees"]}):
            own = [n["id"] for n in data["mentees"] if n["priority"] == group]
            own = [n for n in own if n in assigned]
            if data["objective"] == "coverage":
                value.append(len(own))
            value.append(sum(micro(scores[assigned[n], n]) for n in own))
        return value

    def fits(assigned):
        taken = Counter()
        for m in assigned.values():
            taken["mentor", m] += 1
            taken["unit", mentors[m]["unit"]] += 1
            taken["institution", mentors[m]["institution"]] += 1
        return all(taken[level] <= room for level, room in rooms.items())

    ids = [n["id"] for n in data["mentees"]]
    plans = (
        {n: m for n, m in zip(ids, choice, strict=True) if m is not None}
        for choice in product(*options)
    )
    best = max((worth(p) for p in plans if fits(p)), default=None)
    assert fits(served(result))
    assert worth(served(result)) == best
    below = {row["mentor"]: row for row in result.get("below_minimum", ())}
    given_ = Counter(served(result).values())
    for row in data["mentors"]:
        load = row["load"] + given_[row["id"]]
        assert (row["id"] in below) == (load < row["min_load"])
        if row["id"] in below:
            assert below[row["id"]]["load"] == load


def test_a_minimum_load_that_cannot_be_met_is_reported():
    data = cohort([mentor("m1", min_load=2, load=1, capacity=0)], [mentee("n1")])
    below = [{"mentor": "m1", "minimum": 2, "load": 1}]
    assert matching.plan(data)["below_minimum"] == below
    assert matching.plan(data | {"mentees": []})["below_minimum"] == below
    assert "below_minimum" not in matching.plan(cohort([mentor("m1")], []))


def test_a_minimum_load_draws_a_mentee():
    people = [mentor("m1", capacity=2, load=0), mentor("m2", capacity=2, load=9)]
    data = cohort(people, [mentee("n1"), mentee("n2")])
    assert set(served(matching.plan(data)).values()) == {"m1"}
    people[1]["min_load"] = 10
    assert set(served(matching.plan(data)).values()) == {"m1", "m2"}


# --- why not, what is short --------------------------------------------------------


@fewer
@given(cohorts(strict=True))
def test_why_not_is_the_price_of_requiring_the_pair(data):
    found = matching.plan(data)
    for n in data["mentees"][:2]:
        excluded = matching.exclusions(data, n["id"])
        for m in data["mentors"]:
            answer = matching.why_not(data, m["id"], n["id"], found)
            if m["id"] in excluded:
                assert answer["reasons"] == excluded[m["id"]]
                assert answer["cost"] is None
                continue
            again = matching.plan(data | {"required": [[m["id"], n["id"]]]})
            cost = micro(found["objective"]) - micro(again["objective"])
            assert micro(answer["cost"]) == cost
            assert answer["served"] == len(again["matches"]) - len(found["matches"])
            assert answer["chosen"] == (served(found).get(n["id"]) == m["id"])


def test_why_not_names_who_would_lose():
    data = cohort(
        [mentor("m1"), mentor("m2", skills={"zoning": 3})],
        [mentee("n1", waiting_days=90), mentee("n2")],
        required=[],
    )
    data["forbidden"] = [["m2", "n2"]]
    answer = matching.why_not(data, "m1", "n1")
    assert answer["served"] == -1
    assert answer["changes"]["lost"] == [
        {"mentee": "n2", "before": "m1", "after": None}
    ]
    assert answer["changes"]["moved"] == [
        {"mentee": "n1", "before": "m2", "after": "m1"}
    ]
    assert answer["cost"] > 0
    data["required"] = [["m2", "n1"]]
    assert matching.why_not(data, "m1", "n1")["reasons"][-1] == {
        "code": "required",
        "mentor": "m2",
    }


@pytest.mark.parametrize(
    ("pair", "field"), [(("m7", "n1"), "mentor_id"), (("m1", "n7"), "mentee_id")]
)
def test_why_not_of_nobody(pair, field):
    with pytest.raises(matching.CohortError) as caught:
        matching.why_not(cohort([mentor("m1")], [mentee("n1")]), *pair)
    assert caught.value.field == field


@fewer
@given(cohorts(strict=True), st.integers(1, 3), st.booleans())
def test_a_shortage_is_what_one_more_mentor_would_serve(data, places, by_province):
    data = data | {"objective": "coverage", "candidates": 20}
    base = matching.plan(data)
    unserved = {row["mentee"] for row in base["unmatched"]}
    rows = matching.shortages(data, places, by_province)
    assert rows == sorted(rows, key=lambda row: -row["more"])
    for row in rows:
        asked = [
            n
            for n in data["mentees"]
            if row["skill"] in n["skills"]
            and (not by_province or n["province"] == row["province"])
        ]
        assert row["unserved"] == sum(n["id"] in unserved for n in asked)
        one = mentor("m+", "i+", capacity=places, skills={row["skill"]: 5})
        one |= {"languages": ["tr", "en"], "modes": ["online", "onsite"]}
        apart = [n["id"] for n in data["mentees"] if n not in asked]
        more = data | {
            "mentors": [*data["mentors"], one],
            "forbidden": [*data["forbidden"], *(["m+", n] for n in apart)],
        }
        gain = len(matching.plan(more)["matches"]) - len(base["matches"])
        assert row["more"] == gain


def test_a_shortage_counts_places_that_become_free():
    # A second mentor for zoning takes n2, and n1 too, whose place goes to n3.
    data = cohort(
        [mentor("m1", skills={"zoning": 5, "roads": 5})],
        [
            mentee("n1", priority=1),
            mentee("n2", priority=2),
            mentee("n3", priority=2, skills={"roads": 1}),
        ],
    )
    assert matching.shortages(data, places=2) == [
        {"skill": "zoning", "unserved": 1, "places": 2, "more": 2},
        {"skill": "roads", "unserved": 1, "places": 2, "more": 1},
    ]
    assert [row["more"] for row in matching.shortages(data)] == [1, 1]


def test_a_shortage_where_nobody_offers():
    row = {"skill": "zoning", "unserved": 1, "places": 1, "more": 1}
    assert matching.shortages({"mentees": [mentee("n1")]}) == [row]
    assert matching.shortages({"mentees": [mentee("n1")]}, places=3) == [
        row | {"places": 3}
    ]
    assert matching.shortages({}) == []


# --- fairness, comparison ----------------------------------------------------------


def test_fairness_by_hand():
    data = cohort(
        [mentor("m1", load=1), mentor("m2", "i2")],
        [
            mentee("n1", "a", waiting_days=10, province="34"),
            mentee("n2", "a", waiting_days=30, province="16"),
            mentee("n3", "b", waiting_days=90, province="34"),
        ],
        institutions={
            "a": {"type": "town", "population": 9999},
            "b": {"type": "metropolitan", "population": 1_000_000},
        },
        required=[["m1", "n3"]],
        forbidden=[["m2", "n2"]],
    )
    figures = matching.fairness(data, what_if={})
    assert figures["institution_type"]["town"] == {
        "mentees": 2,
        "served": 1,
        "share": 0.5,
        "waiting": 20.0,
        "waiting_served": 10.0,
        "waiting_unserved": 30.0,
    }
    assert list(figures["size"]) == ["0-9999", "1000000-"]
    assert figures["size"]["1000000-"]["waiting_unserved"] is None
    assert figures["province"]["16"]["served"] == 0
    assert figures["all"]["mentees"] == 3
    assert figures["mentors"][0] == {
        "mentor": "m1",
        "before": 1,
        "given": 1,
        "capacity": 1,
    }
    assert figures["load_gini"] == round(1 / 6, 4)


def test_fairness_shows_what_distance_would_change():
    weights = dict.fromkeys(matching.PARTS, 0) | {"waiting": 1}
    data = cohort(
        [mentor("m1", province="34")],
        [
            mentee("n1", "far", province="65", waiting_days=40),
            mentee("n2", "near", province="34", waiting_days=20),
        ],
        institutions={"far": {"population": 5000}, "near": {"population": 900_000}},
        weights=weights,
    )
    effect = matching.fairness(data)["what_if"]["distance"]
    assert (effect["gained"], effect["lost"]) == (1, 1)
    assert effect["size"]["0-9999"]["share"] == 0
    assert matching.fairness(data)["what_if"]["cost"]["kept"] == 1


@given(cohorts(), cohorts())
def test_groups_add_up_and_comparisons_are_symmetric(data, other):
    figures = matching.fairness(data, what_if={})
    for kind in ("institution_type", "size", "province"):
        for field in ("mentees", "served"):
            total = sum(group[field] for group in figures[kind].values())
            assert total == figures["all"][field]
    one, two = matching.plan(data), matching.plan(other)
    there, back = matching.compare(one, two), matching.compare(two, one)
    assert there["kept"] == back["kept"]
    assert len(there["gained"]) == len(back["lost"])
    assert there["kept"] + len(there["moved"]) + len(there["lost"]) == len(
        one["matches"]
    )


# --- progress and cache ------------------------------------------------------------


def test_progress_is_told_and_can_stop():
    data = cohort([mentor("m1")], [mentee("n1"), mentee("n2")])
    told = []
    expected = matching.plan(data)
    assert matching.plan(data, lambda *step: told.append(step)) == expected
    assert {step for step, _done, _total in told} >= {"scoring", "solving", "greedy"}
    for last in {step for step, _done, _total in told}:
        with pytest.raises(matching.Stopped) as caught:
            matching.plan(data, lambda step, *_counts, last=last: step != last)
        assert caught.value.step == last


@fewer
@given(st.lists(cohorts(strict=True), min_size=2, max_size=4))
def test_a_cache_changes_no_answer(series):
    cache = matching.Cache()
    for data in [*series, series[0]]:
        assert matching.plan(data, cache=cache) == matching.plan(data)
        for n in data["mentees"][:1]:
            found = matching.suggest(data, n["id"], 3, cache=cache)
            assert found == matching.suggest(data, n["id"], 3)


@fewer
@given(cohorts(strict=True), st.data())
def test_a_cache_sees_every_change(data, draw):
    """One profile or rule after the other changes, under the same ids."""
    cache = matching.Cache()
    data = data | {"candidates": 2}
    for _change in range(4):
        assert matching.plan(data, cache=cache) == matching.plan(data)
        other = draw.draw(cohorts(strict=True))
        field = draw.draw(
            st.sampled_from(
                "mentors mentees institutions forbidden declines costs weights "
                "allow_same_institution".split()
            )
        )
        value = other[field]
        if field in ("mentors", "mentees"):
            # Mostly the same people, one of them changed.
            people = {row["id"]: row for row in data[field]}
            people |= {r["id"]: r for r in value[:1] if r["id"] in people}
            value = list(people.values())
        data = data | {field: value, "unit_capacity": {}}
        ids = [{row["id"] for row in data[side]} for side in ("mentors", "mentees")]
        for pairs in ("forbidden", "declines", "costs"):
            data[pairs] = [p for p in data[pairs] if p[0] in ids[0] and p[1] in ids[1]]
        if any(
            a["unit"] and a["unit"] == b["unit"] and a["institution"] != b["institution"]
            for a in data["mentors"]
            for b in data["mentors"]
        ):
            return
