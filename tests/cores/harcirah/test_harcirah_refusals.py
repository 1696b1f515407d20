# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""What is refused: exit status 2 and one line that names the field."""

import pytest
from harcirah import TripError, entitle, thirds

BASE = {
    "daily_rate": "870.00",
    "departure": "2026-03-10T08:00",
    "return": "2026-03-12T15:00",
}


def lodging(**more):
    return {"lodging": [{"nights": 1, "invoice_total": "1.00", **more}]}


def line(**more):
    return {"transport": [{"kind": "bus", "amount": "1.00", **more}]}


def policy(**more):
    return {"policy": more}


CASES = [
    ({"colour": None}, "colour"),
    ({"daily_rate": None}, "daily_rate"),
    ({"departure": None}, "departure"),
    ({"return": None}, "return"),
    ({"return": "2026-03-10T07:59"}, "return"),
    ({"return": "2036-04-10T07:59"}, "return"),
    ({"departure": "2026-03-10"}, "departure"),
    ({"departure": "2026-03-10 08:00"}, "departure"),
    ({"departure": "2026-03-10T08:00:00"}, "departure"),
    ({"departure": "2026-03-10T08:00Z"}, "departure"),
    ({"departure": "2026-03-10T24:00"}, "departure"),
    ({"departure": "2026-02-30T08:00"}, "departure"),
    ({"departure": "0026-03-10T08:00"}, "departure"),
    ({"departure": "٢٠٢٦-03-10T08:00"}, "departure"),
    ({"departure": 5}, "departure"),
    ({"departure": []}, "departure"),
    ({"currency": "EUR"}, "currency"),
    ({"inside_duty_station": 1}, "inside_duty_station"),
    ({"thirds_already_paid": -1}, "thirds_already_paid"),
    ({"thirds_already_paid": 1.5}, "thirds_already_paid"),
    ({"thirds_already_paid": True}, "thirds_already_paid"),
    ({"thirds_already_paid": "3"}, "thirds_already_paid"),
    ({"assignment_start": "2026-03-11"}, "assignment_start"),
    ({"assignment_start": "2026-03-10T08:00"}, "assignment_start"),
    ({"degree": 3}, "degree"),
    ({"status": "memur"}, "status"),
    ({"countries": ["DE"]}, "countries"),
    ({"sickness": 1}, "sickness"),
    ({"cancellation": {"after": True}}, "cancellation"),
    ({"lodging": {}}, "lodging"),
    ({"lodging": [5]}, "lodging[0]"),
    (lodging(nights=3), "lodging[0].nights"),
    (lodging(nights=0), "lodging[0].nights"),
    (lodging(nights="1"), "lodging[0].nights"),
    (lodging(nights=None), "lodging[0].nights"),
    (lodging(invoice_total=None), "lodging[0].invoice_total"),
    (lodging(city="Bursa"), "lodging[0].city"),
    ({"lodging": lodging(nights=2)["lodging"] * 2}, "lodging[1].nights"),
    (lodging(**{"from": "2026-03-09"}), "lodging[0].from"),
    (lodging(**{"from": "2026-03-12"}), "lodging[0].from"),
    (lodging(**{"from": "2026-03-11", "nights": 2}), "lodging[0].from"),
    ({"transport": "bus"}, "transport"),
    (line(kind="horse"), "transport[0].kind"),
    (line(kind=["bus"]), "transport[0].kind"),
    (line(kind=None), "transport[0].kind"),
    (line(count=0), "transport[0].count"),
    (line(count=10**9), "transport[0].count"),
    (line(amount=None), "transport[0].amount"),
    (line(note=""), "transport[0].note"),
    ({"own_vehicle": {}}, "own_vehicle.usual_fare_each_way"),
    ({"own_vehicle": []}, "own_vehicle"),
    (
        {"own_vehicle": {"usual_fare_each_way": "5.00", "fuel": "1.00"}},
        "own_vehicle.fuel",
    ),
    (
        {
            "own_vehicle": {
                "usual_fare_each_way": "5.00",
                "usual_return": "2026-03-10T07:00",
            }
        },
        "own_vehicle.usual_return",
    ),
    (
        {
            "own_vehicle": {
                "usual_fare_each_way": "5.00",
                "usual_departure": "2026-03-13T07:00",
            }
        },
        "own_vehicle.usual_departure",
    ),
    ({"own_vehicle": {"usual_fare_each_way": "5.00"}, **line()}, "transport[0].kind"),
    ({"coverage": []}, "coverage"),
    ({"coverage": {"meals": "1"}}, "coverage.meals"),
    ({"coverage": {"allowance": "1.01"}}, "coverage.allowance"),
    ({"coverage": {"lodging": "-0.1"}}, "coverage.lodging"),
    ({"coverage": {"lodging": 2}}, "coverage.lodging"),
    ({"coverage": {"transport": 0.5}}, "coverage.transport"),
    ({"coverage": {"transport": "NaN"}}, "coverage.transport"),
    ({"coverage": {"transport": "1/0"}}, "coverage.transport"),
    ({"coverage": {"transport": "3/2"}}, "coverage.transport"),
    ({"policy": []}, "policy"),
    (policy(colour=1), "policy.colour"),
    (policy(method="L"), "policy.method"),
    (policy(lunch="1pm"), "policy.lunch"),
    (policy(lunch="20:00"), "policy.dinner"),
    (policy(night_to="13:00"), "policy.night_to"),
    (policy(night_from="07:00"), "policy.night_from"),
    (policy(departure_counts=1), "policy.departure_counts"),
    (policy(full_thirds=-1), "policy.full_thirds"),
    (policy(reduced_share="2"), "policy.reduced_share"),
    (policy(duration_count="weeks"), "policy.duration_count"),
    (policy(lodging_bands=5), "policy.lodging_bands"),
    (policy(lodging_bands=[{"days": 0}]), "policy.lodging_bands[0].days"),
    (policy(lodging_bands=[{"days": 1}]), "policy.lodging_bands[0].factor"),
    (
        policy(lodging_bands=[{"days": 1, "factor": 1.6}]),
        "policy.lodging_bands[0].factor",
    ),
    (
        policy(lodging_bands=[{"days": 1, "factor": "1", "of": "2"}]),
        "policy.lodging_bands[0].of",
    ),
    (policy(lodging_comparison="week"), "policy.lodging_comparison"),
    (policy(rounding="up"), "policy.rounding"),
    (policy(ceiling_rounding="up"), "policy.ceiling_rounding"),
    (policy(own_vehicle_days="more"), "policy.own_vehicle_days"),
    (policy(ceiling_cut_order=["allowance"]), "policy.ceiling_cut_order"),
    (policy(stamp_tax_rate="7.59"), "policy.stamp_tax_rate"),
    (policy(stamp_tax_base="some"), "policy.stamp_tax_base"),
]


