# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta

from psycopg2.errors import CheckViolation

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from .call_common import CallCommon


@tagged("post_install", "-at_install")
class TestCall(CallCommon):
    """m.5/2-c: announced, scored by two, selected, answered."""

    # -- the arrows ------------------------------------------------------------

    def test_arrows_by_role(self):
        roles = {
            "officer": self.user_officer,
            "manager": self.user_manager,
            "approver": self.user_approver,
            "reviewer": self.user_reviewer1,
            "employee": self.user_employee,
            "portal": self.user_giving,
        }
        model = self.env.registry["mbb.call"]
        for target in ("open", "assessment", "concluded"):
            self.patch(model, f"_get_obstacle_{target}", lambda record: False)

        def allowed(authority, role):
            if authority == "officer":
                return role in ("officer", "manager")
            return role == "manager"

        self.assertObstacles(self.call, allowed, roles)

    def test_arrows_of_states(self):
        self.assertEqual(
            {source: set(targets) for source, targets in self.call._arrows.items()},
            {
                "draft": {"open", "cancelled"},
                "open": {"assessment", "cancelled"},
                "assessment": {"concluded", "cancelled"},
            },
        )

    def test_state_is_guarded(self):
        users = (self.user_officer, self.user_manager, self.user_reviewer1)
        self.assertGuarded(self.call, users)
        for field in ("number", "date_open", "date_ranked", "cancel_reason"):
            with self.subTest(field=field), self.assertRaises(UserError):
                self.call.sudo().write({field: "2026-01-01"})

    def test_opening_needs_its_terms(self):
        cases = {
            "subjects": {"skill_ids": False},
            "criteria": {"criterion_ids": False},
            "last day": {"date_close": self.today - timedelta(days=1)},
            "reached": {"least_points": 101},
            "reviewers": {
                "panel_ids": [Command.create({"user_id": self.user_reviewer1.id})]
            },
        }
        for words, values in cases.items():
            with self.subTest(words):
                call = self._create_call(**values)
                with self.assertRaisesRegex(UserError, words):
                    call.action_open()
        no_day = self._create_call(date_close=False)
        with self.assertRaisesRegex(UserError, "last day"):
            no_day.action_open()

    @mute_logger("odoo.sql_db")
    def test_limits(self):
        for vals in (
            {"quota": 0},
            {"least_points": -1},
            {"reviewer_count": 1},
            {"budget": -5},
            {"date_from": "2026-05-02", "date_to": "2026-05-01"},
        ):
            with self.subTest(vals), self.assertRaises(CheckViolation):
                with self.cr.savepoint():
                    self.call.write(vals)
        with self.assertRaises(CheckViolation), self.cr.savepoint():
            self.call.criterion_ids[0].points = 0
        with self.assertRaises(CheckViolation), self.cr.savepoint():
            self.call.target_ids.create(
                {
                    "call_id": self.call.id,
                    "institution_type": "district",
                    "institution_id": self.asking.id,
                }
            )

    def test_what_was_published_stays(self):
        call = self.call
        call.action_open()
        self.assertRegex(call.number, rf"^CGR-{self.today.year}-\d{{3}}$")
        self.assertEqual(call.date_open, self.today)
        for vals in (
            {"quota": 5},
            {"least_points": 50},
            {"skill_ids": [Command.link(self._skill_other().id)]},
            {"basis_name": "Another project"},
            {"criterion_ids": [Command.create({"name": "More", "points": 5})]},
            {"target_ids": [Command.create({"institution_type": "town"})]},
            {"date_close": call.date_close - timedelta(days=1)},
            {"date_close": False},
        ):
            with self.subTest(vals), self.assertRaises(UserError):
                call.write(vals)
        with self.assertRaises(UserError):
            call.criterion_ids[0].points = 70
        with self.assertRaises(UserError):
            call.criterion_ids[0].unlink()
        with self.assertRaises(UserError):
            call.unlink()
        call.write({"quota": call.quota, "name": call.name})
        later = call.date_close + timedelta(days=5)
        call.date_close = later
        self.assertEqual(call.date_due, later)

    def test_last_day_belongs_to_it(self):
        self.call.action_open()
        with self.assertRaisesRegex(UserError, "open until"):
            self.call.action_assess()
        self.assertFalse(self.call.is_closed)
        self._end_day(self.call)
        self.assertTrue(self.call.is_closed)
        with self.assertRaisesRegex(UserError, "takes no applications"):
            self._apply()
        self.call.action_assess()
        self.assertEqual(self.call.state, "assessment")
        with self.assertRaises(UserError):
            self.call.date_close = self.today + timedelta(days=9)

    def test_closes_by_the_clock(self):
        self.call.action_open()
        rule = self.env.ref("mbb_mentor.mbb_clock_rule_call_open")
        self.assertEqual(self.call.date_due, self.call.date_close)
        rule._tick(self.call.sudo())
        self.assertEqual(self.call.state, "open")
        self._end_day(self.call)
        self.assertIn(self.call, rule._get_late_records())
        rule._tick(self.call.sudo())
        self.assertEqual(self.call.state, "assessment")

    # -- who may apply -----------------------------------------------------------

    def test_origin_follows(self):
        self.call.action_open()
        mentee = self._create_mentee(accepted=False, call_id=self.call.id)
        self.assertEqual(mentee.origin, "call")
        mentor = self._create_mentor(
            accepted=False, call_id=self.call.id, origin="officer"
        )
        self.assertEqual(mentor.origin, "call")
        for origin in ("call", "event"):
            with self.assertRaises(ValidationError):
                self._create_mentee(accepted=False, origin=origin)
            with self.assertRaises(ValidationError):
                self._create_mentee(accepted=False).write({"origin": origin})
        with self.assertRaises(ValidationError):
            mentee.write({"origin": "portal"})
        mentee.call_id = False
        self.assertEqual(mentee.origin, "officer")
        mentee.call_id = self.call
        mentee.action_submit()
        with self.assertRaisesRegex(UserError, "does not change"):
            mentee.call_id = False

    def test_for_whom(self):
        call = self._create_call(
            members_only=True,
            target_ids=[
                Command.create({"institution_type": "town"}),
                Command.create({"institution_id": self.asking.id}),
            ],
        )
        call.action_open()
        with self.assertRaisesRegex(UserError, "is not for"):
            self._apply(self.other, call)
        town = self._create_institution("A Town", "town")
        self._apply(town, call)
        guest = self._create_institution("Not a Member", "town")
        guest.membership_from = False
        with self.assertRaisesRegex(UserError, "is not for"):
            self._apply(guest, call)
        self._apply(self.asking, call)
        with self.assertRaisesRegex(UserError, "applied to this call already"):
            self._apply(self.asking, call)

    def test_about_what(self):
        self.call.action_open()
        other = self._skill_commands(2, self._skill_other())
        with self.assertRaisesRegex(UserError, "other subjects"):
            self._apply(skill_ids=other)
        whole = self._create_call(
            skill_ids=False, skill_type_ids=[Command.set(self.skill_type.ids)]
        )
        whole.action_open()
        self._apply(self.other, whole, skill_ids=other)

    def test_only_while_open(self):
        for state in ("draft", "assessment", "concluded", "cancelled"):
            call = self._create_call()
            call._write_guarded({"state": state})
            with self.subTest(state), self.assertRaisesRegex(UserError, "takes no"):
                self._apply(call=call)

    def test_the_list_decides(self):
        self.call.action_open()
        mentee = self._apply()
        with self.assertRaisesRegex(UserError, "list of the call decides"):
            mentee.with_user(self.user_officer).action_accept()
        with self.assertRaisesRegex(UserError, "list of the call decides"):
            mentee.sudo().action_accept()

    # -- who scores ----------------------------------------------------------------

    def test_two_with_the_least_work(self):
        self.call.action_open()
        mentees = [self._apply(one) for one in self._institutions(3)]
        self._assess()
        reviews = self.env["mbb.call.review"].search([("call_id", "=", self.call.id)])
        self.assertEqual(len(reviews), 6)
        for user in self.reviewers:
            own = reviews.filtered(lambda r, user=user: r.reviewer_id == user)
            self.assertEqual(len(own), 2)
        for mentee in mentees:
            self.assertEqual(len(mentee.review_ids.reviewer_id), 2)
            self.assertEqual(len(mentee.review_ids[0].line_ids), 2)
            self.assertEqual(mentee.review_progress, "0/2")

    def test_reviewers_are_reminded_once(self):
        self.call.action_open()
        for one in self._institutions(3):
            self._apply(one)
        self._assess()
        kind = self.env.ref("mbb_mentor.mail_activity_type_review")
        activities = self.call.activity_ids.filtered(
            lambda row: row.activity_type_id == kind
        )
        self.assertEqual(len(activities), 3)
        self.assertEqual(activities.user_id, self.reviewers)
        for mentee in self.call.mentee_ids:
            self._score(mentee, 50)
        self.assertFalse(
            self.call.activity_ids.filtered(lambda row: row.activity_type_id == kind)
        )

    def test_own_institution_is_never_asked(self):
        """Who works for, represents or is the applicant."""
        self.user_reviewer1.partner_id.parent_id = self.asking
        self.env["mbb.representative"].create(
            {
                "user_id": self.user_reviewer2.id,
                "institution_id": self.other.id,
                "role": "viewer",
                "date_from": self.today,
            }
        )
        self.call.action_open()
        asking, other = self._apply(self.asking), self._apply(self.other)
        self._assess()
        self.assertEqual(
            asking.review_ids.reviewer_id, self.user_reviewer2 | self.user_reviewer3
        )
        self.assertEqual(
            other.review_ids.reviewer_id, self.user_reviewer1 | self.user_reviewer3
        )

    def test_tie_that_came_later(self):
        self.call.action_open()
        mentee = self._apply()
        self._assess()
        review = mentee.review_ids[0]
        review.reviewer_id.partner_id.parent_id = self.asking
        with self.assertRaisesRegex(UserError, "Declare the tie"):
            self._score(mentee, 50, review)

    def test_declared_tie_is_replaced(self):
        self.call.action_open()
        mentee = self._apply()
        self._assess()
        first, second = mentee.review_ids
        own = first.with_user(first.reviewer_id)
        with self.assertRaises(UserError):
            own.action_declare_tie(" ")
        own.action_declare_tie("My brother works there")
        self.assertEqual(first.state, "recused")
        self.assertFalse(first.summary)
        active = mentee.review_ids - first
        self.assertEqual(active.reviewer_id, self.reviewers - first.reviewer_id)
        with self.assertRaises(UserError):
            own.action_submit()
        # Nobody is left for the next one: the responsible is told.
        second.with_user(second.reviewer_id).action_declare_tie("So does mine")
        self.assertEqual(len(mentee.review_ids.filtered(lambda r: r.state == "assigned")), 1)
        self.assertIn(
            "lacks a reviewer",
            "".join(a.summary for a in self.call.activity_ids if a.summary),
        )
        self._score(mentee, 40)
        with self.assertRaisesRegex(UserError, "not scored yet"):
            self.call.action_rank()
        new = new_test_user(
            self.env, "test.reviewer4", groups="mbb_mentor.group_mentor_reviewer"
        )
        self.call.panel_ids = [Command.create({"user_id": new.id})]
        self.assertIn(new, mentee.review_ids.reviewer_id)
        self._score(mentee, 60)
        self.assertEqual(mentee.call_points, 50)

    def test_released_reviewer_is_replaced(self):
        self.call.action_open()
        mentee = self._apply()
        self._assess()
        first, second = mentee.review_ids
        self._score(mentee, 30, first)
        row = self.call.panel_ids.filtered(lambda r: r.user_id == first.reviewer_id)
        with self.assertRaises(UserError):
            row.action_release("")
        with self.assertRaises(UserError):
            row.is_asked = False
        with self.assertRaises(UserError):
            row.unlink()
        with self.assertRaises(AccessError):
            row.with_user(self.user_officer).action_release("Ill")
        row.action_release("Fell ill")
        self.assertEqual(first.state, "released")
        self.assertEqual(first.release_reason, "Fell ill")
        self._score(mentee, 70)
        self.assertEqual(mentee.call_points, 70)
        # What all have read stays.
        row = self.call.panel_ids.filtered(lambda r: r.user_id == second.reviewer_id)
        row.action_release("On leave")
        self.assertEqual(second.state, "submitted")

    def test_late_application_gets_its_reviewers(self):
        """Completed while the others are scored."""
        self.call.action_open()
        mentee = self._apply()
        mentee.with_user(self.user_officer).action_return("Which plan?")
        self._assess()
        self.assertFalse(mentee.review_ids)
        mentee.sudo().action_submit()
        self.assertEqual(len(mentee.review_ids), 2)

    def test_only_reviewers_on_the_panel(self):
        with self.assertRaises(ValidationError):
            self.call.panel_ids = [Command.create({"user_id": self.user_employee.id})]

    # -- points --------------------------------------------------------------------

    @mute_logger("odoo.sql_db")
    def test_points(self):
        self.call.action_open()
        mentee = self._apply()
        self._assess()
        review = mentee.review_ids[0]
        own = review.with_user(review.reviewer_id)
        need, ready = own.line_ids
        with self.assertRaisesRegex(ValidationError, "at most"):
            need.points = 60.01
        with self.assertRaises(CheckViolation), self.cr.savepoint():
            need.points = -1
        need.points = 60
        with self.assertRaisesRegex(UserError, "Readiness"):
            own.action_submit()
        ready.remark = "No staff was named"
        own.action_submit()
        self.assertEqual(review.total, 60)
        self.assertFalse(mentee.call_scored)
        self.assertFalse(review.is_disclosed)
        for write in (
            lambda: need.write({"points": 10}),
            lambda: own.write({"note": "x"}),
            lambda: own.action_submit(),
            lambda: own.action_declare_tie("late"),
        ):
            with self.assertRaises(UserError):
                write()
        self._score(mentee, 75)
        self.assertTrue(review.is_disclosed)
        self.assertEqual(mentee.call_points, 67.5)
        self.assertEqual(mentee.review_progress, "2/2")

    def test_nobody_scores_for_another(self):
        self.call.action_open()
        mentee = self._apply()
        self._assess()
        first, second = mentee.review_ids
        for user in (second.reviewer_id, self.user_officer, self.user_manager):
            with self.subTest(user.login):
                with self.assertRaises(UserError):
                    first.line_ids[0].with_user(user).points = 5
                with self.assertRaises(UserError):
                    first.with_user(user).action_submit()
                with self.assertRaises(AccessError):
                    self.env["mbb.call.review"].with_user(user).create(
                        {"mentee_id": mentee.id, "reviewer_id": user.id}
                    )
        with self.assertRaises(UserError):
            first.with_user(first.reviewer_id).reviewer_id = second.reviewer_id
        with self.assertRaises(AccessError):
            first.line_ids[0].with_user(first.reviewer_id).criterion_id = False

    def test_review_arrows(self):
        self.call.action_open()
        mentee = self._apply()
        self._assess()
        review = mentee.review_ids[0]
        model = self.env.registry["mbb.call.review"]
        self.patch(model, "_get_scoring_obstacle", lambda record, target: False)
        roles = {
            "own": review.reviewer_id,
            "other": mentee.review_ids[1].reviewer_id,
            "officer": self.user_officer,
            "manager": self.user_manager,
        }

        def allowed(authority, role):
            return authority == "reviewer" and role == "own"

        self.assertObstacles(review, allowed, roles)

    def test_scored_as_it_stands(self):
        self.call.action_open()
        mentee = self._apply()
        self._assess()
        officer = mentee.with_user(self.user_officer)
        officer._correct({"summary": "A typo mended"}, "A typo")
        self._score(mentee, 50, mentee.review_ids[0])
        for change in (
            lambda: officer._correct({"summary": "Other"}, "A typo"),
            lambda: officer._correct({"background": "Other"}, "A typo"),
            lambda: officer.write({"person_title": "Other"}),
            lambda: mentee.skill_ids.with_user(self.user_officer).unlink(),
        ):
            with self.assertRaisesRegex(UserError, "as it stands"):
                change()
        for step in ("action_return", "action_reject"):
            with self.assertRaisesRegex(UserError, "list of the call decides"):
                getattr(officer, step)("No")

    # -- the list ------------------------------------------------------------------

    def test_ranks_and_ties(self):
        call, mentees = self._ranked_call([80, 90, 80, 40])
        self.assertEqual([m.call_rank for m in mentees], [2, 1, 2, 4])
        self.assertEqual([m.call_tied for m in mentees], [True, False, True, False])
        call.action_rank()
        self.assertEqual(
            [m.call_result for m in mentees],
            ["undecided", "selected", "undecided", "not_selected"],
        )
        with self.assertRaisesRegex(UserError, "equal points"):
            call.action_conclude()
        with self.assertRaises(UserError):
            mentees[3].with_user(self.user_manager).action_call_select("A friend")
        with self.assertRaises(UserError):
            mentees[0].with_user(self.user_officer).action_call_select("Smaller")
        with self.assertRaises(UserError):
            mentees[0].with_user(self.user_manager).action_call_select("")
        mentees[0].with_user(self.user_manager).action_call_select("The smaller one")
        self.assertEqual(
            [m.call_result for m in mentees],
            ["selected", "selected", "not_selected", "not_selected"],
        )
        self.assertFalse(call._get_published_ranking())
        call.action_conclude()
        self.assertEqual(
            [m.state for m in mentees], ["waiting", "waiting", "rejected", "rejected"]
        )
        self.assertIn("The smaller one", mentees[2].reject_reason)
        self.assertIn("rank 4", mentees[3].reject_reason)
        ranking = call._get_published_ranking()
        self.assertEqual(
            [(row["number"], row["rank"], row["tied"]) for row in ranking],
            [
                (mentees[1].number, 1, False),
                (mentees[0].number, 2, True),
                (mentees[2].number, 2, True),
                (mentees[3].number, 4, False),
            ],
        )
        for mentee in mentees:
            self.assertNotIn(mentee.institution_id.name, str(call.ranking_html))
            self.assertIn(mentee.number, str(call.ranking_html))

    def test_least_points(self):
        call, mentees = self._ranked_call([80, 40], least_points=60)
        call.action_rank()
        self.assertEqual(mentees[1].call_result, "not_selected")
        call.action_conclude()
        self.assertIn("60", mentees[1].reject_reason)
        mentees[0].sudo().action_withdraw()
        with self.assertRaisesRegex(UserError, "fewer points"):
            mentees[1].with_user(self.user_manager).action_call_promote("Free place")

    def test_everybody_is_answered_in_their_language(self):
        contact = self.user_asking.partner_id
        contact.write({"email": "asking@example.org", "lang": "en_US"})
        call = self._create_call(quota=1)
        call.action_open()
        good = self._apply(self.other, call, contact_id=self.user_other.partner_id.id)
        bad = self._apply(self.asking, call, contact_id=contact.id)
        self.user_other.partner_id.email = "other@example.org"
        self._assess(call)
        self._score(good, 90)
        self._score(bad, 30)
        call.action_rank()
        before = (good | bad).message_ids
        call.action_conclude()
        messages = (good | bad).message_ids - before
        told = messages.filtered("partner_ids")
        self.assertEqual(
            told.partner_ids, contact | self.user_other.partner_id
        )
        mail = told.filtered(lambda m: contact in m.partner_ids)
        self.assertIn("was not selected", mail.subject)
        self.assertIn("rank 2", mail.body)

    def test_nothing_concludes_before_its_time(self):
        self.call.action_open()
        mentee = self._apply(review=False)
        self._assess()
        with self.assertRaisesRegex(UserError, "wait for the Sekreterya"):
            self.call.action_rank()
        mentee.with_user(self.user_officer).action_review()
        with self.assertRaisesRegex(UserError, "not scored"):
            self.call.action_rank()
        self._score(mentee, 50)
        with self.assertRaisesRegex(UserError, "Draw up the list"):
            self.call.action_conclude()
        self.call.action_rank()
        self.call.action_conclude()
        self.assertEqual(mentee.state, "waiting")
        with self.assertRaises(UserError):
            self.call.action_rank()

    def test_incomplete_has_its_time(self):
        self.call.action_open()
        mentee = self._apply()
        officer = mentee.with_user(self.user_officer)
        officer.action_return("Which plan?")
        with self.assertRaisesRegex(UserError, "still has time"):
            officer.action_reject("Late")
        mentee._write_guarded({"date_due": self.today - timedelta(days=1)})
        officer.action_reject("Not completed in time")
        self.assertEqual(mentee.state, "rejected")

    def test_who_scored_does_not_decide(self):
        self.user_manager2.group_ids += self.env.ref(
            "mbb_mentor.group_mentor_reviewer"
        )
        call = self._create_call(
            panel_ids=[
                Command.create({"user_id": user.id})
                for user in self.user_reviewer1 | self.user_manager2
            ]
        )
        call.action_open()
        mentee = self._apply(call=call)
        self._assess(call)
        self._score(mentee, 80)
        with self.assertRaisesRegex(UserError, "does not decide"):
            call.with_user(self.user_manager2).action_rank()
        call.action_rank()
        with self.assertRaisesRegex(UserError, "does not decide"):
            call.with_user(self.user_manager2).action_conclude()
        with self.assertRaises(UserError):
            call.with_user(self.user_officer).action_rank()

    def test_withdrawn_leaves_the_list(self):
        call, mentees = self._ranked_call([90, 80, 70], quota=1)
        mentees[0].sudo().action_withdraw()
        self.assertEqual(mentees[1].call_rank, 1)
        call.action_rank()
        call.action_conclude()
        self.assertEqual(mentees[1].state, "waiting")

    def test_next_in_rank_is_called_up(self):
        call, mentees = self._ranked_call([90, 80, 70], quota=1)
        call.action_rank()
        call.action_conclude()
        manager = [mentee.with_user(self.user_manager) for mentee in mentees]
        with self.assertRaisesRegex(UserError, "taken"):
            manager[1].action_call_promote("Please")
        mentees[0].sudo().action_withdraw()
        self.assertIn(
            "place became free",
            "".join(a.summary or "" for a in call.activity_ids),
        )
        with self.assertRaisesRegex(UserError, "Before it"):
            manager[2].action_call_promote("Please")
        with self.assertRaises(UserError):
            mentees[1].with_user(self.user_officer).action_call_promote("Please")
        before = mentees[1].message_ids
        manager[1].action_call_promote("The first one withdrew")
        self.assertEqual(mentees[1].state, "waiting")
        told = (mentees[1].message_ids - before).filtered("partner_ids")
        self.assertTrue(told)

    def test_cancelled_call_answers(self):
        self.call.action_open()
        handed_in = self._apply(review=False)
        checked = self._apply(self.other)
        asked = self._apply(self.giving)
        asked.with_user(self.user_officer).action_return("Which plan?")
        with self.assertRaises(UserError):
            self.call.action_cancel("")
        self.call.action_cancel("The project lost its budget")
        for mentee in (handed_in, checked, asked):
            self.assertEqual(mentee.state, "rejected")
            self.assertIn("lost its budget", mentee.reject_reason)

    def test_named_mentor_is_not_written_to(self):
        """Nobody applied: the first letter asks for consent."""
        action = self.call.with_user(self.user_officer).action_name_mentor()
        form = Form(
            self.env["mbb.mentor"]
            .with_user(self.user_officer)
            .with_context(**action["context"])
        )
        form.institution_id = self.giving
        form.summary = "What the project learnt"
        with form.skill_ids.edit(0) as line:
            line.skill_level_id = self.levels[5]
        mentor = form.save()
        self.assertEqual((mentor.origin, mentor.call_id), ("call", self.call))
        mentor.action_submit()
        mentor.action_review()
        before = mentor.message_ids
        mentor.action_accept()
        self.assertEqual(mentor.state, "available")
        self.assertFalse((mentor.message_ids - before).partner_ids)
        self.assertEqual(self.call.mentor_count, 1)

    def test_unit_head_is_not_asked_about_the_list(self):
        self.env.company.mbb_head_approves_pool = True
        call, mentees = self._ranked_call([90], quota=1)
        call.action_rank()
        call.action_conclude()
        self.assertEqual(mentees[0].state, "waiting")

    def test_forms(self):
        call = Form(self.env["mbb.call"].with_user(self.user_manager))
        call.name = "Waste"
        call.basis_name = "Project"
        with call.criterion_ids.new() as line:
            line.name = "Need"
        with call.panel_ids.new() as line:
            line.user_id = self.user_reviewer1
        self.assertEqual(call.save().max_points, 20)
        self.call.action_open()
        mentee = self._apply()
        self._assess()
        review = mentee.review_ids[0]
        with Form(review.with_user(review.reviewer_id)) as form:
            with form.line_ids.edit(0) as line:
                line.points = 12.5
            form.note = "Good"
        self.assertEqual(review.total, 12.5)
