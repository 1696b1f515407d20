# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Borders of each rule."""

import importlib
import json
import sys
import types
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

import harcirah
import pytest
from harcirah import CATALOGUE, DEFAULT_POLICY, entitle, entitlement, thirds

MORNING, NEXT = "2026-03-10T08:00", "2026-03-11T15:00"


def trip(departure=MORNING, return_=NEXT, **more):
    return {"daily_rate": "870.00", "departure": departure, "return": return_, **more}


def codes(given):
    return {note.code for note in entitlement(given).notes}


@pytest.mark.parametrize(
    ("departure", "return_", "expected"),
    [
        ("10T13:00", "10T13:01", 1),
        ("10T13:01", "10T18:59", 0),
        ("10T12:00", "10T13:00", 0),
        ("10T12:59", "10T13:01", 1),
        ("10T19:00", "10T19:01", 1),
        ("10T13:01", "10T19:00", 0),
        ("10T13:00", "10T19:00", 1),
        ("10T13:00", "10T19:01", 2),
        ("10T13:00", "10T13:00", 0),
        ("11T00:00", "11T06:00", 1),
        ("11T00:01", "11T06:00", 0),
        ("11T00:00", "11T05:59", 0),
        ("10T23:30", "11T14:00", 2),
        ("10T20:00", "11T03:00", 0),
        ("10T19:00", "11T19:00", 3),
        ("10T13:00", "11T13:00", 3),
        ("10T08:00", "13T08:00", 9),
    ],
)
def test_moments(departure, return_, expected):
    """A moment counts when departure ≤ moment < return; a night when whole."""
    departure, return_ = f"2026-03-{departure}", f"2026-03-{return_}"
    assert thirds(departure, return_) == expected
    as_datetimes = map(datetime.fromisoformat, (departure, return_))
    assert thirds(*as_datetimes) == expected
    assert entitlement(trip(departure, return_)).thirds == expected


def test_moments_by_policy():
    def count(departure, return_, **policy):
        return thirds(f"2026-03-{departure}", f"2026-03-{return_}", policy)

    assert count("10T13:00", "10T14:00", departure_counts=False) == 0
    assert count("10T12:00", "10T13:00", return_counts=True) == 1
    assert count("10T11:00", "10T12:10", lunch="12:00") == 1
    assert count("10T20:00", "11T03:00", night_to="03:00") == 1
    assert count("10T22:00", "11T05:00", night_from="22:00", night_to="05:00") == 1
    assert count("10T22:01", "11T05:00", night_from="22:00", night_to="05:00") == 0
    assert count("11T00:00", "11T05:00", night_from="22:00", night_to="05:00") == 0


def test_new_year():
    assert thirds("2025-12-31T20:00", "2026-01-01T13:30") == 2
    found = entitlement(trip("2025-12-31T12:00", "2026-01-01T12:00"))
    assert found.allowance == Decimal("870.00")
    assert found.due_date == date(2026, 2, 1)


def test_a_month_later_is_never_beyond_the_month():
    for day, due in (("2026-01-31", "2026-02-28"), ("2026-12-05", "2027-01-05")):
        found = entitlement(trip(f"{day}T08:00", f"{day}T09:00"))
        assert found.due_date == date.fromisoformat(due)


@pytest.mark.parametrize(
    ("paid", "allowance", "counted"),
    [
        (0, "1160.00", 4),
        (266, "1160.00", 4),
        (267, "1063.33", 4),
        (269, "870.00", 4),
        (270, "773.33", 4),
        (536, "773.33", 4),
        (537, "580.00", 3),
        (539, "193.33", 1),
        (540, "0.00", 0),
        (900, "0.00", 0),
    ],
)
def test_borders_of_m42(paid, allowance, counted, compute):
    given = trip(thirds_already_paid=paid)
    found = compute(given)
    assert found["allowance"] == allowance
    assert entitlement(given).thirds == counted
    assert sum(Decimal(day["amount"]) for day in found["days"]) == Decimal(allowance)


