# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""A cache changes no answer, and leaves what has not changed alone."""

import random

import matching
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matching import score
from matching_cases import large

fewer = settings(max_examples=max(15, settings().max_examples // 4))


def _changed(draw, data):
    """``data`` after one to three changes: profiles, people gone or come, rules."""
    people = {side: [dict(row) for row in data[side]] for side in ("mentors", "mentees")}
    data = data | people
    for _change in range(draw.randint(1, 3)):
        side = draw.choice(("mentors", "mentors", "mentors", "mentees"))
        rows = data[side]
        row = draw.choice(rows)
        kind = draw.choice("skills load capacity text institution gone come pair".split())
        if kind == "skills":
            row["skills"] = {f"s{draw.randrange(8)}": draw.randint(1, 4)}
        elif kind == "load" and side == "mentors":
            row["load"] = draw.randint(0, 9)
        elif kind == "capacity" and side == "mentors":
            row["capacity"] = draw.randint(0, 2)
        elif kind == "text":
            row["text"] = draw.choice((None, "imar planı", "atık su"))
        elif kind == "institution":
            key = row["institution"]
            data["institutions"] = data["institutions"] | {
                key: {"type": draw.choice("ab"), "population": draw.randint(1, 10**6)}
            }
        elif kind == "gone" and len(rows) > 2:
            rows.remove(row)
        elif kind == "come":
            key = f"{row['id']}{draw.choice('abc')}"
            if key not in {other["id"] for other in rows}:
                rows.append(row | {"id": key})
        elif kind == "pair":
            field = draw.choice(("forbidden", "declines"))
            pair = [draw.choice(data["mentors"])["id"], draw.choice(data["mentees"])["id"]]
            data[field] = [*data[field], pair]
    known = [{row["id"] for row in data[side]} for side in ("mentors", "mentees")]
    for field in ("forbidden", "declines"):
        data[field] = [p for p in data[field] if p[0] in known[0] and p[1] in known[1]]
    units = {row["unit"] for row in data["mentors"] if row["unit"]}
    data["unit_capacity"] = {
        unit: places for unit, places in data["unit_capacity"].items() if unit in units
    }
    return data


@fewer
@given(st.integers(0, 10**9))
def test_every_change_is_seen_in_lists_that_are_cut_off(seed):
    """Six mentors are kept of some twenty possible, so lists lose their last ones."""
    draw = random.Random(seed)
    data = large(seed, 30, 25) | {"candidates": draw.choice((1, 5))}
    data |= {"institution_capacity": {}, "institutions": {}}
    data |= {"forbidden": [], "declines": []}
    cache = matching.Cache()
    for _run in range(5):
        assert matching.plan(data, cache=cache) == matching.plan(data)
        data = _changed(draw, data)


@pytest.fixture
def scored(monkeypatch):
    """Mentees and mentors (indexes) of every pair scored for a list."""
    pairs = set()
    parts = score.Scorer.parts

    def noted(self, block):
        if isinstance(block, score.Block):
            rows, columns = block.rows.tolist(), block.columns.tolist()
            pairs.update((n, m) for n in rows for m in columns)
        return parts(self, block)

    monkeypatch.setattr(score.Scorer, "parts", noted)
    return pairs


def test_only_pairs_of_changed_people_are_scored_again(scored):
    # Everybody has a place, so that nobody is given the full list.
    data = large(1, 40, 30)
    data |= {"unit_capacity": {}, "institution_capacity": {}}
    data["mentors"] = [row | {"capacity": 30} for row in data["mentors"]]
    cache = matching.Cache()
    matching.plan(data, cache=cache)
    everybody = len(scored)

    scored.clear()
    matching.plan(data, cache=cache)
    nobody = set(scored)
    unserved = {n for n, _m in nobody}  # without a possible mentor: asked again
    assert len(nobody) < everybody / 10

    # Who had the mentor in the list may have lost the next one; nobody else.
    before = _listed(data, "m0007")
    changed = data | {"mentors": [dict(row) for row in data["mentors"]]}
    changed["mentors"][7]["skills"] = {"s0": 5}
    scored.clear()
    matching.plan(changed, cache=cache)
    assert {m for _n, m in scored} >= {7}
    assert {n for n, m in scored if m != 7} <= before | unserved
    assert len(before | unserved) < 30

    scored.clear()
    changed["mentees"] = [dict(row) for row in data["mentees"]]
    changed["mentees"][3]["waiting_days"] = 401
    matching.plan(changed, cache=cache)
    assert {n for n, _m in scored} <= {3} | unserved


def _listed(data, mentor):
    """Mentees (indexes) in whose list the mentor is."""
    scores = matching.plan(data | {"candidates": 7})["scores"]
    number = {row["id"]: k for k, row in enumerate(data["mentees"])}
    return {number[n] for m, n, _score in scores if m == mentor}
