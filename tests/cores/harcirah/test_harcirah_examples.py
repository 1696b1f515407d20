# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""The worked examples of the sources and those derived with the 2026 rates."""

import json
from decimal import Decimal

import pytest

BANDS_2016 = [
    {"days": 10, "factor": "1.50"},
    {"days": 80, "factor": "0.50"},
    {"days": 90, "factor": "0.40", "of": "2/3"},
]
D4 = {
    "daily_rate": "870.00",
    "currency": "TRY",
    "departure": "2026-03-10T08:00",
    "return": "2026-03-11T15:00",
    "inside_duty_station": False,
    "thirds_already_paid": 0,
    "assignment_start": "2026-03-10",
    "lodging": [{"from": "2026-03-10", "nights": 1, "invoice_total": "1250.00"}],
    "transport": [
        {"kind": "bus", "amount": "500.00", "count": 2},
        {"kind": "taxi", "amount": "100.00", "count": 2},
    ],
    "own_vehicle": None,
    "coverage": {"allowance": "1", "lodging": "1", "transport": "1"},
    "coverage_ceiling": None,
    "advance": "0.00",
    "policy": {},
}


def trip(rate, departure, return_, fares=(), **more):
    lines = [{"kind": "bus", "amount": amount, "count": n} for amount, n in fares]
    return {
        "daily_rate": rate,
        "departure": departure,
        "return": return_,
        "transport": lines,
        **more,
    }


ELEMENTS = {
    "D1": (
        trip("870.00", "2026-03-10T07:00", "2026-03-10T12:30", [("180.00", 2)]),
        ("0.00", "0.00", "360.00", "360.00"),
    ),
    "D2": (
        trip("870.00", "2026-03-10T08:00", "2026-03-10T17:00", [("250.00", 2)]),
        ("290.00", "0.00", "500.00", "790.00"),
    ),
    "D3": (
        trip("870.00", "2026-03-10T08:00", "2026-03-10T21:30", [("250.00", 2)]),
        ("580.00", "0.00", "500.00", "1080.00"),
    ),
    "D4": (D4, ("1160.00", "1250.00", "1200.00", "3610.00")),
    "D9": (
        trip("870.00", "2026-03-09T08:00", "2026-03-12T20:30", [("1200.00", 1)]),
        ("3190.00", "0.00", "1200.00", "4390.00"),
    ),
    "D13": (
        trip(
            "870.00",
            "2026-03-10T08:00",
            "2026-03-12T20:30",
            [("30.00", 2)],
            inside_duty_station=True,
        ),
        ("0.00", "0.00", "60.00", "60.00"),
    ),
    "S1": (
        trip("43.35", "2020-01-07T14:15", "2020-01-07T20:10"),
        ("14.45", "0.00", "0.00", "14.45"),
    ),
    "S2": (
        trip("43.35", "2020-02-07T07:50", "2020-02-07T21:10"),
        ("28.90", "0.00", "0.00", "28.90"),
    ),
    "S3 by day": (
        trip("610.00", "2025-05-05T11:00", "2025-05-05T14:00"),
        ("203.33", "0.00", "0.00", "203.33"),
    ),
    "S3 by night": (
        trip("610.00", "2025-05-05T20:00", "2025-05-06T03:00"),
        ("0.00", "0.00", "0.00", "0.00"),
    ),
    "S5": (
        trip("46.44", "2018-05-07T09:00", "2018-05-07T14:00", [("56.80", 1)]),
        ("15.48", "0.00", "56.80", "72.28"),
    ),
    "S6": (
        trip("46.44", "2018-05-07T08:00", "2018-05-07T16:00", [("111.00", 1)]),
        ("15.48", "0.00", "111.00", "126.48"),
    ),
    "S7": (
        trip("46.44", "2018-05-07T08:00", "2018-05-07T16:00", [("126.00", 1)]),
        ("15.48", "0.00", "126.00", "141.48"),
    ),
    "S8": (
        trip("46.44", "2018-05-07T08:00", "2018-05-07T16:00", [("105.00", 1)]),
        ("15.48", "0.00", "105.00", "120.48"),
    ),
}


@pytest.mark.parametrize("name", ELEMENTS)
def test_elements(name, compute):
    given, expected = ELEMENTS[name]
    found = compute(given)
    names = ("allowance", "lodging", "transport", "gross")
    assert tuple(found[key] for key in names) == expected
    assert found["net"] == found["payable"] == found["gross"]
    assert found["refund"] == found["stamp_tax"] == "0.00"


