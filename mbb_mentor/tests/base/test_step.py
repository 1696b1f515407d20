# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import MentorCommon


@tagged("post_install", "-at_install")
class TestStep(MentorCommon):
    """Every arrow leaves a row that says how long the step took."""

    def _submitted(self, day):
        with freeze_time(f"{day} 09:00:00"):
            mentor = self._create_mentor(
                accepted=False, date_from=day, date_to=f"{day[:4]}-12-31"
            )
            mentor.sudo().action_submit()
        return mentor

    def _steps(self, record):
        return self.env["mbb.step"].search(
            [("res_model", "=", record._name), ("res_id", "=", record.id)], order="id"
        )

    def test_each_arrow_is_a_row(self):
        mentor = self._submitted("2026-03-02")
        with freeze_time("2026-03-12 09:00:00"):
            mentor.with_user(self.user_officer).action_review()
        first, second = self._steps(mentor)
        self.assertEqual((first.source, first.target), ("draft", "submitted"))
        self.assertEqual((second.source, second.target), ("submitted", "review"))
        self.assertEqual(second.days, 10)
        self.assertTrue(second.was_late)
        self.assertFalse(first.was_late)
        self.assertEqual(second.user_id, self.user_officer)
        self.assertEqual(second.company_id, mentor.company_id)

    def test_a_row_is_never_changed(self):
        step = self._steps(self._submitted("2026-03-02"))[:1]
        with self.assertRaises(UserError):
            step.sudo().write({"days": 0})
        with self.assertRaises(UserError):
            step.sudo().unlink()
        with self.assertRaises(AccessError):
            step.with_user(self.user_manager).create({"res_model": "mbb.mentor"})

    def test_one_insert_for_many(self):
        mentors = self._create_mentor(accepted=False)
        for number in range(3):
            mentors |= self._create_mentor(
                accepted=False,
                institution=self._create_institution(f"Town {number}", "town"),
            )
        self.env["mbb.step"]._log(mentors, "submitted")
        self.env.flush_all()
        with self.assertQueryCount(1):
            self.env["mbb.step"]._log(mentors, "submitted")

    def test_the_middle_and_the_slow_tenth_by_month(self):
        for number in range(1, 11):
            mentor = self._submitted("2031-03-01")
            with freeze_time(f"2031-03-{number + 1:02} 09:00:00"):
                mentor.with_user(self.user_officer).action_review()
        row = (
            self.env["mbb.step.report"]
            .with_user(self.user_officer)
            .search([("month", "=", date(2031, 3, 1)), ("source", "=", "submitted")])
        )
        self.assertEqual(row.res_model, "mbb.mentor")
        self.assertEqual(row.steps, 10)
        self.assertAlmostEqual(row.median_days, 5.5)
        self.assertAlmostEqual(row.slow_days, 9.1)
        self.assertEqual(row.longest_days, 10)

    def test_grouped_as_the_officer_sees_it(self):
        self._submitted("2031-03-02")
        groups = (
            self.env["mbb.step.report"]
            .with_user(self.user_officer)
            .formatted_read_group(
                [("month", "=", date(2031, 3, 1))],
                ["kind", "step", "month:month"],
                ["steps:sum", "median_days:avg"],
            )
        )
        self.assertEqual([group["steps:sum"] for group in groups], [1])
        self.assertEqual(groups[0]["step"], "Draft")
