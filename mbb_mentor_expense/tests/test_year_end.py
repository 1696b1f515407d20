# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .test_budget import BudgetCommon


@tagged("post_install", "-at_install")
class TestYearOfPayment(BudgetCommon):
    """Booked in the year of the payment; what the budget does not bear waits."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.claim = cls._claim_with_order()

    def test_insufficient_appropriation_waits(self):
        claim = self.claim
        self.budget.amount = claim.gross - 0.01
        self.assertIn("additional or transferred", claim.posting_obstacle)
        with self.assertRaisesRegex(UserError, "additional or transferred"):
            claim.action_post()
        self.assertEqual(claim.state, "approved")
        # The order's own reserve is there for the claim.
        self.budget.amount = claim.gross
        claim.invalidate_recordset()
        self.assertFalse(claim.posting_obstacle)
        claim.action_post()
        self.assertEqual(claim.state, "posted")

    def test_next_years_budget_bears_it(self):
        claim = self.claim
        with freeze_time("2027-01-15 09:00:00"):
            with self.assertRaisesRegex(UserError, "no appropriation"):
                claim.action_post()
            following = self.budget.copy(
                {"date_from": "2027-01-01", "date_to": "2027-12-31", "amount": 100}
            )
            with self.assertRaisesRegex(UserError, "additional or transferred"):
                claim.action_post()
            following.amount = 5000
            claim.action_post()
        following.invalidate_recordset()
        self.budget.invalidate_recordset()
        self.assertEqual(following.spent, claim.gross)
        self.assertEqual(self.budget.spent, 0)

    def test_paid_in_parts(self):
        claim = self.claim
        claim.action_post()
        net = claim.net
        self._pay(claim, amount=1000)
        self.assertEqual(claim.state, "posted")
        self.assertAlmostEqual(claim.amount_paid, 1000, 2)
        self.assertAlmostEqual(claim.amount_left, net - 1000, 2)
        self._pay(claim)
        self.assertEqual((claim.state, claim.amount_left), ("paid", 0))
        self.assertAlmostEqual(claim.amount_paid, net, 2)

    def test_what_is_booked_is_spent_and_no_longer_reserved(self):
        claim = self.claim
        claim.action_post()
        self.budget.invalidate_recordset()
        self.assertEqual(self.budget.spent, claim.gross)
        self.assertEqual(self.budget.reserved, 4000 - claim.gross)
        self.assertEqual(self.budget.left, 6000)
