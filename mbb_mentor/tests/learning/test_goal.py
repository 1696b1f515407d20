# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .test_evaluation import EvaluationCommon


@tagged("post_install", "-at_install")
class TestGoal(EvaluationCommon):
    """What a match is to reach, and whether it was (MPY m.6/2)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # A side reads what the portal addon lets it read; its authority is ours.
        for model in ("mbb.goal", "mbb.self.assessment"):
            cls.env["ir.model.access"].create(
                {
                    "name": f"test portal {model}",
                    "model_id": cls.env["ir.model"]._get_id(model),
                    "group_id": cls.env.ref("base.group_portal").id,
                    "perm_read": True,
                }
            )
        cls.goal = cls._set_goal()

    @classmethod
    def _set_goal(cls, **values):
        return (
            cls.env["mbb.goal"]
            .with_user(cls.user_officer)
            .create(
                {
                    "match_id": cls.match.id,
                    "name": "Applications are answered within 30 days",
                    "measure": "Mean of the last three months",
                    "is_measured": True,
                    "unit": "days",
                    "value_start": 90,
                    "value_target": 30,
                    "owner_id": cls.user_asking.partner_id.id,
                    "date_deadline": cls.today + timedelta(days=60),
                    **values,
                }
            )
        )

    def test_progress_is_the_way_covered(self):
        goal = self.goal
        self.assertEqual((goal.value_now, goal.progress), (90, 0))
        goal._note_progress("First cases", value=60)
        self.assertEqual((goal.value_now, goal.progress), (60, 50))
        goal._note_progress("A step back", value=120)
        self.assertEqual(goal.progress, 0)
        goal._note_progress("More than was asked", value=10)
        self.assertEqual((goal.value_now, goal.progress), (10, 100))
        # Words alone leave the number where it was.
        goal._note_progress("The new form is in use")
        self.assertEqual(goal.value_now, 10)
        self.assertEqual(goal.date_progress, self.today)
        self.assertEqual(len(goal.progress_ids), 4)

    def test_a_mean_is_of_goals_by_a_number(self):
        self.goal._note_progress("Half of it", value=60)
        words = self._set_goal(name="In words", is_measured=False)
        goals = (self.goal | words).with_user(self.user_officer)
        [(mean,)] = goals._read_group(
            [("id", "in", goals.ids)], aggregates=["progress:avg"]
        )
        self.assertEqual(mean, 50)

    def test_who_is_offered_to_open_it_again(self):
        goal = self.goal
        goal.action_reach("It was reached")
        self.assertTrue(goal.with_user(self.user_officer).can_open_again)
        self.match.action_end("It is over")
        goal.invalidate_recordset(["can_open_again"])
        self.assertFalse(goal.with_user(self.user_officer).can_open_again)

    def test_note_from_a_session(self):
        session = self.match.session_ids
        action = self.goal.with_context(
            default_session_id=session.id
        ).action_note_progress()
        form = Form(
            self.env["mbb.goal.note"]
            .with_user(self.user_officer)
            .with_context(**action["context"])
        )
        self.assertEqual(form.value, 90)
        form.value, form.note = 75, "Half of the backlog"
        form.save().action_save()
        note = self.goal.progress_ids
        self.assertEqual((note.session_id, note.value), (session, 75))

    def test_notes_do_not_change(self):
        note = self.goal._note_progress("First cases", value=60)
        for user in (self.env.user, self.user_officer):
            with self.assertRaises(UserError):
                note.with_user(user).write({"value": 1})
            with self.assertRaises(UserError):
                note.with_user(user).unlink()
        with self.assertRaises(UserError):
            note.sudo().create({"goal_id": self.goal.id, "date": self.today})

    def test_who_may_say_what_was_reached(self):
        """Either side; nobody of another institution, and no viewer."""
        for user in (self.user_other, self.user_viewer, self.user_employee):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                self.goal.with_user(user).action_reach("Done")
            with self.subTest(user=user.login), self.assertRaises(UserError):
                self.goal.with_user(user)._note_progress("Done")
        goals = self.goal | self._set_goal(name="Another") | self._set_goal(name="Third")
        for goal, user in zip(
            goals, (self.user_asking, self.user_expert, self.user_applicant), strict=True
        ):
            goal.with_user(user).action_reach_partly("Half of it")
        self.assertEqual(set(goals.mapped("state")), {"partly"})
        with self.assertRaises(UserError):
            self.goal.with_user(self.user_asking).action_open_again()
        self.goal.with_user(self.user_officer).action_open_again()
        self.assertFalse(self.goal.result_note)

    def test_a_result_needs_a_sentence(self):
        with self.assertRefused("Say in a sentence"):
            self.goal.action_reach("  ")
        self.goal.action_reach("Answered in 28 days since May")
        self.assertEqual(self.goal.result_note, "Answered in 28 days since May")
        with self.assertRefused("stays as it is"):
            self.goal.value_target = 29
        with self.assertRefused("stays as it is"):
            self.goal._note_progress("Late", value=28)
        self._try_to_forge(self.goal, "missed")

    def test_owner_is_of_the_match(self):
        with self.assertRaises(ValidationError):
            self.goal.owner_id = self.user_other.partner_id
        self.goal.owner_id = self.expert

    @mute_logger("odoo.sql_db")
    def test_what_is_no_number_is_not_kept(self):
        """The portal's page could not write it out, and no note is ever deleted."""
        for value in (float("nan"), float("inf"), 1e300):
            with mute_logger("odoo.sql_db"):
                with self.assertRaises(IntegrityError):
                    self.goal._note_progress("Far", value=value)
                with self.assertRaises(IntegrityError):
                    self._set_goal(value_target=value).flush_recordset()

    def test_a_number_has_a_way_to_go(self):
        with self.assertRaises(IntegrityError):
            self.goal.write({"value_start": 30})
            self.env.flush_all()

    def test_the_match_closes_with_its_goals(self):
        self.match.action_start_evaluation()
        for side in ("mentor", "mentee"):
            self._answer(self._evaluation(side), 5)
        with self.assertRefused(self.goal.name):
            self.match.action_close()
        self.goal.action_miss("The software came too late")
        self.match.action_close()
        with self.assertRefused("is over"):
            self.goal.action_open_again()
        with self.assertRefused("while a match runs"):
            self._set_goal(name="Late")

    def test_a_match_that_ends_drops_its_goals(self):
        reached = self._set_goal(name="Reached")
        reached.action_reach("Done")
        self.match.action_end("It is over")
        self.assertEqual((self.goal.state, reached.state), ("dropped", "reached"))
        self.assertIn(self.match.number, self.goal.drop_reason)

    def test_reminded_by_its_date(self):
        self.assertEqual(self.goal.date_due, self.goal.date_deadline)
        self.goal.date_deadline = self.today + timedelta(days=3)
        self.assertEqual(self.goal.date_due, self.goal.date_deadline)
        self.goal.action_reach("Done")
        self.assertFalse(self.goal.date_due)


