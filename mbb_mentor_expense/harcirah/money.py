# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Exact fractions to kuruş, free of the thread's decimal context."""

from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

ZERO = Decimal("0.00")
NOTHING, WHOLE = Fraction(0), Fraction(1)

ROUNDINGS = ("half_up", "down")


def to_kurus(amount, rounding="half_up"):
    """A non-negative ``amount`` (Fraction or Decimal, TL) to Decimal kuruş.

    No article rounds; truncating a ceiling follows the example of the general
    communiqué no. 40 (35.24 × 2/3 × 0.40 = 9.39).
    """
    over, under = amount.as_integer_ratio()
    if rounding == "half_up":
        kurus = (200 * over + under) // (2 * under)
    else:
        kurus = 100 * over // under
    lira, rest = divmod(kurus, 100)
    return Decimal(f"{lira}.{rest:02d}")


def total(amounts):
    """The exact sum of Decimals or Fractions, as Fraction."""
    return sum(map(exact, amounts), NOTHING)


@lru_cache(maxsize=4096)
def exact(amount):
    """An amount as Fraction; one object for equal amounts."""
    return Fraction(amount)


def ratio_text(ratio):
    """A ratio as a decimal (``1.6``, ``0.00759``) where exact, else ``2/3``."""
    for places in range(13):
        if (ratio * 10**places).denominator == 1:
            whole, rest = divmod(int(ratio * 10**places), 10**places)
            return f"{whole}.{rest:0{places}d}" if places else str(whole)
    return str(ratio)


def thirds_text(count):
    """A count of thirds as ``0``, ``1/3``, ``2/3`` or ``1``."""
    return str(Fraction(count, 3))
