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

    # -- working days ------------------------------------------------------

    def test_holidays_are_no_working_days(self):
        self.rule.write({"working_days": True, "days": 3})
        # The half day before the bayram is worked; its four days and a Sunday are not.
        with freeze_time("2026-05-25 09:00:00"):
            self.assertEqual(self._submit().date_due, date(2026, 6, 2))

    def test_a_period_ends_on_a_working_day(self):
        # 29 October is a holiday: what runs out on it ends the day after.
        for ends_on_working_day, day in ((True, 30), (False, 29)):
            self.rule.ends_on_working_day = ends_on_working_day
            with freeze_time("2026-10-19 09:00:00"):
                mentor = self._submit()
            self.assertEqual(mentor.date_due, date(2026, 10, day))

    def test_without_a_calendar_monday_to_friday(self):
        self.env.company.resource_calendar_id = False
        self.rule.write({"working_days": True, "days": 5})
        with freeze_time("2026-03-02 09:00:00"):
            self.assertEqual(self._submit().date_due, date(2026, 3, 9))

    def test_reminder_on_a_working_day_only(self):
        self.rule.write({"working_days": True, "days": 5, "remind_before": 1})
        with freeze_time("2026-03-03 09:00:00"):
            mentor = self._submit()
            self.assertEqual(mentor.date_due, date(2026, 3, 10))
        days = []
        for day in ("2026-03-06", "2026-03-07", "2026-03-08", "2026-03-09"):
            with freeze_time(f"{day} 09:00:00"):
                self._tick()
                days.append(mentor.date_reminded)
        self.assertEqual(days, [False, False, False, date(2026, 3, 9)])
        for day, escalated in (
            ("2026-03-10", False),
            ("2026-03-11", date(2026, 3, 11)),
        ):
            with freeze_time(f"{day} 09:00:00"):
                self._tick()
                self.assertEqual(mentor.date_escalated, escalated)

    # -- whose rule, who is told -------------------------------------------

    def test_a_companys_own_rule_alone_counts_for_it(self):
        own = self.rule.create(
            {
                "name": "Review",
                "model_id": self.rule.model_id.id,
                "state": "submitted",
                "days": 20,
                "company_id": self.env.company.id,
            }
        )
        with freeze_time("2026-03-02 09:00:00"):
            mentor = self._submit()
        self.assertEqual(mentor.date_due, date(2026, 3, 23))
        self.assertIn(mentor, own._get_late_records(mentor.date_due))
        self.assertNotIn(mentor, self.rule._get_late_records(mentor.date_due))

    def test_the_superior_is_told_of_what_is_late(self):
        employees = self.env["hr.employee"]
        head = employees.create({"name": "Head", "user_id": self.user_manager.id})
        employees.create(
            {
                "name": "Officer",
                "user_id": self.user_officer.id,
                "parent_id": head.id,
            }
        )
        with freeze_time("2026-03-02 09:00:00"):
            mentor = self._submit()
        with freeze_time("2026-03-13 09:00:00"):
            self._tick()
            told = mentor.activity_ids.filtered(
                lambda a: self.user_officer.name in (a.summary or "")
            )
            self.assertEqual(told.user_id, self.user_manager)

    def test_a_superior_who_may_not_read_it_is_not_told(self):
        employees = self.env["hr.employee"]
        head = employees.create({"name": "Head", "user_id": self.user_employee.id})
        employees.create(
            {
                "name": "Officer",
                "user_id": self.user_officer.id,
                "parent_id": head.id,
            }
        )
        with freeze_time("2026-03-02 09:00:00"):
            mentor = self._submit()
        with freeze_time("2026-03-13 09:00:00"):
            self._tick()
            self.assertNotIn(self.user_employee, mentor.activity_ids.user_id)
            self.assertIn(self.user_officer, mentor.activity_ids.user_id)

    def test_the_round_counts_no_more_queries_for_more_that_is_done(self):
        with freeze_time("2026-03-02 09:00:00"):
            mentors = [self._submit()]
            institutions = [
                self._create_institution(f"Town {number}", "town")
                for number in range(4)
            ]
        with freeze_time("2026-04-02 09:00:00"):
            self._tick()
            few = self._count_queries()
        with freeze_time("2026-03-02 09:00:00"):
            for institution in institutions:
                mentor = self._create_mentor(accepted=False, institution=institution)
                mentor.sudo().action_submit()
                mentors.append(mentor)
        with freeze_time("2026-04-02 09:00:00"):
            self._tick()
            self.assertEqual(self._count_queries(), few)

    def _count_queries(self):
        self.env.flush_all()
        start = self.env.cr.sql_log_count
        self.rule._get_late_records(date(2026, 4, 2)).mapped("date_due")
        return self.env.cr.sql_log_count - start

    def test_leaving_the_state_stops_its_clock(self):
        mentor = self._submit()
        self.assertTrue(mentor.date_due)
        mentor.with_user(self.user_officer).action_review()
        self.assertFalse(mentor.date_due)
