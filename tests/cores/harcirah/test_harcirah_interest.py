# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Interest on what is to be paid back."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from harcirah.interest import factor, interest, split
from hypothesis import given
from hypothesis import strategies as st

RATES = [
    (date(2025, 1, 1), date(2025, 12, 31), Decimal("24")),
    (date(2026, 1, 1), None, Decimal("36.5")),
]
MONEY = st.decimals("0.01", "1000000", places=2)
DAYS = st.integers(0, 900)


def test_a_year_and_a_change_of_the_rate():
    assert interest(Decimal(1000), date(2026, 3, 1), date(2026, 3, 11), RATES) == Decimal(
        "10.00"
    )
    # 10 days at 24 %, 10 at 36.5 %.
    found = interest(Decimal(3650), date(2025, 12, 21), date(2026, 1, 10), RATES)
    assert found == Decimal("60.50")


def test_nothing_on_the_first_day_nor_before_it_nor_without_a_rate():
    day = date(2026, 3, 1)
    assert not interest(Decimal(1000), day, day, RATES)
    assert not interest(Decimal(1000), day, day - timedelta(days=5), RATES)
    assert not interest(Decimal(1000), date(2024, 1, 1), date(2024, 12, 31), RATES)


@given(MONEY, DAYS)
def test_paid_at_once(principal, days):
    since = date(2025, 6, 1)
    until = since + timedelta(days=days)
    due = principal + interest(principal, since, until, RATES)
    assert split(due, principal, since, until, RATES) == (principal, due - principal)


@given(MONEY, MONEY, DAYS)
def test_a_part_is_a_part_and_its_interest(paid, principal, days):
    since = date(2025, 6, 1)
    until = since + timedelta(days=days)
    if paid > principal + interest(principal, since, until, RATES):
        with pytest.raises(ValueError):
            split(paid, principal, since, until, RATES)
        return
    part, rest = split(paid, principal, since, until, RATES)
    assert part + rest == paid
    assert 0 <= part <= principal and rest >= 0
    # To one kuruş of the principal and what that kuruş bears.
    exact = float(part) * float(factor(since, until, RATES))
    assert abs(float(rest) - exact) <= 0.03
