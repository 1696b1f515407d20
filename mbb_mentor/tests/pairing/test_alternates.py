# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_match_run import MatchRunCommon


@tagged("post_install", "-at_install")
class TestAlternates(MatchRunCommon):
    """A decline offers the next in line and keeps that pair apart, no other (m.5/6)."""

    def _decline(self, match):
        match.sudo().action_ask_consents()
        match.sudo()._take_arrow("declined", {"decline_reason": "Not this time"})
        return match

    def _accepted(self):
        """The accepted match of `mentee`, from a run."""
        run = self._compute()
        line = run.pair_ids.filtered(lambda row: row.mentee_id == self.mentee)
        line.action_accept()
        return line.match_id

    def test_next_of_a_run(self):
        match = self._accepted()
        other = (self.mentor | self.second_mentor) - match.mentor_id
        self.assertFalse(match.alternate_id)
        self._decline(match)
        self.assertEqual(match.alternate_id, other)
        mentee = self.mentee.with_user(self.user_officer)
        self.assertEqual(mentee.declined_match_id, match)
        self.assertEqual(mentee.alternate_id, other)
        new = self.env["mbb.match"].browse(mentee.action_propose_alternate()["res_id"])
        self.assertEqual(new.mentor_id, other)
        self.assertEqual(new.state, "proposed")
        self.assertEqual(new.proposed_by_id, self.user_officer)
        self.assertAlmostEqual(new.score, sum(new.parts.values()), 6)
        self.assertIn(match.number, new.message_ids.mapped("body")[0])
        # Somebody is proposed: nobody else is offered.
        mentee.invalidate_recordset()
        match.invalidate_recordset()
        self.assertFalse(mentee.declined_match_id)
        self.assertFalse(match.alternate_id)
        with self.assertRaisesRegex(UserError, "does not wait"):
            match.with_user(self.user_officer).action_propose_alternate()

    def test_next_of_a_suggestion(self):
        third = self._create_mentor(institution=self.other, level=3)
        mentee = self.mentee.with_user(self.user_officer)
        wizard = self.env["mbb.match.suggest"].browse(mentee.action_suggest()["res_id"])
        order = wizard.line_ids.mentor_id
        self.assertIn(third, order)
        wizard.line_ids[0].action_propose()
        first = self._decline(mentee.match_ids)
        second = first.browse(
            first.with_user(self.user_officer).action_propose_alternate()["res_id"]
        )
        self.assertEqual(second.mentor_id, order[1])
        self._decline(second)
        self.assertEqual(second.alternate_id, order[2], "those behind stay in line")

    def test_who_is_not_possible_is_passed_over(self):
        third = self._create_mentor(institution=self.other, level=3)
        mentee = self.mentee.with_user(self.user_officer)
        wizard = self.env["mbb.match.suggest"].browse(mentee.action_suggest()["res_id"])
        order = wizard.line_ids.mentor_id
        wizard.line_ids[0].action_propose()
        match = self._decline(mentee.match_ids)
        order[1].action_suspend("Away")
        match.invalidate_recordset()
        self.assertEqual(match.alternate_id, order[2])
        self.env["mbb.pair.rule"].create(
            {
                "mentor_id": order[2].id,
                "mentee_id": mentee.id,
                "reason": "A lawsuit",
            }
        )
        match.invalidate_recordset()
        self.assertFalse(match.alternate_id)
        with self.assertRaisesRegex(UserError, "Ask for suggestions"):
            match.with_user(self.user_officer).action_propose_alternate()
        self.assertEqual(
            match.with_user(self.user_officer).action_suggest()["res_model"],
            "mbb.match.suggest",
        )
        self.assertTrue(third)

    def test_only_that_pair_is_kept_apart(self):
        def score(mentor, mentee):
            cohort = self.env["mbb.cohort"]
            _cohort, found, _out = cohort._suggest(mentee, mentors=mentor)
            return found[0]["score"] if found else None

        mentors = self.mentor | self.second_mentor
        match = self._accepted()
        match.sudo().action_cancel("Tried again below")
        before = {
            (one, two): score(one, two)
            for one in mentors
            for two in self.mentee | self.second_mentee
        }
        match = self.env["mbb.match"].create(
            {"mentor_id": match.mentor_id.id, "mentee_id": self.mentee.id}
        )
        self._decline(match)
        for (mentor, mentee), value in before.items():
            same = (mentor, mentee) == (match.mentor_id, match.mentee_id)
            self.assertEqual(score(mentor, mentee), None if same else value)

    def test_guarded(self):
        match = self._accepted()
        with self.assertRaises(UserError):
            match.sudo().write({"alternates": [1]})
        made = self.env["mbb.match"].create(
            {
                "mentor_id": self.second_mentor.id,
                "mentee_id": self._create_mentee().id,
                "alternates": [self.mentor.id],
            }
        )
        self.assertFalse(made.alternates)
        with self.assertRaisesRegex(UserError, "neither declined"):
            match.with_user(self.user_officer).action_propose_alternate()
        self._decline(match)
        for user in (self.user_approver, self.user_employee, self.user_asking):
            with self.assertRaises(UserError):
                match.with_user(user).action_propose_alternate()
