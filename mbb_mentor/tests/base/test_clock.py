# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import date

from freezegun import freeze_time

from odoo.tests import tagged

from ..common import MentorCommon


@tagged("post_install", "-at_install")
class TestClock(MentorCommon):
    """A waiting step is reminded, escalated, never granted, once each."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rules = cls.env["mbb.clock.rule"]
        cls.rules.search([]).active = False
        cls.env.flush_all()
        cls.rule = cls.rules.create(
            {
                "name": "Review",
                "model_id": cls.env["ir.model"]._get_id("mbb.mentor"),
                "state": "submitted",
                "days": 10,
                "remind_before": 2,
                "escalate_after": 1,
            }
        )

    def _submit(self):
        mentor = self._create_mentor(accepted=False)
        mentor.sudo().action_submit()
        mentor.sudo().responsible_id = self.user_officer
        return mentor

    def _tick(self):
        with self.enter_registry_test_mode():
            self.env.ref("mbb_mentor.ir_cron_clock").method_direct_trigger()
        self.env.invalidate_all()

    def _activities(self, mentor):
        return len(mentor.activity_ids)

    def test_state_by_its_name(self):
        self.assertEqual(self.rule.state_name, "Submitted")
        self.rule.state = "nothing"
        self.assertFalse(self.rule.state_name)

    def test_due_date_of_the_state(self):
        with freeze_time("2026-03-02 09:00:00"):
            mentor = self._submit()
            self.assertEqual(mentor.date_due, date(2026, 3, 12))
            self.assertFalse(mentor.is_overdue)
        with freeze_time("2026-03-13 09:00:00"):
            mentor.invalidate_recordset()
            self.assertTrue(mentor.is_overdue)
            self.assertEqual(mentor.waiting_days, 11)
            self.assertIn(
                mentor, mentor.search([("is_overdue", "=", True)])
            )
            self.assertNotIn(mentor, mentor.search([("is_overdue", "=", False)]))

    def test_working_days_leave_out_the_weekend(self):
        self.rule.write({"working_days": True, "days": 5})
        # A Monday; five working days from Tuesday on end the next Monday.
        with freeze_time("2026-03-02 09:00:00"):
            self.assertEqual(self._submit().date_due, date(2026, 3, 9))

    def test_remind_and_escalate_once(self):
        with freeze_time("2026-03-02 09:00:00"):
            mentor = self._submit()
            start = self._activities(mentor)
            self._tick()
            self.assertEqual(self._activities(mentor), start)
        with freeze_time("2026-03-10 09:00:00"):
            self._tick()
            self._tick()
            self.assertEqual(self._activities(mentor), start + 1)
        with freeze_time("2026-03-13 09:00:00"):
            self._tick()
            self._tick()
            self.assertEqual(self._activities(mentor), start + 2)
            self.assertEqual(mentor.state, "submitted")

    def test_downtime_skips_the_reminder_and_escalates_once(self):
        with freeze_time("2026-03-02 09:00:00"):
            mentor = self._submit()
            start = self._activities(mentor)
        with freeze_time("2026-05-02 09:00:00"):
            self._tick()
            self._tick()
            self.assertEqual(self._activities(mentor), start + 1)

    def test_leaving_the_state_stops_its_clock(self):
        mentor = self._submit()
        self.assertTrue(mentor.date_due)
        mentor.with_user(self.user_officer).action_review()
        self.assertFalse(mentor.date_due)
