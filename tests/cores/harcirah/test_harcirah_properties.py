# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""What holds for every trip."""

import random
from datetime import datetime, timedelta
from decimal import Decimal
from fractions import Fraction

from harcirah import entitle, entitlement, thirds
from hypothesis import assume, given
from hypothesis import strategies as st

KURUS = Decimal("0.01")
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
KINDS = ("bus", "minibus", "train", "ship", "plane", "taxi", "baggage")

# The hours at which rules change, and any other minute.
edges = st.sampled_from([h * 60 + m for h in (0, 6, 13, 19) for m in (0, 1, 59)])
minutes = st.one_of(edges, st.integers(0, 1439))
moments = st.builds(
    lambda day, minute: datetime(2025, 12, 1) + day * DAY + minute * MINUTE,
    st.integers(0, 60),
    minutes,
)
amounts = st.integers(0, 500_000).map(lambda kurus: f"{Decimal(kurus) / 100:.2f}")
rates = st.integers(1, 200_000).map(lambda kurus: f"{Decimal(kurus) / 100:.2f}")
shares = st.sampled_from(["0", "0.25", "0.5", "2/3", "0.75", "1"])
lines = st.lists(
    st.fixed_dictionaries(
        {
            "kind": st.sampled_from(KINDS),
            "amount": amounts,
            "count": st.integers(1, 4),
        }
    ),
    max_size=4,
)


def iso(moment):
    return f"{moment:%Y-%m-%dT%H:%M}"


@st.composite
def invoices(draw, start, end):
    """Invoices for some of the nights between two moments, each with its date."""
    rows, night = [], start.date()
    while (left := (end.date() - night).days) > 0:
        nights = draw(st.integers(1, min(left, 12)))
        if draw(st.booleans()):
            total = draw(amounts)
            rows.append({"from": f"{night}", "nights": nights, "invoice_total": total})
        night += nights * DAY
    return rows


@st.composite
def trips(draw, coverage=True):
    start = draw(moments)
    end = start + draw(st.integers(0, 25)) * DAY + draw(minutes) * MINUTE
    trip = {
        "daily_rate": draw(rates),
        "departure": iso(start),
        "return": iso(end),
        "thirds_already_paid": draw(
            st.one_of(st.just(0), st.integers(255, 285), st.integers(525, 555))
        ),
        "assignment_start": f"{start.date() - draw(st.integers(0, 185)) * DAY}",
        "lodging": draw(invoices(start, end)),
        "transport": draw(lines),
        "inside_duty_station": draw(st.integers(0, 9)) == 0,
        "advance": draw(amounts),
        "policy": {
            "stamp_tax_rate": draw(st.sampled_from(["0", "0.00759", "1"])),
            "stamp_tax_base": draw(
                st.sampled_from([None, "all", "without_lodging", "allowance"])
            ),
            "lodging_comparison": draw(st.sampled_from(["night", "invoice"])),
        },
    }
    if coverage:
        names = ("allowance", "lodging", "transport")
        trip["coverage"] = {name: draw(shares) for name in names}
        trip["coverage_ceiling"] = draw(st.one_of(st.none(), amounts))
    return trip


@given(moments, st.integers(0, 5 * 1440))
def test_thirds_by_walking_every_minute(start, length):
    away = {start + minute * MINUTE for minute in range(length)}
    midnight = start.replace(hour=0, minute=0)
    expected = 0
    for day in (midnight + offset * DAY for offset in range(-1, 7)):
        expected += day + timedelta(hours=13) in away
        expected += day + timedelta(hours=19) in away
        expected += all(day + minute * MINUTE in away for minute in range(360))
    assert thirds(start, start + length * MINUTE) == expected


@given(moments, st.integers(0, 400))
def test_full_days_are_three_thirds_each(start, days):
    """Who leaves in the middle of a night has one whole night less."""
    cut = 0 < start.hour * 60 + start.minute < 360 and days > 0
    assert thirds(start, start + days * DAY) == 3 * days - cut


@given(st.data(), trips(coverage=False), st.booleans())
def test_splitting_never_raises(data, trip, partly):
    """One kuruş an element; with coverage, one an element and part."""
    start = datetime.fromisoformat(trip["departure"])
    end = datetime.fromisoformat(trip["return"])
    length = (end - start) // MINUTE
    cut = start + data.draw(st.integers(0, length)) * MINUTE
    assume(cut <= end)
    first = data.draw(invoices(start, cut))
    second = data.draw(invoices(cut, end))
    more = data.draw(lines)
    trip["policy"] = {}
    if partly:
        names = ("allowance", "lodging", "transport")
        trip["coverage"] = {name: data.draw(shares) for name in names}
    whole = entitlement(
        {**trip, "lodging": first + second, "transport": trip["transport"] + more}
    )
    before = entitlement({**trip, "return": iso(cut), "lodging": first})
    after = entitlement(
        {
            **trip,
            "departure": iso(cut),
            "lodging": second,
            "transport": more,
            "thirds_already_paid": trip["thirds_already_paid"] + before.thirds,
        }
    )
    assert before.thirds + after.thirds <= whole.thirds
    allowed = KURUS * (2 if partly else 1)
    for name in ("allowance", "lodging", "transport"):
        parts = getattr(before, name) + getattr(after, name)
        assert parts <= getattr(whole, name) + allowed


