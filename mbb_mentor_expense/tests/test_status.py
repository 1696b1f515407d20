# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from psycopg2.errors import ExclusionViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.mbb_mentor.tests.common import PDF
from odoo.addons.mbb_mentor_expense.models.mbb_travel_status import UNSETTLED

from .common import TravelCommon


@tagged("post_install", "-at_install")
class TestStatus(TravelCommon):
    """Who travels, since when, and by which rule they stand in a row."""

    def _record(self, **values):
        return (
            self.env["mbb.travel.status"]
            .with_user(self.user_officer)
            .create(
                {
                    "partner_id": self.expert.id,
                    "date_from": "2026-01-01",
                    "degree": 3,
                    "additional_indicator": 3600,
                    **values,
                }
            )
        )

    def _confirmed(self, **values):
        claim = self._create_claim(status_reason="As the post of a planner", **values)
        claim.action_submit()
        self._approve(claim, self.user_manager)
        return claim

    @mute_logger("odoo.sql_db")
    def test_one_status_a_day(self):
        first = self._record(date_to="2026-06-30")
        self._record(date_from="2026-07-01", status="retired")
        with self.assertRaises(ExclusionViolation), self.env.cr.savepoint():
            self._record(date_from="2026-06-30")
        statuses = self.env["mbb.travel.status"]
        for day, status in (
            ("2025-12-31", False),
            ("2026-06-30", "civil_servant"),
            ("2026-07-01", "retired"),
        ):
            found = statuses._get_status(self.expert, day, self.company)
            self.assertEqual(found.status, status)
        self.assertEqual(first.display_name.count("2026"), 1)

    def test_a_claim_starts_from_the_record(self):
        self._record(post_degree=2, title="Planner", date_to="2026-03-10")
        self._record(date_from="2026-03-11", degree=1)
        form = Form(self.env["mbb.travel.claim"].with_user(self.user_officer))
        form.assignment_id = self.assignment
        self.assertEqual((form.title, form.degree, form.post_degree), ("Planner", 3, 2))

    def test_difference_is_shown(self):
        self._record()
        claim = self._create_claim()
        self.assertFalse(claim.status_difference)
        claim.degree = 2
        self.assertIn("differs", claim.status_difference)

    def test_a_later_status_alters_no_claim(self):
        record = self._record(status="elected", ground="Council, 12", decided_row="b_a")
        claim = self._confirmed(claimant_status="elected")
        self.assertEqual((claim.rate_row, claim.daily_rate), ("b_a", 890))
        record.decided_row = "b_e"
        self.env.add_to_compute(claim._fields["result"], claim)
        self.assertEqual((claim.rate_row, claim.daily_rate), ("b_a", 890))

    def test_degree_of_the_post(self):
        claim = self._create_claim(additional_indicator=0)
        for degree, post, row, words in (
            (6, 0, "b_e", "By the degree, 6"),
            (6, 4, "b_d", "degree of the post, 4"),
            (6, 5, "b_e", "By the degree, 6"),
            (2, 4, "b_d", "By the degree, 2"),
        ):
            claim.write({"degree": degree, "post_degree": post})
            self.assertEqual(claim.rate_row, row)
            self.assertIn(words, claim.rate_reason)
        claim.additional_indicator = 3600
        self.assertEqual(claim.rate_row, "b_c")

    def test_nobody_unsettled_stands_above_degree_four(self):
        for status in (*UNSETTLED, "worker", "other"):
            claim = self._create_claim(
                claimant_status=status, degree=1, additional_indicator=8000
            )
            self.assertEqual(claim.rate_row, "b_d")
            claim.unlink()

    def test_an_unsettled_status_stops_the_check(self):
        for status in UNSETTLED:
            with self.subTest(status=status), self.env.cr.savepoint() as savepoint:
                claim = self._confirmed(claimant_status=status)
                self.assertTrue(claim.needs_ground)
                with (
                    self.assertRaisesRegex(UserError, "No rule settles"),
                    self.env.cr.savepoint(),
                ):
                    self._approve(claim, self.user_checker)
                claim.with_user(self.user_checker).action_record_ground("Contract m.4")
                self.assertFalse(claim.needs_ground)
                self.assertEqual(claim.sudo().ground_by_id, self.user_checker)
                self._approve(claim, self.user_checker, self.user_control)
                self.assertEqual(claim.state, "checked")
                savepoint.rollback()

    def test_the_ground_of_the_record_is_kept_with_the_claim(self):
        record = self._record(status="retired", ground="Opinion of 2026-02-01")
        claim = self._confirmed(claimant_status="retired")
        self.assertFalse(claim.needs_ground)
        self._approve(claim, self.user_checker, self.user_control)
        self.assertEqual(claim.sudo().ground, record.ground)

    def test_a_ground_is_for_one_status(self):
        claim = self._create_claim(
            claimant_status="retired", status_reason="As a planner"
        )
        claim.with_user(self.user_officer).action_record_ground("Opinion")
        claim.claimant_status = "elected"
        self.assertTrue(claim.needs_ground)

    def test_a_decision_settles_it_too(self):
        claim = self._confirmed(claimant_status="foreign")
        organ = self.env["mbb.organ"].search([], limit=1) or self.env[
            "mbb.organ"
        ].create({"name": "Encümen", "kind": "committee"})
        decision = self.env["mbb.decision"].create(
            {
                "organ_id": organ.id,
                "subject": "Row",
                "question": "Which row?",
                "ground": "MPY m.9",
            }
        )
        paper = self.env["mbb.evidence"]._record(decision, "a.pdf", PDF, "decision")
        decision._write_guarded(
            {
                "evidence_id": paper.id,
                "state": "decided",
                "outcome": "go_on",
                "number": "7",
                "date": "2026-03-20",
                "year": 2026,
                "text": "Row B-c",
            }
        )
        # Which record it is about is not theirs to write through the form.
        self.env.cr.execute(
            "UPDATE mbb_decision SET res_model = %s, res_id = %s WHERE id = %s",
            [claim._name, claim.id, decision.id],
        )
        self.env.invalidate_all()
        self.assertFalse(claim.needs_ground)
        self.env.cr.execute(
            "UPDATE mbb_decision SET outcome = 'end' WHERE id = %s", [decision.id]
        )
        self.env.invalidate_all()
        self.assertTrue(claim.needs_ground)

    def test_who_records_a_ground(self):
        claim = self._confirmed(claimant_status="elected")
        for user in (self.user_manager2, self.user_employee, self.user_authoriser):
            if user.has_group("mbb_mentor.group_mentor_officer"):
                continue
            with self.assertRaises(AccessError):
                claim.with_user(user).action_record_ground("Mine")
        self.user_control.partner_id = self.expert
        with self.assertRaises(AccessError):
            claim.with_user(self.user_control).action_record_ground("My own")
        with self.assertRaises(UserError):
            claim.with_user(self.user_checker).action_record_ground(" ")
        for vals in ({"ground": "x"}, {"ground_status": "elected"}):
            with self.assertRaises(UserError):
                claim.sudo().write(vals)
            other = self._create_claim(claimant_status="elected", **vals)
            self.assertFalse(other.sudo().ground or other.sudo().ground_status)
            other.unlink()
        settled = self._create_claim()
        with self.assertRaisesRegex(UserError, "settles"):
            settled.with_user(self.user_officer).action_record_ground("x")

    def test_a_decided_row_rests_on_something(self):
        for values, words in (
            ({"status": "elected"}, "rests on"),
            ({"ground": "x"}, "law itself"),
        ):
            with (
                self.assertRaisesRegex(ValidationError, words),
                self.env.cr.savepoint(),
            ):
                self._record(decided_row="b_a", **values)

    def test_access(self):
        record = self._record()
        for user, reads, writes in (
            (self.user_officer, True, True),
            (self.user_accountant, True, True),
            (self.user_checker, True, False),
            (self.user_control, True, False),
            (self.user_employee, False, False),
            (self.user_expert, False, False),
        ):
            self.assertEqual(record.with_user(user).has_access("read"), reads)
            self.assertEqual(record.with_user(user).has_access("write"), writes)
            self.assertFalse(record.with_user(user).has_access("unlink"))
