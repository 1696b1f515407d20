# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Small cohorts whose answer is known."""

import matching
import pytest
from matching import text
from matching.provinces import CENTRES, distance_km
from matching_cases import cohort, mentee, mentor


def pairs(result):
    return [(row["mentor"], row["mentee"]) for row in result["matches"]]


EMPTY = {
    "matches": [],
    "unmatched": [],
    "alternates": {},
    "objective": 0.0,
    "greedy": 0.0,
    "optimal": True,
}


def test_empty_cohort():
    assert matching.plan({}) == EMPTY
    assert matching.plan(cohort([], [])) == EMPTY
    assert matching.plan(cohort([mentor("m1")], [])) == EMPTY
    assert matching.plan({"include_scores": True}) == EMPTY | {"scores": []}


def test_nobody_offers():
    result = matching.plan(cohort([], [mentee("n1")]))
    assert result["unmatched"] == [{"mentee": "n1", "reason": "no_mentor"}]
    assert matching.suggest(cohort([], [mentee("n1")]), "n1") == []


@pytest.mark.parametrize(
    ("fields", "people", "reason"),
    [
        ({}, {"skills": {"zoning": 2}}, "skill"),
        ({}, {"skills": {}}, "skill"),
        ({}, {"available_to": "2026-01-31"}, "period"),
        ({}, {"languages": ["en"]}, "language"),
        ({}, {"languages": []}, "language"),
        ({}, {"modes": ["onsite"]}, "mode"),
        ({}, {"institution": "i9"}, "same_institution"),
        ({"forbidden": [["m1", "n1"]]}, {}, "forbidden"),
        ({"declines": [["m1", "n1"]]}, {}, "declined"),
        ({}, {"capacity": 0}, "full"),
        ({"unit_capacity": {"u": 0}}, {"unit": "u"}, "full"),
        ({"institution_capacity": {"i1": 0}}, {}, "full"),
    ],
)
def test_each_hard_rule(fields, people, reason):
    data = cohort(
        [mentor("m1") | people],
        [mentee("n1", needed_from="2026-02-01")],
        include_scores=True,
        **fields,
    )
    result = matching.plan(data)
    assert (result["matches"], result["scores"]) == ([], [])
    assert result["unmatched"] == [{"mentee": "n1", "reason": reason}]
    (why,) = matching.exclusions(data, "n1")["m1"]
    assert why["code"].endswith(reason)


def test_exclusions_give_every_reason_with_its_facts():
    data = cohort(
        [mentor("m1", capacity=0, modes=["onsite"], skills={"zoning": 1})],
        [mentee("n1")],
    )
    assert matching.exclusions(data, "n1") == {
        "m1": [
            {"code": "skill", "skills": {"zoning": {"mentor": 1, "mentee": 2}}},
            {"code": "mode", "mentor": ["onsite"], "mentee": ["online"]},
            {"code": "mentor_full", "id": "m1", "capacity": 0},
        ]
    }


def test_a_period_overlaps_on_its_last_day():
    data = cohort(
        [mentor("m1", available_to="2026-02-01")],
        [mentee("n1", needed_from="2026-02-01")],
    )
    assert pairs(matching.plan(data)) == [("m1", "n1")]


def test_same_institution_when_allowed():
    data = cohort([mentor("m1", "i9")], [mentee("n1")], allow_same_institution=True)
    assert pairs(matching.plan(data)) == [("m1", "n1")]


def test_ties_go_by_id():
    data = cohort(
        [mentor("m2"), mentor("m1")], [mentee("n2"), mentee("n1"), mentee("n3")]
    )
    for objective in ("score", "coverage"):
        result = matching.plan(data | {"objective": objective})
        assert pairs(result) == [("m1", "n1"), ("m2", "n2")]
        assert result["unmatched"] == [{"mentee": "n3", "reason": "places_taken"}]
        assert result["alternates"]["n1"] == ["m2"]
    assert [s["mentor"] for s in matching.suggest(data, "n3")] == ["m1", "m2"]
    assert [s["mentor"] for s in matching.suggest(data, "n3", 1)] == ["m1"]