def test_a_day_that_crosses_a_border_is_two_rows(compute):
    """The first part ends where the first reduced third begins."""
    found = compute(trip(thirds_already_paid=268))["days"]
    assert [(row["from"][5:], row["to"][5:]) for row in found] == [
        ("03-10T08:00", "03-11T00:00"),
        ("03-11T00:00", "03-11T06:00"),
        ("03-11T06:00", "03-11T15:00"),
    ]
    assert [row["fraction"] for row in found] == ["2/3", "1/3", "1/3"]
    assert [row["article"] for row in found] == [
        "6245 m.39",
        "6245 m.39, m.42",
        "6245 m.39, m.42",
    ]


def test_m42_over_one_long_trip():
    found = entitlement(trip("2026-01-01T08:00", "2026-07-20T08:00"))
    assert found.thirds == 540
    assert found.allowance == Decimal("870.00") * 90 + Decimal("870.00") * 60
    assert {"reduced", "exhausted"} <= codes(
        trip("2026-01-01T08:00", "2026-07-20T08:00")
    )


def test_m42_by_calendar():
    def allowance(start):
        policy = {"duration_count": "calendar"}
        return entitlement(
            trip(assignment_start=start, thirds_already_paid=540, policy=policy)
        ).allowance

    assert allowance("2026-03-10") == Decimal("1160.00")
    # 10 March is day 90, 11 March day 91.
    assert allowance("2025-12-11") == Decimal("1063.33")
    # 10 March is day 180, 11 March day 181.
    assert allowance("2025-09-12") == Decimal("580.00")


def test_the_year_of_m42_is_365_days():
    assert "year_ended" not in codes(
        trip("2026-03-10T08:00", "2027-03-09T09:00", assignment_start="2026-03-10")
    )
    assert "year_ended" in codes(
        trip("2026-03-10T08:00", "2027-03-10T09:00", assignment_start="2026-03-10")
    )


def lodge(rows, return_="2026-03-14T09:00", **more):
    return entitlement(trip(return_=return_, lodging=rows, **more)).lodging


def test_lodging_is_compared_by_night():
    rows = [
        {"from": "2026-03-10", "nights": 1, "invoice_total": "1000.00"},
        {"from": "2026-03-11", "nights": 1, "invoice_total": "1784.00"},
    ]
    assert lodge(rows) == Decimal("2392.00")
    together = [{"from": "2026-03-10", "nights": 2, "invoice_total": "2784.00"}]
    assert lodge(together) == Decimal("2784.00")


def test_lodging_across_a_band():
    """Days 9 to 12 of the assignment; each night has a quarter of the invoice."""
    rows = [{"from": "2026-03-10", "nights": 4, "invoice_total": "4000.00"}]
    start = {"assignment_start": "2026-03-02"}
    assert lodge(rows, **start) == Decimal("2870.00")
    by_invoice = {"policy": {"lodging_comparison": "invoice"}}
    assert lodge(rows, **start, **by_invoice) == Decimal("3654.00")


def test_two_invoices_for_one_night_share_its_ceiling():
    rows = [{"from": "2026-03-10", "nights": 1, "invoice_total": "1000.00"}] * 2
    for comparison in ("night", "invoice"):
        policy = {"lodging_comparison": comparison}
        assert lodge(rows, policy=policy) == Decimal("1392.00")


def test_rows_without_a_date_follow_one_another():
    start = {"assignment_start": "2026-03-03"}
    rows = [
        {"nights": 3, "invoice_total": "300.00"},
        {"nights": 1, "invoice_total": "1392.00"},
    ]
    # Day 11 of the assignment has the lower ceiling.
    assert lodge(rows, **start) == Decimal("735.00")
    assert lodge(rows[::-1], **start) == Decimal("1692.00")
    dated = [{"from": "2026-03-13", "nights": 1, "invoice_total": "1392.00"}, rows[0]]
    assert lodge(dated, **start) == lodge(dated[::-1], **start) == Decimal("735.00")


def test_a_third_of_a_kurus_is_not_lost():
    rows = [{"nights": 3, "invoice_total": "100.00"}]
    assert lodge(rows) == Decimal("100.00")


