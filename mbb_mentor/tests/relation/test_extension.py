# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import RelationCommon


@tagged("post_install", "-at_install")
class TestExtension(RelationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.match = cls._agree()
        cls.assignment = cls._approved(cls.match)
        cls.old_end = cls.assignment.date_to
        cls.new_end = cls.old_end + timedelta(days=5)

    def _extend(self, **values):
        return (
            self.env["mbb.assignment.extension"]
            .with_user(self.user_officer)
            .create(
                {
                    "assignment_id": self.assignment.id,
                    "date_to_new": self.new_end,
                    "reason": "The work takes longer",
                    **values,
                }
            )
        )

    def test_waits_for_the_letter_of_the_sending_institution(self):
        """A click of its representative is not enough for the approval."""
        extension = self._extend()
        extension.action_ask_consents()
        for consent in extension.sudo().consent_ids:
            consent.with_user(self._users_by_side()[consent.side]).action_grant()
        self.assertEqual(extension.state, "approval")
        self.assertIn(self.giving.name, extension.obstacles)
        with self.assertRefused(self.giving.name):
            self._approve(extension, self.user_approver)
        self._attach_letter(extension, channel="paper")
        with self.assertRefused(self.giving.name):
            self._approve(extension, self.user_approver)
        self._attach_letter(extension)
        self.assertFalse(extension.obstacles)
        self._approve(extension, self.user_approver)
        self.assertEqual(extension.state, "approved")
        # The letter rests on that one, not on the letter of the assignment.
        vals = {"correction_reason": False}
        content = self.env["mbb.letter"]._get_content_extension(vals, extension.sudo())
        references = "\n".join(text for _letter, text in content["references"])
        paper = extension.sudo().consent_ids.paper_ids.sorted("id")[-1]
        self.assertIn(paper.number, references)
        self.assertNotIn(self.assignment.sending_letter_number, references)

    def _approved_extension(self):
        extension = self._extend()
        extension.action_ask_consents()
        self._grant_all(extension)
        self._approve(extension, self.user_approver)
        return extension

    def test_moves_the_last_day(self):
        extension = self._extend()
        extension.action_ask_consents()
        self.assertEqual(len(extension.consent_ids), 3)
        self.assertEqual(self.assignment.date_to, self.old_end)
        self._grant_all(extension)
        self.assertEqual(extension.state, "approval")
        self._approve(extension, self.user_approver)
        self.assertEqual(extension.state, "approved")
        self.assertEqual(self.assignment.date_to, self.new_end)
        self.assertEqual(extension.date_to_old, self.old_end)
        self.assertEqual(self.assignment.state, "approved")
        letter = extension.letter_ids
        self.assertEqual(letter.kind, "extension")
        self.assertEqual(letter.assignment_id, self.assignment)

    def test_illegal_arrows(self):
        extension = self._extend()
        for state in ("consent", "approval", "approved"):
            self._try_to_forge(extension, state)
        for target in ("approval", "approved"):
            with self.assertRaises(UserError):
                extension.sudo()._take_arrow(target)
        extension.action_ask_consents()
        with self.assertRaises(UserError):
            extension.sudo()._take_arrow("approval")
        with self.assertRaises(UserError):
            self.assignment.sudo().write({"date_to": self.new_end})

    def test_obstacles(self):
        extension = self._extend(date_to_new=self.old_end)
        with self.assertRaises(UserError):
            extension.action_ask_consents()
        extension.date_to_new = self.new_end
        other = self._approved(
            self.match,
            date_from=self.new_end,
            date_to=self.new_end + timedelta(days=2),
        )
        with self.assertRefused(other.number):
            extension.action_ask_consents()
        other.action_cancel("Not needed")
        extension.action_ask_consents()
        self.assertEqual(extension.state, "consent")

    def test_stays_in_the_period_of_the_match(self):
        beyond = self.match.date_to + timedelta(days=1)
        extension = self._extend(date_to_new=beyond)
        self.assertIn("period of the match", extension.obstacles)
        with self.assertRefused("period of the match"):
            extension.action_ask_consents()
        extension.date_to_new = self.match.date_to
        extension.action_ask_consents()
        self.assertEqual(extension.state, "consent")

    def test_change_and_refusal(self):
        extension = self._extend()
        extension.action_ask_consents()
        self._grant_all(extension)
        extension.reason = "Another reason"
        self.assertEqual(extension.state, "draft")
        extension.action_ask_consents()
        extension.sudo().consent_ids.filtered(
            lambda c: c.side == "expert" and c.state == "requested"
        ).with_user(self.user_expert).action_refuse("No")
        self.assertEqual(extension.state, "rejected")
        self.assertEqual(self.assignment.date_to, self.old_end)

    def test_withdrawn_after_approval(self):
        extension = self._approved_extension()
        consent = extension.sudo().consent_ids.filtered(lambda c: c.side == "expert")
        with freeze_time(self.old_end + timedelta(days=2)):
            consent.with_user(self.user_expert).action_withdraw("Ill")
        self.assertEqual(extension.state, "cancelled")
        # The days served beyond the old end stay.
        self.assertEqual(self.assignment.date_to, self.old_end + timedelta(days=2))

    def test_refused_approval(self):
        extension = self._extend()
        extension.action_ask_consents()
        self._grant_all(extension)
        row = extension.sudo().approval_ids
        with self.assertRaises(AccessError):
            row.with_user(self.user_officer)._do_approve()
        row.with_user(self.user_approver)._do_refuse("Not now")
        self.assertEqual(extension.state, "rejected")
        self.assertEqual(extension.reject_reason, "Not now")

    def test_ends_with_the_assignment(self):
        extension = self._extend()
        self.assignment.action_cancel("Not needed")
        self.assertEqual(extension.state, "cancelled")
