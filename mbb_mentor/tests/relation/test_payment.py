# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta

from odoo import Command
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import RelationCommon


@tagged("post_install", "-at_install")
class TestPayment(RelationCommon):
    """Who pays what (MPY m.8)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.match = cls._agree()
        cls.assignment = cls._draw_up(
            cls.match,
            payer="birlik",
            coverage_transport=0.6,
            coverage_lodging=1,
        )

    def _add_payer(self, **values):
        return (
            self.env["mbb.assignment.payer"]
            .with_user(self.user_officer)
            .create(
                {
                    "assignment_id": self.assignment.id,
                    "partner_id": self.asking.id,
                    "element": "transport",
                    "share": 0.4,
                    **values,
                }
            )
        )

    def test_together_never_above_the_whole(self):
        row = self._add_payer()
        for attempt in (
            lambda: self._add_payer(partner_id=self.other.id, share=0.01),
            lambda: row.write({"share": 0.41}),
            lambda: row.write({"element": "lodging"}),
            lambda: self.assignment.write({"coverage_transport": 0.61}),
            lambda: self.assignment.write(
                {"payer_ids": [Command.update(row.id, {"share": 1})]}
            ),
        ):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                attempt()
            self.env.invalidate_all()
        self._add_payer(partner_id=self.other.id, element="allowance", share=1)
        # Where another pays all, the Birlik's shares do not count.
        self.assignment.payer = "host"
        row.share = 1

    def test_the_letter_names_them(self):
        self._add_payer()
        text = self.assignment._get_payment_text()
        self.assertIn("60%", text)
        self.assertIn(f"{self.asking.name} bears 40%", text)
        self.assertIn(text, self.assignment._get_consent_text())

    def test_payers_are_what_was_consented_to(self):
        self.assignment.action_ask_consents()
        row = self._add_payer()
        self.assertEqual(self.assignment.state, "draft")
        self.assertEqual(
            set(self.assignment.consent_ids.mapped("state")), {"cancelled"}
        )
        self.assignment.action_ask_consents()
        row.note = "By the letter of the municipality"
        self.assertEqual(self.assignment.state, "draft")
        self._to_approval(self.assignment)
        row.unlink()
        self.assertEqual(self.assignment.state, "draft")
        row = self._add_payer()
        assignment = self.assignment
        assignment.date_from = self.today
        assignment.write({"payer": "sending"})
        self._to_approval(assignment)
        self._approve(assignment, self.user_approver)
        for attempt in (
            lambda: row.write({"share": 0.1}),
            row.unlink,
            lambda: self._add_payer(partner_id=self.other.id, share=0.1),
        ):
            with self.assertRaisesRegex(UserError, "agreed and approved"):
                attempt()

    def test_a_row_does_not_move_to_another_assignment(self):
        row = self._add_payer()
        approved = self._approved(self.match, expert_id=self.expert.id)
        with self.assertRaisesRegex(UserError, "agreed and approved"):
            row.assignment_id = approved

    def test_plane_and_own_car_are_approved_with_a_reason(self):
        """6245 m.6, table 1."""
        for transport in ("plane", "own_car"):
            self.assignment.write({"transport": transport, "transport_reason": False})
            self.assertIn("6245 m.6", self.assignment.obstacles)
            with self.assertRefused("6245 m.6"):
                self.assignment.action_ask_consents()
        self.assignment.transport_reason = "No bus goes there on a Sunday"
        self.assertFalse(self.assignment.obstacles)
        text = self.assignment._get_payment_text()
        self.assertIn("No bus goes there", text)
        self.assertIn("no more is paid than the fare", text)
        self.assertFalse(self.assignment.transport_approved_by)
        # The budget of another is no matter of ours.
        self.assignment.write({"payer": "host", "transport_reason": False})
        self.assertFalse(self.assignment.obstacles)

    def test_who_approved_the_plane(self):
        assignment = self.assignment
        assignment.write(
            {
                "transport": "plane",
                "transport_reason": "An island",
                "date_from": self.today + timedelta(days=2),
            }
        )
        self._to_approval(assignment)
        self._approve(assignment, self.user_approver)
        self.assertIn(self.user_approver.name, assignment.transport_approved_by)
