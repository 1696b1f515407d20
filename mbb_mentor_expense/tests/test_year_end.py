# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_advance import AdvanceCommon
from .test_budget import BudgetCommon


@tagged("post_install", "-at_install")
class TestCarryOver(AdvanceCommon):
    def _close_year(self, user=None):
        return (
            self.env["mbb.travel.year.end"]
            .with_user(user or self.user_accountant)
            .create({"date": "2026-12-31"})
        )

    @freeze_time("2026-12-31 09:00:00")
    def test_open_advances_are_carried_over(self):
        advance = self._paid_advance(3000)
        wizard = self._close_year()
        self.assertIn(advance, wizard.advance_ids)
        wizard.action_confirm()
        moves = advance.sudo().move_ids
        self.assertBalanced(moves)
        self.assertEqual(self._get_balance("advance", moves), 0)
        self.assertEqual(self._get_balance("advance_carried", moves), 3000)
        self.assertEqual((advance.state, advance.amount_open), ("paid", 3000))
        self.assertNotIn(advance, self._close_year().advance_ids)
        # It is set off from there.
        claim = self._posted_claim()
        self.assertEqual((claim.amount_left, advance.state), (610, "settled"))

    def test_who_and_when(self):
        with self.assertRaises(AccessError):
            self._close_year(self.user_officer)
        wizard = self._close_year()
        wizard.date = "2026-12-30"
        with self.assertRaisesRegex(UserError, "31 December"):
            wizard.action_confirm()


@tagged("post_install", "-at_install")
class TestYearOfPayment(BudgetCommon):
    """Booked in the year of the payment; what the budget does not bear waits."""

    def test_insufficient_appropriation_waits(self):
        claim = self._claim_with_order()
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
        claim = self._claim_with_order()
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
        claim = self._claim_with_order()
        claim.action_post()
        net = claim.net
        self._pay(claim, amount=1000)
        self.assertEqual(claim.state, "posted")
        self.assertAlmostEqual(claim.amount_paid, 1000, 2)
        self.assertAlmostEqual(claim.amount_left, net - 1000, 2)
        self._pay(claim)
        self.assertEqual((claim.state, claim.amount_left), ("paid", 0))
        self.assertAlmostEqual(claim.amount_paid, net, 2)
