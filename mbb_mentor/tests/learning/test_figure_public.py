# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from hypothesis import given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase, tagged

from ...models.learning.figure_export import get_tidy, make_csv
from ...models.learning.figure_public import (
    PARTS,
    PEOPLE,
    find_hidden,
    find_hidden_stages,
    hide_changes,
    get_told,
    is_few,
    suppress_numbers,
    suppress_table,
)

#: Rows of a table with as many counts each; many of them small, as in real life.
COUNT = st.one_of(st.integers(0, 6), st.integers(0, 80))
TABLES = st.integers(1, 3).flatmap(
    lambda width: st.lists(
        st.lists(COUNT, min_size=width, max_size=width), min_size=1, max_size=12
    )
)
#: Rows of one count each, with the group whose sum another table tells.
FLOWS = st.lists(
    st.tuples(st.integers(0, 4), st.one_of(st.integers(1, 7), st.integers(1, 60))),
    min_size=1,
    max_size=16,
)


def _number(key, value, base=None):
    return {"key": key, "label": key, "unit": "", "digits": 0, "value": value,
            "base": base}


@tagged("post_install", "-at_install")
class TestFigurePublic(BaseCase):
    """What is told outside tells nothing of fewer than five (MPY m.5/6)."""

    @given(TABLES)
    @settings(max_examples=400, deadline=None)
    def test_no_small_count_by_itself_or_by_subtraction(self, counts):
        """Against a reader who knows all totals: they are told elsewhere."""
        hidden = find_hidden(counts)
        if hidden is None:
            return
        told = [row for place, row in enumerate(counts) if place not in hidden]
        self.assertFalse([row for row in told if any(map(is_few, row))])
        if not hidden:
            return
        self.assertGreaterEqual(len(hidden), 2)
        for total, known in zip(
            map(sum, zip(*counts, strict=True)),
            map(sum, zip(*told, strict=True)) if told else [0] * len(counts[0]),
            strict=True,
        ):
            self.assertFalse(is_few(total - known))

    @given(TABLES)
    @settings(max_examples=200, deadline=None)
    def test_a_hidden_count_could_be_another_one(self, counts):
        """For each small count that is hidden there is another table that would be
        told in the same way."""
        hidden = find_hidden(counts)
        for place in hidden or ():
            for column, count in enumerate(counts[place]):
                if not is_few(count):
                    continue
                rest = sum(counts[other][column] for other in hidden - {place})
                # One of the others may have one more, this row one less or more.
                self.assertTrue(rest > 0 or count > 1)

    @given(FLOWS)
    @settings(max_examples=800, deadline=None)
    def test_no_small_count_by_what_another_table_tells(self, rows):
        """Against a reader who knows all, and the sum of each province unless it is
        under five."""
        groups = {}
        for place, (group, _count) in enumerate(rows):
            groups.setdefault(group, []).append(place)
        counts = [[count] for _group, count in rows]
        hidden = find_hidden(counts, list(groups.values()))
        if hidden is None:
            return
        told = [count for place, [count] in enumerate(counts) if place not in hidden]
        self.assertFalse(list(filter(is_few, told)))
        unknown = 0
        for places in groups.values():
            total = sum(counts[place][0] for place in places)
            rest = sum(counts[place][0] for place in hidden.intersection(places))
            if is_few(total):
                unknown += rest
            else:
                self.assertFalse(is_few(rest), (rows, hidden))
                self.assertNotEqual(len(hidden.intersection(places)), 1)
        self.assertFalse(is_few(unknown), (rows, hidden))

    def test_flows_lean_on_the_provinces(self):
        """Eight requests of Sakarya are told as met: who is told that six of them were
        by Bursa, knows of the other two."""

        def row(giver, taker, count):
            return {"cells": [giver, taker, count]}

        table = {
            "key": "flows",
            "columns": [{"key": key} for key in ("giver", "taker", "matches")],
            "rows": [
                row("Bursa", "İstanbul", 11),
                row("Bursa", "Sakarya", 6),
                row("Bursa", "Balıkesir", 4),
                row("Edirne", "Balıkesir", 3),
                row("Edirne", "Sakarya", 2),
            ],
        }
        rows = suppress_table(table)["rows"]
        self.assertEqual(
            [line["cells"] for line in rows],
            [["Bursa", "İstanbul", 11], *[["", "", None]] * 4],
        )

    def test_a_province_of_one_institution(self):
        """Where it is alone, its needs would be told by the province's name; two would
        know of each other."""
        table = {
            "key": "demand_province",
            "columns": [{"key": key} for key in ("group", "requests", "met", "unmet")],
            "rows": [
                {"cells": [name, 24, 14, 10], "houses": houses}
                for name, houses in {"Bursa": 9, "Yalova": 1, "Bilecik": 2}.items()
            ],
        }
        rows = suppress_table(table)["rows"]
        self.assertEqual([line["hidden"] for line in rows], [False, True, True])
        self.assertEqual(rows[1]["cells"], ["Yalova", None, None, None])
        self.assertFalse([line for line in rows if "houses" in line])
        # Alone among others it is hidden with one of them.
        table["rows"][2]["houses"] = 9
        rows = suppress_table(table)["rows"]
        self.assertEqual(sum(line["hidden"] for line in rows), 2)

    @given(st.lists(st.integers(0, 300), min_size=4, max_size=8))
    @settings(max_examples=400, deadline=None)
    def test_stages_do_not_tell_who_fell_out(self, values):
        """Each stage lies within the one before: neither a stage of few, nor the few
        between two of them."""
        stages = [[value] for value in sorted(values, reverse=True)]
        hidden = find_hidden_stages(stages)
        if hidden is None:
            return
        told = [row[0] for place, row in enumerate(stages) if place not in hidden]
        self.assertFalse(list(filter(is_few, told)))
        # How many of all that came were accepted is told as it is.
        later = told[0 in set(range(len(stages))) - hidden :]
        self.assertFalse([(a, b) for a in later for b in later if is_few(a - b)])

    @given(st.integers(0, 40), st.integers(0, 40))
    @settings(max_examples=200, deadline=None)
    def test_no_part_follows_from_the_whole(self, met, unmet):
        [(whole, parts)] = PARTS.items()
        numbers = suppress_numbers(
            [
                _number(whole, met + unmet),
                *map(_number, parts, (met, unmet)),
            ]
        )
        told = {row["key"]: row["value"] for row in numbers if row["mark"] is None}
        self.assertFalse([value for value in told.values() if is_few(value)])
        if len(told) == 2:
            missing = [row for row in numbers if row["mark"]]
            worked_out = {
                whole: sum(told.values()),
                parts[0]: told.get(whole, 0) - told.get(parts[1], 0),
                parts[1]: told.get(whole, 0) - told.get(parts[0], 0),
            }[missing[0]["key"]]
            self.assertFalse(is_few(worked_out))

    def test_a_correction_tells_nobody_s_answer(self):
        """Ten answered, then one more: what they said follows from both means."""

        def contents(**fields):
            rows = [{"cells": [name, *cells]} for name, cells in fields.items()]
            columns = ("field", "answers", "before", "after", "change")
            total = sum(cells[3] for cells in fields.values())
            return {
                "numbers": [{**_number("change", total), "mark": None}, _number("pool", 9)],
                "tables": [
                    {
                        "key": "change",
                        "columns": [{"key": key} for key in columns],
                        "rows": rows,
                    }
                ],
            }

        def tell(now, before):
            told = hide_changes(now, now, before)
            [table] = told["tables"]
            numbers = {row["key"]: row["value"] for row in told["numbers"]}
            means = {row["cells"][0]: row["cells"][2:] for row in table["rows"]}
            self.assertEqual(numbers["pool"], 9)
            return numbers["change"], means

        before = contents(zoning=[10, 2.0, 2.5, 0.5], waste=[9, 1.0, 2.0, 1.0])
        self.assertEqual(tell(before, before)[1]["zoning"], [2.0, 2.5, 0.5])
        # One more answered: neither that mean nor the one over all.
        now = contents(zoning=[11, 2.0, 2.36, 0.36], waste=[9, 1.0, 2.0, 1.0])
        total, means = tell(now, before)
        self.assertIsNone(total)
        self.assertEqual(means, {"zoning": [None] * 3, "waste": [1.0, 2.0, 1.0]})
        # As many answered, one of them otherwise.
        now = contents(zoning=[10, 2.0, 2.6, 0.6], waste=[9, 1.0, 2.0, 1.0])
        self.assertEqual(tell(now, before)[1]["zoning"], [None] * 3)
        # Five more: told, unless one more elsewhere would follow from the whole.
        now = contents(zoning=[15, 2.0, 2.4, 0.4], waste=[9, 1.0, 2.0, 1.0])
        self.assertEqual(tell(now, before)[1]["zoning"], [2.0, 2.4, 0.4])
        now = contents(zoning=[15, 2.0, 2.4, 0.4], waste=[10, 1.0, 2.1, 1.1])
        total, means = tell(now, before)
        self.assertEqual((total, means["zoning"], means["waste"]), (None, [None] * 3, [None] * 3))

    def test_people_and_means_of_few(self):
        numbers = suppress_numbers(
            [
                _number(PEOPLE[0], 4),
                _number("sessions", 3),
                _number("cost", 900.0, base=2),
                _number("satisfaction", 4.5, base=5),
            ]
        )
        told = {row["key"]: (row["value"], row["mark"]) for row in numbers}
        self.assertEqual(told[PEOPLE[0]], (None, "<5"))
        # How many sessions there were is no number of persons.
        self.assertEqual(told["sessions"], (3, None))
        self.assertEqual(told["cost"], (None, "*"))
        self.assertEqual(told["satisfaction"], (4.5, None))
        self.assertFalse([row for row in numbers if "base" in row])

    def test_means_inside_the_house(self):
        """Who approves sees no mean from which that of a few could be worked out."""
        self.assertEqual(get_told([10, 3, 8]), [True, False, False])
        self.assertEqual(get_told([10, 3]), [False, False])
        self.assertEqual(get_told([10, 5]), [True, True])
        self.assertEqual(get_told([]), [])

    def test_a_table_that_nobody_thought_of_is_not_told(self):
        table = {"key": "new", "columns": [], "rows": []}
        self.assertIsNone(suppress_table(table))

    def test_open_data(self):
        """Marked as confidential, written as Turkish spreadsheets read it, and nothing
        in it that a spreadsheet would run."""
        number = {**_number("pool", None), "label": "=HYPERLINK(1)", "mark": "<5",
                  "previous": 12.5, "previous_mark": None}
        contents = {
            "year": 2026,
            "previous": {"year": 2025},
            "numbers": [number],
            "indicators": [],
            "tables": [
                {
                    "key": "demand_province",
                    "columns": [{"key": "group"}, {"key": "requests"}],
                    "rows": [
                        {"cells": ["@Bursa", 7], "hidden": False},
                        {"cells": ["Yalova", None], "hidden": True},
                    ],
                }
            ],
        }
        self.assertEqual(len(get_tidy(contents)), 4)
        content = make_csv(contents)
        self.assertTrue(content.startswith(b"\xef\xbb\xbfyear;table;row;column"))
        self.assertEqual(
            content.decode("utf-8-sig").splitlines()[1:],
            [
                "2026;numbers;'=HYPERLINK(1);pool;;c",
                "2025;numbers;'=HYPERLINK(1);pool;12,5;",
                "2026;demand_province;'@Bursa;requests;7;",
                "2026;demand_province;Yalova;requests;;c",
            ],
        )
