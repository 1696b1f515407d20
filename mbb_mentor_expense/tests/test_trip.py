# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64
import re

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged

from odoo.addons.mbb_mentor.tests.common import PDF
from odoo.addons.mbb_mentor_expense.harcirah import lines, trip
from odoo.addons.mbb_mentor_expense.harcirah.person import FIELDS as PERSON
from odoo.addons.mbb_mentor_expense.harcirah_texts import (
    ARTICLES,
    REFUSALS,
    TRIP_ERRORS,
)

from .common import TravelCommon


class TripCommon(TravelCommon):
    #: The sources' examples are of these years.
    match_from = "2018-01-01"

    def _assert_amounts(self, claim, allowance, lodging, transport):
        self.assertFalse(claim.problem)
        self.assertEqual(
            (claim.allowance, claim.lodging, claim.transport),
            (allowance, lodging, transport),
        )

    def _codes(self, claim):
        return {note["code"] for note in claim.result["entitlement"]["notes"]}

    def _rate(self, row, date_from, amount, date_to=False):
        return self.env["mbb.travel.rate"].create(
            {
                "rate_row": row,
                "date_from": date_from,
                "date_to": date_to,
                "amount": amount,
                "company_id": self.company.id,
            }
        )


@tagged("post_install", "-at_install")
class TestWorkedExamples(TripCommon):
    """The domestic cases of the law's sources, entered as an officer enters them."""

    def _enter(self, departure, arrival, fare=0, rate=None, **values):
        """A trip within a day, through the form."""
        day = departure[:10]
        if rate:
            self._rate("b_d", day, rate, day)
        assignment = self._create_assignment(date_from=day, date_to=arrival[:10])
        form = Form(self.env["mbb.travel.claim"].with_user(self.user_officer))
        form.assignment_id = assignment
        form.degree = values.pop("degree", 1)
        form.additional_indicator = values.pop("additional_indicator", 0)
        for name, value in values.items():
            form[name] = value
        for index, moment in enumerate((departure, arrival)):
            with form.leg_ids.edit(index) as leg:
                leg.date_departure = self._utc(moment)
                leg.date_arrival = self._utc(moment)
                leg.amount = fare
        while len(form.lodging_ids):
            form.lodging_ids.remove(0)
        return form.save()

    def test_s1_to_s6(self):
        for name, departure, arrival, rate, fare, allowance in (
            ("S1", "2020-01-07T14:15", "2020-01-07T20:10", 43.35, 0, 14.45),
            ("S2", "2020-02-07T07:50", "2020-02-07T21:10", 43.35, 0, 28.90),
            ("S3 a", "2026-02-03T11:00", "2026-02-03T14:00", 900, 0, 300),
            ("S3 b", "2026-02-05T20:00", "2026-02-06T03:00", 900, 0, 0),
            ("S5", "2018-05-02T09:00", "2018-05-02T14:00", 46.44, 28.40, 15.48),
            ("S6", "2018-05-03T08:00", "2018-05-03T16:00", 46.44, 55.50, 15.48),
        ):
            with self.subTest(name):
                claim = self._enter(departure, arrival, fare, rate)
                self._assert_amounts(claim, allowance, 0, round(fare * 2, 2))

    def test_d_cases(self):
        values = {"degree": 3, "additional_indicator": 3600}
        for name, departure, arrival, fare, gross in (
            ("D1", "2026-03-17T07:00", "2026-03-17T12:30", 180, 360),
            ("D2", "2026-03-18T08:00", "2026-03-18T17:00", 250, 790),
            ("D3", "2026-03-19T08:00", "2026-03-19T21:30", 250, 1080),
        ):
            with self.subTest(name):
                claim = self._enter(departure, arrival, fare, **values)
                self.assertEqual(claim.gross, gross)

    def test_d9_room_and_meals_given(self):
        """What the host gives does not lower the allowance (m.41 is repealed)."""
        assignment = self._create_assignment(
            date_from="2026-06-09", date_to="2026-06-12"
        )
        claim = self._create_claim(
            assignment,
            leg_ids=[
                self._leg("2026-06-09T08:00", "2026-06-09T12:00", amount=600),
                self._leg("2026-06-12T16:00", "2026-06-12T20:30", amount=600),
            ],
            lodging_ids=[
                Command.create(
                    {
                        "name": "Guest house of the host",
                        "date_from": "2026-06-09",
                        "nights": 3,
                        "is_provided": True,
                        "invoice_total": 0,
                    }
                )
            ],
        )
        self._assert_amounts(claim, 3190, 0, 1200)
        self.assertEqual(claim.gross, 4390)
        claim.action_submit()

    def test_d11_without_advance(self):
        claim = self._create_claim()
        self.assertEqual((claim.gross, str(claim.date_file_due)), (3610, "2026-04-11"))

    def test_over_new_year(self):
        """Each third and each night at the table of its date."""
        self._rate("b_c", "2025-12-01", 600, "2025-12-31")
        self._rate("b_c", "2026-01-01", 900, "2026-01-31")
        assignment = self._create_assignment(
            date_from="2025-12-31", date_to="2026-01-01"
        )
        claim = self._create_claim(
            assignment,
            leg_ids=[
                self._leg("2025-12-31T08:00", "2025-12-31T12:00"),
                self._leg("2026-01-01T10:00", "2026-01-01T15:00"),
            ],
            lodging_ids=[self._stay("2025-12-31", 1, 2000)],
        )
        # Three thirds at 600 and one at 900; the night is that of the 31st.
        self._assert_amounts(claim, 900, 960, 0)
        self.assertIn("rates", self._codes(claim))
        claim.action_submit()
        # Both tables are rested on now, in the days that each was paid for.
        rates = self.env["mbb.travel.rate"]
        for day in ("2025-12-31", "2026-01-01"):
            rate = rates._get_rate("b_c", day, self.company)
            with self.assertRaises(UserError), self.env.cr.savepoint():
                rate.amount += 1
        rates._get_rate("b_c", "2026-01-20", self.company).date_to = "2026-01-15"

    def test_exactly_at_the_meal_times(self):
        for departure, arrival, thirds in (
            ("2026-03-10T13:00", "2026-03-10T19:00", 1),
            ("2026-03-10T13:01", "2026-03-10T19:01", 1),
            ("2026-03-10T12:59", "2026-03-10T19:01", 2),
            ("2026-03-10T08:00", "2026-03-10T13:00", 0),
            ("2026-03-10T19:00", "2026-03-11T00:30", 1),
            ("2026-03-10T22:00", "2026-03-11T07:00", 1),
        ):
            with self.subTest((departure, arrival)):
                claim = self._day_claim(departure, arrival, 0)
                self.assertEqual(claim.thirds, thirds)
                claim.unlink()

    def test_locale_and_zone_of_the_user(self):
        for lang, tz in (("en_US", "Asia/Tokyo"), ("tr_TR", "America/New_York")):
            claim = self._create_claim()
            self.user_officer.write({"lang": lang, "tz": tz})
            reader = claim.with_context(lang=lang, tz=tz)
            self.env.add_to_compute(claim._fields["result"], claim)
            self.assertEqual((reader.gross, reader.thirds), (3610, 4))
            claim.unlink()