@given(trips(), st.data())
def test_a_larger_invoice_never_lowers_the_total(trip, data):
    assume(trip["lodging"])
    less = entitlement(trip)
    row = data.draw(st.sampled_from(trip["lodging"]))
    more = data.draw(st.integers(1, 300_000))
    row["invoice_total"] = str(Decimal(row["invoice_total"]) + more * KURUS)
    found = entitlement(trip)
    assert found.gross >= less.gross
    assert found.net >= less.net
    assert found.due.lodging >= less.due.lodging
    assert found.payable - found.refund >= less.payable - less.refund


@given(trips(), st.data())
def test_a_dearer_fare_never_lowers_the_gross(trip, data):
    assume(trip["transport"])
    less = entitlement(trip)
    line = data.draw(st.sampled_from(trip["transport"]))
    line["amount"] = str(Decimal(line["amount"]) + data.draw(st.integers(1, 99)))
    assert entitlement(trip).gross >= less.gross


@given(trips())
def test_never_above_what_is_allowed_and_never_below_zero(trip):
    found = entitlement(trip)
    rate = Fraction(trip["daily_rate"])
    start = datetime.fromisoformat(trip["departure"]).date()
    begin = datetime.fromisoformat(trip["assignment_start"]).date()
    limit, invoiced = Fraction(), Fraction()
    for row in trip["lodging"]:
        invoiced += Fraction(row["invoice_total"])
        first = (datetime.fromisoformat(row["from"]).date() - begin).days + 1
        for day in range(first, first + row["nights"]):
            assert day >= (start - begin).days + 1
            limit += next(
                (
                    int(rate * factor * 100) / Fraction(100)
                    for last, factor in (
                        (10, Fraction(8, 5)),
                        (90, Fraction(1, 2)),
                        (180, Fraction(4, 15)),
                    )
                    if day <= last
                ),
                0,
            )
    assert found.due.lodging <= min(limit, invoiced)
    assert found.due.transport == sum(
        Decimal(line["amount"]) * line["count"] for line in trip["transport"]
    )
    assert found.gross == found.allowance + found.lodging + found.transport
    if trip["coverage_ceiling"] is not None:
        assert found.gross <= Decimal(trip["coverage_ceiling"])
    for name, share in trip["coverage"].items():
        part, whole = getattr(found, name), Fraction(getattr(found.due, name))
        assert part <= whole * Fraction(share) + Fraction(1, 200)
        assert 0 <= part <= whole
    assert min(found.stamp_tax, found.net, found.payable, found.refund) >= 0
    assert found.net == found.gross - found.stamp_tax
    assert found.payable - found.refund == found.net - found.advance
    assert 0 in (found.payable, found.refund)


@given(trips(), st.randoms(use_true_random=False))
def test_the_order_of_lines_does_not_matter(trip, order):
    plain = entitle(trip)
    shuffled = {**trip, "lodging": list(trip["lodging"])}
    shuffled["transport"] = list(trip["transport"])
    order.shuffle(shuffled["lodging"])
    order.shuffle(shuffled["transport"])
    keys = random.Random(len(plain["notes"])).sample(list(shuffled), len(shuffled))
    assert entitle({key: shuffled[key] for key in keys}) == plain


@given(trips())
def test_rows_add_up_and_leave_no_gap(trip):
    found = entitlement(trip)
    assert sum(row.amount for row in found.days) == found.due.allowance
    assert all(row.amount >= 0 for row in found.days)
    assert sum(row.thirds for row in found.days) == found.thirds
    if trip["inside_duty_station"] or trip["departure"] == trip["return"]:
        assert found.days == ()
        return
    assert iso(found.days[0].start) == trip["departure"]
    assert iso(found.days[-1].end) == trip["return"]
    for row, following in zip(found.days, found.days[1:], strict=False):
        assert row.end == following.start
    for row in found.days:
        assert row.start < row.end
        if row.article != "6245 m.42":
            assert row.thirds == thirds(row.start, row.end)


@given(trips())
def test_the_allowance_by_adding_thirds(trip):
    """An independent sum: each third in turn at full, 2/3 or nothing."""
    found = entitlement(trip)
    paid = trip["thirds_already_paid"]
    count = thirds(trip["departure"], trip["return"])
    if trip["inside_duty_station"]:
        count = 0
    third = Fraction(trip["daily_rate"]) / 3
    exact = sum(
        third if index < 270 else third * Fraction(2, 3) if index < 540 else 0
        for index in range(paid, paid + count)
    )
    assert abs(Fraction(found.due.allowance) - exact) <= Fraction(1, 200)
