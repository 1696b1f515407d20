# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Bad input is refused by field, through the API and on the command line."""

import copy
import json
import math
import subprocess
import sys
from pathlib import Path

import matching
import pytest
from matching_cases import cohort, mentee, mentor

FOLDER = Path(matching.__file__).parent
EXAMPLE = {
    "mentors": [
        {
            "id": "m1",
            "institution": "i1",
            "unit": None,
            "province": "34",
            "capacity": 2,
            "load": 0,
            "languages": ["tr"],
            "modes": ["online", "onsite"],
            "available_from": "2026-01-01",
            "available_to": "2026-12-31",
            "skills": {"zoning": 4},
            "text": "…",
        }
    ],
    "mentees": [
        {
            "id": "n1",
            "institution": "i2",
            "province": "16",
            "priority": 1,
            "waiting_days": 0,
            "languages": ["tr"],
            "modes": ["online"],
            "needed_from": "2026-03-01",
            "needed_to": "2026-06-30",
            "skills": {"zoning": 2},
            "text": "…",
        }
    ],
    "institutions": {"i1": {"type": "metropolitan", "population": 900000}},
    "institution_capacity": {"i1": 5},
    "unit_capacity": {},
    "forbidden": [],
    "required": [],
    "declines": [],
    "costs": [],
    "weights": {},
    "objective": "score",
    "candidates": 20,
    "include_scores": False,
}


def run(text, *options):
    data = text if isinstance(text, bytes) else text.encode()
    command = [sys.executable, *options, str(FOLDER)]
    return subprocess.run(command, input=data, capture_output=True, check=False)


def test_the_example_runs_as_it_is():
    done = run(json.dumps(EXAMPLE, ensure_ascii=False))
    assert (done.returncode, done.stderr) == (0, b"")
    plan = json.loads(done.stdout)
    assert plan == matching.plan(EXAMPLE)
    (match,) = plan["matches"]
    assert (match["mentor"], match["mentee"]) == ("m1", "n1")
    assert plan["unmatched"] == []
    assert plan["alternates"] == {"n1": []}
    assert plan["objective"] == plan["greedy"] == match["score"] > 0
    assert plan["optimal"] is True
    assert "scores" not in plan


def test_only_what_is_required():
    data = copy.deepcopy(EXAMPLE)
    optional = "unit province load available_from available_to text"
    for key in optional.split():
        del data["mentors"][0][key]
    optional = "province priority waiting_days needed_from needed_to text"
    for key in optional.split():
        del data["mentees"][0][key]
    bare = {"mentors": data["mentors"], "mentees": data["mentees"]}
    assert len(matching.plan(bare)["matches"]) == 1
    # null is the same as leaving a field out
    nulls = EXAMPLE | dict.fromkeys(set(EXAMPLE) - {"mentors", "mentees"})
    assert matching.plan(nulls)["matches"][0]["mentor"] == "m1"


def test_neutral_values_are_accepted():
    neutral = {"required": None, "costs": [], "unit_capacity": {}, "weights": None}
    assert matching.plan(EXAMPLE | neutral) == matching.plan(EXAMPLE)


