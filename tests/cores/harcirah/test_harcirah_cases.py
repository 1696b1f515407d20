# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Persons, fares, sickness, waiting, cancelled duty, payers, changing rates."""

from decimal import Decimal

import pytest
from harcirah import TripError, choose_row, entitle, entitlement, thirds

MORNING, NEXT = "2026-03-10T08:00", "2026-03-11T15:00"


def trip(departure=MORNING, return_=NEXT, **more):
    return {"daily_rate": "870.00", "departure": departure, "return": return_, **more}


def codes(given):
    return {note.code for note in entitlement(given).notes}


# --- method L of m.39 ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("departure", "return_", "by_thirds", "by_days"),
    [
        ("10T23:30", "11T14:00", 2, 4),
        ("10T14:00", "11T14:00", 3, 4),
        ("10T20:00", "11T03:00", 0, 0),
        ("10T08:00", "10T21:00", 2, 2),
        ("10T08:00", "12T20:00", 8, 8),
        ("11T00:00", "11T14:00", 2, 2),
    ],
)
def test_method_l(departure, return_, by_thirds, by_days, compute):
    """A night makes its day full; T and L differ after 13:00 of the first day."""
    departure, return_ = f"2026-03-{departure}", f"2026-03-{return_}"
    assert thirds(departure, return_) == by_thirds
    assert thirds(departure, return_, {"method": "L"}) == by_days
    found = compute(trip(departure, return_, policy={"method": "L"}))
    assert Decimal(found["allowance"]) == Decimal("290.00") * by_days


def test_method_l_does_not_pay_a_day_twice_in_two_claims():
    policy = {"method": "L"}
    whole = entitlement(trip("2026-03-10T08:00", "2026-03-12T09:00", policy=policy))
    first = entitlement(trip("2026-03-10T08:00", "2026-03-10T14:00", policy=policy))
    rest = entitlement(
        trip(
            "2026-03-10T14:00",
            "2026-03-12T09:00",
            policy=policy,
            departure_day_thirds=first.thirds,
        )
    )
    assert first.thirds + rest.thirds == whole.thirds == 6


# --- rates that change --------------------------------------------------------------

NEW_YEAR = [{"from": "2026-01-01", "daily_rate": "870.00"}]


def over_new_year(**more):
    return {
        **trip("2025-12-30T08:00", "2026-01-02T15:00", rates=NEW_YEAR, **more),
        "daily_rate": "635.00",
    }


def test_over_new_year_each_day_has_its_rate(compute):
    """Two days at 635, one and a third at 870; the night of the 31st is the 31st's."""
    found = compute(over_new_year())
    assert found["allowance"] == "2430.00"
    assert [row["amount"] for row in found["days"]] == [
        "635.00",
        "635.00",
        "870.00",
        "290.00",
    ]


def test_over_new_year_by_the_day_of_departure(compute):
    found = compute(over_new_year(policy={"rate_date": "departure"}))
    assert Decimal(found["allowance"]) == Decimal("2116.67")


def test_lodging_over_new_year_has_the_table_of_its_evening(compute):
    """2025-12-30 and 31 at 635 × 1.60, 2026-01-01 at 870 × 1.75."""
    rates = [
        {**NEW_YEAR[0], "lodging_bands": [{"days": 10, "factor": "1.75"}]},
    ]
    given = over_new_year(lodging=[{"nights": 3, "invoice_total": "9000.00"}])
    assert compute(given)["lodging"] == "3424.00"
    assert compute({**given, "rates": rates})["lodging"] == "3554.50"


def test_rates_round_each_by_itself():
    """Thirds of 100.00 on both sides: 33.33 and 33.67, not their sum of 66.995."""
    given = trip("2025-12-31T12:00", "2025-12-31T14:00")
    given |= {"return": "2026-01-01T14:00", "departure": "2025-12-31T18:00"}
    given["daily_rate"], given["rates"] = (
        "100.00",
        [{"from": "2026-01-01", "daily_rate": "101.00"}],
    )
    # Evening and night of the 31st, midday of the 1st.
    assert entitlement(given).allowance == Decimal("66.67") + Decimal("33.67")


