# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import new_test_user, tagged

from .call_common import CallCommon


@tagged("post_install", "-at_install")
class TestCallFairness(CallCommon):
    """m.5/6: who decides has no part in it, and what was decided stays to be seen."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_manager3 = new_test_user(
            cls.env, "test.manager3", groups="mbb_mentor.group_mentor_manager"
        )

    def _tied_call(self):
        """Two places, one of them between two with equal points."""
        call, mentees = self._ranked_call([90, 80, 80])
        call.action_rank()
        return call, mentees

    # -- the list ----------------------------------------------------------------

    def test_list_is_drawn_up_anew(self):
        """A place that became free goes to the next, not to nobody."""
        call, mentees = self._ranked_call([90, 80, 70], quota=1)
        call.action_rank()
        mentees[0].sudo().action_withdraw()
        self.assertFalse(call.date_ranked)
        with self.assertRaisesRegex(UserError, "Draw up the list"):
            call.action_conclude()
        call.action_rank()
        call.action_conclude()
        self.assertEqual(
            [mentee.state for mentee in mentees], ["withdrawn", "waiting", "rejected"]
        )

    def test_out_of_date_nothing_is_decided(self):
        call, mentees = self._tied_call()
        mentees[0].sudo().action_withdraw()
        with self.assertRaisesRegex(UserError, "nothing to decide"):
            mentees[1].with_user(self.user_manager).action_call_select("The smaller")
        call.action_rank()
        self.assertEqual(mentees[1].call_result, "selected")

    def test_decision_is_not_wiped(self):
        call, mentees = self._tied_call()
        mentees[1].with_user(self.user_manager).action_call_select("The smaller one")
        self.assertEqual(mentees[1].call_decided_by_id, self.user_manager)
        self.assertEqual(mentees[2].call_decided_by_id, self.user_manager)
        with self.assertRaisesRegex(UserError, "has not changed since"):
            call.with_user(self.user_manager2).action_rank()
        # The list changes: what was decided before stays to be read.
        mentees[0].sudo().action_withdraw()
        before = call.message_ids
        call.with_user(self.user_manager2).action_rank()
        said = "".join(str(row.body) for row in call.message_ids - before)
        self.assertIn("The smaller one", said)
        self.assertIn(self.user_manager.name, said)
        self.assertFalse(mentees[1].call_decided_by_id)

    def test_who_decided_is_guarded(self):
        _call, mentees = self._tied_call()
        with self.assertRaises(UserError):
            mentees[1].sudo().call_decided_by_id = self.user_manager2

    # -- who decides ---------------------------------------------------------------

    def _tie(self, user, institution):
        user.partner_id.parent_id = institution

    def test_who_has_a_tie_does_not_decide(self):
        call, mentees = self._tied_call()
        self._tie(self.user_manager2, mentees[2].institution_id)
        tied = call.with_user(self.user_manager2)
        for step in (
            tied.action_rank,
            tied.action_conclude,
            lambda: mentees[1].with_user(self.user_manager2).action_call_select("X"),
        ):
            with self.assertRaisesRegex(UserError, mentees[2].number):
                step()
        mentees[1].with_user(self.user_manager).action_call_select("The smaller one")
        call.action_conclude()
        mentees[1].sudo().action_withdraw()
        with self.assertRaisesRegex(UserError, mentees[2].number):
            mentees[2].with_user(self.user_manager2).action_call_promote("Mine")
        mentees[2].with_user(self.user_manager).action_call_promote("It is free")

    def test_who_decided_does_not_decide_the_objection(self):
        call, mentees = self._tied_call()
        mentees[1].with_user(self.user_manager2).action_call_select("The smaller one")
        call.with_user(self.user_manager3).action_conclude()
        mentees[2].with_user(self.user_officer).action_object("Why not us?")
        objection = mentees[2].objection_ids
        # Ranked, decided, concluded.
        for user in self.user_manager | self.user_manager2 | self.user_manager3:
            with self.assertRaisesRegex(UserError, "does not decide"):
                objection.with_user(user).action_dismiss("I was right")
        another = new_test_user(
            self.env, "test.manager4", groups="mbb_mentor.group_mentor_manager"
        )
        objection.with_user(another).action_dismiss("They were right")

    def test_tie_excludes_from_the_objection(self):
        """A tie is one for scoring and for deciding alike."""
        self.call.action_open()
        mentee = self._apply()
        mentee.with_user(self.user_officer).action_reject("Outside the programme")
        mentee.with_user(self.user_officer).action_object("It is inside")
        self.patch(
            type(self.env["res.partner"]),
            "_is_represented_by",
            lambda partner, user, **kwargs: user == self.user_manager,
        )
        with self.assertRaisesRegex(UserError, "has a tie"):
            mentee.objection_ids.with_user(self.user_manager).action_uphold("Mine")
        mentee.objection_ids.with_user(self.user_manager2).action_uphold("It is")

    # -- withdrawals -----------------------------------------------------------------

    def test_office_withdraws_with_a_reason(self):
        contact = self.user_asking.partner_id
        contact.write({"email": "asking@example.org", "lang": "en_US"})
        self.call.action_open()
        mentee = self._apply(contact_id=contact.id)
        officer = mentee.with_user(self.user_officer)
        with self.assertRaisesRegex(UserError, "Say how"):
            officer.action_withdraw()
        with self.assertRaises(UserError):
            officer.action_withdraw_for(" ")
        with self.assertRaises(UserError):
            mentee.with_user(self.user_asking).action_withdraw_for("Ours")
        before = mentee.message_ids
        officer.action_withdraw_for("By their letter of yesterday")
        self.assertEqual(mentee.state, "withdrawn")
        self.assertEqual(mentee.withdrawal_reason, "By their letter of yesterday")
        told = (mentee.message_ids - before).filtered("partner_ids")
        self.assertEqual(told.partner_ids, contact)
        self.assertIn("By their letter", told.body)

    def test_office_takes_nobody_off_the_list(self):
        self.call.action_open()
        mentee = self._apply(applicant_type="institution")
        self._assess()
        self._score(mentee, 50, mentee.review_ids[0])
        with self.assertRaisesRegex(UserError, "being scored"):
            mentee.with_user(self.user_officer).action_withdraw_for("They rang")
        # What parties may read is the portal addon's; the step is theirs here.
        self.env["ir.model.access"].create(
            {
                "name": "test: portal reads",
                "model_id": self.env["ir.model"]._get_id("mbb.mentee"),
                "group_id": self.env.ref("base.group_portal").id,
                "perm_read": True,
            }
        )
        mentee.with_user(self.user_asking).action_withdraw()
        self.assertEqual((mentee.state, mentee.withdrawal_reason), ("withdrawn", False))

    # -- what was published and read ---------------------------------------------------

    def test_what_reviewers_read_stays(self):
        self.call.action_open()
        mentee = self._apply()
        self._assess()
        officer = mentee.with_user(self.user_officer)
        officer.write({"date_from": self.today})
        self._score(mentee, 50, mentee.review_ids[0])
        for vals in (
            {"date_from": self.today + timedelta(days=1)},
            {"mode_onsite": not mentee.mode_onsite},
        ):
            with self.subTest(vals), self.assertRaisesRegex(UserError, "was scored"):
                officer.write(vals)
        officer.write({"date_from": self.today})
        with self.assertRaisesRegex(UserError, "was scored"):
            officer._correct({"background": "After"}, "A typo")

    def test_over_is_over(self):
        self.call.action_open()
        self._end_day(self.call)
        with self.assertRaisesRegex(UserError, "was published"):
            self.call.date_close = self.today + timedelta(days=5)

    def test_title_and_text_were_published(self):
        self.call.action_open()
        for vals in ({"name": "Waste"}, {"description": "Another aim"}):
            with self.subTest(vals), self.assertRaisesRegex(UserError, "published"):
                self.call.write(vals)

    def test_who_was_let_in_stays_eligible(self):
        call = self._create_call(
            target_ids=[Command.create({"institution_id": self.asking.id})]
        )
        call.action_open()
        officer = self._apply(self.asking, call).with_user(self.user_officer)
        line, other = officer.skill_ids, self._skill_other()
        subject = {
            "skill_id": other.id,
            "skill_type_id": other.skill_type_id.id,
            "skill_level_id": False,
        }
        for error, change in (
            ("is not for", lambda: officer.write({"institution_id": self.other.id})),
            ("other subjects", lambda: line.write(subject)),
            ("other subjects", lambda: line.unlink()),
            ("other subjects", lambda: officer.write({"skill_ids": [Command.clear()]})),
        ):
            with self.assertRaisesRegex(ValidationError, error), self.cr.savepoint():
                change()

    # -- upheld after the end --------------------------------------------------------

    def test_upheld_after_the_end_is_called_up(self):
        """Rejected before it was scored: it is on no list, and not in vain."""
        self.call.action_open()
        good, bad = self._apply(self.other), self._apply(self.asking)
        bad.with_user(self.user_officer).action_reject("Outside the programme")
        self._assess()
        self._score(good, 90)
        self.call.action_rank()
        self.call.action_conclude()
        manager = bad.with_user(self.user_manager)
        with self.assertRaisesRegex(UserError, "not on the list"):
            manager.action_call_promote("Please")
        bad.with_user(self.user_officer).action_object("It is inside")
        bad.objection_ids.with_user(self.user_manager2).action_uphold("It is inside")
        self.assertEqual(bad.state, "review")
        manager.action_call_promote("The objection was right")
        self.assertEqual((bad.state, bad.call_result), ("waiting", "selected"))

    def test_progress_whatever_was_read_before(self):
        self.call.action_open()
        mentee = self._apply()
        self._assess()
        self._score(mentee, 50, mentee.review_ids[0])
        self.env.flush_all()
        self.env.invalidate_all()
        own = mentee.with_user(self.user_manager)
        self.assertFalse(own.review_ids)
        self.assertEqual(own.review_progress, "1/2")

    def test_letters_go_to_who_applied(self):
        """Points, rank and reason are nobody else's to read."""
        self.call.action_open()
        mentee = self._apply(contact_id=self.user_asking.partner_id.id)
        officer = mentee.with_user(self.user_officer)
        for contact in self.user_other.partner_id | self.other:
            with self.subTest(contact.name), self.cr.savepoint():
                with self.assertRaisesRegex(ValidationError, "not known as"):
                    officer.contact_id = contact
        officer.contact_id = self.asking
