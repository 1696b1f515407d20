# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import Form, tagged

from .session_common import SessionCommon


@tagged("post_install", "-at_install")
class TestHealth(SessionCommon):
    """Parts with a number, a sentence and a colour; red ones become work, once."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cron = type(cls.env["ir.cron"])
        patcher = patch.object(cron, "_commit_progress", lambda *a, **k: 1)
        patcher.start()
        cls.addClassCleanup(patcher.stop)
        cls.match.session_target = 6
        # 301 days: six sessions, one each fifty days.
        cls.begin = cls.match.date_from

    def _parts(self, match=None):
        match = match or self.match
        match.invalidate_recordset()
        return {part["part"]: part for part in match.sudo().health_parts or ()}

    def _at(self, days):
        return freeze_time(f"{self.begin + timedelta(days=days)} 09:00:00")

    def test_green_at_first(self):
        parts = self._parts()
        self.assertEqual(self.match.health, "green")
        self.assertEqual(set(parts), set(self._get_part_names()))
        self.assertIsNone(parts["attendance"]["value"])
        self.assertEqual(parts["contact"]["value"], 0)

    def _get_part_names(self):
        return dict(self.env["mbb.health.rule"]._fields["part"].selection)

    def test_sessions_against_the_plan(self):
        with self._at(149):
            part = self._parts()["sessions"]
            self.assertEqual((part["value"], part["colour"]), (0, "red"))
            self.assertIn("0 of 6", part["text"])
            self._hold(self._schedule(purpose="preparatory"))
            self.assertEqual(self._parts()["sessions"]["value"], 0)
            self._hold(self._schedule())
            part = self._parts()["sessions"]
            self.assertEqual((part["value"], part["colour"]), (50, "yellow"))
            self._hold(self._schedule())
            part = self._parts()["sessions"]
            self.assertEqual((part["value"], part["colour"]), (100, "green"))
        self.match.session_target = 0
        with self._at(149):
            part = self._parts()["sessions"]
            self.assertIsNone(part["value"])
            self.assertEqual(part["colour"], "green")

    def test_attendance(self):
        session = self._schedule(minutes="x")
        self._set_presence(session, "present", "absent")
        session.action_hold()
        part = self._parts()["attendance"]
        self.assertEqual((part["value"], part["colour"]), (50, "red"))
        other = self._schedule(minutes="x")
        self._set_presence(other, "present", "excused")
        other.action_hold()
        part = self._parts()["attendance"]
        self.assertEqual((round(part["value"]), part["colour"]), (67, "yellow"))

    def _set_presence(self, session, ours, theirs):
        for row in session.attendance_ids:
            row.presence = ours if row.partner_id == self.expert else theirs

    def test_last_contact(self):
        for days, colour in ((44, "green"), (45, "yellow"), (75, "red")):
            with self.subTest(days=days), self._at(days):
                self.assertEqual(self._parts()["contact"]["colour"], colour)
        self._hold(self._schedule())
        with self._at(75):
            part = self._parts()["contact"]
            self.assertEqual((part["value"], part["colour"]), (76, "red"))

    def test_tasks_and_steps(self):
        session = self._schedule()
        tasks = self.env["mbb.session.task"].create(
            [
                {
                    "session_id": session.id,
                    "name": f"Task {number}",
                    "owner_id": self.expert.id,
                    "date_deadline": self.today + timedelta(days=number - 1),
                }
                for number in range(3)
            ]
        )
        step = self.env["mbb.plan.step"].create(
            {
                "match_id": self.match.id,
                "name": "A step",
                "date_deadline": self.today - timedelta(days=3),
            }
        )
        part = self._parts()["tasks"]
        self.assertEqual((part["value"], part["shown"]), (2, "0/4"))
        self.assertEqual(part["colour"], "yellow")
        tasks[0].action_done()
        step.action_drop("Not needed")
        part = self._parts()["tasks"]
        self.assertEqual((part["value"], part["shown"]), (0, "1/3"))

    def test_consents_and_clocks(self):
        assignment = self._draw_up(self.match)
        assignment.action_ask_consents()
        self.assertEqual(self._parts()["consents"]["colour"], "green")
        due = max(assignment.sudo().consent_ids.mapped("date_due"))
        with freeze_time(f"{due + timedelta(days=1)} 09:00:00"):
            part = self._parts()["consents"]
            self.assertEqual((part["value"], part["colour"]), (3, "red"))
        draft = self._draw_up(self.match)
        with freeze_time(f"{draft.date_due + timedelta(days=1)} 09:00:00"):
            part = self._parts()["clocks"]
            self.assertEqual((part["value"], part["colour"]), (1, "yellow"))

    def test_only_what_runs(self):
        self.match.action_end("The need is gone")
        self.assertFalse(self._parts())
        self.assertFalse(self.match.health)

    def test_rules_are_data(self):
        rule = self.env.ref("mbb_mentor.mbb_health_rule_contact")
        with self._at(20):
            self.assertEqual(self._parts()["contact"]["colour"], "green")
            rule.write({"yellow": 10, "red": 20})
            self.assertEqual(self._parts()["contact"]["colour"], "red")
            rule.active = False
            self.assertEqual(self._parts()["contact"]["colour"], "green")

    def test_search(self):
        matches = self.env["mbb.match"].with_user(self.user_officer)
        with self._at(80):
            self.match.invalidate_recordset()
            self.assertIn(self.match, matches.search([("health", "in", ["red"])]))
            self.assertNotIn(self.match, matches.search([("health", "=", "green")]))
            self.assertNotIn(self.match, matches.search([("health", "=", False)]))

    # -- work --------------------------------------------------------------

    def _run(self):
        self.env["mbb.match"]._cron_health()
        self.match.invalidate_recordset()

    def _activities(self):
        alerts = self.match.sudo().alert_ids.filtered(lambda a: a.part == "contact")
        return alerts.activity_id & self.match.sudo().activity_ids

    def test_told_once_a_breach(self):
        self.assertEqual(self.match.responsible_id, self.user_officer)
        with self._at(70):
            self._run()
            self.assertFalse(self._activities())
        # The scheduler was down for days, then runs twice.
        with self._at(90):
            self._run()
            self._run()
            self.assertEqual(self._activities().user_id, self.user_officer)
            alert = self.match.alert_ids.filtered(lambda a: a.part == "contact")
            self.assertEqual(len(alert), 1)
        # Done by hand: it is not told again while it lasts.
        with self._at(95):
            self._activities().action_done()
            self._run()
            self.assertFalse(self._activities())
            self._hold(
                self._schedule(
                    date_start=f"{self.begin + timedelta(days=94)} 08:00:00",
                    date_stop=f"{self.begin + timedelta(days=94)} 09:00:00",
                )
            )
            self._run()
            self.assertTrue(alert.date_to)
        with self._at(180):
            self._run()
            self.assertEqual(len(self._activities()), 1)
            self.assertEqual(
                len(self.match.alert_ids.filtered(lambda a: a.part == "contact")), 2
            )
        with self._at(181):
            self.match.action_end("The need is gone")
            self._run()
            self.assertFalse(self._activities())
            self.assertFalse(self.match.alert_ids.filtered(lambda a: not a.date_to))

    def test_silent_rules_tell_nobody(self):
        rules = self.env["mbb.health.rule"].search([])
        rules.is_told = False
        with self._at(200):
            self._run()
            self.assertEqual(self.match.health, "red")
            self.assertFalse(self.match.alert_ids)

    def test_alerts_are_the_systems(self):
        with self._at(90):
            self._run()
        alert = self.match.alert_ids[0]
        for user in (self.user_officer, self.user_manager):
            own = alert.with_user(user)
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                own.write({"date_to": self.today})
            with self.assertRaises(AccessError):
                own.unlink()
        with self.assertRaises(AccessError):
            alert.with_user(self.user_employee).read(["text"])

    def test_queries_do_not_grow(self):
        """One match or five: the same queries."""
        matches = self.match
        for number in range(4):
            mentor = self._create_mentor(institution=self.other, capacity=9)
            mentee = self._create_mentee(
                institution=self._create_institution(f"Town {number}", "district")
            )
            match = self._propose(mentor_id=mentor.id, mentee_id=mentee.id)
            match.sudo()._write_guarded({"state": "agreed"})
            matches |= match
        for match in matches:
            session = self._schedule(match_id=match.id)
            session._write_guarded({"state": "held"})
            self.env["mbb.session.task"].create(
                {
                    "session_id": session.id,
                    "name": "A task",
                    "owner_id": self.user_officer.partner_id.id,
                    "date_deadline": self.today - timedelta(days=1),
                }
            )
        self.env.flush_all()

        def count(records):
            self.env.invalidate_all()
            records.mapped("number")
            before = self.env.cr.sql_log_count
            records.mapped("health")
            return self.env.cr.sql_log_count - before

        count(matches)
        self.assertLessEqual(count(matches), count(self.match))

    # -- what is shown -----------------------------------------------------

    def test_on_the_form(self):
        form = Form(self.match.with_user(self.user_officer))
        self.assertEqual(form.health, "green")
        self.assertIn("Last Contact", form.health_html)

    def test_rematch(self):
        self.match.action_end("The need is gone")
        action = self.match.with_user(self.user_officer).action_suggest()
        self.assertEqual(action["type"], "ir.actions.act_window")
