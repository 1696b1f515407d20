# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import re

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged

from .test_trip import TripCommon


class DutyCommon(TripCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.duty = cls._create_assignment(date_from="2026-07-02", date_to="2026-07-31")
        cls.there = cls._leg("2026-07-02T08:00", "2026-07-02T12:00", amount=500)
        cls.back = cls._leg(
            "2026-07-31T15:00",
            "2026-07-31T21:00",
            amount=500,
            place_from="Ankara",
            place_to="İstanbul",
        )

    def _part(self, **values):
        return self._create_claim(self.duty, **{"lodging_ids": [], **values})


@tagged("post_install", "-at_install")
class TestInterim(DutyCommon):
    def test_parts_come_to_the_whole(self):
        whole = self._part(leg_ids=[self.there, self.back])
        amounts = (whole.allowance, whole.transport, whole.thirds)
        whole.unlink()
        for border in ("2026-07-16T10:00", "2026-07-16T13:00", "2026-07-16T16:30"):
            with self.subTest(border), self.env.cr.savepoint() as savepoint:
                first = self._part(
                    leg_ids=[self.there], interim_to=self._utc(border)
                )
                first.action_submit()
                second = self._part(
                    leg_ids=[self.back], interim_from=self._utc(border)
                )
                trip = second.result["trip"]
                self.assertEqual(trip["thirds_already_paid"], first.thirds)
                self.assertEqual(
                    trip["departure_day_thirds"], first.return_day_thirds
                )
                self.assertEqual(trip["assignment_start"], "2026-07-02")
                self.assertEqual(second.earlier_claim_ids, first)
                self.assertEqual(
                    (
                        first.allowance + second.allowance,
                        first.transport + second.transport,
                        first.thirds + second.thirds,
                    ),
                    amounts,
                )
                second.action_submit()
                savepoint.rollback()

    def test_sickness_is_carried(self):
        border = self._utc("2026-07-16T00:00")
        first = self._part(leg_ids=[self.there], interim_to=border)
        self._sick(first, "2026-07-10", "2026-07-14")
        first.action_submit()
        self.assertEqual(first.sickness_days, 5)
        second = self._part(leg_ids=[self.back], interim_from=border)
        self._sick(second, "2026-07-20", "2026-07-23")
        self.assertEqual(second.result["trip"]["sickness_days_paid"], 5)
        self.assertEqual(second.sickness_days, 2)

    def _sick(self, claim, start, end):
        self.env["mbb.travel.absence"].create(
            {"claim_id": claim.id, "date_from": start, "date_to": end}
        )

    def test_the_first_arrival_is_carried(self):
        """Who left the day before keeps that day as day 1 of the duty."""
        border = self._utc("2026-07-16T00:00")
        there = self._leg("2026-07-01T18:00", "2026-07-01T23:00")
        self._part(leg_ids=[there], interim_to=border).action_submit()
        second = self._part(leg_ids=[self.back], interim_from=border)
        self.assertEqual(second.result["trip"]["assignment_start"], "2026-07-01")

    def test_a_journey_lies_in_its_part(self):
        claim = self._part(
            leg_ids=[self.there, self.back], interim_to=self._utc("2026-07-16T10:00")
        )
        self.assertIn("within the part", claim.problem)

    def test_own_car_one_way(self):
        there = self._leg("2026-07-02T08:00", "2026-07-02T12:00", "own_car", amount=300)
        claim = self._part(leg_ids=[there], interim_to=self._utc("2026-07-16T10:00"))
        self.assertEqual(claim.transport, 300)
        claim.interim_to = False
        self.assertIn("one journey there and one back", claim.problem)

    def test_carried_values_are_never_written(self):
        claim = self._create_claim()
        for name in ("return_day_thirds", "sickness_days"):
            with self.assertRaises(UserError):
                claim.sudo().write({name: 9})
        claim.action_submit()
        with self.assertRaises(UserError):
            claim.write({"interim_to": fields.Datetime.now()})


@tagged("post_install", "-at_install")
class TestProposal(DutyCommon):
    def _form(self, assignment=None):
        form = Form(self.env["mbb.travel.claim"].with_user(self.user_officer))
        form.assignment_id = assignment or self.duty
        return form

    def test_the_plan_is_proposed(self):
        self.giving.sudo().city = "Kadıköy"
        form = self._form()
        self.assertEqual((len(form.leg_ids), len(form.lodging_ids)), (2, 1))
        self.assertTrue(form.has_proposals)
        claim = form.save()
        there, back = claim.leg_ids
        self.assertEqual(
            (there.place_from, there.place_to), ("Kadıköy", "Ankara")
        )
        self.assertEqual((back.place_from, back.place_to), (there.place_to, "Kadıköy"))
        self.assertEqual(there.kind, self.duty.transport)
        self.assertEqual(str(there._get_local("date_departure")), "2026-07-02 08:00:00")
        self.assertEqual(str(back._get_local("date_arrival")), "2026-07-31 19:00:00")
        self.assertEqual(claim.lodging_ids.nights, 29)
        # Nobody looked at it: nothing of it is claimed.
        self.assertIn("Add the journeys", claim.problem)
        with self.assertRaises(UserError):
            claim.action_submit()

    def test_what_is_filled_in_counts(self):
        form = self._form(self.assignment)
        form.degree = 3
        form.additional_indicator = 3600
        for index in range(2):
            with form.leg_ids.edit(index) as leg:
                leg.amount = 500
        self.assertTrue(form.has_proposals)
        # 10.03 08:00 to 11.03 19:00.
        self.assertEqual(form.gross, 1160 + 1000)
        claim = form.save()
        self.assertFalse(any(claim.leg_ids.mapped("is_proposed")))
        claim.action_submit()
        self.assertFalse(claim.lodging_ids)
        self.assertEqual(claim.gross, 2160)

    def test_writing_a_line_takes_it_over(self):
        claim = self._form(self.assignment).save()
        claim.leg_ids[0].amount = 500
        claim.lodging_ids.invoice_number = "A-1"
        self.assertEqual(claim.leg_ids.mapped("is_proposed"), [False, True])
        self.assertFalse(claim.lodging_ids.is_proposed)

    def test_the_next_one_starts_where_the_last_ended(self):
        border = self._utc("2026-07-16T10:00")
        self._part(leg_ids=[self.there], interim_to=border).action_submit()
        form = self._form()
        self.assertEqual(form.interim_from, border)
        self.assertEqual(len(form.leg_ids), 1)
        claim = form.save()
        self.assertEqual(claim.leg_ids.place_to, self.giving.city or self.giving.name)
        self.assertEqual(str(claim.lodging_ids.date_from), "2026-07-16")
        self.assertEqual(claim.lodging_ids.nights, 15)

    def test_nothing_is_proposed_twice(self):
        self._part(leg_ids=[self.there, self.back]).action_submit()
        self.assertFalse(self._form().leg_ids)

    def test_an_invoice_has_its_number(self):
        claim = self._create_claim()
        claim.lodging_ids.invoice_number = False
        with self.assertRaisesRegex(UserError, "number of the invoice"):
            claim.action_submit()

    def test_a_second_draft_is_refused_and_names_the_other(self):
        first = self._create_claim()
        with (
            self.assertRaisesRegex(ValidationError, re.escape(first.display_name)),
            self.env.cr.savepoint(),
        ):
            self._create_claim()
        # Other days of the same duty, and another person's, are none of its business.
        self._create_claim(
            self.duty,
            leg_ids=[
                self._leg("2026-07-20T08:00", "2026-07-20T12:00"),
                self._leg("2026-07-20T13:00", "2026-07-20T20:00"),
            ],
            lodging_ids=[],
        )
        staff = new_test_user(self.env, "test.second.draft")
        other = self._create_assignment(expert_id=staff.partner_id.id)
        self._create_claim(other)
        first.action_submit()
        self._create_claim()