# --- persons: m.7 and m.8 -----------------------------------------------------------

TABLE = {
    "b_a": "890.00",
    "b_b": "880.00",
    "b_c": "870.00",
    "b_d": "860.00",
    "b_e": "850.00",
}
SERVANT = {"status": "civil_servant"}
OTHER = {"status": "other", "ground": "Onay 2026/12"}


@pytest.mark.parametrize(
    ("person", "rate"),
    [
        ({**SERVANT, "degree": 1, "additional_indicator": 8000}, "890.00"),
        ({**SERVANT, "degree": 1, "additional_indicator": 7999}, "880.00"),
        ({**SERVANT, "degree": 1, "additional_indicator": 6399}, "870.00"),
        ({**SERVANT, "degree": 4, "additional_indicator": 3599}, "860.00"),
        ({**SERVANT, "degree": 5}, "850.00"),
        ({**SERVANT, "degree": 6, "post_degree": 3}, "860.00"),
        ({**SERVANT, "degree": 7, "post_degree": 5}, "850.00"),
        ({**SERVANT, "degree": 2, "post_degree": 4}, "860.00"),
        ({"status": "worker", "compared_degree": 1}, "860.00"),
        ({"status": "worker", "degree": 9, "additional_indicator": 8000}, "850.00"),
        ({"status": "contract", "compared_degree": 8}, "850.00"),
        (
            {
                "status": "allowance_staff",
                "compared_degree": 1,
                "additional_indicator": 6400,
            },
            "880.00",
        ),
        ({**OTHER, "compared_degree": 4}, "860.00"),
        ({**OTHER, "compared_degree": 10}, "850.00"),
        ({**OTHER, "compared_degree": 1, "approved_above": True}, "860.00"),
        ({**OTHER, "status": "elected", "compared_degree": 4}, "860.00"),
        ({**OTHER, "status": "retired", "compared_degree": 4}, "860.00"),
        ({**OTHER, "status": "foreign", "compared_degree": 4}, "860.00"),
    ],
)
def test_the_row_of_a_person(person, rate, compute):
    """No more and no less than the row that m.7 and m.8 give."""
    given = {**trip(rate_table=TABLE, **person), "daily_rate": rate}
    assert any("H cetveli" in note["text"] for note in compute(given)["notes"])
    with pytest.raises(TripError) as caught:
        entitle({**given, "daily_rate": "870.01"})
    assert caught.value.field == "daily_rate"


def test_the_degree_that_counts_is_also_that_of_the_fare():
    """m.7/2 stops an employee at degree 4; a post of degree 5 raises nobody."""
    sleeper = {"kind": "train", "class": "sleeper", "amount": "700.00"}
    assert entitlement(trip(degree=1, transport=[sleeper])).transport == 700
    with pytest.raises(TripError, match="degree 4 is not entitled"):
        entitle(trip(status="worker", compared_degree=1, transport=[sleeper]))
    plane = {"kind": "plane", "class": "economy", "amount": "700.00"}
    with pytest.raises(TripError, match="degree 7 is not entitled"):
        entitle(trip(degree=7, post_degree=5, transport=[plane]))
    found = entitlement(trip(degree=7, post_degree=4, transport=[plane]))
    assert found.transport == 700


def test_a_contract_that_names_the_rate_stands(compute):
    """m.8/3."""
    given = trip(status="contract", contract_rate=True, rate_table=TABLE)
    assert compute({**given, "daily_rate": "1000.00"})["allowance"] == "1333.33"


# --- fares: m.27–31, table 1 --------------------------------------------------------


def fare(compute, degree=None, return_=NEXT, **line):
    line = {"kind": "plane", "amount": "3000.00", **line}
    return compute(trip(return_=return_, degree=degree, transport=[line]))["transport"]