def test_ties_of_score_zero_are_still_served():
    data = cohort(
        [mentor("m1", capacity=2)],
        [mentee("n1"), mentee("n2")],
        weights=dict.fromkeys(matching.PARTS, 0),
    )
    result = matching.plan(data)
    assert pairs(result) == [("m1", "n1"), ("m1", "n2")]
    assert [(r["score"], r["parts"]) for r in result["matches"]] == [(0.0, {})] * 2


def test_score_and_coverage_differ():
    # m1 suits n1 far better than anybody else; n2 can only have m1.
    weights = dict.fromkeys(matching.PARTS, 0) | {"skill_level": 1}
    data = cohort(
        [mentor("m1", skills={"zoning": 4}), mentor("m2", skills={"zoning": 5})],
        [
            mentee("n1", skills={"zoning": 2}),
            mentee("n2", skills={"zoning": 0}),
        ],
        forbidden=[["m2", "n2"]],
        weights=weights | {"skill_level": 1},
    )
    # Alone m1-n1 is worth 1; m2-n1 and m1-n2 are worth 2/3 and 1/3.
    score = matching.plan(data | {"weights": weights, "objective": "score"})
    coverage = matching.plan(data | {"objective": "coverage"})
    assert len(coverage["matches"]) == 2
    assert score["objective"] == 1.0 == coverage["objective"]
    # Equal sums: more people served is the better plan.
    assert len(score["matches"]) == 2
    worse = data | {"mentees": [mentee("n1"), mentee("n2", skills={"zoning": 0})]}
    worse["mentors"] = [mentor("m1"), mentor("m2", skills={"zoning": 3})]
    worse["forbidden"] = [["m2", "n2"], ["m2", "n1"]]
    assert pairs(matching.plan(worse)) == [("m1", "n1")]


def test_class_one_comes_first_even_for_a_worse_score():
    data = cohort(
        [mentor("m1")],
        [mentee("n1", priority=2), mentee("n2", priority=1, skills={"zoning": 3})],
    )
    assert pairs(matching.plan(data)) == [("m1", "n2")]


def test_required_takes_its_place_first():
    data = cohort(
        [mentor("m1"), mentor("m2", skills={"zoning": 3})],
        [mentee("n1"), mentee("n2")],
        required=[["m1", "n2"], ["m1", "n2"]],
        include_scores=True,
    )
    result = matching.plan(data)
    assert pairs(result) == [("m2", "n1"), ("m1", "n2")]
    assert [row[:2] for row in result["scores"]] == [["m2", "n1"], ["m1", "n2"]]
    assert result["alternates"] == {"n1": [], "n2": ["m2"]}
    (why,) = matching.exclusions(data, "n1")["m1"]
    assert why["code"] == "mentor_full"
    assert matching.exclusions(data, "n2") == {}


def test_unserved_through_truncation_is_tried_on_the_full_list():
    data = cohort(
        [mentor("m1"), mentor("m2", load=9)],
        [mentee("n1"), mentee("n2")],
        candidates=1,
        include_scores=True,
    )
    result = matching.plan(data)
    assert pairs(result) == [("m1", "n1"), ("m2", "n2")]
    assert len(result["scores"]) == 3
    assert result["alternates"] == {"n1": ["m2"], "n2": ["m1"]}


