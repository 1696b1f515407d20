# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Duty abroad: countries in turn, the raise, lodging, currencies, m.42/b."""

import json
from decimal import Decimal

import pytest
from harcirah import entitlement

ELEMENTS = ("allowance", "lodging", "transport")


def codes(given):
    return {note.code for note in entitlement(given).notes}


def of_stays(compute, countries, departure, return_, **more):
    """The answer in EUR for stays abroad; inland days at 870.00 TL."""
    return compute(
        {
            "daily_rate": "870.00",
            "departure": departure,
            "return": return_,
            "countries": countries,
            "exchange": [{"currency": "EUR", "declaration_rate": "50"}],
            **more,
        }
    )


GERMANY = {"country": "DE", "daily_rate": "164.00", "currency": "EUR"}
CHINA = {
    "currency": "USD",
    "daily_rate": "95.00",
    "departure": "2014-05-05T09:00",
    "return": "2014-05-12T21:00",
    "countries": [{"country": "CN"}],
    "degree": 4,
    "lodging": [{"nights": 7, "invoice_total": "700.00"}],
    "transport": [
        {"kind": "plane", "class": "economy", "amount": "1000.00", "count": 2},
        {"kind": "taxi", "amount": "35.00", "count": 2},
        {"kind": "taxi", "amount": "20.00", "count": 2, "currency": "TRY"},
    ],
    "exchange": [{"currency": "TRY", "declaration_rate": "0.475"}],
}


def test_s10_china(compute):
    """95 USD raised to 142.50: 8 days are 1,140.00; 43 × 70 % is 30.10 a night."""
    found = compute(CHINA)
    assert (found["currency"], found["allowance"]) == ("USD", "1140.00")
    assert [night["amount"] for night in found["nights"]] == ["30.10"] * 7
    assert found["lodging"] == "210.70"
    assert found["amounts"] == {
        "TRY": {"allowance": "0.00", "lodging": "0.00", "transport": "40.00"},
        "USD": {"allowance": "1140.00", "lodging": "210.70", "transport": "2070.00"},
    }
    assert found["transport"] == "2089.00"


def test_s10_is_capped_at_seventy_per_cent(compute):
    """142.50 × 70 % = 99.75 a night, whatever the invoice."""
    dear = {**CHINA, "lodging": [{"nights": 7, "invoice_total": "7000.00"}]}
    assert {night["amount"] for night in compute(dear)["nights"]} == {"99.75"}


def test_s10_in_lira(compute):
    found = compute(
        {
            **CHINA,
            "currency": "TRY",
            "daily_rate": "40.00",
            "countries": [
                {"country": "CN", "daily_rate": "95.00", "currency": "USD"}
            ],
            "transport": [
                {**line, "currency": line.get("currency", "USD")}
                for line in CHINA["transport"]
            ],
            "exchange": [{"currency": "USD", "declaration_rate": "2.10"}],
        }
    )
    assert found["amounts"]["USD"]["allowance"] == "1140.00"
    assert tuple(found[name] for name in ELEMENTS) == ("2394.00", "442.47", "4387.00")


def test_the_germany_example(compute):
    """246 × 4 = 984.00; (180 − 98.40) × 0.70 × 3 = 171.36; together 1,155.36."""
    found = compute(
        {
            "currency": "EUR",
            "daily_rate": "164.00",
            "departure": "2024-04-01T08:00",
            "return": "2024-04-04T20:00",
            "countries": [{"country": "DE"}],
            "lodging": [{"nights": 3, "invoice_total": "540.00"}],
        }
    )
    assert (found["allowance"], found["lodging"]) == ("984.00", "171.36")
    assert found["gross"] == "1155.36"
    assert [night["amount"] for night in found["nights"]] == ["57.12"] * 3
    assert {row["amount"] for row in found["days"]} == {"246.00"}
    assert {row["article"] for row in found["days"]} == {"6245 m.34, m.43"}


def test_germany_by_thirds(compute):
    """Who counts the hours of m.39 abroad too pays 3 days and 2/3."""
    found = of_stays(
        compute,
        [GERMANY],
        "2024-04-01T08:00",
        "2024-04-04T20:00",
        policy={"abroad_days": "thirds"},
    )
    assert found["amounts"]["EUR"]["allowance"] == "902.00"