def test_degrees_one_to_four_fly_and_others_with_approval(compute):
    assert fare(compute, 4) == fare(compute, 1) == "3000.00"
    assert fare(compute, 5, approved=True) == "3000.00"
    assert fare(compute, 5, entitled_fare="900.00") == "900.00"
    assert fare(compute, 5, entitled_fare="9000.00") == "3000.00"


def test_a_dearer_class_is_paid_to_the_entitlement(compute):
    train = {"kind": "train", "amount": "700.00"}
    assert fare(compute, 1, **train, **{"class": "sleeper"}) == "700.00"
    assert fare(compute, 2, **train, **{"class": "first"}) == "700.00"
    dear = {**train, "entitled_fare": "400.00"}
    assert fare(compute, 2, **dear, **{"class": "sleeper"}) == "400.00"
    assert fare(compute, 5, **dear, **{"class": "first"}) == "400.00"
    assert fare(compute, 5, **dear, **{"class": "second"}) == "700.00"
    business = {"class": "business", "entitled_fare": "2000.00"}
    assert fare(compute, 1, **business) == "2000.00"


def test_no_degree_no_rule_and_a_note(compute):
    line = {"kind": "plane", "amount": "3000.00", "class": "business"}
    assert compute(trip(transport=[line]))["transport"] == "3000.00"
    assert "no_degree" in codes(trip(transport=[line]))
    known = trip(transport=[{"kind": "plane", "amount": "1.00"}], degree=3)
    assert "no_class" in codes(known)
    assert "no_degree" not in codes(known)


def test_free_reduced_and_meals(compute):
    """m.30 and m.31; table 1 n.4."""
    assert fare(compute, free=True) == "0.00"
    assert fare(compute, paid="1500.00") == "1500.00"
    assert fare(compute, meal="200.00", meal_unavoidable=True) == "3000.00"
    assert fare(compute, meal="200.00") == "2800.00"


def test_feeders_are_paid_and_city_transport_is_refused(compute):
    """m.14; who reads the error learns by which ruling."""
    for kind in ("taxi", "baggage", "porter"):
        assert fare(compute, kind=kind, route="home_terminal") == "3000.00"
    for line, ruling in (
        ({"kind": "city_transport"}, "28415"),
        ({"kind": "car_rental"}, "K.645"),
        ({"kind": "meal"}, "5.4.2022"),
        ({"kind": "fuel"}, "table 1 n.5"),
        ({"kind": "taxi", "route": "at_destination"}, "28415"),
    ):
        with pytest.raises(TripError, match=ruling):
            entitle(trip(transport=[{"amount": "1.00", **line}]))


def test_a_taxi_to_another_citys_airport_is_a_choice_of_policy(compute):
    line = {"kind": "taxi", "amount": "100.00", "route": "other_city"}
    given = trip(transport=[line], policy={"taxi_other_city": True})
    assert compute(given)["transport"] == "100.00"


def test_daily_fare_to_the_nearest_bed(compute):
    """m.21."""
    line = {"kind": "nearest_lodging", "amount": "40.00", "count": 4}
    given = trip(transport=[line])
    assert compute(given)["transport"] == "160.00"
    assert "nearest_lodging" in codes(given)


# --- sickness m.19, waiting m.40, training m.37 -------------------------------------


def away(**more):
    """Ten whole days from the 10th, and a morning."""
    return trip("2026-03-10T08:00", "2026-03-20T09:00", **more)


@pytest.mark.parametrize(
    ("rows", "days"),
    [
        ([{"from": "2026-03-11", "to": "2026-03-17"}], 10),
        ([{"from": "2026-03-11", "to": "2026-03-18"}], 9),
        ([{"from": "2026-03-11", "to": "2026-03-19"}], 8),
        ([{"from": "2026-03-11", "to": "2026-03-12", "hospital": True}], 8),
        (
            [
                {"from": "2026-03-11", "to": "2026-03-12", "hospital": True},
                {"from": "2026-03-13", "to": "2026-03-19"},
            ],
            8,
        ),
    ],
)
def test_seven_days_of_sickness(rows, days, compute):
    """Hospital days are not paid and are none of the seven."""
    found = compute(away(sickness=rows))
    assert Decimal(found["allowance"]) == Decimal("870.00") * days
    articles = {row["article"] for row in found["days"]}
    assert ("6245 m.19" in articles) == (days < 10)


