# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64
from datetime import date, timedelta

from psycopg2.errors import CheckViolation

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.mbb_mentor.tests.common import PDF
from odoo.addons.mbb_mentor_expense.harcirah import entitle

from .common import INVOICES, TravelCommon


class AbroadCommon(TravelCommon):
    """An assignment abroad and the decree's rates for degrees 1 to 4."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.currency_id = cls.env.ref("base.TRY")
        currencies = cls.env["res.currency"].with_context(active_test=False)
        cls.currency = {
            name: currencies.search([("name", "=", name)])
            for name in ("EUR", "USD", "CHF", "TRY")
        }
        cls.tier = cls.env.ref("mbb_mentor_expense.mbb_travel_tier_abroad_d")
        cls.germany = cls.env.ref("base.de")
        cls.trip = cls._create_assignment(
            place="Berlin", date_from="2026-04-01", date_to="2026-04-30"
        )
        for code, amount, currency in (
            ("de", 164, "EUR"),
            ("cn", 95, "USD"),
            ("ch", 283, "CHF"),
        ):
            cls._rate(cls.env.ref(f"base.{code}"), amount, currency)

    @classmethod
    def _rate(cls, country, amount, currency, **values):
        return cls.env["mbb.travel.rate"].create(
            {
                "table": "abroad",
                "tier_id": cls.tier.id,
                "country_id": country.id if country else False,
                "date_from": "2026-01-01",
                "date_to": "2026-12-31",
                "amount": amount,
                "currency_id": cls.currency[currency].id,
                "certainty": "verified",
                "source": "RG 2026",
                **values,
            }
        )

    @classmethod
    def _country(cls, code, day, hour=0, **values):
        if code in ("tr", "kktc"):
            place = {"table": "domestic" if code == "tr" else "kktc"}
        else:
            place = {"table": "abroad", "country_id": cls.env.ref(f"base.{code}").id}
        return Command.create({**place, "day": day, "hour": hour, **values})

    @classmethod
    def _hotel(cls, date_from, nights, total, currency="EUR"):
        return Command.create(
            {
                "name": "Hotel",
                "date_from": date_from,
                "nights": nights,
                "invoice_number": f"H-{date_from}",
                "invoice_total": total,
                "currency_id": cls.currency[currency].id,
                "document": base64.b64encode(PDF + f"% {next(INVOICES)}".encode()),
                "document_name": "invoice.pdf",
            }
        )

    @classmethod
    def _abroad_claim(cls, departure, arrival, stays, **values):
        # A degree 4 without indicator: the tier of degrees 1 to 4.
        return cls._create_claim(
            assignment=cls.trip,
            **{
                "degree": 4,
                "additional_indicator": 0,
                "leg_ids": [
                    cls._leg(departure, departure, kind="provided"),
                    cls._leg(arrival, arrival, kind="provided"),
                ],
                "lodging_ids": [],
                "stay_ids": stays,
                **values,
            },
        )

    @classmethod
    def _exchange(cls, claim, **rates):
        return (
            cls.env["mbb.travel.exchange"]
            .with_user(cls.user_checker)
            .create(
                [
                    {
                        "claim_id": claim.id,
                        "currency_id": cls.currency[name].id,
                        "declaration_rate": rate,
                        "source": "TCMB 2026/70",
                    }
                    for name, rate in rates.items()
                ]
            )
        )

    def _amounts(self, claim):
        return claim.result["entitlement"]["amounts"]

    def _allowance(self, claim, currency="EUR"):
        return self._amounts(claim)[currency]["allowance"]

    def _germany(self, **values):
        """The example of the foreign formula: 4 days, 3 nights at 180."""
        return self._abroad_claim(
            "2026-04-07T08:00",
            "2026-04-10T20:00",
            # 7:00 in Berlin is 8:00 in İstanbul in summer.
            [self._country("de", "2026-04-07", 7)],
            lodging_ids=[self._hotel("2026-04-07", 3, 540)],
            **values,
        )


@tagged("post_install", "-at_install")
class TestAbroad(AbroadCommon):
    """What the calculation gives is what the records give."""

    def test_the_germany_example(self):
        """984.00 + 171.36 = 1,155.36 EUR, shown in EUR and paid in lira."""
        claim = self._germany()
        self.assertEqual(
            self._amounts(claim)["EUR"],
            {"allowance": "984.00", "lodging": "171.36", "transport": "0.00"},
        )
        nights = claim.result["entitlement"]["nights"]
        self.assertEqual([night["amount"] for night in nights], ["57.12"] * 3)
        self.assertEqual(claim.missing_exchange, "EUR")
        self.assertFalse(claim.gross, "No sum in lira without a rate")
        self.assertEqual(claim.stay_ids.utc_offset, "+02:00")
        self._exchange(claim, EUR=50)
        self.assertFalse(claim.missing_exchange)
        self.assertEqual(
            (claim.allowance, claim.lodging, claim.gross), (49200, 8568, 57768)
        )
        # The same trip outside Odoo.
        found = entitle(claim.result["trip"])
        self.assertEqual(found["gross"], "57768.00")
        self.assertEqual(found["amounts"], self._amounts(claim))
        html = claim.with_context(lang="en_US").result_html
        self.assertIn("984.00", html)
        self.assertIn("Germany", html)

    def test_expected_cost(self):
        """Two periods of 24 hours at 1.5 × 164 EUR; the night at its cap."""
        trip = self._create_assignment(
            approved=False,
            place="Berlin",
            place_country_id=self.germany.id,
            date_from="2026-06-01",
            date_to="2026-06-02",
        )
        self.assertEqual(trip.expected_cost, 0)
        with self.assertRaisesRegex(UserError, "cost abroad cannot be foreseen"):
            trip.action_ask_consents()
        trip.travel_tier_id = self.tier
        self.assertEqual(trip.travel_abroad_amount, 164)
        self.assertEqual(trip.expected_cost, 0)
        trip.travel_exchange_rate = 50
        self.assertEqual(trip.expected_allowance, 2 * 246 * 50)
        self.assertAlmostEqual(trip.expected_lodging, 0.7 * 246 * 50)
        self.assertEqual(
            trip.expected_cost, trip.expected_allowance + trip.expected_lodging
        )
        trip.action_ask_consents()

    def test_s10_china(self):
        """1,140.00 USD for 8 days and 30.10 USD a night."""
        taxi = {"kind": "taxi", "count": 2}
        claim = self._abroad_claim(
            "2026-04-06T09:00",
            "2026-04-13T21:00",
            [self._country("cn", "2026-04-06", 14, tz="Asia/Shanghai")],
            lodging_ids=[self._hotel("2026-04-06", 7, 700, "USD")],
            leg_ids=[
                self._leg(
                    day,
                    day,
                    kind="plane",
                    amount=1000,
                    fare_class="economy",
                    currency_id=self.currency["USD"].id,
                    missing_reason="Lost",
                )
                for day in ("2026-04-06T09:00", "2026-04-13T21:00")
            ]
            + [
                Command.create(
                    {**taxi, "amount": 35, "currency_id": self.currency["USD"].id}
                ),
                Command.create({**taxi, "amount": 20}),
            ],
        )
        self._exchange(claim, USD=2.1)
        self.assertEqual(
            self._amounts(claim),
            {
                "TRY": {"allowance": "0.00", "lodging": "0.00", "transport": "40.00"},
                "USD": {
                    "allowance": "1140.00",
                    "lodging": "210.70",
                    "transport": "2070.00",
                },
            },
        )
        nights = claim.result["entitlement"]["nights"]
        self.assertEqual([night["amount"] for night in nights], ["30.10"] * 7)
        self.assertEqual(
            (claim.allowance, claim.lodging, claim.transport), (2394, 442.47, 4387)
        )

    def test_kktc(self):
        """No raise; lodging up to 75 % of the rate; in lira, without exchange."""
        self.env["mbb.travel.rate"].create(
            {
                "table": "kktc",
                "tier_id": self.env.ref("mbb_mentor_expense.mbb_travel_tier_kktc_2").id,
                "date_from": "2026-01-01",
                "amount": 942,
            }
        )
        claim = self._abroad_claim(
            "2026-04-07T08:00",
            "2026-04-09T08:00",
            [self._country("kktc", "2026-04-07", 8)],
            lodging_ids=[self._hotel("2026-04-07", 2, 2000, "TRY")],
        )
        self.assertEqual(claim.stay_ids.tz, "Asia/Famagusta")
        self.assertEqual((claim.allowance, claim.lodging), (1884, 1413))
        self.assertFalse(claim.missing_exchange)

    def test_two_countries_in_turn(self):
        """Each period of 24 hours at the rate of the country in which it begins."""
        claim = self._abroad_claim(
            "2026-04-10T08:00",
            "2026-04-14T08:00",
            [
                # Entered in the wrong order: the days say the turn.
                self._country("ch", "2026-04-12", 9),
                self._country("de", "2026-04-10", 7),
            ],
        )
        self._exchange(claim, EUR=50, CHF=55)
        self.assertEqual(self._allowance(claim), "738.00")
        self.assertEqual(self._allowance(claim, "CHF"), "424.50")
        self.assertEqual(claim.allowance, 738 * 50 + 424.5 * 55)

    def test_back_in_the_country(self):
        """The inland way is paid by its hours, and no hour twice."""
        claim = self._abroad_claim(
            "2026-04-10T08:00",
            "2026-04-13T23:00",
            [
                self._country("de", "2026-04-11", 7),
                self._country("tr", "2026-04-13", 6),
            ],
        )
        self._exchange(claim, EUR=50)
        self.assertEqual(self._allowance(claim), "492.00")
        # 860.00 for a day and 2/3 at home.
        self.assertEqual(self._allowance(claim, "TRY"), "1433.33")

    def test_over_a_time_zone(self):
        """Hours passed count, not what the clocks on both ends show."""
        self._rate(self.env.ref("base.us"), 100, "USD")
        outward = self._leg(
            "2026-04-07T08:00",
            "2026-04-07T19:00",
            kind="provided",
            tz_arrival="America/New_York",
        )
        # Enters at 12:00 in New York, back on the road for home at 11:00 there.
        claim = self._abroad_claim(
            "2026-04-07T08:00",
            "2026-04-10T08:00",
            [self._country("us", "2026-04-07", 12, tz="America/New_York")],
            leg_ids=[
                outward,
                Command.create(
                    {
                        "kind": "provided",
                        "place_from": "New York",
                        "place_to": "Boston",
                        "tz": "America/New_York",
                        "date_departure": self._utc(
                            "2026-04-09T10:00", "America/New_York"
                        ),
                        "date_arrival": self._utc(
                            "2026-04-09T11:59", "America/New_York"
                        ),
                    }
                ),
            ],
        )
        trip = claim.result["trip"]
        self.assertEqual(
            (trip["departure_offset"], trip["return_offset"]), ("+03:00", "-04:00")
        )
        self.assertEqual(trip["countries"][0]["utc_offset"], "-04:00")
        # One minute short of 48 hours: two days, raised.
        self.assertEqual(self._allowance(claim, "USD"), "300.00")
        # In winter the clocks there stand otherwise.
        self.assertEqual(
            claim.stay_ids.new(
                {"tz": "America/New_York", "day": "2026-01-07", "hour": 12}
            ).utc_offset,
            "-05:00",
        )

    def test_the_eleventh_day(self):
        """Ten days raised, the eleventh not, by the parameters of the period."""
        ten = self._abroad_claim(
            "2026-04-02T08:00",
            "2026-04-12T08:00",
            [self._country("de", "2026-04-02", 7)],
        )
        self.assertEqual(self._allowance(ten), "2460.00")
        ten.unlink()
        eleven = self._abroad_claim(
            "2026-04-02T08:00",
            "2026-04-12T09:00",
            [self._country("de", "2026-04-02", 7)],
        )
        self.assertEqual(self._allowance(eleven), "2624.00")
        policy = self.env["mbb.travel.policy"]._get_policy("2026-04-02", self.company)
        policy.write({"abroad_raised_days": 2, "abroad_raise": 1.25})
        eleven._refresh_result()
        self.assertEqual(self._allowance(eleven), "1886.00")

    def test_a_share_rests_on_a_paper(self):
        with self.assertRaises(ValidationError):
            self._abroad_claim(
                "2026-04-07T08:00",
                "2026-04-08T08:00",
                [self._country("de", "2026-04-07", 7, share_percent=50)],
            )
        claim = self._abroad_claim(
            "2026-04-07T08:00",
            "2026-04-08T08:00",
            [
                self._country(
                    "de",
                    "2026-04-07",
                    7,
                    share_percent=50,
                    share_reason="Letter of 01.04.2026, no. 12",
                )
            ],
        )
        self.assertEqual(self._allowance(claim), "123.00")

    @mute_logger("odoo.sql_db")
    def test_what_a_stay_says(self):
        claim = self._germany()
        stays = self.env["mbb.travel.stay"].with_user(self.user_officer)
        stay = claim.stay_ids
        values = {"claim_id": claim.id, "day": "2026-04-08"}
        for vals in ({"hour": 24}, {"hour": -1}, {"country_id": False}):
            with self.assertRaises(CheckViolation), self.env.cr.savepoint():
                stay.write(vals)
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            stays.create({**values, "country_id": self.env.ref("base.tr").id})
        # What follows from the rest is never written.
        for vals in (
            {"rate_id": False},
            {"utc_offset": "+14:00"},
            {"date_from": "2026-04-01 00:00:00"},
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                stay.write(vals)
            with self.assertRaises(UserError), self.env.cr.savepoint():
                stays.create({**values, "country_id": self.germany.id, **vals})
        claim.action_submit()
        for work in (
            lambda: stay.write({"hour": 1}),
            lambda: stay.unlink(),
            lambda: stays.create({**values, "country_id": self.germany.id}),
            lambda: claim.write({"stay_ids": [Command.clear()]}),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                work()

    def test_the_reader_changes_nothing(self):
        """Zone and language of who looks on."""
        claim = self._germany()
        trip = claim.result["trip"]
        self.user_officer.tz = "Pacific/Auckland"
        self.user_officer.lang = "en_US"
        claim._refresh_result()
        self.assertEqual(claim.result["trip"], trip)

    def test_through_the_form(self):
        form = Form(
            self.env["mbb.travel.claim"]
            .with_user(self.user_officer)
            .with_context(default_assignment_id=self.trip.id)
        )
        form.degree = 4
        # What the plan proposes is not what is looked at here.
        while len(form.leg_ids):
            form.leg_ids.remove(0)
        while len(form.lodging_ids):
            form.lodging_ids.remove(0)
        for day in ("2026-04-07T08:00", "2026-04-10T20:00"):
            with form.leg_ids.new() as leg:
                leg.kind = "provided"
                leg.place_from, leg.place_to = "İstanbul", "Berlin"
                leg.date_departure = leg.date_arrival = self._utc(day)
        with form.stay_ids.new() as stay:
            stay.country_id = self.germany
            stay.day = "2026-04-07"
            stay.hour = 7
            self.assertEqual(stay.rate_amount, 164)
        claim = form.save()
        self.assertEqual(self._allowance(claim), "984.00")

    # -- m.42/b ----------------------------------------------------------------

    def test_thirds_abroad_are_counted_apart(self):
        claim = self._germany()
        claim.action_submit()
        self.assertEqual(claim.thirds, 12)
        later = self._abroad_claim(
            "2026-04-20T08:00",
            "2026-04-21T08:00",
            [self._country("de", "2026-04-20", 7)],
        )
        self.assertEqual(later.result["trip"]["thirds_already_paid"], 12)
        at_home = self._create_claim(
            assignment=self.trip,
            leg_ids=[
                self._leg("2026-04-22T08:00", "2026-04-22T09:00", amount=10),
                self._leg("2026-04-22T20:00", "2026-04-22T21:00", amount=10),
            ],
            lodging_ids=[],
        )
        self.assertEqual(at_home.result["trip"]["thirds_already_paid"], 0)
        self.assertEqual(self.trip._get_travel_thirds(), 0)
        # After 540 thirds two thirds of the rate are left.
        policy = self.env["mbb.travel.policy"]._get_policy("2026-04-02", self.company)
        self.assertEqual(policy.abroad_full_thirds, 540)
        claim.action_return("Once more")
        policy.abroad_full_thirds = 12
        claim.action_submit()
        later._refresh_result()
        self.assertEqual(self._allowance(later), "164.00")

    def test_an_interim_claim_goes_on_from_the_exit(self):
        """The raise is for the first days of an exit, not of each claim."""
        start, seam, end = "2026-04-02T08:00", "2026-04-12T08:00", "2026-04-13T08:00"
        stay = self._country("de", "2026-04-02", 7)
        first = self._abroad_claim(
            start,
            seam,
            [stay],
            leg_ids=[self._leg(start, start, kind="provided")],
            interim_to=self._utc(seam),
        )
        self.assertEqual(self._allowance(first), "2460.00")
        first.action_submit()
        second = self._abroad_claim(
            seam,
            end,
            [stay],
            leg_ids=[self._leg(end, end, kind="provided")],
            interim_from=self._utc(seam),
        )
        self.assertEqual(second.result["trip"]["abroad_since"], "2026-04-02T08:00")
        self.assertEqual(self._allowance(second), "164.00")
        apart = self._abroad_claim(
            "2026-04-14T08:00",
            "2026-04-15T08:00",
            [self._country("de", "2026-04-14", 7)],
        )
        self.assertNotIn("abroad_since", apart.result["trip"])
        self.assertEqual(self._allowance(apart), "246.00")


@tagged("post_install", "-at_install")
class TestAbroadRate(AbroadCommon):
    """Rates that nobody verified are shown; those that are missing stop."""

    def _problem(self, code="de", **values):
        claim = self._abroad_claim(
            "2026-04-07T08:00",
            "2026-04-08T08:00",
            [self._country(code, "2026-04-07", 7)],
            **values,
        )
        problem = claim.with_context(lang="en_US").problem or ""
        claim.unlink()
        return problem

    def test_the_highest_column_is_nobodys(self):
        """Shipped for reference: taken by no degree and no indicator."""
        top = self.env.ref("mbb_mentor_expense.mbb_travel_rate_abroad_2024_de")
        self.assertEqual((top.amount, top.certainty), (164, "unverified"))
        self.assertIn("not an ordinary staff rate", top.source)
        self.assertFalse(top.tier_id.by_person)
        tiers = self.env["mbb.travel.tier"]
        for degree, indicator in ((1, 9000), (1, 0), (4, 0), (15, 0)):
            tier = tiers._get_tier("abroad", degree, indicator, self.company)
            self.assertTrue(tier)
            self.assertNotEqual(tier, top.tier_id)

    def test_without_a_rate_the_claim_says_what_to_do(self):
        problem = self._problem(degree=5)
        self.assertIn("no daily allowance for Germany", problem)
        self.assertIn("Degrees 5 to 15", problem)
        self.assertIn("Malî Hizmetler enters it", problem)
        claim = self._germany(degree=5)
        with self.assertRaisesRegex(UserError, "Germany|Almanya"):
            claim.action_submit()
        claim.unlink()
        self.env["mbb.travel.tier"].search([("table", "=", "abroad")]).active = False
        self.assertIn("No tier", self._problem())

    def test_an_unverified_rate_is_shown(self):
        claim = self._germany()
        # The tier itself was not seen in the decree.
        self.assertEqual(claim.rate_certainty, "unverified")
        self.assertIn("164", claim.unverified_rates)
        self.tier.certainty = "verified"
        domestic = self.env["mbb.travel.rate"]._get_rate(
            "b_d", "2026-04-07", self.company
        )
        domestic.certainty = "verified"
        claim._refresh_result()
        self.assertEqual(claim.rate_certainty, "verified")
        self.assertFalse(claim.unverified_rates)
        self.env["mbb.travel.rate"].search(
            [("country_id", "=", self.germany.id), ("tier_id", "=", self.tier.id)]
        ).certainty = "unverified"
        claim._refresh_result()
        self.assertEqual(claim.rate_certainty, "unverified")

    def test_a_named_country_never_takes_the_rate_of_others(self):
        rates = self.env["mbb.travel.rate"]
        others = self._rate(None, 90, "USD", country_group="other")
        union = self._rate(None, 80, "EUR", country_group="eu")
        day = date(2026, 4, 7)

        def found(code, tier=self.tier):
            country = self.env.ref(f"base.{code}")
            return rates._get_abroad_rate("abroad", country, tier, day, self.company)

        self.assertEqual(found("de").amount, 164)
        self.assertEqual(found("hu"), union)
        self.assertEqual(found("rs"), others)
        self.assertEqual(found("tr"), others)
        # Another tier: Germany is named, the EU and the others are not priced.
        other = self.env.ref("mbb_mentor_expense.mbb_travel_tier_abroad_e")
        self.assertFalse(found("de", other))
        self.assertFalse(found("hu", other))
        self._rate(None, 70, "USD", country_group="other", tier_id=other.id)
        self.assertFalse(found("de", other))
        self.assertFalse(found("hu", other), "The EU has a row of its own")
        self.assertFalse(found("ch", other), "Switzerland is named")
        self.assertEqual(found("rs", other).amount, 70)
        # The company's own goes before that of the decree.
        own = self._rate(self.germany, 200, "EUR", company_id=self.company.id)
        self.assertEqual(found("de"), own)

    def test_who_is_compared_stands_at_most_in_degree_4(self):
        claim = self._germany(
            degree=1, claimant_status="other", status_reason="Compared"
        )
        self.assertEqual(claim._get_tier("abroad"), self.tier)
        kktc = self.env.ref("mbb_mentor_expense.mbb_travel_tier_kktc_2")
        self.assertEqual(claim._get_tier("kktc"), kktc)
        claim.unlink()
        servant = self._germany(degree=1, additional_indicator=6400)
        self.assertEqual(
            servant._get_tier("abroad"),
            self.env.ref("mbb_mentor_expense.mbb_travel_tier_abroad_b"),
        )

    def test_a_rate_that_changes_during_the_stay(self):
        """Said, not guessed; a further row from that day on is computed."""
        self.env["mbb.travel.rate"].search(
            [("country_id", "=", self.germany.id), ("tier_id", "=", self.tier.id)]
        ).date_to = "2026-04-08"
        self.env.flush_all()
        self._rate(self.germany, 200, "EUR", date_from="2026-04-09")
        claim = self._germany()
        problem = claim.with_context(lang="en_US").problem
        self.assertIn("changes on 04/09/2026", problem)
        claim.stay_ids = [self._country("de", "2026-04-09", 7)]
        self.assertEqual(self._allowance(claim), "1092.00")

    def test_a_rate_in_use_stands(self):
        claim = self._germany()
        claim.action_submit()
        rate = claim.stay_ids.rate_id.with_env(self.env)
        other = self.env.ref("base.fr")
        for vals in (
            {"amount": 1},
            {"country_id": other.id},
            {"currency_id": self.currency["USD"].id},
            {"date_from": "2026-04-08"},
            {"active": False},
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                rate.write(vals)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            rate.unlink()
        # Until the end of the period it may be ended after the stay has begun.
        rate.date_to = "2026-04-30"
        policy = self.env["mbb.travel.policy"]._get_policy("2026-04-07", self.company)
        for vals in (
            {"abroad_raise": 1.4},
            {"abroad_reduced_share": "1/2"},
            {"abroad_days": "thirds"},
            {"kktc_lodging_share": 1},
            {"home_offset": "+02:00"},
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                policy.write(vals)

    def test_parameters_can_be_computed_with(self):
        policy = self.env["mbb.travel.policy"]._get_policy("2026-04-07", self.company)
        self.assertEqual(policy._prepare_policy()["abroad_reduced_share"], "2/3")
        for vals in (
            {"abroad_reduced_share": "two thirds"},
            {"abroad_reduced_share": "3/2"},
            {"abroad_lodging_share": 2},
            {"home_offset": "Istanbul"},
            {"abroad_raised_days": -1},
        ):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                policy.write(vals)


@tagged("post_install", "-at_install")
class TestExchange(AbroadCommon):
    """Foreign money becomes lira by rates that finance gives before the check."""

    def _waiting(self):
        claim = self._germany()
        claim.action_submit()
        self._approve(claim, self.user_manager)
        return claim

    def test_not_checked_without(self):
        claim = self._waiting()
        self.assertEqual(claim.state, "confirmed")
        with self.assertRaisesRegex(UserError, "EUR"), self.env.cr.savepoint():
            self._approve(claim, self.user_checker)
        self._exchange(claim, EUR=50)
        self.assertEqual(claim.gross, 57768)
        self._approve(claim, self.user_checker, self.user_control)
        self.assertEqual(claim.state, "checked")
        self._approve(claim, self.user_authoriser)
        claim.with_user(self.user_accountant).action_post()
        lines = claim.sudo().move_ids.line_ids
        self.assertEqual(set(lines.currency_id), set(self.company.currency_id))
        self.assertEqual(sum(lines.mapped("debit")), sum(lines.mapped("credit")))
        self.assertEqual(sum(claim.sudo().expense_ids.mapped("total_amount")), 57768)

    def test_a_proposal_is_no_rate(self):
        """What Odoo knows is marked, and confirmed by a person."""
        claim = self._waiting()
        self.currency["EUR"].active = True
        today = claim._get_declaration_date()
        self.env["res.currency.rate"].create(
            {
                "currency_id": self.currency["EUR"].id,
                "name": today,
                "inverse_company_rate": 40,
                "company_id": self.company.id,
            }
        )
        seen = claim.with_user(self.user_checker)
        self.assertTrue(seen.can_exchange)
        seen.action_open_exchange()
        row = claim.exchange_ids.sudo()
        self.assertEqual((row.declaration_rate, row.certainty), (40, "unverified"))
        self.assertEqual(row.declaration_date, today)
        self.assertEqual(claim.gross, 46214.4)
        with self.assertRaisesRegex(UserError, "EUR"), self.env.cr.savepoint():
            self._approve(claim, self.user_checker)
        row.with_user(self.user_checker).write(
            {"declaration_rate": 50, "certainty": "verified", "source": "TCMB 70"}
        )
        self._approve(claim, self.user_checker)
        self.assertEqual(claim.gross, 57768)

    def test_an_old_rate_is_not_proposed(self):
        claim = self._waiting()
        self.env["res.currency.rate"].create(
            {
                "currency_id": self.currency["EUR"].id,
                "name": claim._get_declaration_date() - timedelta(days=8),
                "inverse_company_rate": 40,
            }
        )
        claim.with_user(self.user_checker).action_open_exchange()
        self.assertFalse(claim.exchange_ids)

    def test_not_changed_after_somebody_checked(self):
        claim = self._waiting()
        row = self._exchange(claim, EUR=50)
        self._approve(claim, self.user_checker)
        for work in (
            lambda: row.write({"declaration_rate": 51}),
            lambda: row.unlink(),
            lambda: self._exchange(claim, USD=40),
        ):
            with self.assertRaisesRegex(UserError, "checked|kontrol"):
                with self.env.cr.savepoint():
                    work()
        self.assertFalse(claim.with_user(self.user_checker).can_exchange)
        claim.with_user(self.user_officer).action_return("Once more")
        row.write({"declaration_rate": 51})
        self.assertEqual(claim.gross, 58923.36)

    def test_who_gives_it(self):
        claim = self._waiting()
        values = {
            "claim_id": claim.id,
            "currency_id": self.currency["EUR"].id,
            "declaration_rate": 99,
            "source": "x",
        }
        rows = self.env["mbb.travel.exchange"]
        for user in (
            self.user_officer,
            self.user_manager,
            self.user_authoriser,
            self.user_expert,
            self.user_employee,
        ):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                rows.with_user(user).create(values)
            with self.assertRaises(AccessError):
                claim.with_user(user).action_open_exchange()
        # Nobody for oneself.
        self.user_checker.partner_id = self.expert
        with self.assertRaises(AccessError):
            rows.with_user(self.user_checker).create(values)

    @mute_logger("odoo.sql_db")
    def test_rates_are_rates(self):
        claim = self._waiting()
        for vals in ({"EUR": 0}, {"EUR": -1}):
            with self.assertRaises(CheckViolation), self.env.cr.savepoint():
                self._exchange(claim, **vals)
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            self._exchange(claim, TRY=1)
        row = self._exchange(claim, EUR=50)
        with self.assertRaises(CheckViolation), self.env.cr.savepoint():
            row.advance = 100

    def test_an_advance_has_the_rate_of_its_day(self):
        claim = self._waiting()
        row = self._exchange(claim, EUR=50)
        row.write({"advance": 984, "advance_rate": 48, "advance_date": "2026-04-01"})
        # The advance covers the allowance; the lodging is at the declaration's rate.
        self.assertEqual((claim.allowance, claim.lodging), (47232, 8568))
        self.assertEqual(claim.result["entitlement"]["advance"], "47232.00")

    def test_an_invoice_in_lira_abroad(self):
        """Compared at the rate: without one there is no night to show."""
        claim = self._abroad_claim(
            "2026-04-07T08:00",
            "2026-04-08T08:00",
            [self._country("de", "2026-04-07", 7)],
            lodging_ids=[self._hotel("2026-04-07", 1, 9000, "TRY")],
        )
        self.assertEqual(claim.result["entitlement"]["nights"], [])
        self._exchange(claim, EUR=50)
        nights = claim.result["entitlement"]["nights"]
        self.assertEqual([night["amount"] for night in nights], ["57.12"])


@tagged("post_install", "-at_install")
class TestAbroadTable(AbroadCommon):
    """A decree's column pasted, and the next year's with a percentage."""

    def _wizard(self, method, **values):
        wizards = self.env["mbb.travel.rate.table"].with_context(
            default_method=method, lang="en_US"
        )
        form = Form(wizards.with_user(self.user_accountant))
        form.date_from = "2027-01-01"
        form.source = "Decree, RG 30.01.2027"
        for name, value in values.items():
            form[name] = value
        return form

    def _find(self, code, day="2027-07-01"):
        return self.env["mbb.travel.rate"]._get_abroad_rate(
            "abroad", self.env.ref(f"base.{code}"), self.tier, day, self.company
        )

    def test_pasted_column(self):
        form = self._wizard(
            "paste",
            table="abroad",
            tier_id=self.tier,
            pasted="Ülke\tGündelik\tBirim\n"
            "Germany\t170,00\tEUR\n"
            "ABD\t182\tUSD\n"
            "İNGİLTERE\t115\tgbp\n"
            "JP\t31.405\tJPY\t01.01.2027\t30.06.2027\n"
            "Diğer AB ülkeleri\t127\tEUR\n"
            "Diğer ülkeler\t157\tUSD\n",
        )
        self.assertEqual((form.accepted_count, form.refused_count), (6, 0))
        self.assertIn("Other EU Countries", form.preview)
        # Against the year before: 164.00.
        self.assertIn("164.00", form.preview)
        form.save().action_confirm()
        rate = self._find("de")
        self.assertEqual((rate.amount, rate.currency_id.name), (170, "EUR"))
        self.assertEqual((rate.tier_id, rate.certainty), (self.tier, "unverified"))
        self.assertEqual(self._find("us").amount, 182)
        self.assertEqual(self._find("uk").currency_id.name, "GBP")
        self.assertEqual(self._find("jp", "2027-06-30").amount, 31405)
        self.assertEqual(self._find("hu").amount, 127)
        self.assertEqual(self._find("rs").amount, 157)

    def test_refused_rows_say_why(self):
        form = self._wizard(
            "paste",
            table="abroad",
            tier_id=self.tier,
            pasted="Atlantis\t1\tEUR\n"
            "Germany\t1.5\tEUR\n"
            "Germany\t170\tXXX\n"
            "Germany\t170\n"
            "Germany 170\n"
            "Germany\t170\tEUR\t32.01.2027\n"
            "Germany\t170\tEUR\t\t\tx\n"
            "Germany\t170\tEUR\n"
            "DE\t171\tEUR\n",
        )
        for reason in (
            "“Atlantis” is no country",
            "“1.5” is no amount",
            "“XXX” is no currency",
            "one column only",
            "cannot be read",
            "more than five columns",
            "stands above for the same days",
        ):
            self.assertIn(reason, form.preview)
        self.assertEqual((form.accepted_count, form.refused_count), (1, 8))

    def test_percentage(self):
        form = self._wizard(
            "percent",
            table="abroad",
            tier_id=self.tier,
            source_date="2026-06-01",
            percent=10,
            step="1",
        )
        self.assertEqual(form.accepted_count, 3)
        form.save().action_confirm()
        self.assertEqual(self._find("de").amount, 180)
        self.assertEqual(self._find("de").currency_id.name, "EUR")

    def test_kktc(self):
        form = self._wizard(
            "paste",
            table="kktc",
            pasted="Degree 1\t1.500,00\nDegrees 2 to 4\t1.250\nDegree 9\t1\n",
        )
        self.assertIn("“Degree 9” is no tier", form.preview)
        form.skip_refused = True
        form.save().action_confirm()
        tier = self.env.ref("mbb_mentor_expense.mbb_travel_tier_kktc_1")
        rate = self.env["mbb.travel.rate"]._get_abroad_rate(
            "kktc", self.env["res.country"], tier, "2027-02-01", self.company
        )
        self.assertEqual((rate.amount, rate.currency_id.name), (1500, "TRY"))