def test_no_lodging_inside_the_duty_station():
    rows = [{"nights": 1, "invoice_total": "100.00"}]
    assert lodge(rows, inside_duty_station=True) == Decimal("0.00")


def test_a_night_without_invoice_is_said():
    rows = [{"nights": 1, "invoice_total": "100.00"}]
    given = trip(return_="2026-03-12T15:00", lodging=rows)
    assert "lodging_no_invoice" in codes(given)
    assert "lodging_no_invoice" not in codes(trip(lodging=rows))


CAR = {
    "usual_fare_each_way": "550.00",
    "usual_departure": None,
    "usual_return": None,
    "actual_cost": "2400.00",
}


def test_own_vehicle_is_the_usual_fare(compute):
    found = compute(trip(own_vehicle=CAR))
    assert (found["transport"], found["allowance"]) == ("1100.00", "1160.00")
    cheap = {**CAR, "actual_cost": "90.00"}
    assert compute(trip(own_vehicle=cheap))["transport"] == "1100.00"
    capped = trip(own_vehicle=cheap, policy={"own_vehicle_cost_caps": True})
    assert compute(capped)["transport"] == "90.00"


def test_own_vehicle_has_the_usual_vehicles_days(compute):
    shorter = {**CAR, "usual_departure": "2026-03-10T14:00"}
    assert compute(trip(own_vehicle=shorter))["allowance"] == "870.00"
    longer = {**CAR, "usual_return": "2026-03-11T22:00"}
    found = compute(trip(own_vehicle=longer))
    assert found["allowance"] == "1450.00"
    assert found["days"][-1]["to"] == "2026-03-11T22:00"
    fewer = trip(own_vehicle=longer, policy={"own_vehicle_days": "fewer"})
    assert compute(fewer)["allowance"] == "1160.00"


def test_feeders_beside_an_own_vehicle_are_paid_with_a_note():
    line = {"kind": "baggage", "amount": "50.00"}
    given = trip(own_vehicle=CAR, transport=[line])
    assert entitlement(given).transport == Decimal("1150.00")
    assert "own_vehicle_feeders" in codes(given)


FULL = {
    "lodging": [{"nights": 1, "invoice_total": "1250.00"}],
    "transport": [{"kind": "bus", "amount": "600.00", "count": 2}],
}


def test_coverage(compute):
    shares = {"allowance": "0.5", "lodging": "1/3", "transport": None}
    found = compute(trip(**FULL, coverage=shares))
    assert found["allowance"] == "580.00"
    assert found["lodging"] == "416.67"
    assert found["transport"] == "1200.00"
    assert sum(Decimal(day["amount"]) for day in found["days"]) == 1160


def test_what_the_check_takes_off_an_element(compute):
    given = trip(transport=[{"kind": "bus", "amount": "500.00", "count": 2}])
    found = compute(given | {"not_accepted": {"allowance": "290.00"}})
    assert (found["allowance"], found["transport"]) == ("870.00", "1000.00")
    assert "not_accepted" in codes(given | {"not_accepted": {"transport": "1.00"}})
    assert "not_accepted" not in codes(given | {"not_accepted": {}})


def test_what_is_not_accepted_comes_before_shares_and_is_never_below_zero(compute):
    given = trip(
        coverage={"allowance": "0.5"},
        not_accepted={"allowance": "160.00", "lodging": "5.00", "transport": None},
        others=[{"name": "Host", "shares": {"allowance": "0.5"}}],
    )
    found = compute(given)
    assert (found["allowance"], found["lodging"]) == ("500.00", "0.00")
    assert found["others"][0]["allowance"] == "500.00"
    more = compute(given | {"not_accepted": {"allowance": "99999.00"}})
    assert more["gross"] == "0.00"


def test_coverage_is_of_the_rounded_sum():
    given = trip("2026-03-10T08:00", "2026-03-10T21:30", coverage={"allowance": "0.5"})
    given["daily_rate"] = "100.00"
    assert entitlement(given).allowance == Decimal("33.34")