def test_sickness_is_carried_and_does_not_count_for_m42():
    rows = [{"from": "2026-03-11", "to": "2026-03-19"}]
    found = entitlement(away(sickness=rows))
    assert (found.sickness_days, found.thirds) == (7, 24)
    later = entitlement(away(sickness=rows, sickness_days_paid=5))
    assert (later.sickness_days, later.thirds) == (2, 9)
    assert entitlement(away(sickness=rows, policy={"sickness_days": 9})).thirds == 30


def test_no_lodging_for_a_night_without_allowance(compute):
    """m.33/d is for those who get an allowance."""
    found = compute(
        away(
            sickness=[{"from": "2026-03-11", "hospital": True}],
            lodging=[{"nights": 2, "invoice_total": "1000.00"}],
        )
    )
    assert found["lodging"] == "500.00"


@pytest.mark.parametrize(
    ("row", "allowance"),
    [
        ({"cause": "road_closed"}, "1740.00"),
        ({"cause": "quarantine"}, "1740.00"),
        ({"cause": "transfer"}, "1740.00"),
        ({"cause": "order"}, "1740.00"),
        ({"cause": "personal"}, "870.00"),
        ({"cause": "illness"}, "870.00"),
        ({"cause": "accident"}, "870.00"),
        ({"cause": "illness", "report": True}, "1740.00"),
        ({"cause": "accident", "report": True}, "1740.00"),
        ({"cause": "illness", "report": True, "hospital": True}, "870.00"),
    ],
)
def test_waiting(row, allowance, compute):
    """m.40: each day of forced waiting is a day's allowance; the 11th to 15:00."""
    found = compute(trip(waiting=[{"from": "2026-03-11", **row}]))
    assert found["allowance"] == allowance
    assert found["days"][-1]["article"] == "6245 m.40"


def test_waiting_by_its_hours(compute):
    given = trip(
        waiting=[{"from": "2026-03-11", "cause": "order"}],
        policy={"waiting_day": "thirds"},
    )
    assert compute(given)["allowance"] == "1160.00"
    assert "waiting" in codes(given)


def test_a_course_is_paid_like_a_duty(compute):
    """m.37; what another body pays for it is deducted."""
    found = compute(trip(training="course"))
    assert found["allowance"] == "1160.00"
    assert {row["article"] for row in found["days"]} == {"6245 m.37, m.39"}
    paid = [{"name": "Council of Europe", "amounts": {"allowance": "160.00"}}]
    assert compute(trip(training="course", others=paid))["allowance"] == "1000.00"


# --- cancelled duty m.26 ------------------------------------------------------------


def test_cancelled_before_the_departure(compute):
    order = {"notified": "2026-03-09T17:00", "lost_tickets": "450.00"}
    lines = [{"kind": "bus", "amount": "500.00"}]
    nothing = compute(trip(cancellation=order, transport=lines))
    assert (nothing["gross"], nothing["days"]) == ("0.00", [])
    taken = compute(trip(cancellation=order, transport=lines, advance="3000.00"))
    assert (taken["gross"], taken["refund"]) == ("450.00", "2550.00")


def test_cancelled_on_the_way(compute):
    """Up to the place where the order came, and back, and the lost tickets."""
    order = {"notified": "2026-03-10T14:00", "lost_tickets": "450.00"}
    lines = [{"kind": "bus", "amount": "200.00", "count": 2}]
    found = compute(
        trip(return_="2026-03-10T18:00", cancellation=order, transport=lines)
    )
    assert (found["allowance"], found["transport"]) == ("290.00", "850.00")


# --- payers -------------------------------------------------------------------------


