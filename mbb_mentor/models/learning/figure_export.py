# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""The figures of a report as open data: from what may be told outside, and no more.

CSV: UTF-8 with its mark, semicolons, commas before decimals. That is what a Turkish
Excel takes apart by itself when the file is opened; without the mark it would read ğ, ı
and ş as something else, and commas between the fields would leave all in one column.
Programs are told so in the first line of the documentation, and XLSX has numbers.
"""

import csv
import io

from openpyxl import Workbook
from openpyxl.styles import Font

from .figure_public import FEW_MARK

HEAD = ("year", "table", "row", "column", "value", "flag")
#: As the statistical offices mark it: confidential.
CONFIDENTIAL = "c"
#: A spreadsheet takes what begins so for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
#: What no name of a sheet may have in it, and how long it may be.
FORBIDDEN, LONGEST_NAME = "[]:*?/\\", 31


def neutralise(text):
    """Text that no spreadsheet runs."""
    return f"'{text}" if text.startswith(FORMULA) else text


def get_tidy(contents):
    """(year, table, row, column, value, flag) of each number, in words of one language.

    :param contents: localised figures as they may be told outside
    """
    year, rows = contents["year"], []
    for name, year_of in (("value", year), ("previous", contents["previous"]["year"])):
        mark = "mark" if name == "value" else "previous_mark"
        for number in contents["numbers"]:
            flag = CONFIDENTIAL if number[mark] else ""
            rows.append(
                (year_of, "numbers", number["label"], number["key"], number[name], flag)
            )
    for row in contents["indicators"]:
        flag = CONFIDENTIAL if row["mark"] else ""
        rows.append((year, "indicators", row["code"], "value", row["value"], flag))
        rows.append((year, "indicators", row["code"], "target", row["target"], ""))
    for table in contents["tables"]:
        rows += _get_table_rows(year, table)
    return rows


def _get_table_rows(year, table):
    found = []
    for row in table["rows"]:
        names = [cell for cell in row["cells"] if isinstance(cell, str)]
        flag = CONFIDENTIAL if row["hidden"] else ""
        for column, cell in zip(table["columns"], row["cells"], strict=True):
            if not isinstance(cell, str):
                label = " / ".join(name for name in names if name)
                found.append((year, table["key"], label, column["key"], cell, flag))
    return found


def make_csv(contents):
    """The bytes of the file."""
    output = io.StringIO(newline="")
    writer = csv.writer(output, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEAD)
    for row in get_tidy(contents):
        writer.writerow([_write_cell(cell) for cell in row])
    return output.getvalue().encode("utf-8-sig")


def _write_cell(cell):
    if cell is None:
        return ""
    if isinstance(cell, str):
        return neutralise(cell)
    return str(cell).replace(".", ",")


def make_xlsx(contents, words):
    """The bytes of the file: a sheet a table, its cells numbers or words.

    :param words: {"numbers", "indicators", "number", "year_before", …: heading}
    """
    book = Workbook()
    book.remove(book.active)
    _add_sheet(
        book,
        words["numbers"],
        [
            words["number"],
            words["unit"],
            str(contents["year"]),
            str(contents["previous"]["year"]),
        ],
        [
            [
                row["label"],
                row["unit"],
                _mark(row["value"], row["mark"]),
                _mark(row["previous"], row["previous_mark"]),
            ]
            for row in contents["numbers"]
        ],
    )
    _add_sheet(
        book,
        words["indicators"],
        [words[name] for name in ("code", "indicator", "unit", "target", "value")],
        [
            [
                row["code"],
                row["name"],
                row["unit"],
                row["target"],
                _mark(row["value"], row["mark"]),
            ]
            for row in contents["indicators"]
        ],
    )
    for table in contents["tables"]:
        _add_sheet(
            book,
            table["label"],
            [column["label"] for column in table["columns"]],
            [
                [_mark(cell, row["hidden"] and "*") for cell in row["cells"]]
                for row in table["rows"]
            ],
        )
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def _mark(cell, mark):
    return mark if cell is None and mark else cell


def _add_sheet(book, title, heads, rows):
    name = "".join(" " if letter in FORBIDDEN else letter for letter in title)
    sheet = book.create_sheet(name[:LONGEST_NAME].strip())
    for place, row in enumerate([heads, *rows], 1):
        for column, value in enumerate(row, 1):
            if isinstance(value, str):
                value = value if value in ("*", FEW_MARK) else neutralise(value)
            cell = sheet.cell(place, column, value)
            if isinstance(value, str):
                # Never a formula, whatever it looks like.
                cell.data_type = "s"
            if place == 1:
                cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    for column in sheet.columns:
        longest = max(len(str(cell.value or "")) for cell in column)
        sheet.column_dimensions[column[0].column_letter].width = min(longest + 2, 60)
