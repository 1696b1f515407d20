# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""What of the figures may be told outside: no count under five, and none that follows
from what is told (MPY m.5/6).

Plain data in, plain data out: tables and numbers as `figure_frozen.py` keeps them.

A row of which one count is too small is hidden whole, and so is one that tells of one
institution that lacked something or of two, of which each would know the other: what an
institution lacks is not told by its name, nor by that of a province where it is alone.

What is hidden in a table is a group of its own, since totals are told elsewhere: it has
two rows or more, and each of its sums is nothing or five and more; the smallest rows that
are told join it until that is so. Where all rows would, the table is not told at all.
Stages lie within one another: there the differences count. Where another table tells sums
of some of the rows, what is hidden among these is such a group, too.
"""

import json

from .figure_scope import FEW

#: {table: its columns that count}; a public table that is not named is not told.
COUNTS = {
    "funnel": ["applications"],
    "demand_subject": ["requests", "met", "unmet"],
    "demand_province": ["requests", "met", "unmet"],
    "demand_type": ["requests", "met", "unmet"],
    "demand_size": ["requests", "met", "unmet"],
    "satisfaction": ["answers"],
    "change": ["answers"],
    "flows": ["matches"],
    "months": ["applications", "agreed", "sessions"],
}
#: Each row counts those of the row before that came further.
NESTED = ("funnel",)
#: {table: the column by which another table tells its sums}: how many requests of a
#: province were met is, but for few, how many matches it takes.
MARGINS = {"flows": "taker"}
#: Submitted, accepted, agreed.
FIRST_STAGES = (0, 1, 3)
#: Numbers of persons or institutions; the others count deeds.
PEOPLE = (
    "mentee_applications",
    "mentor_applications",
    "pool",
    "requests",
    "requests_met",
    "requests_unmet",
    "waiting",
    "institutions",
    "participants",
    "practice_adopters",
    "training_participants",
)
#: {table, and the number above it: the column that counts what its means are of}
MEANS = {"satisfaction": "answers", "change": "answers"}
#: Institutions that a row has to be of.
FEWEST_HOUSES = 3
#: {whole: its parts}: who knows all but one, knows that one.
PARTS = {"requests": ["requests_met", "requests_unmet"]}
#: What is shown in the place of a hidden count: it is too small; or it would tell one.
FEW_MARK, HIDDEN_MARK = f"<{FEW}", "*"


def is_few(value):
    return isinstance(value, (int, float)) and 0 < value < FEW


def suppress(figures):
    """{"numbers": […], "tables": […]} as they may be told; the input stays as it is."""
    tables = [suppress_table(table) for table in figures["tables"]]
    return {
        **figures,
        "numbers": suppress_numbers(figures["numbers"]),
        "tables": [table for table in tables if table],
    }


# -- another version of the same year --------------------------------------------


def hide_changes(public, exact, earlier):
    """`public` without the means that, held against those of an earlier version, tell
    what fewer than five answered.

    :param exact: what `public` was made of
    :param earlier: the same of the earlier version; whether it was public then or is
        still does not matter: who has seen it has it
    """
    before = {table["key"]: table for table in earlier["tables"]}
    changes = {
        table["key"]: _find_few_changes(table, before[table["key"]])
        for table in exact["tables"]
        if table["key"] in MEANS and table["key"] in before
    }
    changes = {key: places for key, places in changes.items() if places is not None}
    return {
        **public,
        "numbers": [
            {**number, "value": None, "mark": HIDDEN_MARK}
            if number["key"] in changes
            else number
            for number in public["numbers"]
        ],
        "tables": [
            _hide_means(table, changes.get(table["key"], ())) for table in public["tables"]
        ],
    }


def _find_few_changes(table, before):
    """The places of the rows that changed, if one did by fewer than five answers: who
    knows what changed elsewhere works it out of the sum. None: no such change."""
    keys = [column["key"] for column in table["columns"]]
    place = keys.index(MEANS[table["key"]])
    known = {_get_words(row): row["cells"] for row in before["rows"]}
    changed, few = [], len(known) > len(table["rows"])
    for number, row in enumerate(table["rows"]):
        old = known.get(_get_words(row))
        if old != row["cells"]:
            changed.append(number)
            few |= abs(row["cells"][place] - (old[place] if old else 0)) < FEW
    return changed if few else None


def _get_words(row):
    words = [cell for cell in row["cells"] if isinstance(cell, (dict, str))]
    return json.dumps(words, sort_keys=True)


def _hide_means(table, places):
    count = MEANS.get(table["key"])
    keys = [column["key"] for column in table["columns"]]
    return {
        **table,
        "rows": [
            {
                **row,
                "cells": [
                    None
                    if number in places
                    and keys[place] != count
                    and isinstance(cell, (int, float))
                    else cell
                    for place, cell in enumerate(row["cells"])
                ],
            }
            for number, row in enumerate(table["rows"])
        ],
    }


# -- numbers -------------------------------------------------------------------


def suppress_numbers(numbers):
    """A hidden one has no value but `mark`."""
    values = {number["key"]: number["value"] for number in numbers}
    marks = {
        number["key"]: FEW_MARK
        for number in numbers
        if number["key"] in PEOPLE and is_few(number["value"])
    }
    # A sum or a mean is no count: of few, it is not said how large it is.
    for number in numbers:
        if is_few(number.get("base")):
            marks[number["key"]] = HIDDEN_MARK
    for whole, parts in PARTS.items():
        _hide_parts(values, marks, whole, parts)
    return [
        {
            **{name: value for name, value in number.items() if name != "base"},
            "value": None if number["key"] in marks else number["value"],
            "mark": marks.get(number["key"]),
        }
        for number in numbers
    ]


def _hide_parts(values, marks, whole, parts):
    """Of a whole and its parts, none is hidden alone."""
    family = [name for name in (whole, *parts) if name in values]
    hidden = [name for name in family if name in marks]
    if len(hidden) != 1:
        return
    # Of what is told, the smallest part that says something.
    rest = [name for name in family if name not in marks and name != whole]
    rest.sort(key=lambda name: (not values[name], values[name] or 0))
    for name in rest[:1]:
        marks[name] = HIDDEN_MARK


# -- tables --------------------------------------------------------------------


def suppress_table(table):
    """The table with `hidden` rows, whose counts are empty; None where nothing of it
    may be told."""
    names = COUNTS.get(table["key"])
    if not names:
        return None
    keys = [column["key"] for column in table["columns"]]
    places = [keys.index(name) for name in names]
    counts = [[row["cells"][place] or 0 for place in places] for row in table["rows"]]
    if table["key"] in NESTED:
        hidden = find_hidden_stages(counts)
    else:
        alone = {place for place, row in enumerate(table["rows"]) if _is_alone(row)}
        hidden = find_hidden(counts, _get_margins(table, keys), alone)
    if hidden is None:
        return None
    return {
        **table,
        "rows": [
            {
                **{name: value for name, value in row.items() if name != "houses"},
                "hidden": place in hidden,
                "cells": _empty(row["cells"], names=table["key"] not in MARGINS)
                if place in hidden
                else row["cells"],
            }
            for place, row in enumerate(table["rows"])
        ],
    }


def _is_alone(row):
    houses = row.get("houses")
    return houses is not None and 0 < houses < FEWEST_HOUSES


def _empty(cells, names):
    """Numbers go; words stay, but where who stands there tells who has one at least."""
    words = (lambda cell: cell) if names else (lambda cell: "")
    return [None if isinstance(cell, (int, float)) else words(cell) for cell in cells]


def _get_margins(table, keys):
    """[places of the rows whose sum another table tells]"""
    name = MARGINS.get(table["key"])
    if not name:
        return []
    groups = {}
    for place, row in enumerate(table["rows"]):
        groups.setdefault(repr(row["cells"][keys.index(name)]), []).append(place)
    return list(groups.values())


def find_hidden(counts, margins=(), alone=()):
    """The places of the rows that are not told, or None: then none is.

    :param counts: a list of whole numbers a row
    :param margins: lists of places that divide the rows; the sums of each are known
    :param alone: places of rows that tell of too few institutions
    """
    few = {place for place, row in enumerate(counts) if any(map(is_few, row))}
    few.update(alone)
    if not few:
        return few
    hidden, open_ended = set(few), set()
    for group in margins:
        joined = _hide_more(counts, few.intersection(group), group)
        hidden.update(group if joined is None else joined)
        if any(map(is_few, _add_up([counts[place] for place in group]))):
            # Its sum is too small to be told there, either: it stays unknown.
            open_ended.update(group)
    if margins:
        # Who takes all known sums from the whole is left with these.
        left = [counts[place] for place in open_ended]
        if left and not _is_safe(left):
            return None
    else:
        hidden = _hide_more(counts, hidden, range(len(counts)))
    # Of all of them nothing would be left to read.
    return hidden if hidden and len(hidden) < len(counts) else None


def _hide_more(counts, hidden, group):
    """What is hidden of the group, with the rows of it that must join; None where all
    of them are too few."""
    # The smallest first; between equals the first: the same in every language.
    rest = sorted(
        set(group).difference(hidden),
        key=lambda place: (not any(counts[place]), sum(counts[place]), place),
    )
    joined = set(hidden)
    while joined and not _is_safe([counts[place] for place in joined]):
        if not rest:
            return None
        joined.add(rest.pop(0))
    return joined


def _add_up(group):
    return [sum(column) for column in zip(*group, strict=True)]


def get_told(counts):
    """For each count of answers whether a mean of theirs is told: of five or more, and
    of no others from which the mean of a few could be worked out (MPY m.5/6)."""
    hidden = find_hidden([[count] for count in counts])
    return [hidden is not None and place not in hidden for place in range(len(counts))]


def _is_safe(group):
    """Whether the sums of the group tell nothing of one row in it."""
    sums = _add_up(group)
    if len(group) < 2 or any(map(is_few, sums)):
        return False
    # Everybody knows that a row that stands there has one at least.
    return not any(
        all(row[place] for row in group) and total <= len(group)
        for place, total in enumerate(sums)
    )


def find_hidden_stages(counts):
    """Those that are too few, or lie so near to one that is told that few are between.

    How many were submitted and accepted, and how many of these were met, is told by
    the totals, too: these are weighed first, so that one place never tells what
    another hides. How many of all applications were accepted is no secret: the first
    stage is no neighbour.
    """
    hidden, told = set(), []
    order = [*FIRST_STAGES, *set(range(len(counts))).difference(FIRST_STAGES)]
    for place in order:
        [value] = counts[place]
        if is_few(value) or any(is_few(abs(value - other)) for other in told):
            hidden.add(place)
        elif place:
            told.append(value)
    return hidden if told else None
