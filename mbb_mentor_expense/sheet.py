# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""Tables for spreadsheets, XLSX and CSV: the same rows make the same bytes."""

import csv
import io
import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter

#: What a spreadsheet takes for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
#: The most a cell of XLSX holds.
LONGEST = 32767
#: Bytes of a file name: disks take 255, and a number stands before it.
NAME_BYTES = 180
#: Names of devices, which Windows opens as no file.
DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|$)", re.IGNORECASE)


def defuse(value):
    """Text that no spreadsheet runs when a CSV file is opened with it."""
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value


def write_csv(header, rows):
    """CSV as bytes; with a mark, as Excel reads Turkish letters by it alone."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    for row in (header, *rows):
        writer.writerow([defuse("" if cell in (None, False) else cell) for cell in row])
    return stream.getvalue().encode("utf-8-sig")


def write_xlsx(sheets):
    """XLSX as bytes.

    :param sheets: of each its title, the header and the rows; a text is written as a
        text, whatever it begins with
    """
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    # The same rows make the same file.
    book.set_properties({"created": datetime(2000, 1, 1)})
    styles = {
        "head": {"bold": True, "bg_color": "#E9ECEF", "text_wrap": True},
        "text": {"text_wrap": True, "valign": "top"},
        "money": {"num_format": "#,##0.00", "valign": "top"},
        "date": {"num_format": "dd.mm.yyyy", "valign": "top", "align": "left"},
        "time": {"num_format": "dd.mm.yyyy hh:mm", "valign": "top", "align": "left"},
    }
    styles = {name: book.add_format(style) for name, style in styles.items()}
    for title, header, rows in sheets:
        page = book.add_worksheet(re.sub(r"[\[\]:*?/\\']", " ", title)[:31])
        page.freeze_panes(1, 0)
        widths = [len(str(text)) for text in header]
        for column, text in enumerate(header):
            page.write_string(0, column, text, styles["head"])
        for number, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                _write_cell(page, number, column, cell, styles)
                widths[column] = max(widths[column], len(str(cell)))
        for column, width in enumerate(widths):
            page.set_column(column, column, min(max(width + 2, 10), 60))
    book.close()
    return stream.getvalue()


def _write_cell(page, row, column, cell, styles):
    if cell in (None, False, ""):
        page.write_blank(row, column, None, styles["text"])
    elif isinstance(cell, datetime):
        page.write_datetime(row, column, cell, styles["time"])
    elif isinstance(cell, date):
        page.write_datetime(row, column, cell, styles["date"])
    elif isinstance(cell, (Decimal, float)):
        page.write_number(row, column, float(cell), styles["money"])
    elif isinstance(cell, int) and not isinstance(cell, bool):
        page.write_number(row, column, cell, styles["text"])
    else:
        page.write_string(row, column, str(cell)[:LONGEST], styles["text"])


def safe_name(name, fallback="file"):
    """A file name alone, which no archive unpacks elsewhere and every disk takes."""
    name = unicodedata.normalize("NFC", re.split(r"[\\/]", name or "")[-1])
    name = "".join(
        "_" if letter in '<>:"|?*' else letter
        for letter in name
        if unicodedata.category(letter)[0] != "C"
    )
    name = " ".join(name.split()).strip(". ")
    if not name:
        return fallback
    if DEVICES.match(name):
        name = f"_{name}"
    stem, dot, ending = name.rpartition(".")
    if not stem or len(ending) > 8:
        stem, dot, ending = name, "", ""
    room = NAME_BYTES - len((dot + ending).encode())
    stem = stem.encode()[:room].decode(errors="ignore").rstrip(". ")
    return stem + dot + ending
