# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .session_common import SessionCommon


@tagged("post_install", "-at_install")
class TestTask(SessionCommon):
    """What was taken on stands until it is done or dropped."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.session = cls._schedule()
        cls.env["ir.model.access"].create(
            {
                "name": "test portal mbb.session.task",
                "model_id": cls.env["ir.model"]._get_id("mbb.session.task"),
                "group_id": cls.env.ref("base.group_portal").id,
                "perm_read": True,
            }
        )
        cls.task = cls._give()

    @classmethod
    def _give(cls, **values):
        return (
            cls.env["mbb.session.task"]
            .with_user(cls.user_officer)
            .create(
                {
                    "session_id": cls.session.id,
                    "name": "Send the notes",
                    "owner_id": cls.expert.id,
                    "date_deadline": cls.today + timedelta(days=7),
                    **values,
                }
            )
        )

    def test_on_the_match(self):
        self.assertEqual(self.match.task_ids, self.task)
        self.assertEqual(self.task.date_due, self.today + timedelta(days=7))
        self.task.date_deadline = self.today - timedelta(days=1)
        self.assertTrue(self.task.is_overdue)

    def test_who_may_say_it_is_done(self):
        for user in (self.user_asking, self.user_other, self.user_viewer):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                self.task.with_user(user).action_done()
        self.task.with_user(self.user_expert).action_done()
        self.assertEqual(self.task.state, "done")
        self.assertEqual(self.task.sudo().done_by_id, self.user_expert)
        self.assertFalse(self.task.date_due)
        with self.assertRaises(UserError):
            self.task.with_user(self.user_expert).action_open_again()
        self.task.with_user(self.user_officer).action_open_again()
        self.assertEqual(self.task.date_due, self.task.date_deadline)
        with self.assertRaises(UserError):
            self.task.with_user(self.user_expert).action_drop("I do not want to")

    def test_what_is_done_stays(self):
        self.task.action_done()
        for values in (
            {"name": "Nothing"},
            {"owner_id": self.asker.id},
            {"date_deadline": self.today},
        ):
            for record in (self.task, self.task.sudo()):
                with self.subTest(values=values), self.assertRaises(UserError):
                    record.write(values)
        with self.assertRaises(UserError):
            self.task.unlink()
        with self.assertRaises(UserError):
            self.task.write({"date_done": self.today})
        for state in ("open", "dropped"):
            self._try_to_forge(self.task, state)

    def test_owner_has_to_do_with_it(self):
        for partner in (self.user_other.partner_id, self.other):
            with self.subTest(name=partner.name), self.assertRaises(ValidationError):
                self._give(owner_id=partner.id)
        for partner in (self.learner, self.user_officer.partner_id, self.asker):
            self._give(owner_id=partner.id)

    def test_portal_reads_and_writes_nothing_else(self):
        task = self.task.with_user(self.user_expert)
        with self.assertRaises(AccessError):
            task.write({"name": "Nothing"})
        with self.assertRaises(AccessError):
            task.unlink()

    def test_dropped_with_a_reason_and_with_the_match(self):
        with self.assertRaises(UserError):
            self.task.action_drop(" ")
        other = self._give()
        other.action_done()
        self.match.action_end("The need is gone")
        self.assertEqual(self.task.state, "dropped")
        self.assertIn(self.match.number, self.task.drop_reason)
        self.assertEqual(other.state, "done")

    def test_reminded_once(self):
        rule = self.env.ref("mbb_mentor.mbb_clock_rule_session_task_open")
        self.task.date_deadline = self.today + timedelta(days=1)
        mails = self.env["mail.mail"]
        before = mails.search_count([])
        rule._tick(self.task.sudo())
        self.assertEqual(mails.search_count([]), before + 1)
        mail = mails.search([], order="id desc", limit=1)
        self.assertEqual(mail.recipient_ids, self.expert)
        self.assertNotIn(self.task.name, mail.body_html)
        rule._tick(self.task.sudo())
        self.assertEqual(mails.search_count([]), before + 1)

    def test_in_the_form_of_the_session(self):
        with Form(self.session.with_user(self.user_officer)) as form:
            with form.task_ids.new() as line:
                line.name = "Ask the council"
                line.owner_id = self.learner
                line.date_deadline = self.today
        self.assertIn("Ask the council", self.match.task_ids.mapped("name"))


@tagged("post_install", "-at_install")
class TestAgenda(SessionCommon):
    """A new session starts with the agenda of its number."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.env["mbb.agenda.template"].create(
            {
                "name": "A course",
                "line_ids": [
                    (0, 0, {"number": 1, "agenda": "First"}),
                    (0, 0, {"number": 1, "kind": "face", "agenda": "First, here"}),
                    (0, 0, {"number": 3, "agenda": "Third"}),
                    (0, 0, {"number": 0, "agenda": "Another one"}),
                ],
            }
        )
        cls.match.agenda_template_id = cls.template

    def test_by_number_and_kind(self):
        self.assertEqual(self.match.session_target, 3)
        first = self._schedule(agenda=False, kind="face")
        self.assertEqual(first.agenda, "First, here")
        self.assertEqual(self._schedule(agenda=False).agenda, "Another one")
        self.assertEqual(self._schedule(agenda=False).agenda, "Third")
        self.assertEqual(self._schedule().agenda, "A confidential subject")
        call = self._schedule(agenda=False, purpose="preparatory")
        self.assertFalse(call.agenda)

    def test_in_the_form(self):
        sessions = self.env["mbb.session"].with_user(self.user_officer)
        form = Form(sessions.with_context(default_match_id=self.match.id))
        self.assertEqual(form.agenda, "First")
        form.kind = "face"
        self.assertEqual(form.agenda, "First, here")
        form.agenda = "My own"
        form.kind = "online"
        self.assertEqual(form.agenda, "My own")

    def test_shipped(self):
        template = self.env.ref("mbb_mentor.mbb_agenda_template_course")
        self.assertEqual(template.session_count, 6)