DELETE = object()
BAD = [
    ("mentors", {}, "mentors"),
    ("mentors", "m1", "mentors"),
    ("mentors.0", None, "mentors[0]"),
    ("mentors.0", "m1", "mentors[0]"),
    ("mentors.0.nickname", 1, "mentors[0].nickname"),
    ("mentees.0.nickname", None, "mentees[0].nickname"),
    ("mentees.0.capacity", 1, "mentees[0].capacity"),
    ("nickname", 1, "nickname"),
    ("nickname", None, "nickname"),
    ("institutions.i1.nickname", 1, "institutions.i1.nickname"),
    ("institutions.i1", 3, "institutions.i1"),
    ("institutions.i1.population", -1, "institutions.i1.population"),
    ("institutions.i1.population", 0.5, "institutions.i1.population"),
    ("institutions.i1.type", 1, "institutions.i1.type"),
    *(
        (f"{people}.0.{key}", value, f"{people}[0].{key}")
        for people in ("mentors", "mentees")
        for key, values in {
            "id": (DELETE, None, "", 7, True),
            "institution": (DELETE, None, "", 7),
            "languages": (DELETE, None, "tr", {}),
            "modes": (DELETE, None, "online", 1),
            "skills": (DELETE, None, [], "zoning"),
            "province": (34, []),
            "text": (1, ["a"]),
        }.items()
        for value in values
    ),
    *(
        ("mentors.0.capacity", value, "mentors[0].capacity")
        for value in (DELETE, None, -1, 1.5, 2.0, True, "2", 10**30, math.nan)
    ),
    ("mentors.0.load", -1, "mentors[0].load"),
    ("mentors.0.min_load", -1, "mentors[0].min_load"),
    ("mentors.0.min_load", 1.5, "mentors[0].min_load"),
    ("mentees.0.min_load", 1, "mentees[0].min_load"),
    ("mentors.0.unit", 1, "mentors[0].unit"),
    ("mentors.0.languages", [""], "mentors[0].languages[0]"),
    ("mentors.0.modes", ["online", 1], "mentors[0].modes[1]"),
    *(
        ("mentors.0.skills.zoning", value, "mentors[0].skills.zoning")
        for value in (0, 6, 2.5, None, "4", True)
    ),
    *(
        ("mentees.0.skills.zoning", value, "mentees[0].skills.zoning")
        for value in (-1, 6, None)
    ),
    *(
        ("mentors.0.available_from", value, "mentors[0].available_from")
        for value in ("2026-02-30", "20260101", "2026-W01-1", 2026, "", "2026-1-1")
    ),
    ("mentors.0.available_to", "2025-12-31", "mentors[0].available_to"),
    ("mentees.0.needed_to", "2026-02-28", "mentees[0].needed_to"),
    ("mentees.0.priority", 0, "mentees[0].priority"),
    ("mentees.0.priority", "1", "mentees[0].priority"),
    ("mentees.0.waiting_days", -1, "mentees[0].waiting_days"),
    ("institution_capacity", [], "institution_capacity"),
    ("institution_capacity.i1", -1, "institution_capacity.i1"),
    ("institution_capacity.i1", None, "institution_capacity.i1"),
    ("institution_capacity.i7", 1, "institution_capacity.i7"),
    ("unit_capacity.u7", 1, "unit_capacity.u7"),
    *(
        (field, value, f"{field}[0]{where}")
        for field in ("forbidden", "required", "declines")
        for value, where in (
            (["m1"], ""),
            ([["m1"]], ""),
            ([["m1", "n1", 1]], ""),
            ([["m7", "n1"]], "[0]"),
            ([["m1", "n7"]], "[1]"),
            ([[1, "n1"]], "[0]"),
        )
    ),
    ("costs", [["m1", "n1"]], "costs[0]"),
    ("costs", [["m1", "n1", -1]], "costs[0][2]"),
    ("costs", [["m1", "n1", "9"]], "costs[0][2]"),
    ("costs", [["m1", "n1", math.inf]], "costs[0][2]"),
    ("costs", [["m1", "n1", math.nan]], "costs[0][2]"),
    ("costs", [["m1", "n1", 1], ["m1", "n1", 2]], "costs[1]"),
    ("weights", [], "weights"),
    ("weights.charm", 1, "weights.charm"),
    ("weights.text", -1, "weights.text"),
    ("weights.text", None, "weights.text"),
    ("weights.text", math.inf, "weights.text"),
    ("objective", "fairness", "objective"),
    ("objective", ["score"], "objective"),
    ("candidates", 0, "candidates"),
    ("candidates", 1.0, "candidates"),
    ("include_scores", 1, "include_scores"),
    ("include_scores", "no", "include_scores"),
    ("allow_same_institution", 1, "allow_same_institution"),
]


def spoilt(path, value):
    data = copy.deepcopy(EXAMPLE)
    *way, last = path.split(".")
    place = data
    for step in way:
        place = place[int(step) if isinstance(place, list) else step]
    if value is DELETE:
        del place[last]
    elif isinstance(place, list):
        place[int(last)] = value
    else:
        place[last] = value
    return data


@pytest.mark.parametrize(("path", "value", "field"), BAD)
def test_bad_value_is_refused_by_field(path, value, field):
    data = spoilt(path, value)
    for ask in (
        matching.check,
        matching.plan,
        lambda bad: matching.suggest(bad, "n1"),
        lambda bad: matching.exclusions(bad, "n1"),
    ):
        with pytest.raises(matching.CohortError) as caught:
            ask(data)
        assert caught.value.field == field


@pytest.mark.parametrize("bad", [None, [], "cohort", 1])
def test_a_cohort_is_an_object(bad):
    with pytest.raises(matching.CohortError, match="^cohort: "):
        matching.plan(bad)