def test_countries_in_turn(compute):
    """Each period of 24 hours is paid at the country in which it begins."""
    found = of_stays(
        compute,
        [
            GERMANY,
            {
                "country": "CH",
                "from": "2026-03-12T10:00",
                "utc_offset": "+03:00",
                "daily_rate": "283.00",
                "currency": "CHF",
            },
        ],
        "2026-03-10T08:00",
        "2026-03-14T08:00",
        exchange=[
            {"currency": "EUR", "declaration_rate": "50"},
            {"currency": "CHF", "declaration_rate": "55"},
        ],
    )
    assert found["amounts"]["EUR"]["allowance"] == "738.00"
    assert found["amounts"]["CHF"]["allowance"] == "424.50"
    assert Decimal(found["allowance"]) == 738 * 50 + Decimal("424.50") * 55


def test_the_inland_journey_is_paid_at_home(compute):
    """Before the exit by its hours; after it not twice for the same 24 hours."""
    stays = [
        {**GERMANY, "from": "2026-03-11T08:00"},
        {"country": "TR", "from": "2026-03-13T06:00"},
    ]
    found = of_stays(compute, stays, "2026-03-10T08:00", "2026-03-13T23:00")
    assert found["amounts"]["TRY"]["allowance"] == "1450.00"
    assert found["amounts"]["EUR"]["allowance"] == "492.00"
    assert [row["fraction"] for row in found["days"]] == ["1", "0", "1", "1", "2/3"]
    late = [stays[0], {"country": "TR", "from": "2026-03-12T12:00"}]
    found = of_stays(compute, late, "2026-03-11T08:00", "2026-03-12T23:00")
    assert found["amounts"]["EUR"]["allowance"] == "492.00"
    assert found["amounts"]["TRY"]["allowance"] == "0.00"


@pytest.mark.parametrize(
    ("days", "expected"), [(10, 2460), (11, 2460 + 164), (12, 2460 + 328)]
)
def test_the_first_ten_days_are_raised(days, expected, compute):
    found = of_stays(
        compute, [GERMANY], "2026-03-01T08:00", f"2026-03-{days + 1:02d}T08:00"
    )
    assert Decimal(found["amounts"]["EUR"]["allowance"]) == expected


def test_a_new_exit_is_raised_again_and_a_part_of_one_is_not(compute):
    back = [
        GERMANY,
        {"country": "TR", "from": "2026-03-11T08:00"},
        {**GERMANY, "from": "2026-03-13T08:00"},
    ]
    found = of_stays(compute, back, "2026-03-01T08:00", "2026-03-14T08:00")
    assert found["amounts"]["EUR"]["allowance"] == "2706.00"
    part = of_stays(
        compute,
        [GERMANY],
        "2026-03-13T08:00",
        "2026-03-14T08:00",
        abroad_since="2026-03-01T08:00",
    )
    assert part["amounts"]["EUR"]["allowance"] == "164.00"


def test_lodging_abroad_ends_with_the_tenth_night(compute):
    found = of_stays(
        compute,
        [GERMANY],
        "2026-03-01T08:00",
        "2026-03-13T08:00",
        lodging=[{"nights": 12, "invoice_total": "2160.00"}],
    )
    assert [night["amount"] for night in found["nights"]] == ["57.12"] * 10 + [
        "0.00"
    ] * 2


def test_a_room_below_forty_per_cent_is_not_paid(compute):
    found = of_stays(
        compute,
        [GERMANY],
        "2026-03-10T08:00",
        "2026-03-11T08:00",
        lodging=[{"nights": 1, "invoice_total": "98.40"}],
    )
    assert found["lodging"] == "0.00"


@pytest.mark.parametrize(
    ("paid", "expected"),
    [
        (531, "738.00"),
        (537, "574.00"),
        (538, "546.67"),
        (540, "492.00"),
        (5400, "492.00"),
    ],
)
def test_borders_of_m42_abroad(paid, expected, compute):
    """180 days in full, then two thirds without end (m.42/b)."""
    found = of_stays(
        compute,
        [GERMANY],
        "2026-03-10T08:00",
        "2026-03-13T08:00",
        thirds_already_paid=paid,
    )
    assert found["amounts"]["EUR"]["allowance"] == expected
    if paid >= 540:
        assert {row["article"] for row in found["days"]} == {"6245 m.34, m.43, m.42"}


def test_across_a_time_zone(compute):
    """Hours are counted by the moment: 25 hours of clock are 24 of the journey."""
    given = {
        "departure_offset": "+03:00",
        "return_offset": "+02:00",
        "abroad_since": None,
    }
    found = of_stays(
        compute, [GERMANY], "2026-03-10T08:00", "2026-03-11T08:00", **given
    )
    assert found["amounts"]["EUR"]["allowance"] == "492.00"
    found = of_stays(
        compute, [GERMANY], "2026-03-10T08:00", "2026-03-11T07:00", **given
    )
    assert found["amounts"]["EUR"]["allowance"] == "246.00"