@tagged("post_install", "-at_install")
class TestPlan(SessionCommon):
    """A checklist for host and visitor, by days from the first day."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.template = cls.env.ref("mbb_mentor.mbb_plan_template_visit")
        cls.assignment = cls._draw_up(
            cls.match,
            date_from=cls.today + timedelta(days=30),
            date_to=cls.today + timedelta(days=34),
        )

    def _take(self, record, template):
        dialog = (
            self.env["mbb.plan.apply"]
            .with_user(self.user_officer)
            .create(
                {
                    "match_id"
                    if record._name == "mbb.match"
                    else "assignment_id": record.id,
                    "template_id": template.id,
                }
            )
        )
        return dialog.action_apply()

    def test_dates_and_owners(self):
        self._take(self.assignment, self.template)
        steps = self.assignment.step_ids
        self.assertEqual(len(steps), len(self.template.line_ids))
        first = self.assignment.date_from
        for step in steps:
            self.assertEqual(
                step.date_deadline, first + timedelta(days=step.offset_days)
            )
            owner = {
                "host": self.asker,
                "visitor": self.expert,
                "officer": self.user_officer.partner_id,
            }[step.who]
            self.assertEqual(step.owner_id, owner)
        self.assertEqual(self.assignment.step_progress, f"0/{len(steps)}")
        self.assertFalse(self.match.step_ids)

    def test_twice_adds_nothing(self):
        self._take(self.assignment, self.template)
        with self.assertRefused("already"):
            self._take(self.assignment, self.template)
        steps = self.assignment.step_ids
        steps[0].unlink()
        self._take(self.assignment, self.template)
        self.assertEqual(len(self.assignment.step_ids), len(self.template.line_ids))

    def test_of_the_other_kind(self):
        with self.assertRefused("another kind"):
            self._take(self.match, self.template)
        other = self.env.ref("mbb_mentor.mbb_plan_template_match")
        self._take(self.match, other)
        self.assertEqual(len(self.match.step_ids), len(other.line_ids))

    def test_steps_move_with_the_first_day(self):
        self._take(self.assignment, self.template)
        done, dated, free = self.assignment.step_ids[:3]
        done.action_done()
        kept = done.date_deadline
        dated.date_deadline = self.today
        self.assignment.date_from += timedelta(days=2)
        self.assertEqual(done.date_deadline, kept)
        self.assertEqual(dated.date_deadline, self.today)
        self.assertEqual(
            free.date_deadline,
            self.assignment.date_from + timedelta(days=free.offset_days),
        )

    def test_end_drops_what_is_open(self):
        self._take(self.assignment, self.template)
        self.assignment.step_ids[0].action_done()
        self.assignment.action_cancel("Not needed")
        states = self.assignment.step_ids.mapped("state")
        self.assertEqual(states.count("done"), 1)
        self.assertEqual(set(states), {"done", "dropped"})
