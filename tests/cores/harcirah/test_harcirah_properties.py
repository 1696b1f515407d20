# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""What holds for every trip."""

import random
from datetime import date, datetime, timedelta
from decimal import Context, Decimal, localcontext
from fractions import Fraction

from harcirah import TripError, entitle, entitlement, thirds
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


# --- with the rules that few trips need ---------------------------------------------

CAUSES = ("transfer", "quarantine", "order", "road_closed", "illness", "personal")


@st.composite
def spans(draw, start, end):
    """Dates of a trip, from and to."""
    length = (end.date() - start.date()).days
    first = draw(st.integers(0, length))
    last = draw(st.integers(first, min(first + 9, length)))
    day = start.date()
    return {"from": f"{day + first * DAY}", "to": f"{day + last * DAY}"}


@st.composite
def others(draw, coverage):
    """Payers whose shares, with the Birlik's, are at most the whole."""
    rows, left = [], {name: 1 - Fraction(share) for name, share in coverage.items()}
    for index in range(draw(st.integers(0, 3))):
        given_shares, paid = {}, {}
        for name in left:
            share = left[name] * draw(st.sampled_from([0, Fraction(1, 3), 1]))
            left[name] -= share
            given_shares[name] = str(share)
            if draw(st.booleans()):
                paid[name] = draw(amounts)
        rows.append({"name": f"P{index}", "shares": given_shares, "amounts": paid})
    return rows


@st.composite
def rich_trips(draw):
    """Trips with persons, sickness, waiting, rates by date and other payers."""
    trip = draw(trips())
    start = datetime.fromisoformat(trip["departure"])
    end = datetime.fromisoformat(trip["return"])
    trip["sickness"] = [
        {**row, "hospital": draw(st.booleans())}
        for row in draw(st.lists(spans(start, end), max_size=2))
    ]
    trip["waiting"] = [
        {
            **row,
            "cause": draw(st.sampled_from(CAUSES)),
            "report": draw(st.booleans()),
            "hospital": draw(st.booleans()),
        }
        for row in draw(st.lists(spans(start, end), max_size=2))
    ]
    trip["policy"] |= {
        "method": draw(st.sampled_from("TL")),
        "waiting_day": draw(st.sampled_from(["full", "thirds"])),
        "rate_date": draw(st.sampled_from(["day", "departure"])),
    }
    if draw(st.booleans()):
        trip["rates"] = [{"from": "2026-01-01", "daily_rate": draw(rates)}]
    trip["others"] = draw(others(trip["coverage"]))
    trip["training"] = draw(st.sampled_from([None, "course"]))
    trip["not_accepted"] = draw(
        st.dictionaries(st.sampled_from(["allowance", "lodging", "transport"]), rates)
    )
    return trip


@given(rich_trips())
def test_all_payers_together_never_above_the_whole(trip):
    found = entitlement(trip)
    for name in ("allowance", "lodging", "transport"):
        due = getattr(found.due, name)
        whole = max(due - Decimal(trip["not_accepted"].get(name, "0")), Decimal(0))
        parts = [getattr(part, name) for part in found.others]
        assert all(part >= 0 for part in parts)
        assert 0 <= getattr(found, name) <= whole
        assert getattr(found, name) + sum(parts) <= whole


@given(rich_trips(), st.data())
def test_rich_trips_keep_the_rules(trip, data):
    """Order, a larger invoice, ceilings and rows, with every rule in play."""
    plain = entitlement(trip)
    assert sum(row.amount for row in plain.days) == plain.due.allowance
    assert all(row.amount >= 0 and row.start <= row.end for row in plain.days)
    for row, following in zip(plain.days, plain.days[1:], strict=False):
        assert row.end == following.start
    assert min(plain.gross, plain.net, plain.payable, plain.refund) >= 0
    if trip["coverage_ceiling"] is not None:
        assert plain.gross <= Decimal(trip["coverage_ceiling"])
    names = ("lodging", "transport", "sickness", "waiting")
    turned = {**trip, **{name: trip[name][::-1] for name in names}}
    assert entitle(turned) == plain.as_json()
    if trip["lodging"]:
        row = data.draw(st.sampled_from(trip["lodging"]))
        more = data.draw(st.integers(1, 300_000))
        row["invoice_total"] = str(Decimal(row["invoice_total"]) + more * KURUS)
        found = entitlement(trip)
        assert found.gross >= plain.gross
        assert found.due.lodging >= plain.due.lodging