@pytest.mark.parametrize(("change", "field"), CASES)
def test_refused_by_name(change, field, refuse):
    assert refuse({**BASE, **change}) == field


NOT_MONEY = [
    "NaN",
    "Infinity",
    "-inf",
    "-1.00",
    "-0.00",
    "1.001",
    "1.000",
    "1e3",
    "+1.00",
    "1,00",
    " 1.00",
    "1.",
    ".50",
    "",
    "١.٠٠",
    "9" * 13,
    10**12,
    -1,
    870.0,
    True,
    [],
    {},
]


@pytest.mark.parametrize("value", NOT_MONEY)
def test_money_is_a_plain_decimal_string(value):
    places = {
        "daily_rate": {"daily_rate": value},
        "advance": {"advance": value},
        "coverage_ceiling": {"coverage_ceiling": value},
        "lodging[0].invoice_total": lodging(invoice_total=value),
        "transport[0].amount": line(amount=value),
        "own_vehicle.actual_cost": {
            "own_vehicle": {"usual_fare_each_way": "5.00", "actual_cost": value}
        },
    }
    for field, change in places.items():
        with pytest.raises(TripError) as caught:
            entitle({**BASE, **change})
        assert caught.value.field == field


def test_whole_numbers_are_exact_and_taken():
    assert entitle({**BASE, "daily_rate": 870}) == entitle(BASE)
    assert entitle({**BASE, "daily_rate": "870.0"}) == entitle(BASE)


@pytest.mark.parametrize(
    ("data", "field"),
    [
        (b"", "trip"),
        (b"{", "trip"),
        (b"[]", "trip"),
        (b"null", "trip"),
        (b"\xff", "trip"),
        (b"[" * 100_000, "trip"),
        (b'{"advance": ' + b"9" * 5000 + b"}", "trip"),
        (b'{"advance": "1.00", "advance": "2.00"}', "advance"),
        (b'{"two\\nlines": 1}', "two\\nlines"),
        (b'{"\\ud800": 1}', "\\ud800"),
        (
            b'{"departure": "2026-03-10T08:00", "return": "2026-03-10T09:00",'
            b' "daily_rate": NaN}',
            "daily_rate",
        ),
    ],
)
def test_one_line_for_what_cannot_be_read(data, field, command):
    done = command(data)
    assert (done.returncode, done.stdout) == (2, b"")
    (line_,) = done.stderr.decode().splitlines()
    assert line_.split(": ")[0] == field


def test_thirds_refuses_too():
    with pytest.raises(TripError, match=r"^return: "):
        thirds("2026-03-10T08:00", "2026-03-10T07:00")
    with pytest.raises(TripError, match=r"^policy\.method: "):
        thirds("2026-03-10T08:00", "2026-03-10T09:00", {"method": "L"})
