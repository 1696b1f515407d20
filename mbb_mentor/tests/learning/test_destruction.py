# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from unittest.mock import patch

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.service.model import get_public_method
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.base.models.ir_cron import IrCron

from .retention_common import RetentionCommon


@tagged("post_install", "-at_install")
class TestDestruction(RetentionCommon):
    """Listed at night, approved by another, done once, logged without a name."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # The cron commits as it goes on; here one transaction holds it all.
        progress = patch.object(
            IrCron, "_commit_progress", lambda *_args, **_kwargs: float("inf")
        )
        progress.start()
        cls.addClassCleanup(progress.stop)
        cls.lists = cls.env["mbb.destruction"]
        cls._end_all()

    @classmethod
    def _end_all(cls):
        """Everything of the person is over for long."""
        cls.env.flush_all()
        cls.env.cr.execute("UPDATE mbb_match SET state = 'done'")
        cls.env.cr.execute("UPDATE mbb_mentor SET state = 'retired'")
        cls.env.cr.execute("UPDATE mbb_mentee SET state = 'closed'")
        cls._age()

    def _list(self):
        self.lists.with_user(self.env.ref("base.user_root"))._cron_list()
        return self.lists.search([("state", "=", "listed")])

    def _line(self, record, rows=None):
        return self.env["mbb.destruction.line"].search(
            [("res_model", "=", record._name), ("res_id", "=", record.id)], limit=1
        )

    def _approved_list(self):
        destruction = self._list()
        destruction.with_user(self.user_officer).action_ask_approval()
        self._approve(destruction, self.user_approver)
        return destruction

    def test_from_list_to_log(self):
        destruction = self._list()
        line = self._line(self.expert)
        self.assertEqual((line.state, line.action), ("listed", "person"))
        self.assertEqual(line.person_name, self.name)
        self._list()
        self.assertEqual(len(self._find_lines(self.expert)), 1, "listed once")
        destruction.with_user(self.user_officer).action_ask_approval()
        self.assertEqual(destruction.state, "approval")
        self._approve(destruction, self.user_approver)
        self.assertEqual(destruction.state, "approved")
        self.lists._cron_destroy()
        self.assertEqual(destruction.state, "done")
        self.assertEqual((line.state, line.person_name), ("done", False))
        self.assertGreater(line.field_count, 3)
        self.assertGone()
        self.assertFalse(self._list().line_ids.filtered(lambda row: row == line))
        self.assertFalse(
            self._find_lines(self.expert).filtered(lambda row: row.state == "listed")
        )

    def _find_lines(self, record):
        return self.env["mbb.destruction.line"].search(
            [("res_model", "=", record._name), ("res_id", "=", record.id)]
        )

    def test_who_asked_does_not_approve(self):
        self.user_officer.group_ids = [
            Command.link(self.env.ref("mbb_mentor.group_mentor_approver").id)
        ]
        rule = self.env.ref("mbb_mentor.mbb_approval_rule_destruction")
        rule.write(
            {
                "approver_type": "users",
                "user_ids": [Command.set((self.user_officer | self.user_approver2).ids)],
            }
        )
        destruction = self._list()
        officer = destruction.with_user(self.user_officer)
        officer.action_ask_approval()
        with self.assertRaises(UserError):
            self._approve(destruction, self.user_officer)
        self.assertEqual(destruction.state, "approval")
        self._approve(destruction, self.user_approver2)
        self.assertEqual(destruction.state, "approved")

    def test_who_added_lines_does_not_approve(self):
        self.user_manager.group_ids = [
            Command.link(self.env.ref("mbb_mentor.group_mentor_approver").id)
        ]
        rule = self.env.ref("mbb_mentor.mbb_approval_rule_destruction")
        rule.write(
            {"approver_type": "users", "user_ids": [Command.set(self.user_manager.ids)]}
        )
        self.lists.with_user(self.user_manager).action_draw_up()
        destruction = self.lists.search([("state", "=", "listed")])
        with self.assertRaises(UserError):
            destruction.with_user(self.user_officer).action_ask_approval()

    def test_what_is_held_is_left_out(self):
        manager = self.expert.with_user(self.user_manager)
        with self.assertRaises(AccessError):
            self.expert.with_user(self.user_officer).mentor_is_held = True
        manager.write({"mentor_is_held": True, "mentor_hold_reason": "Law suit"})
        destruction = self._list()
        line = self._line(self.expert)
        self.assertEqual((line.state, bool(line.reason)), ("left_out", True))
        manager.mentor_is_held = False
        destruction._refresh_lines()
        self.assertEqual(line.state, "listed")
        destruction.with_user(self.user_officer).action_ask_approval()
        self._approve(destruction, self.user_approver)
        # At the very last moment, too.
        manager.mentor_is_held = True
        self.lists._cron_destroy()
        self.assertEqual(line.state, "left_out")
        self.assertEqual(self.expert.name, self.name)

    def test_an_open_matter_leaves_out(self):
        decision = self.match.with_user(self.user_officer)._put_before_organ(
            self.committee, "What now", "May it?", "Nothing settles it"
        )
        self._list()
        self.assertEqual(self._line(self.expert).state, "left_out")
        decision.sudo().action_cancel("Settled")
        self.lists.search([("state", "=", "listed")])._refresh_lines()
        self.assertEqual(self._line(self.expert).state, "listed")

    def test_an_objection_leaves_out(self):
        self.env.flush_all()
        self.env.cr.execute(
            "INSERT INTO mbb_objection (mentor_id, contact_id, reason, state, company_id,"
            " date_state, create_date) VALUES (%s, %s, 'x', 'lodged', %s, %s, %s)",
            [
                self.mentor.id,
                self.expert.id,
                self.env.company.id,
                "2015-01-01",
                "2015-01-01",
            ],
        )
        self._list()
        # Open, it holds the person, and the application that it is about.
        self.assertFalse(self._find_lines(self.expert))
        self.assertEqual(self._line(self.mentor).state, "left_out")

    def test_something_new_keeps_the_person(self):
        self._approved_list()
        self._create_mentor(
            accepted=False, applicant_type="person", person_id=self.expert.id
        )
        self.lists._cron_destroy()
        self.assertEqual(self._line(self.expert).state, "left_out")
        self.assertEqual(self.expert.name, self.name)

    def test_a_running_procedure_keeps_the_person(self):
        self.env.cr.execute("UPDATE mbb_match SET state = 'active'")
        self.env.invalidate_all()
        self._list()
        self.assertFalse(self._find_lines(self.expert))

    def test_the_office_is_not_listed(self):
        self._list()
        lines = self.env["mbb.destruction.line"].search(
            [("res_model", "=", "res.partner")]
        )
        persons = self.env["res.partner"].browse(lines.mapped("res_id"))
        self.assertTrue(persons)
        self.assertFalse(persons.filtered("is_company"))
        self.assertFalse(persons & self.user_officer.partner_id)
        self.assertTrue(all(persons.mapped("partner_share")))
        # Who still acts for an institution is in use.
        self.assertNotIn(self.user_giving.partner_id, persons)

    def test_content_goes_by_its_own_rule(self):
        """Of a rejected application the words go, while the person is still there."""
        self.env.cr.execute(
            "UPDATE mbb_mentor SET state = 'rejected', background = 'Zumrudanka words' "
            "WHERE id = %s",
            [self.mentor.id],
        )
        self.env.cr.execute("UPDATE mbb_match SET state = 'active'")
        self.env.invalidate_all()
        self._approved_list()
        self.lists._cron_destroy()
        self.assertNotIn("Zumrudanka", self.mentor.background)
        self.assertTrue(self.mentor.date_destroyed)
        self.assertEqual(self.mentor.person_id.name, self.name)
        self._list()
        listed = self._find_lines(self.mentor).filtered(lambda row: row.state != "done")
        self.assertFalse(listed, "what is destroyed is not listed again")

    def test_what_an_institution_wrote_is_not_listed(self):
        self.env.cr.execute("UPDATE mbb_mentee SET state = 'rejected'")
        self.env.invalidate_all()
        self.assertFalse(self.mentee.person_id)
        self._list()
        self.assertFalse(self._find_lines(self.mentee))

    def test_a_kill_in_the_middle(self):
        """What was done is done; the rest goes on where it was cut off."""
        destruction = self._approved_list()
        total = len(destruction.line_ids.filtered(lambda row: row.state == "listed"))
        self.assertGreater(total, 1)
        calls = []

        def stop(cron, processed=0, **kwargs):
            calls.append(processed)
            return 0

        with patch.object(IrCron, "_commit_progress", stop):
            self.lists._cron_destroy()
        self.assertEqual((len(calls), destruction.state), (1, "approved"))
        done = destruction.line_ids.filtered(lambda row: row.state == "done")
        self.assertEqual(len(done), 1)
        before = done.date_done, done.field_count
        self.lists._cron_destroy()
        self.assertEqual(destruction.state, "done")
        self.assertEqual((done.date_done, done.field_count), before)

    def test_one_that_fails_stops_no_other(self):
        destruction = self._approved_list()
        model = type(self.env["mbb.anonymiser"])
        kept = model._anonymise_person

        def fail(anonymiser, partner):
            if partner == self.expert:
                kept(anonymiser, partner)
                raise ValueError(f"about {self.name}")
            return kept(anonymiser, partner)

        with (
            patch.object(model, "_anonymise_person", fail),
            mute_logger("odoo.addons.mbb_mentor.models.learning.mbb_destruction_line"),
        ):
            self.lists._cron_destroy()
        line = self._line(self.expert)
        self.assertEqual((line.state, line.reason), ("failed", "ValueError"))
        self.assertEqual(self.expert.name, self.name, "undone as a whole")
        self.assertEqual(destruction.state, "done")
        told = destruction.activity_ids.mapped("summary")
        self.assertTrue([text for text in told if "could be destroyed" in text], told)

    def test_the_log_goes_after_three_years(self):
        destruction = self._approved_list()
        self.lists._cron_destroy()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mbb_destruction SET date_done = date_done - interval '35 months'"
        )
        self.env.invalidate_all()
        self.assertFalse(self._find_lines_of_next(destruction))
        self.env.cr.execute(
            "UPDATE mbb_destruction SET date_done = date_done - interval '2 months'"
        )
        self.env.invalidate_all()
        self.assertTrue(self._find_lines_of_next(destruction))
        old = destruction.line_ids.ids
        self._approved_list()
        self.lists._cron_destroy()
        self.assertFalse(destruction.exists())
        self.assertFalse(self.env["mbb.destruction.line"].browse(old).exists())

    def _find_lines_of_next(self, destruction):
        self._list()
        return self._find_lines(destruction)

    # -- attacks -----------------------------------------------------------------

    def test_nothing_is_called_from_outside(self):
        for model, names in {
            "mbb.anonymiser": ("_anonymise_person", "_anonymise_records", "_sweep"),
            "mbb.destruction": ("_cron_destroy", "_add_lines", "_finish"),
            "mbb.destruction.line": ("_destroy", "_destroy_now", "_create_private"),
        }.items():
            for name in names:
                with self.subTest(name), self.assertRaises(AccessError):
                    get_public_method(self.env[model], name)

    def test_lines_and_states_are_not_forged(self):
        destruction = self._list()
        line = self._line(self.expert)
        rule = line.rule_id
        forged = {
            "destruction_id": destruction.id,
            "rule_id": rule.id,
            "res_model": "res.partner",
            "res_id": self.learner.id,
        }
        for user in (self.user_officer, self.user_manager, self.user_approver):
            lines = self.env["mbb.destruction.line"].with_user(user)
            with self.subTest(user=user.login):
                with self.assertRaises(UserError):
                    lines.create(forged)
                with self.assertRaises(UserError):
                    lines.browse(line.id).write({"res_id": self.learner.id})
                with self.assertRaises(UserError):
                    lines.browse(line.id).unlink()
                with self.assertRaises(UserError):
                    destruction.with_user(user).write(
                        {"line_ids": [Command.create(forged)]}
                    )
                with self.assertRaises(UserError):
                    destruction.with_user(user).write({"company_id": 1})
                with self.assertRaises(UserError):
                    self.lists.with_user(user).create({})
                with self.assertRaises(UserError):
                    destruction.with_user(user).unlink()
        with self.assertRaises(UserError):
            self.env["mbb.destruction.line"].sudo().create(forged)
        self._try_to_forge(destruction, "approved")
        with self.assertRaises(UserError):
            self.mentor.with_user(self.user_officer).write(
                {"date_destroyed": fields.Datetime.now()}
            )

    def test_who_reads_and_writes(self):
        destruction = self._list()
        rule = self.env.ref("mbb_mentor.mbb_retention_rule_res_partner")
        for user, reads, sets in (
            (self.user_officer, True, False),
            (self.user_manager, True, True),
            (self.user_approver, False, False),
            (self.user_employee, False, False),
            (self.user_giving, False, False),
        ):
            with self.subTest(user=user.login):
                self.assertEqual(destruction.with_user(user).has_access("read"), reads)
                self.assertEqual(
                    destruction.line_ids.with_user(user).has_access("read"), reads
                )
                self.assertEqual(rule.with_user(user).has_access("write"), sets)
        destruction.with_user(self.user_officer).action_ask_approval()
        asked = destruction.with_user(self.user_approver)
        self.assertTrue(asked.has_access("read"))
        self.assertTrue(asked.line_ids[:1].person_name)
        self.assertFalse(destruction.with_user(self.user_approver2).has_access("read"))

    # -- rules -------------------------------------------------------------------

    def test_a_rule_is_whole(self):
        rule = self.env.ref("mbb_mentor.mbb_retention_rule_res_partner")
        for values in (
            {"date_field": "no_such_date"},
            {"date_field": "name"},
            {"months": 0},
            {"states": "no_such_state"},
        ):
            with (
                self.subTest(values=values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(Exception),
                self.env.cr.savepoint(),
            ):
                rule.write(values)
                self.env.flush_all()

    def test_queries_do_not_grow(self):
        rule = self.env.ref("mbb_mentor.mbb_retention_rule_mentor_rejected")

        def count(number):
            self._create_many(number)
            self.env.flush_all()
            self.env.invalidate_all()
            self.lists.search([])._write_guarded({"date_reminded": False})
            self.env.flush_all()
            before = self.cr.sql_log_count
            lines = self.lists._list_rule(self.env.company, rule)
            self.env.flush_all()
            self.assertEqual(len(lines), number)
            return self.cr.sql_log_count - before

        self._create_many(1)
        self.lists._list_rule(self.env.company, rule)
        self.assertLessEqual(count(50), count(10) + 2)

    def _create_many(self, number):
        mentors = self.env["mbb.mentor"].create(
            [
                self._application_values(
                    self.giving,
                    4,
                    applicant_type="person",
                    person_id=self.env["res.partner"]
                    .create({"name": f"Person {index}", "parent_id": self.giving.id})
                    .id,
                )
                for index in range(number)
            ]
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mbb_mentor SET state = 'rejected', date_state = '2015-01-01' "
            "WHERE id IN %s",
            [mentors._ids],
        )
        self.env.invalidate_all()