def test_parts_by_hand():
    data = cohort(
        [
            mentor(
                "m1",
                province="34",
                capacity=1,
                load=3,
                skills={"zoning": 4, "water": 1},
                text="İmar, atık",
            )
        ],
        [
            mentee(
                "n1",
                province="16",
                waiting_days=73,
                skills={"zoning": 1, "water": 2},
                text="İMAR",
            )
        ],
        institutions={
            "i1": {"type": "town", "population": 1_000_000},
            "i9": {"type": "town", "population": 100_000},
        },
        costs=[["m1", "n1", 250]],
    )
    for name, expected in {
        "skill_coverage": 0.5,
        "skill_level": 0.666667,
        "text": 0.707107,  # one word of two
        "institution": 0.75,  # same type 1; ten times the people 0.5
        "waiting": 0.2,
        "load": 0.25,
        "equality": 0.5,
        "distance": 1 - round(distance_km("34", "16") / 1600, 6),
        "cost": 0.0,
    }.items():
        weights = dict.fromkeys(matching.PARTS, 0) | {name: 7}
        (row,) = matching.suggest(data | {"weights": weights}, "n1")
        assert row == {
            "mentor": "m1",
            "score": pytest.approx(expected, abs=1e-6),
            "parts": {name: pytest.approx(expected, abs=1e-6)},
        }
    (row,) = matching.suggest(data, "n1")
    assert set(row["parts"]) == set(matching.PARTS) - {"distance", "cost"}
    assert row["parts"]["text"] == 0.141421
    assert row["parts"]["skill_coverage"] == 0.15


def test_absent_parts_leave_the_scale_to_the_others():
    data = cohort([mentor("m1")], [mentee("n1", waiting_days=365)])
    (row,) = matching.suggest(data, "n1")
    assert row["parts"] == {
        "skill_coverage": 0.5,
        "skill_level": 0.25,
        "waiting": 0.166667,
        "load": 0.083333,
    }
    assert row["score"] == 1.0


def test_a_pair_scores_the_same_whoever_else_is_there():
    one = cohort([mentor("m1", text="imar planı")], [mentee("n1", text="imar")])
    many = cohort(
        one["mentors"] + [mentor(f"x{k}", text="imar atık su") for k in range(9)],
        one["mentees"] + [mentee(f"y{k}", waiting_days=99) for k in range(9)],
    )
    (alone,) = matching.suggest(one, "n1")
    assert alone in matching.suggest(many, "n1")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("İMAR PLANI", "imar planı"),
        ("IMAR", "imar"),
        ("Şişli'nin", "sisli"),
        ("I\u0307mar", "imar"),
        ("KATI ATIK", "katı atık"),
        ("katı atıklar", "KATI ATIK"),
        ("ISPARTA", "Isparta"),
    ],
)
def test_turkish_words_meet(one, other):
    assert text.vector(one) == text.vector(other) != ()


@pytest.mark.parametrize(
    ("one", "other"),
    [("planları", "planı"), ("hikâye", "hikaye"), ("belediye", "belediyeler")],
)
def test_inflected_words_are_alike_where_the_stemmer_errs(one, other):
    first, second = dict(text.vector(one)), dict(text.vector(other))
    shared = sum(first[word] * second.get(word, 0) for word in first)
    assert 0.15 < shared < 1


def test_words_without_meaning_are_no_text():
    for nothing in (None, "", "…", "ve ile bir", "- 5 !"):
        assert text.vector(nothing) == ()


def test_provinces():
    assert len(CENTRES) == 81
    assert distance_km("34", "34") == 0
    assert distance_km("34", "06") == pytest.approx(350, abs=15)
    assert distance_km("22", "30") == pytest.approx(1530, abs=15)
    assert distance_km("34", "00") is None
    assert distance_km(None, "34") is None
    assert all(36 <= lat <= 42.1 and 26 <= lon <= 44.8 for lat, lon in CENTRES.values())


def test_importable_under_another_package(tmp_path, monkeypatch):
    """Inside Odoo the package has another name, so nothing may name it outright."""
    from pathlib import Path

    (tmp_path / "addon_x").mkdir()
    (tmp_path / "addon_x" / "__init__.py").write_text("")
    folder = Path(matching.__file__).parent
    (tmp_path / "addon_x" / "engine").symlink_to(folder)
    monkeypatch.syspath_prepend(str(tmp_path))
    from addon_x import engine

    data = cohort([mentor("m1")], [mentee("n1")])
    assert engine.plan(data) == matching.plan(data)
    assert engine.CohortError is not matching.CohortError