@given(rich_trips(), st.data())
def test_splitting_a_rich_trip_never_raises(trip, data):
    """One kuruş an element and part. The thirds that count are far from m.42's
    borders here: what a cut through a night loses would move them."""
    start = datetime.fromisoformat(trip["departure"])
    end = datetime.fromisoformat(trip["return"])
    cut = start + data.draw(st.integers(0, (end - start) // MINUTE)) * MINUTE
    trip |= {
        "lodging": [],
        "thirds_already_paid": 0,
        "others": [],
        "coverage_ceiling": None,
        "policy": {**trip["policy"], "rate_date": "day", "stamp_tax_rate": "0"},
    }

    def part(since, until):
        """The rows of the dates of one part."""
        first, last = since.date(), until.date()
        rows = {}
        for name in ("sickness", "waiting"):
            clipped = [
                {
                    **row,
                    "from": f"{max(date.fromisoformat(row['from']), first)}",
                    "to": f"{min(date.fromisoformat(row['to']), last)}",
                }
                for row in trip[name]
            ]
            rows[name] = [row for row in clipped if row["from"] <= row["to"]]
        return {**trip, **rows, "departure": iso(since), "return": iso(until)}

    whole = entitlement(trip)
    before = entitlement({**part(start, cut), "transport": []})
    after = entitlement(
        {
            **part(cut, end),
            "thirds_already_paid": before.thirds,
            "departure_day_thirds": before.return_day_thirds,
            "sickness_days_paid": before.sickness_days,
        }
    )
    assert before.thirds + after.thirds <= whole.thirds
    for name in ("allowance", "lodging", "transport"):
        parts = getattr(before, name) + getattr(after, name)
        assert parts <= getattr(whole, name) + 2 * KURUS


# --- abroad -------------------------------------------------------------------------

offsets = st.sampled_from(["+03:00", "+01:00", "-05:00", "+09:00"])


@st.composite
def trips_abroad(draw):
    """One exit, up to three countries; the claim is in their currency."""
    start = draw(moments)
    away = draw(st.integers(1, 20 * 1440))
    cuts = sorted(draw(st.lists(st.integers(0, away), max_size=2)))
    home = timedelta(hours=3)
    stays, zones = [{"country": "A"}], ["+03:00"]
    for index, minute in enumerate(cuts):
        zone = draw(offsets)
        local = start - home + minute * MINUTE + distance(zone)
        stays.append({"country": "BC"[index], "from": iso(local), "utc_offset": zone})
        zones.append(zone)
    for stay in stays:
        stay["daily_rate"] = draw(rates)
    end = start + away * MINUTE
    trip = {
        "currency": "EUR",
        "daily_rate": "100.00",
        "departure": iso(start),
        "return": iso(end),
        "countries": stays,
        "thirds_already_paid": draw(st.sampled_from([0, 530, 900])),
        "lodging": draw(invoices(start, end)),
        "policy": {"abroad_days": draw(st.sampled_from(["24h", "thirds"]))},
    }
    return trip, start, away, cuts, zones


def distance(zone):
    return timedelta(hours=int(zone[:3]))


@given(trips_abroad())
def test_abroad_never_above_what_is_allowed(drawn):
    trip, _start, away, _cuts, _zones = drawn
    found = entitlement(trip)
    dearest = max(Decimal(stay["daily_rate"]) for stay in trip["countries"])
    invoiced = sum(Decimal(row["invoice_total"]) for row in trip["lodging"])
    days = -(-away // 1440) + 1
    assert 0 <= found.allowance <= dearest * Decimal("1.5") * days + KURUS
    assert 0 <= found.lodging <= invoiced
    # 70 % of the raised rate a night, for ten nights.
    assert found.lodging <= dearest * Decimal("1.05") * 10
    assert sum(night.amount for night in found.abroad.nights) == found.lodging
    assert sum(row.amount for row in found.days) == found.allowance
    assert all(row.amount >= 0 for row in found.days)


@given(trips_abroad(), st.data())
def test_a_larger_invoice_abroad_never_lowers_the_total(drawn, data):
    trip = drawn[0]
    assume(trip["lodging"])
    less = entitlement(trip)
    row = data.draw(st.sampled_from(trip["lodging"]))
    more = data.draw(st.integers(1, 300_000))
    row["invoice_total"] = str(Decimal(row["invoice_total"]) + more * KURUS)
    assert entitlement(trip).gross >= less.gross


@given(trips_abroad(), st.data())
def test_splitting_abroad_never_raises(drawn, data):
    """The exit is carried, so that periods and raised days go on."""
    trip, start, away, cuts, zones = drawn
    trip["policy"] = {"abroad_days": "24h"}
    trip |= {"lodging": [], "thirds_already_paid": 0}
    minute = data.draw(st.integers(0, away))
    current = sum(cut <= minute for cut in cuts)
    zone = zones[current]
    moment = start - timedelta(hours=3) + minute * MINUTE
    local = moment + distance(zone)
    assume(start <= local <= datetime.fromisoformat(trip["return"]))
    whole = entitlement(trip)
    stays = trip["countries"]
    before = entitlement(
        {
            **trip,
            "return": iso(local),
            "return_offset": zone,
            "countries": stays[: current + 1],
        }
    )
    going_on = {
        key: value
        for key, value in stays[current].items()
        if key not in ("from", "utc_offset")
    }
    after = entitlement(
        {
            **trip,
            "departure": iso(local),
            "departure_offset": zone,
            "abroad_since": iso(start),
            "countries": [going_on, *stays[current + 1 :]],
            "thirds_already_paid": before.thirds,
        }
    )
    assert before.thirds + after.thirds <= whole.thirds
    assert before.allowance + after.allowance <= whole.allowance + 6 * KURUS


# --- whatever comes in --------------------------------------------------------------

scalars = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), amounts
)
names = st.sampled_from(["from", "to", "kind", "name", "country", "days"])
objects = st.dictionaries(names, scalars, max_size=3)
anything = st.one_of(scalars, objects, st.lists(st.one_of(scalars, objects), max_size=3))


@given(rich_trips(), st.data())
def test_a_field_that_is_anything_is_refused_by_name_or_computed(trip, data):
    path = data.draw(st.sampled_from(sorted(trip)))
    trip[path] = data.draw(anything)
    try:
        found = entitle(trip)
    except TripError as error:
        assert error.field
        assert "\n" not in str(error)
    else:
        assert Decimal(found["gross"]) >= 0


@given(rich_trips(), st.integers(1, 6))
def test_the_threads_decimal_context_does_not_matter(trip, precision):
    plain = entitle(trip)
    with localcontext(Context(prec=precision)):
        assert entitle(trip) == plain
