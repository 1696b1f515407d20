# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import float_compare

from .common import TravelCommon


@tagged("post_install", "-at_install")
class TestLedger(TravelCommon):
    """A real entry in the company's chart, and a claim that follows it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.claim = cls._posted_claim()

    def _reverse(self, move, method):
        wizard = (
            self.env["account.move.reversal"]
            .with_user(self.user_accountant)
            .with_context(active_model="account.move", active_ids=move.ids)
            .create({"journal_id": move.journal_id.id, "reason": "wrong"})
        )
        getattr(wizard, method)()
        return wizard.new_move_ids

    def test_the_accountant_sees_debit_and_credit(self):
        claim = self.claim.with_user(self.user_accountant)
        moves = self.env["account.move"].with_user(self.user_accountant)
        self.assertIn('name="aml_tab"', moves.get_view(view_type="form")["arch"])
        # Core's own buttons reverse bills and entries, no receipt.
        form = etree.fromstring(moves.get_view(view_type="form")["arch"])
        reverse = form.xpath(
            "//button[@name='action_reverse'][contains(@invisible, 'receipt')]"
        )
        self.assertEqual(len(reverse), 1)
        # A list of entries, not of bills that are uploaded.
        view = self.env.ref(claim.action_view_moves()["context"]["list_view_ref"])
        self.assertEqual(view, self.env.ref("account.view_move_tree"))

    def test_entry(self):
        claim = self.claim
        self.assertEqual(claim.state, "posted")
        move = claim.sudo().move_ids
        self.assertEqual(len(move), 1)
        self.assertEqual((move.state, move.move_type), ("posted", "in_receipt"))
        self.assertEqual(move.ref, claim.number)
        lines = move.line_ids
        self.assertFalse(
            float_compare(
                sum(lines.mapped("debit")),
                sum(lines.mapped("credit")),
                precision_digits=2,
            )
        )
        accounts = {
            row.element: row.account_id for row in self.company.mbb_travel_account_ids
        }
        balances = {line.account_id: line.balance for line in lines}
        self.assertEqual(
            balances,
            {
                accounts["allowance"]: 1160,
                accounts["lodging"]: 1250,
                accounts["transport"]: 1200,
                accounts["stamp_tax"]: -27.40,
                accounts["payable"]: -3582.60,
            },
        )
        self.assertEqual(move.amount_total, claim.net)
        self.assertEqual(claim.payable, 3582.60)
        # The person, not the municipality that is the contact's parent.
        self.assertEqual(lines.partner_id, self.expert)
        self.assertEqual(move.commercial_partner_id, self.expert)
        self.assertFalse(lines.tax_ids)
        self.assertEqual(set(claim.sudo().expense_ids.mapped("state")), {"posted"})
        self.assertEqual(move.invoice_line_ids.expense_id, claim.sudo().expense_ids)

    def test_paid(self):
        claim = self.claim
        self._pay(claim)
        self.assertEqual(claim.state, "paid")
        payment = claim.sudo().move_ids.matched_payment_ids
        self.assertEqual(payment.partner_id, self.expert)
        self.assertEqual(payment.amount, 3582.60)
        self.assertEqual(set(claim.sudo().expense_ids.mapped("state")), {"paid"})

    def test_payment_undone(self):
        claim = self.claim
        self._pay(claim)
        claim.sudo().move_ids.line_ids.remove_move_reconcile()
        self.assertEqual(claim.state, "posted")

    def test_payment_back_to_draft(self):
        """Core leaves it matched; nothing was paid all the same."""
        claim = self.claim
        self._pay(claim)
        payment = claim.sudo().move_ids.matched_payment_ids
        payment.with_user(self.user_accountant).action_draft()
        self.assertEqual(claim.state, "posted")
        self.assertEqual((claim.amount_paid, claim.amount_left), (0, claim.net))
        payment.with_user(self.user_accountant).action_post()
        self.assertEqual((claim.state, claim.amount_left), ("paid", 0))

    def test_partly_paid_is_posted(self):
        claim = self.claim
        move = claim.sudo().move_ids
        self.env["account.payment.register"].with_user(
            self.user_accountant
        ).with_context(active_model="account.move", active_ids=move.ids).create(
            {"amount": 1000}
        )._create_payments()
        self.assertEqual(move.payment_state, "partial")
        self.assertEqual(claim.state, "posted")

    def test_reversal_and_posting_again(self):
        claim = self.claim
        move = claim.sudo().move_ids
        refund = self._reverse(move, "refund_moves")
        self.assertEqual(claim.state, "posted", "the reversal is a draft still")
        refund.action_post()
        self.assertEqual(move.payment_state, "reversed")
        self.assertEqual(claim.state, "approved")
        self.assertEqual(claim.sudo().move_ids, move | refund)
        self.assertEqual(set(claim.sudo().expense_ids.mapped("state")), {"approved"})
        claim.with_user(self.user_accountant).action_post()
        self.assertEqual(claim.state, "posted")
        self.assertEqual(len(claim.sudo().move_ids), 3)

    def test_reversal_of_a_paid_claim(self):
        claim = self.claim
        self._pay(claim)
        move = claim.sudo().move_ids
        copy = self._reverse(move, "modify_moves") - move
        self.assertEqual(claim.state, "approved")
        # The copy that core proposes is not an entry of the claim.
        with self.assertRaises(UserError):
            copy.action_post()

    def test_draft_and_back(self):
        claim = self.claim
        move = claim.sudo().move_ids.with_user(self.user_accountant)
        move.button_draft()
        self.assertEqual(claim.state, "approved")
        with self.assertRaisesRegex(UserError, "is a draft"):
            claim.with_user(self.user_accountant).action_post()
        with self.assertRaisesRegex(UserError, "is a draft"):
            claim.with_user(self.user_accountant).action_return("x", self.ground.id)
        move.action_post()
        self.assertEqual(claim.state, "posted")

    def test_changed_entry_is_not_posted(self):
        claim = self.claim
        move = claim.sudo().move_ids.with_user(self.user_accountant)
        move.button_draft()
        line = move.invoice_line_ids.filtered("expense_id")[0]
        line.price_unit += 100
        with self.assertRaisesRegex(UserError, "does not agree"):
            move.action_post()

    def test_cancelled_entry(self):
        claim = self.claim
        move = claim.sudo().move_ids.with_user(self.user_accountant)
        move.button_draft()
        move.button_cancel()
        self.assertEqual(claim.state, "approved")
        self.assertEqual(set(claim.sudo().expense_ids.mapped("state")), {"approved"})
        claim.with_user(self.user_accountant).action_post()
        self.assertEqual(claim.state, "posted")

    def test_deleted_draft(self):
        claim = self.claim
        move = claim.sudo().move_ids.with_user(self.user_accountant)
        move.button_draft()
        move.sudo().with_context(force_delete=True).unlink()
        claim.with_user(self.user_accountant).action_post()
        self.assertEqual(claim.state, "posted")

    def test_not_twice(self):
        claim = self.claim
        with self.assertRaises(UserError):
            claim.with_user(self.user_accountant).action_post()
        self.assertEqual(len(claim.sudo().move_ids), 1)

    def test_accountant_chooses_the_base(self):
        self.company.mbb_stamp_tax_base = False
        wizard = self.env["mbb.stamp.tax.base"]
        with self.assertRaises(AccessError):
            wizard.with_user(self.user_authoriser).create({"base": "all"})
        wizard.with_user(self.user_accountant).create(
            {"base": "without_lodging", "note": "Opinion of 12.01.2026"}
        ).action_confirm()
        self.assertEqual(self.company.mbb_stamp_tax_base, "without_lodging")

    def test_what_the_transaction_catches(self):
        """A way of unpaying that calls none of the usual methods."""
        claim = self.claim
        self._pay(claim)
        lines = claim.sudo().move_ids.line_ids
        (lines.matched_debit_ids | lines.matched_credit_ids).unlink()
        self.env.flush_all()
        self.env.cr.precommit.run()
        self.assertEqual(claim.state, "posted")

    def test_setup_of_accounts_twice(self):
        rows = self.company.mbb_travel_account_ids
        self.assertEqual(len(rows), 10)
        self.company._mbb_setup_travel_accounts()
        self.assertEqual(self.company.mbb_travel_account_ids, rows)

    def test_recovery(self):
        claim = self.claim
        with self.assertRaises(UserError):
            claim.with_user(self.user_accountant).action_recover("late")
        self._pay(claim)
        claim.with_user(self.user_accountant).action_recover("Paid twice")
        self.assertEqual(claim.state, "recovery")