@tagged("post_install", "-at_install")
class TestRules(TripCommon):
    def test_what_is_never_paid_is_refused_with_its_reason(self):
        for kind in lines.NOT_PAYABLE:
            claim = self._create_claim(
                leg_ids=[
                    self._leg("2026-03-10T08:00", "2026-03-10T20:00", amount=100),
                    Command.create({"kind": kind, "amount": 300}),
                ],
                lodging_ids=[],
            )
            line = claim.leg_ids.filtered(lambda leg, kind=kind: leg.kind == kind)
            self.assertFalse(line.is_journey)
            self.assertEqual(line.total, 0)
            self.assertIn(line.refusal, claim.problem)
            with self.assertRaisesRegex(UserError, re.escape(line.refusal)):
                claim.action_submit()
            line.unlink()
            self.assertFalse(claim.problem)
            claim.unlink()

    def test_the_reason_is_in_the_language_of_the_reader(self):
        claim = self._create_claim()
        claim.write({"leg_ids": [Command.create({"kind": "meal", "amount": 90})]})
        self.assertIn("meals are in the daily allowance", claim.problem)
        self.assertIn("Sayıştay", claim.with_context(lang="tr_TR").problem)

    def test_a_taxi_within_the_place_is_refused(self):
        claim = self._create_claim()
        taxi = claim.leg_ids.filtered(lambda leg: leg.kind == "taxi")
        taxi.route = "home_terminal"
        self._assert_amounts(claim, 1160, 1250, 1200)
        taxi.route = "at_destination"
        self.assertIn("daily transport", claim.problem)
        taxi.route = "other_city"
        self.assertIn("another city", claim.problem)

    def test_plane_by_degree_and_approval(self):
        claim = self._create_claim(degree=6, additional_indicator=0)
        leg = claim.leg_ids[0]
        leg.write({"kind": "plane", "fare_class": "economy", "amount": 2000})
        self.assertIn("does not entitle", claim.problem)
        leg.entitled_fare = 700
        self.assertEqual(claim.transport, 1400)
        self.assertIn("plane_unapproved", self._codes(claim))
        leg.is_approved = True
        self.assertEqual(claim.transport, 2700)
        leg.fare_class = "business"
        self.assertEqual(claim.transport, 1400)
        self.assertIn("class_above", self._codes(claim))
        with self.assertRaises(ValidationError):
            leg.fare_class = "sleeper"

    def test_plane_approved_with_the_assignment(self):
        assignment = self._create_assignment(
            date_from="2026-04-10",
            date_to="2026-04-10",
            transport="plane",
            transport_reason="No other way in time",
        )
        claim = self._day_claim(
            "2026-04-10T08:00", "2026-04-10T21:30", 900, assignment=assignment, degree=7
        )
        self.assertFalse(any(claim.leg_ids.mapped("is_approved")))
        claim.leg_ids.write({"kind": "plane", "fare_class": "economy"})
        self.assertTrue(all(claim.leg_ids.mapped("is_approved")))
        self.assertEqual(claim.transport, 1800)

    def test_reduced_free_and_meals(self):
        claim = self._create_claim(lodging_ids=[])
        leg = claim.leg_ids[0]
        for values, transport in (
            ({"paid_fare": 300}, 1000),
            ({"paid_fare": 0, "meal_amount": 40}, 1160),
            ({"meal_unavoidable": True}, 1200),
            ({"meal_amount": 0, "is_free": True}, 700),
        ):
            leg.write(values)
            self.assertEqual(claim.transport, transport)

    def test_porter_and_nearest_bed(self):
        claim = self._create_claim(
            leg_ids=[
                self._leg("2026-03-10T08:00", "2026-03-10T12:00", amount=500),
                self._leg("2026-03-11T10:00", "2026-03-11T15:00", amount=500),
                Command.create({"kind": "porter", "amount": 50}),
                Command.create({"kind": "nearest_lodging", "amount": 30, "count": 4}),
            ]
        )
        self._assert_amounts(claim, 1160, 1250, 1170)

    def test_sickness_and_waiting(self):
        assignment = self._create_assignment(
            date_from="2026-05-02", date_to="2026-05-15"
        )
        claim = self._create_claim(
            assignment,
            leg_ids=[
                self._leg("2026-05-02T08:00", "2026-05-02T12:00"),
                self._leg("2026-05-15T10:00", "2026-05-15T21:00"),
            ],
            lodging_ids=[],
        )
        self.assertEqual(claim.allowance, 870 * 13 + 580)
        row = {"claim_id": claim.id, "date_from": "2026-05-04", "date_to": "2026-05-12"}
        absence = self.env["mbb.travel.absence"].with_user(self.user_officer).create(row)
        # Nine days of sickness, seven of them paid.
        self.assertEqual(claim.allowance, 870 * 11 + 580)
        self.assertEqual(claim.sickness_days, 7)
        absence.is_hospital = True
        self.assertEqual((claim.allowance, claim.sickness_days), (870 * 4 + 580, 0))
        with self.assertRaises(ValidationError):
            absence.kind = "waiting"
        absence.write({"kind": "waiting", "cause": "illness", "is_hospital": False})
        self.assertEqual(claim.allowance, 870 * 4 + 580)
        absence.write({"document": base64.b64encode(PDF), "document_name": "a.pdf"})
        self.assertEqual(claim.allowance, 870 * 13 + 580)
        absence.date_to = "2026-05-20"
        self.assertIn("do not lie within the trip", claim.problem)
        absence.date_to = "2026-05-12"
        claim.action_submit()
        for operation in (
            lambda: absence.write({"date_to": "2026-05-05"}),
            absence.unlink,
            lambda: self.env["mbb.travel.absence"].create(row),
        ):
            with self.assertRaises(UserError):
                operation()

    def test_called_off(self):
        claim = self._create_claim()
        claim.write(
            {"date_cancelled": self._utc("2026-03-09T12:00"), "lost_tickets": 400}
        )
        # No money was taken: nothing, also for the tickets.
        self._assert_amounts(claim, 0, 0, 0)
        self.assertIn("cancelled", self._codes(claim))
        claim.date_cancelled = self._utc("2026-03-10T18:00")
        self._assert_amounts(claim, 1160, 1250, 1600)
        claim.date_cancelled = self._utc("2026-03-12T18:00")
        self.assertIn("before the return", claim.problem)

    def test_a_cancelled_assignment_can_be_claimed(self):
        assignment = self._create_assignment(
            date_from="2026-04-10", date_to="2026-04-10"
        )
        assignment.action_cancel("The meeting was put off")
        claim = self._day_claim(
            "2026-04-10T08:00", "2026-04-10T21:30", 10, assignment=assignment
        )
        with self.assertRaisesRegex(UserError, "when you came to know"):
            claim.action_submit()
        claim.date_cancelled = self._utc("2026-04-10T12:00")
        claim.action_submit()

    def test_course_and_what_others_paid(self):
        claim = self._create_claim()
        self.env["mbb.travel.benefit"].with_user(self.user_officer).create(
            [
                {
                    "claim_id": claim.id,
                    "name": "Host",
                    "element": element,
                    "amount": amount,
                }
                for element, amount in (("allowance", 160), ("lodging", 250))
            ]
        )
        self._assert_amounts(claim, 1000, 1000, 1200)
        self.assertNotIn("other_deducted", self._codes(claim))
        claim.is_training = True
        self.assertLessEqual({"training", "other_deducted"}, self._codes(claim))
        self.assertIn("training", claim.result["trip"])

    def test_all_payers_together_never_above_the_whole(self):
        assignment = self._create_assignment(
            approved=False, date_from="2026-04-10", date_to="2026-04-11"
        )
        assignment.write({"coverage_lodging": 1 / 3})
        for payer in (self.giving, self.asking):
            self.env["mbb.assignment.payer"].create(
                {
                    "assignment_id": assignment.id,
                    "partner_id": payer.id,
                    "element": "lodging",
                    "share": 1 / 3,
                }
            )
        claim = self._create_claim(
            assignment,
            leg_ids=[
                self._leg("2026-04-10T08:00", "2026-04-10T12:00", amount=500),
                self._leg("2026-04-11T10:00", "2026-04-11T15:00", amount=500),
            ],
            lodging_ids=[self._stay("2026-04-10", 1, 1000)],
        )
        self.assertFalse(claim.problem)
        others = claim.result["entitlement"]["others"]
        self.assertEqual([row["name"] for row in others], [
            self.giving.name,
            self.asking.name,
        ])
        borne = claim.lodging + sum(float(row["lodging"]) for row in others)
        self.assertLessEqual(round(borne, 2), 1000)
        self.assertGreater(borne, 999.9)

    def test_the_rate_of_a_contract(self):
        statuses = self.env["mbb.travel.status"].with_user(self.user_officer)
        values = {
            "partner_id": self.expert.id,
            "date_from": "2026-01-01",
            "status": "foreign",
            "contract_rate": 1000,
        }
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            statuses.create(values)
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            statuses.create({**values, "status": "civil_servant", "ground": "x"})
        statuses.create({**values, "ground": "Contract of 2026-01-05, m.4"})
        claim = self._create_claim(
            claimant_status="foreign", status_reason="By the contract"
        )
        self.assertEqual((claim.daily_rate, claim.rate_row), (1000, False))
        self.assertEqual(claim.allowance, 1333.33)
        self.assertIn("contract_rate", self._codes(claim))
        self.assertIn("contract", claim.rate_reason)

    def test_the_row_is_held_against_the_table(self):
        """The daily rate that goes in is checked by the calculation itself."""
        trip_ = self._create_claim().result["trip"]
        self.assertEqual(trip_["rate_table"][("b_c")], trip_["daily_rate"])
        self.assertEqual((trip_["status"], trip_["degree"]), ("civil_servant", 3))

    def test_words_for_all_that_can_be_wrong(self):
        """Each field of a domestic trip has a sentence in the words of the form."""
        abroad = {
            "currency",
            "countries",
            "departure_offset",
            "return_offset",
            "abroad_since",
            "exchange",
        }
        rows = {
            "lodging": ("nights", "from", "invoice_total"),
            "transport": set(lines._FIELDS),
            "sickness": ("from", "to", "hospital"),
            "waiting": ("from", "to", "cause", "report", "hospital"),
            "rates": ("from", "daily_rate", "lodging_bands"),
            "others": ("name", "amounts.lodging", "shares.lodging"),
        }
        named = {"transport[0].currency", "lodging[0].currency"}
        for name in {*trip._FIELDS, *PERSON} - abroad - rows.keys():
            named.add(name)
        for name, columns in rows.items():
            named.update(f"{name}[0].{column}" for column in columns)
        for name in named - {"lodging[0].currency"}:
            with self.subTest(name):
                self.assertTrue(
                    any(re.fullmatch(pattern, name) for pattern, _text in TRIP_ERRORS)
                )

    def test_refusals_are_those_of_the_calculation(self):
        self.assertEqual(
            {kind: text._source for kind, text in REFUSALS.items()},
            dict(lines.NOT_PAYABLE),
        )
        self.assertTrue(all("table" in article for article in ARTICLES))