@tagged("post_install", "-at_install")
class TestSelfAssessment(EvaluationCommon):
    """The mentee's own word before and after, so that a change can be shown."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.model.access"].create(
            {
                "name": "test portal self-assessment",
                "model_id": cls.env["ir.model"]._get_id("mbb.self.assessment"),
                "group_id": cls.env.ref("base.group_portal").id,
                "perm_read": True,
            }
        )
        cls.row = cls.match.self_assessment_ids

    def test_before_is_what_the_application_says(self):
        needed = self.mentee.skill_ids
        self.assertEqual(self.row.skill_id, needed.skill_id)
        self.assertEqual(self.row.level_before, needed.mentor_level)
        self.assertFalse(self.row.is_complete)

    def test_change(self):
        level = self.levels[self.row.level_before + 2]
        self.row.with_user(self.user_asking)._say("after", level)
        self.assertTrue(self.row.is_complete)
        self.assertEqual(self.row.change, 2)
        # Said again until the match is over.
        self.row.with_user(self.user_officer)._say("after", self.levels[1])
        self.assertEqual(self.row.change, 1 - self.row.level_before)

    def test_a_mean_is_of_what_was_answered(self):
        rows = self.env["mbb.self.assessment"].with_user(self.user_officer)
        domain = [("id", "=", self.row.id)]
        means = ["level_before:avg", "level_after:avg", "change:avg"]
        before = self.row.level_before
        self.assertEqual(rows._read_group(domain, aggregates=means), [(before, False, False)])
        # "None yet" is an answer.
        self.row._say("after", self.env["hr.skill.level"])
        self.env.flush_all()
        self.assertEqual(
            rows._read_group(domain, aggregates=means), [(before, 0, -before)]
        )

    def test_none_is_an_answer(self):
        self.row._say("after", self.env["hr.skill.level"])
        self.assertTrue(self.row.is_complete)
        self.assertEqual(self.row.change, -self.row.level_before)

    def test_before_stays_once_the_work_has_begun(self):
        """The first session was held in the set-up."""
        self.assertEqual(self.match.state, "active")
        with self.assertRefused("The work has begun"):
            self.row.with_user(self.user_officer)._say("before", self.levels[1])

    def test_only_the_mentees_side(self):
        for user in (self.user_giving, self.user_expert, self.user_other):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                self.row.with_user(user)._say("after", self.levels[5])
        with self.assertRaises(AccessError):
            self.row.with_user(self.user_employee)._say("after", self.levels[5])
        for vals in ({"level_after_id": self.levels[5].id}, {"date_after": self.today}):
            with self.assertRaises(UserError):
                self.row.sudo().write(vals)

    def test_a_level_of_the_subject(self):
        other = self.env["hr.skill.level"].search(
            [("skill_type_id", "!=", self.row.skill_type_id.id)], limit=1
        )
        self.assertTrue(other)
        with self.assertRefused("no level of this subject"):
            self.row._say("after", other)

    def test_over_is_over(self):
        self.match.action_end("It is over")
        with self.assertRefused("is over"):
            self.row._say("after", self.levels[4])
