# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from odoo.addons.mbb_mentor_expense.models.hr_expense import CLAIM_KEY

from .common import TravelCommon


@tagged("post_install", "-at_install")
class TestExpense(TravelCommon):
    """Expenses of a claim are made at its approval and touched through it only."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.expense_admin = new_test_user(
            cls.env,
            "test.expense.admin",
            groups="hr_expense.group_hr_expense_manager,account.group_account_manager,"
            "base.group_system",
        )
        cls.claim = cls._approved_claim()

    def _take_back(self):
        """The claim as its writer has it again."""
        self.claim.with_user(self.user_authoriser).action_return("Once more")
        return self.claim

    def test_made_at_approval(self):
        claim = self._take_back()
        claim.action_submit()
        self._approve(claim, self.user_manager, self.user_checker, self.user_control)
        self.assertFalse(claim.sudo().expense_ids)
        self._approve(claim, self.user_authoriser)
        expenses = claim.sudo().expense_ids
        self.assertEqual(
            {e.travel_element: e.total_amount for e in expenses},
            {"allowance": 1160, "lodging": 1250, "transport": 1200},
        )
        self.assertEqual(sum(expenses.mapped("total_amount")), claim.gross)
        self.assertEqual(set(expenses.mapped("quantity")), {1})
        self.assertEqual(set(expenses.mapped("state")), {"approved"})
        self.assertEqual(expenses.manager_id, self.user_authoriser)
        self.assertEqual(expenses.employee_id.work_contact_id, self.expert)
        self.assertFalse(expenses.tax_ids)

    def test_an_element_of_nothing_makes_no_expense(self):
        claim = self._take_back()
        claim.lodging_ids.unlink()
        claim.action_submit()
        self._approve_all(claim)
        self.assertEqual(
            set(claim.sudo().expense_ids.mapped("travel_element")),
            {"allowance", "transport"},
        )

    def test_guards(self):
        """As expense administrator, as superuser, with a forged context."""
        claim = self.claim
        expenses = claim.sudo().expense_ids
        allowance = expenses.filtered(lambda e: e.travel_element == "allowance")
        before = expenses.read(["total_amount", "approval_state", "employee_id"])
        forged = {CLAIM_KEY: object()}
        for expense in (
            allowance.with_user(self.expense_admin),
            allowance.sudo(),
            allowance.with_user(self.expense_admin).with_context(**forged),
            allowance.with_context(**{CLAIM_KEY: True}),
        ):
            for method, args in (
                ("action_submit", ()),
                ("action_approve", ()),
                ("action_refuse", ()),
                ("action_reset", ()),
                ("action_post", ()),
                ("action_split_wizard", ()),
                ("_do_approve", ()),
                ("_do_approve", (False,)),
                ("_do_refuse", ("no",)),
                ("_do_reset_approval", ()),
                ("_post_without_wizard", ()),
                ("unlink", ()),
            ):
                with self.assertRaises(UserError, msg=method):
                    getattr(expense, method)(*args)
            for vals in (
                {"total_amount": 1},
                {"total_amount_currency": 1},
                {"quantity": 3},
                {"approval_state": False},
                {"approval_state": "refused"},
                {"employee_id": self.env.user.employee_id.id},
                {"travel_claim_id": False},
                {"account_move_id": False},
                {"payment_mode": "company_account"},
                {"name": "x"},
            ):
                with self.assertRaises(UserError, msg=str(vals)):
                    expense.write(vals)
        self.assertEqual(
            expenses.read(["total_amount", "approval_state", "employee_id"]), before
        )

    def test_wizards(self):
        claim = self.claim
        expense = claim.sudo().expense_ids[0].with_user(self.expense_admin)
        refuse = expense.env["hr.expense.refuse.wizard"].create(
            {"reason": "no", "expense_ids": [Command.set(expense.ids)]}
        )
        with self.assertRaises(UserError):
            refuse.action_refuse()
        post = (
            expense.env["hr.expense.post.wizard"]
            .with_context(active_ids=expense.ids)
            .create({})
        )
        with self.assertRaises(UserError):
            post.action_post_entry()
        split = (
            expense.env["hr.expense.split.wizard"]
            .sudo()
            .create(
                {
                    "expense_id": expense.id,
                    "expense_split_line_ids": [
                        Command.create(
                            {
                                "expense_id": expense.id,
                                "name": "half",
                                "product_id": expense.product_id.id,
                                "employee_id": expense.employee_id.id,
                                "total_amount_currency": 1,
                                "currency_id": expense.currency_id.id,
                            }
                        )
                    ],
                }
            )
        )
        with self.assertRaises(UserError):
            split.action_split_expense()

    def test_only_the_claim_makes_them(self):
        claim = self.claim
        employee = self.env["hr.employee"].create({"name": "Own Staff"})
        values = {
            "name": "x",
            "employee_id": employee.id,
            "product_id": self.env.ref("mbb_mentor_expense.product_travel_lodging").id,
            "total_amount_currency": 5,
        }
        with self.assertRaises(UserError):
            self.env["hr.expense"].create({**values, "travel_claim_id": claim.id})
        free = self.env["hr.expense"].create(values)
        with self.assertRaises(UserError):
            free.travel_claim_id = claim
        # A copy would be a payment without a claim.
        with self.assertRaisesRegex(UserError, "no fee"):
            claim.sudo().expense_ids[0].copy()

    def test_returned_claim_drops_them(self):
        claim = self.claim
        expenses = claim.sudo().expense_ids
        claim.with_user(self.user_authoriser).action_return("Wrong year")
        self.assertFalse(expenses.exists())

    # -- on the way to the entry -------------------------------------------------

    def test_no_stamp_tax_base(self):
        claim = self._take_back()
        self.company.mbb_stamp_tax_base = False
        claim.action_submit()
        self._approve_all(claim)
        self.assertEqual(claim.stamp_tax, 0)
        with self.assertRaisesRegex(UserError, "stamp tax base"):
            claim.with_user(self.user_accountant).action_post()
        self.assertIn(
            "stamp tax base",
            claim.with_user(self.user_accountant).posting_obstacle,
        )
        # Chosen after the approval: the tax is taken at the posting.
        self.company.mbb_stamp_tax_base = "allowance"
        self.assertIs(
            claim.with_user(self.user_accountant).posting_obstacle, False
        )
        claim.with_user(self.user_accountant).action_post()
        self.assertEqual(claim.stamp_tax, 8.80)
        self.assertEqual(claim.sudo().move_ids.amount_total, 3601.20)

    def test_missing_account_is_named(self):
        claim = self.claim
        self.company._mbb_get_travel_account("lodging").unlink()
        with self.assertRaisesRegex(UserError, "Lodging"):
            claim.with_user(self.user_accountant).action_post()

    def test_only_the_accountant_posts(self):
        claim = self.claim
        for user in (
            self.user_officer,
            self.user_manager2,
            self.user_checker,
            self.user_authoriser,
        ):
            with self.assertRaises(UserError):
                claim.with_user(user).action_post()
        with self.assertRaises(AccessError):
            claim.with_user(self.user_employee).action_post()

    def test_no_entry_borrows_a_claim(self):
        claim = self.claim
        move = self.env["account.move"].create(
            {
                "move_type": "in_receipt",
                "partner_id": self.expert.id,
                "invoice_date": "2026-03-20",
                "invoice_line_ids": [
                    Command.create({"name": "x", "price_unit": 1, "tax_ids": []})
                ],
            }
        )
        for record in (move, move.sudo(), move.with_context(mbb_travel_pass=True)):
            with self.assertRaises(UserError):
                record.travel_claim_id = claim.id
        with self.assertRaises(UserError):
            move.copy({"travel_claim_id": claim.id})