def test_others_bear_the_rest_and_never_more(compute):
    """A kuruş that cannot be halved is paid once."""
    given = {
        **trip(return_="2026-03-10T14:00"),
        "daily_rate": "100.00",
        "coverage": {"allowance": "0.5"},
        "others": [{"name": "Host", "shares": {"allowance": "0.5"}}],
    }
    found = compute(given)
    assert found["allowance"] == "16.67"
    assert found["others"] == [
        {
            "name": "Host",
            "allowance": "16.66",
            "lodging": "0.00",
            "transport": "0.00",
        }
    ]


def test_what_others_paid_is_not_paid_again(compute):
    lines = [{"kind": "bus", "amount": "500.00", "count": 2}]
    paid = [{"name": "Host", "amounts": {"transport": "700.00", "allowance": "5.00"}}]
    found = compute(trip(transport=lines, others=paid))
    assert (found["transport"], found["allowance"]) == ("300.00", "1155.00")
    paid[0]["amounts"]["transport"] = "5000.00"
    found = compute(trip(transport=lines, others=paid))
    assert found["transport"] == "0.00"
    assert found["others"][0]["transport"] == "1000.00"


def test_a_share_and_what_others_paid_fit_the_whole(compute):
    paid = [{"name": "Host", "amounts": {"allowance": "700.00"}}]
    given = trip(coverage={"allowance": "0.5"}, others=paid)
    assert compute(given)["allowance"] == "460.00"


# --- what says nothing --------------------------------------------------------------


def test_null_and_empty_new_fields_say_nothing():
    names = (
        "rates",
        "countries",
        "departure_offset",
        "return_offset",
        "abroad_since",
        "exchange",
        "sickness",
        "sickness_days_paid",
        "waiting",
        "departure_day_thirds",
        "cancellation",
        "training",
        "others",
        "status",
        "degree",
        "post_degree",
        "additional_indicator",
        "compared_degree",
        "ground",
        "approved_above",
        "contract_rate",
        "rate_table",
    )
    assert entitle(trip(**dict.fromkeys(names))) == entitle(trip())
    lists = ("rates", "exchange", "waiting", "others", "sickness", "countries")
    assert entitle(trip(**{name: [] for name in lists})) == entitle(trip())


@pytest.mark.parametrize("status", ["contract", "elected", "retired", "foreign"])
def test_a_row_decided_where_the_law_has_none(status, compute):
    person = {"status": status, "compared_degree": 9, "ground": "Council, 12"}
    given = trip(rate_table=TABLE, decided_row="b_a", **person)
    given["daily_rate"] = TABLE["b_a"]
    assert compute(given)["allowance"]
    with pytest.raises(TripError, match="rate_table|the table gives"):
        entitle({**given, "daily_rate": TABLE["b_e"]})
    with pytest.raises(TripError, match="ground"):
        entitle({**given, "ground": " "})


@pytest.mark.parametrize("status", ["civil_servant", "worker", "other"])
def test_no_row_is_decided_where_the_law_has_one(status):
    person = {"status": status, "degree": 5, "ground": "Council, 12"}
    with pytest.raises(TripError, match="decided_row"):
        entitle(trip(decided_row="b_a", **person))


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (("civil_servant", 3, None, 3600), ("b_c", 3, "indicator")),
        (("civil_servant", 3, None, 3599), ("b_d", 3, "degree")),
        (("civil_servant", 6, 4), ("b_d", 4, "post")),
        (("civil_servant", 6, 5), ("b_e", 6, "degree")),
        (("worker", 1, 1, 8000), ("b_d", 4, "compared")),
        (("other", 9), ("b_e", 9, "compared")),
        (("elected", 1, None, 0, "b_a"), ("b_a", 4, "decided")),
    ],
)
def test_one_place_chooses_the_row(person, expected):
    assert choose_row(*person) == expected


def test_own_vehicle_one_way(compute):
    """Of a claim in parts one holds the way there, another the way back."""
    car = {"usual_fare_each_way": "550.00"}
    assert compute(trip(own_vehicle=car))["transport"] == "1100.00"
    assert compute(trip(own_vehicle={**car, "ways": 1}))["transport"] == "550.00"
    with pytest.raises(TripError, match="ways"):
        entitle(trip(own_vehicle={**car, "ways": 3}))
