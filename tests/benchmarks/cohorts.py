# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Skewed cohorts for the benchmarks: few hot subjects, more need than places.

With scores drawn evenly a greedy list is almost optimal, which hides what an exact
plan gains; real programmes have a few subjects that everybody asks for.
"""

import random
from datetime import date, timedelta

SUBJECTS = 60
LETTERS = "bcçdfgğhjklmnprsştvyz"
VOWELS = "aeıioöuü"
KINDS = ("metropolitan", "province", "district", "town", "affiliate", "company")


def _weights(count, skew):
    """Weights that fall with the rank, as the popularity of subjects does."""
    return [1 / (rank + 1) ** skew for rank in range(count)]


def _words(draw, count):
    def syllable():
        return draw.choice(LETTERS) + draw.choice(VOWELS)

    endings = ("", "", "lar", "ları", "nin", "mesi", "lik", "lı")
    return [
        "".join(syllable() for _ in range(draw.randint(2, 4))) + draw.choice(endings)
        for _ in range(count)
    ]


def _institutions(draw, count):
    return {
        f"i{k:04d}": {
            "type": draw.choice(KINDS),
            "population": int(10 ** draw.uniform(3.3, 6.7)),
        }
        for k in range(count)
    }


def skewed(mentors, mentees, seed, classes=1, candidates=20):
    """A cohort with every optional field: up to 7 places a mentor, fewer in all than
    mentees, units and institutions with capacities of their own, texts for two in
    three people.

    :param classes: priority classes
    """
    draw = random.Random(seed)
    subjects = [f"subject{k:02d}" for k in range(SUBJECTS)]
    asked = _weights(SUBJECTS, 1.0)
    # What is offered follows what is asked, but less steeply: hence the shortage.
    offered = _weights(SUBJECTS, 0.7)
    words = _words(draw, 4000)
    common = _weights(len(words), 0.9)
    institutions = _institutions(draw, max(12, min(1400, mentors // 7)))
    names = sorted(institutions)
    sizes = [institutions[name]["population"] ** 0.5 for name in names]
    first = date(2026, 1, 1)

    def person(letter, number, weights, low, high, most):
        draws = draw.choices(subjects, weights, k=draw.randint(1, most))
        text = None
        if draw.random() < 2 / 3:
            text = " ".join(draw.choices(words, common, k=draw.randint(8, 30)))
        return {
            "id": f"{letter}{number:05d}",
            "institution": draw.choices(names, sizes)[0],
            "province": f"{draw.randint(1, 81):02d}",
            "languages": ["tr", *(["en"] if draw.random() < 0.2 else [])],
            "modes": draw.choice((["online"], ["online", "onsite"], ["onsite"])),
            "skills": {s: draw.randint(low, high) for s in draws},
            "text": text,
        }

    def period(start, end):
        if draw.random() < 0.3:
            return {}
        begin = first + timedelta(days=draw.randrange(270))
        until = begin + timedelta(days=draw.randint(60, 365))
        return {start: begin.isoformat(), end: until.isoformat()}

    giving, taking = [], []
    for number in range(mentors):
        row = person("m", number, offered, 2, 5, 3)
        row |= period("available_from", "available_to")
        row["capacity"] = draw.randint(0, 7)
        row["load"] = draw.choice((0, 0, 1, 2))
        row["unit"] = draw.choice((None, f"u-{row['institution']}"))
        giving.append(row)
    for number in range(mentees):
        row = person("n", number, asked, 0, 4, 2)
        row |= period("needed_from", "needed_to")
        row["priority"] = draw.randint(1, classes)
        row["waiting_days"] = draw.randrange(500)
        taking.append(row)
    return {
        "mentors": giving,
        "mentees": taking,
        "institutions": institutions,
        **_capacities(draw, giving),
        "candidates": candidates,
    }


def _capacities(draw, giving):
    """Institutions and units that can take somewhat less than their people could."""
    able = {"unit": {}, "institution": {}}
    for row in giving:
        for level, sums in able.items():
            if row[level]:
                sums[row[level]] = sums.get(row[level], 0) + row["capacity"]
    return {
        f"{level}_capacity": {
            key: int(total * draw.uniform(0.6, 1.1)) + 1
            for key, total in sorted(sums.items())
            if draw.random() < 0.7
        }
        for level, sums in able.items()
    }
