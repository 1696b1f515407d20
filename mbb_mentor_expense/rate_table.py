# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""Cells of a spreadsheet and a percentage, as exact amounts; no records here."""

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
#: B-a … B-e as people write them; a bare letter could be a row of part A.
ROW = re.compile(r"\s*b\s*[-–_/. ]\s*([a-e])(?![^\W_])", re.IGNORECASE)
#: Thousands by dots, decimals by a comma: 1.234,50.
AMOUNT = re.compile(r"(?:[0-9]{1,3}(?:\.[0-9]{3})+|[0-9]+)(?:,[0-9]{1,2})?")
CURRENCY = re.compile(r"(?:\s|₺|TL\b|TRY\b)+", re.IGNORECASE)
#: How the decree and the offices name them, where Odoo says it otherwise.
COUNTRIES = {
    "ABD": "US",
    "A.B.D.": "US",
    "İngiltere": "GB",
    "Suudi Arabistan": "SA",
    "S. Arabistan": "SA",
    "Kosova": "XK",
    "Diğer AB ülkeleri": "eu",
    "Diğer Avrupa Birliği ülkeleri": "eu",
    "Diğer ülkeler": "other",
    "Other EU countries": "eu",
    "Other countries": "other",
}
TURKISH_DAY = re.compile(r"([0-9]{1,2})[./]([0-9]{1,2})[./]([0-9]{4})")


def read_row(text):
    """The row that a label names, or None.

    >>> read_row("B-c: ek gösterge 3600–6399")
    'b_c'
    """
    found = ROW.match(text or "")
    return f"b_{found[1].lower()}" if found else None


def fold(text):
    """A name without what people write differently: case, dots, blanks.

    >>> fold(" İNGİLTERE ") == fold("ingiltere")
    True
    """
    text = (text or "").replace("İ", "i").replace("I", "ı").lower()
    return re.sub(r"[\W_]+", "", text.replace("ı", "i"))


def read_amount(text):
    """A Turkish number as an exact amount, or None.

    >>> read_amount("1.234,5 TL")
    Decimal('1234.50')
    """
    text = CURRENCY.sub("", text or "")
    if len(text) > 20 or not text.isascii() or not AMOUNT.fullmatch(text):
        return None
    return Decimal(text.replace(".", "").replace(",", ".")).quantize(CENT)


def read_day(text):
    """A day as 31.12.2026 or 2026-12-31, or None.

    >>> read_day("1.1.2027")
    datetime.date(2027, 1, 1)
    """
    text = (text or "").strip()
    found = TURKISH_DAY.fullmatch(text)
    try:
        if found:
            return date(int(found[3]), int(found[2]), int(found[1]))
        return date.fromisoformat(text)
    except ValueError:
        return None


def raise_amount(amount, percent, step):
    """An amount raised by a percentage: exact, and half-up to the step.

    >>> raise_amount(Decimal("890.00"), Decimal("12.5"), Decimal(5))
    (Decimal('1001.250'), Decimal('1000.00'))
    """
    exact = amount * (100 + percent) / 100
    rounded = (exact / step).quantize(Decimal(1), ROUND_HALF_UP) * step
    return exact, rounded.quantize(CENT)