def test_across_the_date_line(compute):
    """A clock that is put back is no journey back in time."""
    stays = [
        {**GERMANY, "from": "2026-03-10T18:00", "utc_offset": "+09:00"},
        {**GERMANY, "from": "2026-03-12T02:00", "utc_offset": "-10:00"},
    ]
    found = of_stays(compute, stays, "2026-03-10T12:00", "2026-03-14T12:00")
    # From 09:00 UTC on the 10th to 09:00 UTC on the 14th.
    assert found["amounts"]["EUR"]["allowance"] == "984.00"


def test_an_advance_takes_the_rate_of_its_day(compute):
    """At the efektif satış rate what it covered, at the döviz satış rate the rest."""
    found = of_stays(
        compute,
        [GERMANY],
        "2026-03-10T08:00",
        "2026-03-12T08:00",
        exchange=[
            {
                "currency": "EUR",
                "advance": "400.00",
                "advance_rate": "48",
                "declaration_rate": "50.5",
            }
        ],
    )
    assert Decimal(found["allowance"]) == 400 * 48 + 92 * Decimal("50.5")
    assert (found["advance"], found["payable"]) == ("19200.00", "4646.00")


def test_an_advance_that_was_too_large(compute):
    found = of_stays(
        compute,
        [GERMANY],
        "2026-03-10T08:00",
        "2026-03-12T08:00",
        exchange=[{"currency": "EUR", "advance": "500.00", "advance_rate": "48"}],
    )
    assert (found["payable"], found["refund"]) == ("0.00", "384.00")


def test_what_a_foreign_body_pays_is_deducted(compute):
    """m.34/3: from the allowance, before anybody's share of it."""
    found = of_stays(
        compute,
        [GERMANY],
        "2026-03-10T08:00",
        "2026-03-12T08:00",
        coverage={"allowance": "0.5"},
        others=[{"name": "Council", "amounts": {"allowance": "4600.00"}}],
    )
    assert found["allowance"] == "10000.00"


def test_kktc(compute):
    """Its own table in TL, no raise; lodging to 75 % for at most ten nights."""
    found = compute(
        {
            "daily_rate": "870.00",
            "departure": "2026-03-01T08:00",
            "return": "2026-03-13T08:00",
            "countries": [{"country": "KKTC", "daily_rate": "942.00"}],
            "lodging": [{"nights": 12, "invoice_total": "12000.00"}],
        }
    )
    assert found["allowance"] == "11304.00"
    assert found["lodging"] == "7065.00"
    assert {night["article"] for night in found["nights"][:10]} == {
        "6245 m.34, KKTC Karar"
    }


def test_a_lower_rate_accepted_in_writing(compute):
    found = of_stays(
        compute,
        [{**GERMANY, "share": "0.5"}],
        "2026-03-10T08:00",
        "2026-03-11T08:00",
    )
    assert found["amounts"]["EUR"]["allowance"] == "123.00"


def test_new_year_abroad_and_at_home(compute):
    """Inland thirds on each side have the rate of their date."""
    found = of_stays(
        compute,
        [
            {**GERMANY, "from": "2025-12-30T08:00"},
            {"country": "TR", "from": "2025-12-31T08:00"},
        ],
        "2025-12-30T08:00",
        "2026-01-01T14:00",
        daily_rate="610.00",
        rates=[{"from": "2026-01-01", "daily_rate": "860.00"}],
    )
    assert found["amounts"]["TRY"]["allowance"] == "896.67"


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Tokyo"])
def test_the_machines_zone_does_not_matter(zone, command):
    data = json.dumps(CHINA).encode()
    done = command(data, env={"TZ": zone, "LC_ALL": "tr_TR.UTF-8"})
    assert (done.returncode, done.stdout) == (0, command(data).stdout)


def test_a_note_says_how_it_was_counted():
    assert codes(CHINA) >= {
        "abroad_hours",
        "abroad_raised",
        "night_abroad",
        "exchange",
    }


def test_inland_days_of_a_trip_abroad_do_not_count_for_m42():
    """The limit is of the allowances of the place of duty."""
    found = entitlement(
        {
            "daily_rate": "870.00",
            "departure": "2026-03-10T08:00",
            "return": "2026-03-13T08:00",
            "countries": [{**GERMANY, "from": "2026-03-11T08:00"}],
            "exchange": [{"currency": "EUR", "declaration_rate": "50"}],
            "thirds_already_paid": 540,
        }
    )
    assert found.thirds == 6
    assert [row.amount for row in found.days if row.currency == "TRY"] == [
        Decimal("870.00"),
        Decimal("0.00"),
    ]
