# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo.tests import tagged

from ..common import PDF
from .common import RelationCommon


@tagged("post_install", "-at_install")
class TestAssignmentExpert(RelationCommon):
    """Whom an institution sends was named by it, and has confirmed (MPY m.5/4)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mentor = cls._create_mentor()
        cls.match = cls._agree()

    def _confirm(self, application, person):
        expert = application.with_user(self.user_officer)._name_expert(person)
        expert._record_paper("confirmed", content=PDF, file_name="imza.pdf")
        return expert

    def test_named_and_confirmed_before_the_consents(self):
        assignment = self._draw_up(self.match)
        with self.assertRefused("has not named"):
            assignment.action_ask_consents()
        self.assertIn("has not named", assignment.obstacles)
        expert = self.mentor.with_user(self.user_officer)._name_expert(self.expert)
        with self.assertRefused("not confirmed yet"):
            assignment.action_ask_consents()
        with self.assertRefused("not confirmed yet"):
            assignment.sudo()._take_arrow("consent")
        expert._record_paper("confirmed", content=PDF, file_name="imza.pdf")
        self._to_approval(assignment)
        self.assertEqual(assignment.state, "approval")

    def test_match_needs_nobody_named(self):
        """It may name its expert before the match's consents, and need not."""
        self.assertEqual(self.match.state, "agreed")
        self.assertFalse(self.match.mentor_expert_ids)

    def test_seen_on_the_match(self):
        expert = self._confirm(self.mentor, self.expert)
        self.assertEqual(self.match.mentor_expert_ids, expert)
        context = self.match._get_assignment_context()
        self.assertEqual(context["default_expert_id"], self.expert.id)

    def test_withdrawn_stops_what_was_not_approved(self):
        expert = self._confirm(self.mentor, self.expert)
        assignment = self._draw_up(self.match)
        self._to_approval(assignment)
        expert.action_withdraw("No time")
        with self.assertRefused("has not named"):
            self._approve(assignment, self.user_approver)

    def test_approved_goes_on(self):
        """What was approved rests on the expert's own consent to it."""
        expert = self._confirm(self.mentor, self.expert)
        assignment = self._draw_up(self.match)
        self._to_approval(assignment)
        self._approve(assignment, self.user_approver)
        expert.action_withdraw("No time")
        assignment.action_start()
        self.assertEqual(assignment.state, "ongoing")

    def test_exchange_asks_the_sending_side(self):
        self._confirm(self.mentor, self.expert)
        assignment = self._draw_up(
            self.match,
            expert_id=self.learner.id,
            sending_institution_id=self.asking.id,
            host_institution_id=self.giving.id,
        )
        with self.assertRefused(self.asking.name):
            assignment.action_ask_consents()
        self._confirm(self.mentee, self.learner)
        assignment.action_ask_consents()
        self.assertEqual(assignment.state, "consent")

    def test_another_sender_does_not_get_round_it(self):
        assignment = self._draw_up(
            self.match, sending_institution_id=self.other.id
        )
        with self.assertRefused("has not named"):
            assignment.action_ask_consents()
