# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .test_advance import AdvanceCommon


@tagged("post_install", "-at_install")
class TestRecovery(AdvanceCommon):
    """What a person owes: booked, demanded, received with interest, closed."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["mbb.travel.interest.rate"].search([]).unlink()
        cls.env["mbb.travel.interest.rate"].create(
            {"date_from": "2026-01-01", "percent": 36.5}
        )
        cls.claim = cls._posted_claim()
        cls._pay(cls.claim)
        cls.claim.with_user(cls.user_accountant).action_recover("Paid twice")

    def _recovery(self, **values):
        recovery = self.claim.sudo().recovery_ids
        recovery = recovery.with_user(self.user_accountant).sudo(False)
        recovery.write(
            {"amount": 1000, "date_interest_from": self.today, **values}
        )
        return recovery

    def test_opened_with_the_claim(self):
        claim = self.claim
        recovery = claim.sudo().recovery_ids
        self.assertEqual(recovery.state, "open")
        self.assertEqual(recovery.amount, claim.net)
        self.assertEqual(recovery.expert_id, self.expert)
        self.assertEqual(recovery.reason, "Paid twice")
        self.assertEqual(recovery.date_interest_from, self.today)
        self.assertFalse(recovery.move_ids)
        with self.assertRaisesRegex(ValidationError, "More than was paid"):
            recovery.amount = claim.net + 1

    def test_found_from_the_claim(self):
        recovery = self._recovery()
        action = recovery.claim_id.action_view_recoveries()
        found = self.env[action["res_model"]].browse(action["res_id"])
        self.assertEqual(found, recovery)

    def test_demanded_received_closed(self):
        recovery = self._recovery()
        recovery.action_demand()
        self.assertEqual(recovery.state, "demanded")
        self.assertEqual((recovery.amount_left, recovery.interest), (1000, 0))
        self.assertTrue(recovery.letter_person_id)
        self.assertTrue(recovery.letter_institution_id)
        with self.assertRaises(UserError):
            recovery.amount = 1
        with freeze_time(self.today + timedelta(days=10)):
            recovery.invalidate_recordset()
            self.assertEqual((recovery.interest, recovery.amount_due), (10, 1010))
            # Half of it, with the interest on that half.
            self._receive(recovery, 505)
            self.assertEqual(recovery.amount_left, 500)
            self.assertEqual(recovery.state, "demanded")
        with freeze_time(self.today + timedelta(days=20)):
            recovery.invalidate_recordset()
            self.assertEqual(recovery.amount_due, 510)
            self._receive(recovery)
        self.assertEqual(recovery.state, "closed")
        self.assertEqual(recovery.amount_received, 1015)
        moves = recovery.sudo().move_ids
        self.assertBalanced(moves)
        self.assertEqual(self._get_balance("recovery", moves), 0)
        self.assertEqual(self._get_balance("recovery_income", moves), -1000)
        self.assertEqual(self._get_balance("interest", moves), -15)

    def test_payment_undone(self):
        recovery = self._recovery()
        recovery.action_demand()
        self._receive(recovery)
        self.assertEqual(recovery.state, "closed")
        payment = recovery.sudo().move_ids.origin_payment_id
        self.assertEqual(payment.amount, 1000)
        payment.with_user(self.user_accountant).action_draft()
        self.assertEqual((recovery.state, recovery.amount_left), ("demanded", 1000))

    def test_not_more_than_is_due(self):
        recovery = self._recovery()
        recovery.action_demand()
        with self.assertRaisesRegex(UserError, "more than is due"):
            self._receive(recovery, 1000.01)

    def test_who(self):
        recovery = self._recovery()
        for user in (self.user_officer, self.user_authoriser):
            own = recovery.with_user(user).sudo(False)
            self.assertTrue(own.amount)
            with self.assertRaises(UserError):
                own.action_demand()
        with self.assertRaises(AccessError):
            recovery.with_user(self.user_employee).sudo(False).read(["amount"])
        for to in ("person", "institution"):
            with self.assertRaises(AccessError):
                recovery.with_user(self.user_employee).sudo(False)._prepare_letter(to)
        with self.assertRaises(UserError):
            self.env["mbb.travel.recovery"].with_user(self.user_accountant).sudo(
                False
            ).create({"claim_id": recovery.claim_id.id, "ground": "loss", "amount": 1})

    def test_letters(self):
        recovery = self._recovery(explanation="The same night was paid twice.")
        self.expert.lang = "en_US"
        for to, words in (
            ("person", (self.expert.name, "paid back")),
            ("institution", (self.giving.name, "half of the")),
        ):
            report = f"mbb_mentor_expense.report_travel_recovery_{to}_document"
            page, _kind = self.env["ir.actions.report"]._render_qweb_html(
                report, recovery.ids
            )
            text = page.decode()
            for word in (*words, recovery.number, "paid twice", "1,000.00"):
                self.assertIn(word, text)