@pytest.mark.parametrize(
    ("ceiling", "expected"),
    [
        ("3610.00", ("1160.00", "1250.00", "1200.00")),
        ("3609.99", ("1159.99", "1250.00", "1200.00")),
        ("2400.00", ("0.00", "1200.00", "1200.00")),
        ("1000.00", ("0.00", "0.00", "1000.00")),
        ("0.00", ("0.00", "0.00", "0.00")),
    ],
)
def test_ceiling_cuts_allowance_then_lodging_then_transport(ceiling, expected, compute):
    found = compute(trip(**FULL, coverage_ceiling=ceiling))
    assert (found["allowance"], found["lodging"], found["transport"]) == expected
    assert sum(map(Decimal, expected)) == Decimal(found["gross"])


def test_ceiling_by_another_order():
    order = ["transport", "allowance", "lodging"]
    found = entitlement(
        trip(**FULL, coverage_ceiling="2000.00", policy={"ceiling_cut_order": order})
    )
    assert (found.transport, found.allowance) == (Decimal("0.00"), Decimal("750.00"))


def test_rows_leave_no_gap_and_show_what_earns_nothing():
    rows = entitlement(trip("2026-03-10T05:00", "2026-03-12T09:00")).days
    assert [row.thirds for row in rows] == [3, 3, 0]
    assert [(row.start.hour, row.end.hour) for row in rows] == [(5, 6), (6, 6), (6, 9)]
    short = entitlement(trip("2026-03-10T01:00", "2026-03-10T05:00")).days
    assert [(row.thirds, row.amount) for row in short] == [(0, Decimal("0.00"))]
    midnight = entitlement(trip("2026-03-10T00:00", "2026-03-10T12:00")).days
    assert [row.thirds for row in midnight] == [1, 0]


def test_null_is_the_same_as_absent():
    names = (
        "currency",
        "inside_duty_station",
        "thirds_already_paid",
        "assignment_start",
        "lodging",
        "transport",
        "own_vehicle",
        "coverage",
        "coverage_ceiling",
        "advance",
        "policy",
    )
    assert entitle(trip(**dict.fromkeys(names))) == entitle(trip())
    policy = dict.fromkeys(DEFAULT_POLICY)
    assert entitle(trip(policy=policy)) == entitle(trip())
    assert entitle(trip(policy=dict(DEFAULT_POLICY))) == entitle(trip())
    json.dumps(dict(DEFAULT_POLICY))


def test_later_fields_are_taken_when_they_say_nothing():
    later = {"degree": None, "countries": [], "sickness": 0, "status": ""}
    assert entitle(trip(**later)) == entitle(trip())


def test_the_trip_is_not_changed():
    given = trip(**FULL, policy={"lodging_bands": [{"days": 3, "factor": "1"}]})
    before = json.dumps(given)
    entitle(given)
    assert json.dumps(given) == before


def test_every_amount_traces_to_an_article():
    given = trip(
        **FULL,
        advance="10.00",
        coverage={"lodging": "0.5"},
        policy={"stamp_tax_rate": "0.00759", "stamp_tax_base": "all"},
    )
    found = entitlement(given)
    assert codes(given) >= {
        "allowance",
        "lodging_band",
        "fares",
        "coverage",
        "stamp_tax",
        "advance",
        "due",
    }
    for note in found.notes:
        article, template, params = note
        assert article.split()[0] in ("6245", "488")
        assert note.text == template % params
        assert all(isinstance(item, str) for item in params.values())


def test_catalogue_codes_are_unique():
    assert len({kind.code for kind in CATALOGUE}) == len(CATALOGUE)
    assert len({kind.template for kind in CATALOGUE}) == len(CATALOGUE)


def test_it_works_inside_another_package():
    """Odoo imports it as odoo.addons.mbb_mentor_expense.harcirah."""
    parent = types.ModuleType("some_addon")
    parent.__path__ = [str(Path(harcirah.__file__).parents[1])]
    sys.modules["some_addon"] = parent
    try:
        inside = importlib.import_module("some_addon.harcirah")
        assert inside is not harcirah
        assert inside.entitle(trip()) == entitle(trip())
    finally:
        for name in [name for name in sys.modules if name.startswith("some_addon")]:
            del sys.modules[name]
