# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64
from datetime import timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import PDF, MentorCommon


@tagged("post_install", "-at_install")
class TestReorganisation(MentorCommon):
    """Units are merged, split and made; the work follows, the past stays."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.old = cls._create_unit("Şehir Teknolojileri", "test.old")
        cls.new = cls._create_unit("Bilgi Teknolojileri", "test.new")
        cls.clerk = cls.env["hr.employee"].create(
            {
                "name": "Deniz",
                "department_id": cls.old.id,
                "parent_id": cls.old.manager_id.id,
            }
        )
        cls.env["hr.version"].search([("employee_id", "=", cls.clerk.id)]).write(
            {"date_version": cls.today - timedelta(days=100)}
        )
        cls.skill_type.mentor_unit_id = cls.old
        cls.duty = cls.env["mbb.duty"].create(
            {"department_id": cls.old.id, "text": "Smart city"}
        )
        cls.mentee = cls._create_mentee()

    def _plan(self, **values):
        return (
            self.env["mbb.reorganisation"]
            .with_user(self.user_manager)
            .create(
                {
                    "kind": "merge",
                    "date": self.today,
                    "ground": "Onay 2026/41",
                    "source_ids": [Command.set(self.old.ids)],
                    "target_id": self.new.id,
                    **values,
                }
            )
        )

    def _approve(self, plan):
        plan.action_ask_approval()
        row = plan.sudo().approval_ids.filtered(lambda a: a.state == "waiting")
        self.assertEqual(row.approver_ids, self.user_approver)
        row.with_user(self.user_approver)._do_approve()

    def _get_unit(self, employee):
        """The unit on the Birlik's day: HR turns versions on the day of UTC."""
        return employee._get_version(self.today).department_id

    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("mbb_mentor.ir_cron_reorganisation").method_direct_trigger()
        self.env.invalidate_all()

    def test_dry_run_changes_nothing(self):
        plan = self._plan()
        plan.action_dry_run()
        things = {line.kind: line for line in plan.line_ids}
        self.assertEqual(things["duty"].duty_id, self.duty)
        self.assertEqual(things["subject"].subject_id, self.skill_type)
        self.assertEqual(things["subject"].open_count, 1)
        self.assertIn(self.clerk, plan.line_ids.employee_id)
        self.assertIn("1", plan.summary)
        self.assertEqual(self.clerk.department_id, self.old)
        self.assertEqual(self.duty.department_id, self.old)
        self.assertTrue(self.old.active)

    def test_merge(self):
        closed = self._create_mentee(institution=self.other)
        closed.sudo().action_withdraw()
        plan = self._plan()
        self._approve(plan)
        self.assertEqual(plan.state, "done")
        self.assertFalse(self.old.active)
        self.assertEqual(self.old.name, "Şehir Teknolojileri")
        self.assertEqual(self.skill_type.mentor_unit_id, self.new)
        # Open work follows, what is closed stays as it was answered.
        self.assertEqual(self.mentee.answering_unit_id, self.new)
        self.assertEqual(closed.answering_unit_id, self.old)
        # The duty is dated on both sides.
        self.assertEqual(self.duty.date_to, self.today - timedelta(days=1))
        moved = self.env["mbb.duty"].search([("origin_id", "=", self.duty.id)])
        self.assertEqual(moved.department_id, self.new)
        self.assertEqual(moved.date_from, self.today)
        # The employee has a version of each time.
        self.assertEqual(self._get_unit(self.clerk), self.new)
        versions = self.clerk.version_ids.sorted("date_version")
        self.assertEqual(versions[0].department_id, self.old)
        self.assertEqual(versions[-1].department_id, self.new)
        self.assertEqual(versions[-1].date_version, self.today)
        self.assertEqual(self.clerk.parent_id, self.new.manager_id)
        # The plan is the history.
        line = plan.line_ids.filtered("subject_id")
        self.assertEqual((line.from_id, line.to_id), (self.old, self.new))
        self.assertEqual(line.date, self.today)
        self.assertEqual(line.open_count, 1)
        self.assertTrue(plan.number)

    def test_waiting_approvals_follow(self):
        self.env.company.mbb_head_approves_pool = True
        mentee = self._create_mentee(accepted=False, institution=self.other)
        mentee.sudo().action_submit()
        mentee.with_user(self.user_officer).action_review()
        mentee.with_user(self.user_officer).action_accept()
        row = mentee.sudo().approval_ids
        self.assertEqual(row.approver_ids, self.old.manager_id.user_id)
        self._approve(self._plan())
        self.assertEqual(row.approver_ids, self.new.manager_id.user_id)

    def test_move_one_duty(self):
        other = self.duty.copy({"text": "Data", "date_to": False})
        plan = self._plan(kind="move_duty")
        with self.assertRaises(UserError):
            plan.action_ask_approval()  # nothing is said to move
        plan.line_ids = [
            Command.create(
                {"kind": "duty", "duty_id": self.duty.id, "from_id": self.old.id}
            )
        ]
        self._approve(plan)
        self.assertEqual(plan.state, "done")
        self.assertTrue(self.old.active)
        self.assertFalse(other.date_to)
        self.assertEqual(self.clerk.department_id, self.old)
        moved = self.env["mbb.duty"].search([("origin_id", "=", self.duty.id)])
        self.assertEqual(moved.department_id, self.new)

    def test_split_into_a_new_unit(self):
        plan = self._plan(
            kind="split",
            target_id=False,
            new_name="Akıllı Şehir Birimi",
            new_kind="centre",
            line_ids=[
                Command.create(
                    {
                        "kind": "employee",
                        "employee_id": self.clerk.id,
                        "from_id": self.old.id,
                    }
                )
            ],
        )
        self._approve(plan)
        self.assertEqual(plan.target_id.name, "Akıllı Şehir Birimi")
        self.assertEqual(plan.target_id.parent_id, self.secretariat)
        self.assertEqual(self._get_unit(self.clerk), plan.target_id)

    def test_future_date_waits_for_its_day(self):
        day = self.today + timedelta(days=5)
        plan = self._plan(date=day)
        self._approve(plan)
        self.assertEqual(plan.state, "approved")
        self.assertTrue(self.old.active)
        with self.assertRaises(UserError):
            plan.action_carry_out()
        # Who comes to the unit in between moves too.
        late = self.env["hr.employee"].create(
            {"name": "Late", "department_id": self.old.id}
        )
        self._run_cron()
        self.assertEqual(plan.state, "approved")
        with freeze_time(day):
            self._run_cron()
            self.assertEqual(plan.state, "done")
            self.assertEqual(late.department_id, self.new)
            self.assertEqual(self.duty.date_to, day - timedelta(days=1))

    def test_creating_and_abolishing_need_the_council(self):
        values = {
            "create": {
                "target_id": False,
                "source_ids": [],
                "new_name": "Yeni Merkez",
                "new_kind": "centre",
            },
            "abolish": {},
        }
        for kind, vals in values.items():
            plan = self._plan(kind=kind, **vals)
            with self.subTest(kind=kind):
                with self.assertRaisesRegex(UserError, "GÇY m.4/h"):
                    plan.action_ask_approval()
                plan.write(
                    {
                        "proposal_number": "12",
                        "proposal_date": self.today,
                        "proposal_file": b"JVBERi0xLjQ=",
                    }
                )
                with self.assertRaisesRegex(UserError, "Meclis"):
                    plan.action_ask_approval()
                decision = (
                    self.env["mbb.decision"]
                    .with_user(self.user_registry)
                    .create(
                        {
                            "organ_id": self.council.id,
                            "subject": kind,
                            "question": "?",
                            "ground": "GÇY m.4/h",
                        }
                    )
                )
                plan.decision_id = decision
                with self.assertRaisesRegex(UserError, "Meclis"):
                    plan.action_ask_approval()
                self._decide_matter(decision, kind)
                self._approve(plan)
                self.assertEqual(plan.state, "done")
        self.assertFalse(self.old.active)
        self.assertTrue(
            self.env["hr.department"].search([("name", "=", "Yeni Merkez")])
        )

    def test_refused_taken_back_and_cancelled(self):
        plan = self._plan()
        plan.action_ask_approval()
        plan.action_take_back("The date")
        self.assertEqual(plan.state, "draft")
        plan.action_ask_approval()
        plan.sudo().approval_ids.filtered(
            lambda a: a.state == "waiting"
        ).with_user(self.user_approver)._do_refuse("Not now")
        self.assertEqual(plan.state, "rejected")
        self.assertEqual(plan.reject_reason, "Not now")
        later = self._plan(date=self.today + timedelta(days=5))
        self._approve(later)
        later.action_cancel("Off")
        self.assertEqual(later.state, "cancelled")
        self.assertTrue(self.old.active)

    def test_what_was_handed_in_is_not_changed(self):
        plan = self._plan(date=self.today + timedelta(days=5))
        self._approve(plan)
        for vals in ({"target_id": self.secretariat.id}, {"date": self.today}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                plan.write(vals)
        with self.assertRaises(UserError):
            plan.line_ids[:1].unlink()
        with self.assertRaises(UserError):
            plan.sudo().write({"state": "done"})
        with self.assertRaises(AccessError):
            plan._carry_out()

    def test_nothing_comes_in_by_another_plan(self):
        """What is approved is what was listed: no line is brought in afterwards."""
        line = {"kind": "duty", "duty_id": self.duty.id, "from_id": self.old.id}
        other = self.env["mbb.duty"].create(
            {"department_id": self.old.id, "text": "Another duty"}
        )
        moves = {"kind": "move_duty", "date": self.today + timedelta(days=5)}
        plan = self._plan(**moves, line_ids=[Command.create(line)])
        self._approve(plan)
        draft = self._plan(
            **moves, line_ids=[Command.create({**line, "duty_id": other.id})]
        )
        with self.assertRaises(UserError), self.cr.savepoint():
            draft.line_ids.reorganisation_id = plan
        with self.assertRaises(UserError), self.cr.savepoint():
            draft.line_ids = [Command.link(plan.line_ids.id)]
        self.assertEqual(plan.line_ids.duty_id, self.duty)

    @mute_logger("odoo.sql_db")
    def test_a_line_is_what_it_says_and_of_the_unit(self):
        line = {"kind": "duty", "duty_id": self.duty.id, "from_id": self.old.id}
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self._plan(line_ids=[Command.create({**line, "kind": "subject"})])
        foreign = self.env["mbb.duty"].create(
            {"department_id": self.secretariat.id, "text": "Of a third unit"}
        )
        plan = self._plan(
            kind="move_duty",
            line_ids=[
                Command.create(
                    {
                        **line,
                        "duty_id": foreign.id,
                        "from_id": foreign.department_id.id,
                    }
                )
            ],
        )
        with self.assertRaises(UserError):
            plan.action_ask_approval()

    def test_proposal_is_the_one_that_was_approved(self):
        """Its bytes lie in no attachment that its keeper could write."""
        plan = self._plan(proposal_file=base64.b64encode(PDF))
        self.assertFalse(
            self.env["ir.attachment"].search_count(
                [
                    ("res_model", "=", plan._name),
                    ("res_id", "=", plan.id),
                    ("res_field", "!=", False),
                ]
            )
        )

    def test_who_asked_does_not_approve(self):
        self.secretariat.manager_id.user_id.group_ids += self.env.ref(
            "mbb_mentor.group_mentor_manager"
        )
        plan = self._plan().with_user(self.user_approver)
        with self.assertRaises(UserError):
            plan.action_ask_approval()

    def test_what_moved_meanwhile_stops_the_day(self):
        day = self.today + timedelta(days=5)
        plan = self._plan(
            kind="move_duty",
            date=day,
            line_ids=[
                Command.create(
                    {"kind": "duty", "duty_id": self.duty.id, "from_id": self.old.id}
                )
            ],
        )
        self._approve(plan)
        self.duty._move(self.secretariat, self.today, "Another one")
        with freeze_time(day):
            self._run_cron()
            self.assertEqual(plan.state, "approved")
            self.assertTrue(plan.activity_ids)

    def test_head_of_the_administration_stays(self):
        plan = self._plan(source_ids=[Command.set(self.secretariat.ids)])
        with self.assertRaises(UserError):
            plan.action_ask_approval()

