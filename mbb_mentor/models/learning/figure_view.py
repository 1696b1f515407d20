# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""Figures of a report as a page shows them: numbers written out, bars measured."""

from datetime import date

from babel.dates import get_month_names
from babel.numbers import format_decimal

from odoo.tools import format_date

from .figure_public import FEW_MARK, HIDDEN_MARK

#: {table: its columns that are drawn}, and how much the longest bar is (None: the most
#: that the table has).
BARS = {
    "funnel": ["applications"],
    "demand_subject": ["requests", "met"],
    "demand_province": ["requests", "met"],
    "demand_type": ["requests", "met"],
    "demand_size": ["requests", "met"],
    "satisfaction": ["mean"],
    "change": ["before", "after"],
    "flows": ["matches"],
    "months": ["applications", "agreed", "sessions"],
}
LONGEST = {"satisfaction": 5, "change": 5}
#: Their rows stand in an order of their own: what is hidden keeps its place.
ORDERED = ("funnel", "months", "demand_size", "satisfaction")
#: Codes of places are for maps.
UNSHOWN = ("giver_code", "taker_code")
#: Told apart also by who sees no red or no green; as on the dashboard.
COLOURS = ("#0072b2", "#d55e00", "#007a5a")


class FigureView:
    colours = COLOURS
    few = FEW_MARK

    def __init__(self, env, contents):
        self.env = env
        self.locale = env.lang or "tr_TR"
        self.contents = contents
        self.year = contents["year"]
        self.previous = contents["previous"]
        counted = date.fromisoformat(contents["counted"])
        self.counted = self.day(counted)
        # Of a year that runs nobody takes the figures for those of the whole.
        self.is_running = counted.year <= self.year
        self.numbers = [self._get_number(row) for row in contents["numbers"]]
        self.indicators = [self._get_indicator(row) for row in contents["indicators"]]
        self.tables = [self._get_table(table) for table in contents["tables"]]

    def day(self, day):
        return format_date(self.env, day, date_format="dd.MM.yyyy")

    def format(self, value, digits=2, mark=None):
        """A number as it is written in the language; a mark in its place; or a dash."""
        if mark:
            return mark
        if value is None or value is False:
            return "–"
        if isinstance(value, str):
            return value
        places = "#,##0." + "#" * digits if digits else "#,##0"
        return format_decimal(value, format=places, locale=self.locale)

    # -- numbers -----------------------------------------------------------

    def _write_both(self, row):
        digits = row["digits"]
        return {
            "value": self.format(row["value"], digits, row["mark"]),
            "before": self.format(row["previous"], digits, row["previous_mark"]),
            "change": self._write_change(row),
        }

    def _get_number(self, row):
        unit = f" ({row['unit']})" if row["unit"] else ""
        return {**self._write_both(row), "label": f"{row['label']}{unit}"}

    def _write_change(self, row):
        """More or less than the year before; with the sign, never by colour alone."""
        if row["value"] is None or row["previous"] is None:
            return "–"
        change = round(row["value"] - row["previous"], row["digits"] or 0)
        sign = "+" if change > 0 else ""
        return sign + self.format(change, row["digits"])

    def _get_indicator(self, row):
        plans = {
            "strategic": self.env._("Strategic Plan"),
            "performance": self.env._("Performance Programme"),
        }
        reached = {
            True: self.env._("Reached"),
            False: self.env._("Not Reached"),
            None: "–",
        }
        return {
            **row,
            **self._write_both(row),
            "plan": plans[row["plan"]],
            "target": self.format(row["target"], 2),
            "reached": reached[row["reached"]],
        }

    # -- tables ------------------------------------------------------------

    def _get_table(self, table):
        key = table["key"]
        keys = [column["key"] for column in table["columns"]]
        shown = [place for place, name in enumerate(keys) if name not in UNSHOWN]
        drawn = [name for name in BARS.get(key, []) if name in keys]
        longest = LONGEST.get(key) or max(
            (
                row["cells"][keys.index(name)] or 0
                for row in table["rows"]
                for name in drawn
            ),
            default=0,
        )
        rows = [self._get_row(table, row, keys, shown) for row in table["rows"]]
        for row, source in zip(rows, table["rows"], strict=True):
            row["bars"] = [
                {
                    "value": source["cells"][keys.index(name)] or 0,
                    "most": longest or 1,
                    "width": round(
                        100 * (source["cells"][keys.index(name)] or 0) / (longest or 1)
                    ),
                    "kind": place,
                    "label": table["columns"][keys.index(name)]["label"],
                }
                for place, name in enumerate(drawn)
            ]
        hidden = [row for row in rows if row["hidden"]]
        if key not in ORDERED:
            rows = [row for row in rows if not row["hidden"]]
        return {
            "key": key,
            "label": table["label"],
            "note": table["note"],
            "heads": [
                {
                    "label": table["columns"][place]["label"],
                    "number": place >= self._count_words(table, keys),
                }
                for place in shown
            ],
            "legend": [table["columns"][keys.index(name)]["label"] for name in drawn],
            "rows": rows,
            "hidden": len(hidden),
            "apart": len(hidden) if key not in ORDERED else 0,
        }

    def _count_words(self, table, keys):
        """How many of the first columns name the row."""
        pairs = {"flows": 2, "satisfaction": 2}
        return pairs.get(table["key"], 1)

    def _get_row(self, table, row, keys, shown):
        hidden = row.get("hidden", False)
        words = self._count_words(table, keys)
        cells = [row["cells"][place] for place in shown]
        texts = [
            HIDDEN_MARK if hidden and place >= words else self.format(cell)
            for place, cell in zip(shown, cells, strict=True)
        ]
        if table["key"] == "months":
            month = int(cells[0].rpartition("-")[2])
            names = get_month_names("wide", context="stand-alone", locale=self.locale)
            texts[0] = names[month]
        return {
            "hidden": hidden,
            "cells": [
                {"text": text, "number": place >= words}
                for place, text in zip(shown, texts, strict=True)
            ],
        }
