# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Reading one field of a trip: each reader returns a value or names the field."""

import re
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction

from .money import to_kurus

_MONEY = re.compile(r"[0-9]{1,12}(\.[0-9]{1,2})?")
_NUMBER = re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?")
_SHARE = re.compile(r"[0-9]{1,9}(\.[0-9]{1,12})?|[0-9]{1,9}/0*[1-9][0-9]{0,8}")
_WHEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_CLOCK = re.compile(r"[0-9]{2}:[0-9]{2}")
_OFFSET = re.compile(r"[+-](0[0-9]|1[0-4]):[0-5][0-9]")
_CURRENCY = re.compile(r"[A-Z]{3}")

FIRST_YEAR, LAST_YEAR = 1954, 2199
"""6245 is of 1954; the upper end only catches slips of the keyboard."""

MOST = 1_000_000
"""The largest whole number that any field takes."""


class TripError(ValueError):
    """A trip that cannot be computed.

    ``field`` is the path of the field (``lodging[0].nights``), ``message`` what
    is wrong with it; both are plain text on one line.
    """

    def __init__(self, field, message):
        self.field = _one_line(field)
        self.message = _one_line(message)
        super().__init__(f"{self.field}: {self.message}")


def _one_line(text):
    return "".join(
        char if char.isprintable() else char.encode("unicode_escape").decode()
        for char in str(text)
    )


def mapping(value, field, known):
    """An object whose fields are all in ``known``."""
    if not isinstance(value, dict):
        raise TripError(field, "must be an object")
    for name in value:
        if name not in known:
            path = f"{field}.{name}" if field != "trip" else name
            raise TripError(path, "is not a field of a trip")
    return value


def rows(value, field):
    """A list (``null`` is the empty one)."""
    if value is None:
        return []
    if not isinstance(value, list | tuple):
        raise TripError(field, "must be a list")
    return value


def required(data, name, field):
    """The value of a field that must be there."""
    if data.get(name) is None:
        raise TripError(field, "is required")
    return data[name]


def money(value, field):
    """An amount from a decimal string, as Decimal with two places.

    A whole number is exact and taken too. A float is refused: 0.1 has no exact
    binary form, so the kuruş that was meant can no longer be known.
    """
    if isinstance(value, float):
        raise TripError(field, 'must be a decimal string such as "870.00"')
    if isinstance(value, int) and not isinstance(value, bool):
        if abs(value) >= 10**12:
            raise TripError(field, "is too large")
        value = str(value)
    if isinstance(value, Decimal):
        value = str(value)
    if not isinstance(value, str):
        raise TripError(field, 'must be a decimal string such as "870.00"')
    if not _MONEY.fullmatch(value):
        raise TripError(field, _why_not_money(value))
    return to_kurus(Fraction(value))


def _why_not_money(text):
    bare = text.lower().lstrip("+-")
    if bare in ("nan", "snan", "inf", "infinity"):
        return "is not finite"
    if not _NUMBER.fullmatch(text):
        return 'must be a decimal string such as "870.00"'
    if text.startswith("-"):
        return "is negative"
    if re.fullmatch(r"[0-9]+\.[0-9]{3,}", text):
        return "has more than two decimal places"
    if re.fullmatch(r"[0-9]{13,}(\.[0-9]{1,2})?", text):
        return "is too large"
    return 'must be written as "870.00", without sign or exponent'


def ratio(value, field, most=None):
    """A number without unit from ``"0.5"``, ``"1/3"``, 0 or 1, as Fraction."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise TripError(field, 'must be a string such as "0.5" or "1/3"')
    if not _SHARE.fullmatch(value):
        if most == 1 and re.fullmatch(r"-[0-9]+(\.[0-9]+)?", value):
            raise TripError(field, "is outside 0 to 1")
        raise TripError(field, 'must be a string such as "0.5" or "1/3"')
    found = Fraction(value)
    if most is not None and found > most:
        raise TripError(field, f"is outside 0 to {most}")
    return found


def share(value, field):
    """A share of the whole, 0 to 1, as Fraction."""
    return ratio(value, field, most=1)


def whole(value, field, least=0):
    """A whole number of at least ``least``."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise TripError(field, "must be a whole number")
    if not least <= value <= MOST:
        raise TripError(field, f"must be a whole number from {least} to {MOST}")
    return value


def flag(value, field):
    """True or false."""
    if not isinstance(value, bool):
        raise TripError(field, "must be true or false")
    return value


def choice(value, field, allowed):
    """One of the words in ``allowed``."""
    if not isinstance(value, str) or value not in allowed:
        raise TripError(field, "must be one of " + ", ".join(allowed))
    return value


def text(value, field):
    """A line of text that says something."""
    if not isinstance(value, str) or not value.strip() or len(value) > 200:
        raise TripError(field, "must be a text of at most 200 characters")
    return _one_line(value.strip())


def currency(value, field):
    """The three letters of a currency."""
    if not isinstance(value, str) or not _CURRENCY.fullmatch(value):
        raise TripError(field, 'must be the code of a currency such as "EUR"')
    return value


def offset(value, field):
    """The distance of a clock from UTC, ``+03:00``, as timedelta."""
    if isinstance(value, timedelta):
        return value
    if not isinstance(value, str) or not _OFFSET.fullmatch(value):
        raise TripError(field, 'must be an offset from UTC such as "+03:00"')
    distance = timedelta(hours=int(value[1:3]), minutes=int(value[4:]))
    return -distance if value[0] == "-" else distance


def when(value, field):
    """A local date and time ``YYYY-MM-DDTHH:MM``, as naive datetime."""
    text = "a local date and time YYYY-MM-DDTHH:MM"
    return _in_range(_iso(value, field, _WHEN, datetime, text), field)


def day(value, field):
    """A date ``YYYY-MM-DD``."""
    return _in_range(_iso(value, field, _DAY, date, "a date YYYY-MM-DD"), field)


def clock(value, field):
    """A time of day ``HH:MM``."""
    return _iso(value, field, _CLOCK, time, "a time of day HH:MM")


def _iso(value, field, pattern, kind, text):
    if isinstance(value, str) and pattern.fullmatch(value):
        with suppress(ValueError):
            return kind.fromisoformat(value)
    raise TripError(field, f"must be {text}")


def _in_range(value, field):
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise TripError(field, f"must be in the years {FIRST_YEAR} to {LAST_YEAR}")
    return value