@pytest.mark.parametrize("rate", ["46.44", "635.00", "850.00", "869.99"])
def test_s3_at_any_rate(rate, compute):
    """11:00 to 14:00 is a third; 20:00 to 03:00 is nothing."""
    third = compute(trip(rate, "2026-03-10T11:00", "2026-03-10T14:00"))["allowance"]
    assert abs(Decimal(third) * 3 - Decimal(rate)) <= Decimal("0.01")
    night = compute(trip(rate, "2026-03-10T20:00", "2026-03-11T03:00"))["allowance"]
    assert night == "0.00"


def test_the_form_of_the_answer(compute):
    found = compute(D4)
    assert list(found) == [
        "allowance",
        "lodging",
        "transport",
        "gross",
        "stamp_tax",
        "net",
        "advance",
        "payable",
        "refund",
        "days",
        "notes",
    ]
    assert found["days"] == [
        {
            "from": "2026-03-10T08:00",
            "to": "2026-03-11T06:00",
            "fraction": "1",
            "amount": "870.00",
            "article": "6245 m.39",
        },
        {
            "from": "2026-03-11T06:00",
            "to": "2026-03-11T15:00",
            "fraction": "1/3",
            "amount": "290.00",
            "article": "6245 m.39",
        },
    ]
    assert all(list(note) == ["article", "text"] for note in found["notes"])


@pytest.mark.parametrize(
    ("advance", "payable", "refund"),
    [("3000.00", "610.00", "0.00"), ("4000.00", "0.00", "390.00")],
)
def test_d11_advance(advance, payable, refund, compute):
    found = compute({**D4, "advance": advance})
    assert (found["payable"], found["refund"]) == (payable, refund)
    assert "2026-04-11" in found["notes"][-1]["text"]


@pytest.mark.parametrize(
    ("base", "tax"), [("all", "27.40"), ("without_lodging", "17.91")]
)
def test_stamp_tax(base, tax, compute):
    policy = {"stamp_tax_rate": "0.00759", "stamp_tax_base": base}
    found = compute({**D4, "policy": policy})
    assert found["stamp_tax"] == tax
    assert float(found["net"]) == pytest.approx(3610 - float(tax))


def test_stamp_tax_on_the_allowance(compute):
    policy = {"stamp_tax_rate": "0.00759", "stamp_tax_base": "allowance"}
    found = compute({**D4, "policy": policy})
    assert (found["stamp_tax"], found["net"]) == ("8.80", "3601.20")


@pytest.mark.parametrize(
    "policy", [{}, {"stamp_tax_rate": "0.00759"}, {"stamp_tax_base": "all"}]
)
def test_no_stamp_tax_without_rate_and_base(policy, compute):
    found = compute({**D4, "policy": policy})
    assert found["stamp_tax"] == "0.00"
    assert any("No stamp tax" in note["text"] for note in found["notes"])


def test_s4_lodging_of_two_hundred_days(compute):
    """General communiqué no. 40: 528.60 + 1,409.60 + 845.10, then nothing."""
    found = compute(
        {
            "daily_rate": "35.24",
            "departure": "2016-04-01T08:00",
            "return": "2016-10-18T08:00",
            "lodging": [{"nights": 200, "invoice_total": "20000.00"}],
            "policy": {"lodging_bands": BANDS_2016},
        }
    )
    assert found["lodging"] == "2783.30"


@pytest.mark.parametrize(
    ("rate", "first", "middle", "last"),
    [
        ("890.00", "1424.00", "445.00", "237.33"),
        ("880.00", "1408.00", "440.00", "234.66"),
        ("870.00", "1392.00", "435.00", "232.00"),
        ("860.00", "1376.00", "430.00", "229.33"),
        ("850.00", "1360.00", "425.00", "226.66"),
    ],
)
def test_ceilings_of_2026(rate, first, middle, last, compute):
    def night(date):
        row = {"from": date, "nights": 1, "invoice_total": "9999.99"}
        return compute(
            {
                "daily_rate": rate,
                "departure": "2026-01-01T08:00",
                "return": "2026-07-31T08:00",
                "lodging": [row],
            }
        )["lodging"]

    assert night("2026-01-10") == first
    assert night("2026-01-11") == night("2026-03-31") == middle
    assert night("2026-04-01") == night("2026-06-29") == last
    assert night("2026-06-30") == "0.00"


@pytest.mark.parametrize(
    "environment",
    [
        {"TZ": "America/New_York", "LC_ALL": "C"},
        {"TZ": "Asia/Tokyo", "LC_ALL": "tr_TR.UTF-8"},
    ],
)
def test_neither_locale_nor_zone_matters(environment, command, tmp_path):
    data = json.dumps(D4).encode()
    plain = command(data).stdout
    done = command(data, env=environment, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (0, plain)
