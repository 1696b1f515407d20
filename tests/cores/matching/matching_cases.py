# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Cohorts for the tests: small random ones, and people written in one line."""

import random

from hypothesis import strategies as st


def mentor(key, institution="i1", **fields):
    return {
        "id": key,
        "institution": institution,
        "capacity": 1,
        "languages": ["tr"],
        "modes": ["online"],
        "skills": {"zoning": 4},
    } | fields


def mentee(key, institution="i9", **fields):
    return {
        "id": key,
        "institution": institution,
        "languages": ["tr"],
        "modes": ["online"],
        "skills": {"zoning": 2},
    } | fields


def cohort(mentors, mentees, **fields):
    return {"mentors": mentors, "mentees": mentees} | fields


TEXTS = (None, "", "İmar planı revizyonu", "imar planları", "atık su yönetimi", "…")
DAYS = (None, "2026-01-01", "2026-03-15", "2026-06-30")
# All equal parts make many ties, which is where an unstable answer would show.
WEIGHTS = (
    {},
    {"distance": 20, "cost": 20},
    {name: 0 for name in ("text", "institution", "waiting", "load", "equality")},
    {
        name: 0
        for name in (
            "skill_coverage skill_level text institution waiting load equality".split()
        )
    },
)


def _period(draw, first, last):
    start, end = draw(st.sampled_from(DAYS)), draw(st.sampled_from(DAYS))
    if start and end and end < start:
        start, end = end, start
    return {first: start, last: end}


def _subset(draw, values):
    return draw(st.lists(st.sampled_from(values), unique=True, min_size=1))


@st.composite
def cohorts(draw, mentors=4, mentees=5, strict=False):
    """A small cohort with every optional field; ids in no particular order.

    :param strict: also draw periods, languages and modes that often exclude
    """
    institutions = ["i1", "i2", "i3"]
    skills = ["zoning", "water", "waste"]
    units = {"i1": ["u1", "u2"], "i2": ["u3"], "i3": ["u4"]}

    def person(key):
        return {
            "id": key,
            "institution": draw(st.sampled_from(institutions)),
            "province": draw(st.sampled_from([None, "34", "16", "81", "xx"])),
            "languages": _subset(draw, ["tr", "en"]) if strict else ["tr"],
            "modes": _subset(draw, ["online", "onsite"]) if strict else ["online"],
            "text": draw(st.sampled_from(TEXTS)),
        }

    giving, taking = [], []
    for key in draw(st.permutations([f"m{k}" for k in range(mentors)])):
        row = person(key)
        row["capacity"] = draw(st.integers(0, 3))
        row["load"] = draw(st.integers(0, 3))
        row["unit"] = draw(st.sampled_from([None, *units[row["institution"]]]))
        row["skills"] = {s: draw(st.integers(1, 5)) for s in _subset(draw, skills)}
        if strict:
            row |= _period(draw, "available_from", "available_to")
        giving.append(row)
    giving = giving[: draw(st.integers(0, mentors))]
    for key in draw(st.permutations([f"n{k}" for k in range(mentees)])):
        row = person(key)
        # Otherwise every other pair would be of one institution.
        row["institution"] = draw(st.sampled_from([*institutions, "i8", "i9"]))
        row["priority"] = draw(st.integers(1, 3))
        row["waiting_days"] = draw(st.sampled_from([0, 30, 400]))
        row["skills"] = {s: draw(st.integers(0, 4)) for s in _subset(draw, skills)}
        if strict:
            row |= _period(draw, "needed_from", "needed_to")
        taking.append(row)
    taking = taking[: draw(st.integers(0, mentees))]

    pairs = [[m["id"], n["id"]] for m in giving for n in taking]

    def some():
        if not pairs:
            return []
        return draw(st.lists(st.sampled_from(pairs), max_size=3, unique_by=tuple))

    kinds = st.sampled_from([None, "metropolitan", "town"])
    sizes = st.sampled_from([None, 0, 9000, 250000, 900000])
    return {
        "mentors": giving,
        "mentees": taking,
        "institutions": {
            i: {"type": draw(kinds), "population": draw(sizes)} for i in institutions
        },
        "institution_capacity": {
            i: draw(st.integers(0, 4)) for i in institutions if draw(st.booleans())
        },
        "unit_capacity": {
            u: draw(st.integers(0, 3))
            for u in sorted({m["unit"] for m in giving if m["unit"]})
            if draw(st.booleans())
        },
        "forbidden": some(),
        "declines": some(),
        "required": [],
        "costs": [[*pair, draw(st.integers(0, 900))] for pair in some()],
        "weights": draw(st.sampled_from(WEIGHTS)),
        "objective": draw(st.sampled_from(["score", "coverage"])),
        "candidates": draw(st.sampled_from([1, 2, 20])),
        "include_scores": True,
        "allow_same_institution": draw(st.booleans()),
    }


def with_required(draw, data, matching):
    """``data`` with up to two required pairs that the rules allow."""
    for _try in range(draw(st.integers(0, 2))):
        possible = [
            [m["id"], n["id"]]
            for n in data["mentees"]
            if n["id"] not in {pair[1] for pair in data["required"]}
            for m in data["mentors"]
            if m["id"] not in matching.exclusions(data, n["id"])
        ]
        if possible:
            pair = draw(st.sampled_from(possible))
            data = data | {"required": [*data["required"], pair]}
    return data


def large(seed, mentors, mentees):
    """A skewed cohort: few hot subjects, more need than places."""
    draw = random.Random(seed)
    skills = [f"s{k}" for k in range(8)]
    hot = [1 / (k + 1) for k in range(8)]

    def people(letter, count, low, high, **more):
        return [
            {
                "id": f"{letter}{k:04d}",
                "institution": f"i{draw.randrange(12)}",
                "languages": ["tr"],
                "modes": ["online"],
                "skills": {
                    s: draw.randint(low, high) for s in draw.choices(skills, hot, k=2)
                },
            }
            | {key: draw.randint(*value) for key, value in more.items()}
            for k in range(count)
        ]

    giving = people("m", mentors, 1, 5, capacity=(0, 3), load=(0, 3))
    for row in giving:
        row["unit"] = draw.choice([None, f"u-{row['institution']}"])
    units = {row["unit"] for row in giving if row["unit"]}
    return {
        "mentors": giving,
        "mentees": people("n", mentees, 0, 4, priority=(1, 2), waiting_days=(0, 400)),
        "unit_capacity": {u: draw.randint(1, 5) for u in sorted(units)},
        "institution_capacity": {
            i: draw.randint(3, 8) for i in sorted({m["institution"] for m in giving})
        },
        "candidates": 6,
        "include_scores": True,
    }