@pytest.mark.parametrize("people", ["mentors", "mentees"])
def test_duplicate_id(people):
    data = spoilt("objective", "score")
    data[people] *= 2
    with pytest.raises(matching.CohortError) as caught:
        matching.plan(data)
    assert caught.value.field == f"{people}[1].id"


def test_a_unit_lies_in_one_institution():
    people = [mentor("m1", "i1", unit="u"), mentor("m2", "i2", unit="u")]
    with pytest.raises(matching.CohortError, match=r"^mentors\[1\]\.unit: "):
        matching.plan(cohort(people, []))


@pytest.mark.parametrize(
    ("fields", "place", "word"),
    [
        ({"required": [["m1", "n1"], ["m2", "n1"]]}, 1, "already required"),
        ({"required": [["m1", "n1"], ["m1", "n2"]]}, 1, "mentor_full"),
        ({"required": [["m1", "n1"]], "forbidden": [["m1", "n1"]]}, 0, "forbidden"),
        ({"required": [["m1", "n1"]], "declines": [["m1", "n1"]]}, 0, "declines"),
        ({"required": [["m3", "n1"]]}, 0, "skill"),
        ({"required": [["m4", "n1"]]}, 0, "same_institution"),
        (
            {"required": [["m1", "n1"], ["m2", "n2"]], "unit_capacity": {"u": 1}},
            1,
            "unit_full",
        ),
        (
            {"required": [["m2", "n1"]], "institution_capacity": {"i1": 0}},
            0,
            "institution_full",
        ),
    ],
)
def test_contradictory_required_pairs(fields, place, word):
    people = [
        mentor("m1", unit="u"),
        mentor("m2", unit="u"),
        mentor("m3", skills={"zoning": 2}),
        mentor("m4", "i9"),
    ]
    data = cohort(people, [mentee("n1"), mentee("n2")], **fields)
    with pytest.raises(matching.CohortError, match=word) as caught:
        matching.check(data)
    assert caught.value.field == f"required[{place}]"


def test_unknown_mentee():
    for ask in (matching.suggest, matching.exclusions):
        with pytest.raises(matching.CohortError) as caught:
            ask(EXAMPLE, "n7")
        assert caught.value.field == "mentee_id"


@pytest.mark.parametrize(
    ("text", "field"),
    [
        (json.dumps(spoilt("mentors.0.skills.zoning", 9)), "mentors[0].skills.zoning"),
        (json.dumps(spoilt("mentors.0.capacity", math.nan)), "mentors[0].capacity"),
        (json.dumps(spoilt("a\nb", 1)), "a b"),
        ("", "cohort"),
        ("{", "cohort"),
        ("[]", "cohort"),
        (b"\xff\xfe{", "cohort"),
        ("[" * 100_000, "cohort"),
        ('{"mentors": [], "mentors": []}', "mentors"),
        ('{"candidates": 1' + "0" * 5000 + "}", "cohort"),
    ],
)
def test_command_line_refuses_in_one_line(text, field):
    done = run(text)
    assert done.returncode == 2
    assert done.stdout == b""
    (line,) = done.stderr.decode().splitlines()
    assert line.startswith(f"{field}: ")


@pytest.mark.parametrize("library", ["numpy", "ortools", "snowballstemmer"])
def test_a_missing_library_is_named(library, tmp_path):
    data = spoilt("mentors.0.text", "İmar planı")
    data["mentees"][0]["text"] = "imar"
    (tmp_path / "sitecustomize.py").write_text(
        f"import sys\nsys.modules[{library!r}] = None\n"
    )
    done = subprocess.run(
        [sys.executable, str(FOLDER)],
        input=json.dumps(data).encode(),
        capture_output=True,
        check=False,
        env={"PYTHONPATH": str(tmp_path)},
    )
    assert (done.returncode, done.stdout) == (3, b"")
    (line,) = done.stderr.decode().splitlines()
    assert library in line


def test_suggest_needs_numpy_alone():
    code = (
        "import sys; sys.path.append(sys.argv[1])\n"
        "for name in ('ortools', 'scipy', 'pandas'): sys.modules[name] = None\n"
        "import json, matching\n"
        "assert 'numpy' not in sys.modules\n"
        "print(len(matching.suggest(json.load(sys.stdin), 'n1', 5)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(FOLDER.parent)],
        input=json.dumps(EXAMPLE).encode(),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, b"1\n"), done.stderr
