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


def abroad(**more):
    row = {"country": "DE", "daily_rate": "164.00", "currency": "EUR"}
    return {"countries": [{**row, **more}]}


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
    ({"currency": "TL"}, "currency"),
    ({"not_accepted": []}, "not_accepted"),
    ({"not_accepted": {"meals": "1.00"}}, "not_accepted.meals"),
    ({"not_accepted": {"lodging": "-1.00"}}, "not_accepted.lodging"),
    ({"degree": 16}, "degree"),
    ({"degree": "3"}, "degree"),
    ({"post_degree": 0}, "post_degree"),
    ({"additional_indicator": "3600"}, "additional_indicator"),
    ({"status": "memur"}, "status"),
    ({"compared_degree": 5}, "status"),
    ({"rate_table": {}}, "status"),
    ({"status": "civil_servant", "rate_table": {}}, "degree"),
    ({"status": "civil_servant", "degree": 3, "rate_table": {}}, "rate_table.b_d"),
    (
        {"status": "civil_servant", "degree": 3, "rate_table": {"b_d": "860.00"}},
        "daily_rate",
    ),
    ({"status": "worker"}, "compared_degree"),
    ({"status": "other", "compared_degree": 5}, "ground"),
    ({"status": "elected", "compared_degree": 5, "ground": " "}, "ground"),
    ({"status": "other", "compared_degree": 3, "ground": "x"}, "compared_degree"),
    ({"sickness": 1}, "sickness"),
    ({"sickness": [{}]}, "sickness[0].from"),
    ({"sickness": [{"from": "2026-03-09"}]}, "sickness[0].from"),
    (
        {"sickness": [{"from": "2026-03-10", "to": "2026-03-13"}]},
        "sickness[0].to",
    ),
    (
        {"sickness": [{"from": "2026-03-11", "to": "2026-03-10"}]},
        "sickness[0].to",
    ),
    ({"sickness": [{"from": "2026-03-10", "hospital": 1}]}, "sickness[0].hospital"),
    ({"sickness_days_paid": -1}, "sickness_days_paid"),
    ({"waiting": [{"from": "2026-03-10"}]}, "waiting[0].cause"),
    ({"waiting": [{"from": "2026-03-10", "cause": "shopping"}]}, "waiting[0].cause"),
    ({"departure_day_thirds": "1"}, "departure_day_thirds"),
    ({"cancellation": {"after": True}}, "cancellation.after"),
    ({"cancellation": {"lost_tickets": "1.00"}}, "cancellation.notified"),
    ({"cancellation": {"notified": "2026-03-13T08:00"}}, "cancellation.notified"),
    ({"training": "school"}, "training"),
    ({"training": "scholarship"}, "training"),
    ({"rates": [{"daily_rate": "1.00"}]}, "rates[0].from"),
    ({"rates": [{"from": "2026-01-01"}]}, "rates[0].daily_rate"),
    (
        {"rates": [{"from": "2026-01-01", "daily_rate": "1.00"}] * 2},
        "rates[1].from",
    ),
    ({"countries": ["DE"]}, "countries[0]"),
    ({"countries": [{"country": "DE"}]}, "countries[0].daily_rate"),
    ({"countries": [{"country": ""}]}, "countries[0].country"),
    (abroad(currency="euro"), "countries[0].currency"),
    (
        abroad(utc_offset="3", **{"from": "2026-03-10T09:00"}),
        "countries[0].utc_offset",
    ),
    (abroad(share="2"), "countries[0].share"),
    (abroad(**{"from": "2026-03-09T09:00"}), "countries[0].from"),
    (abroad(**{"from": "2026-03-13T09:00"}), "countries[0].from"),
    ({**abroad(), "inside_duty_station": True}, "inside_duty_station"),
    ({**abroad(), "abroad_since": "2026-03-11T08:00"}, "abroad_since"),
    ({**abroad(), "departure_offset": "+3"}, "departure_offset"),
    ({"return_offset": "+03:00"}, "return_offset"),
    (abroad(), "exchange"),
    ({**abroad(), "exchange": [{"currency": "EUR"}]}, "exchange[0].declaration_rate"),
    (
        {**abroad(), "exchange": [{"currency": "TRY", "declaration_rate": "1"}]},
        "exchange[0].currency",
    ),
    (
        {**abroad(), "exchange": [{"currency": "EUR", "declaration_rate": "0"}]},
        "exchange[0].declaration_rate",
    ),
    (
        {
            **abroad(),
            "exchange": [
                {"currency": "EUR", "declaration_rate": "50", "advance": "1.00"}
            ],
        },
        "exchange[0].advance_rate",
    ),
    ({**abroad(), "exchange": [{"currency": "EUR", "advance_rate": "50"}]}, "exchange"),
    ({"others": [{}]}, "others[0].name"),
    ({"others": [{"name": "x", "amounts": {"meal": "1"}}]}, "others[0].amounts.meal"),
    (
        {"others": [{"name": "x", "shares": {"lodging": "0.1"}}]},
        "others[0].shares.lodging",
    ),
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
    (line(kind="city_transport"), "transport[0].kind"),
    (line(kind="car_rental"), "transport[0].kind"),
    (line(kind="meal"), "transport[0].kind"),
    (line(kind="fuel"), "transport[0].kind"),
    (line(kind="toll"), "transport[0].kind"),
    (line(kind="kilometre"), "transport[0].kind"),
    (line(kind="taxi", route="at_destination"), "transport[0].route"),
    (line(kind="taxi", route="other_city"), "transport[0].route"),
    (line(kind="train", **{"class": "economy"}), "transport[0].class"),
    (line(meal="1.01"), "transport[0].meal"),
    ({**line(kind="plane"), "degree": 5}, "transport[0].entitled_fare"),
    (
        {**line(kind="train", **{"class": "first"}), "degree": 5},
        "transport[0].entitled_fare",
    ),
    (line(currency="EUR"), "exchange"),
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
    (policy(method="M"), "policy.method"),
    (policy(home_offset="03:00"), "policy.home_offset"),
    (policy(abroad_days="days"), "policy.abroad_days"),
    (policy(abroad_raise="11"), "policy.abroad_raise"),
    (policy(rate_date="return"), "policy.rate_date"),
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
        thirds("2026-03-10T08:00", "2026-03-10T09:00", {"method": "M"})
