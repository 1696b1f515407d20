# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""Ways to money that nobody approved, around the claim and the advance."""

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import IBAN
from .test_advance import BILLING, AdvanceCommon

OTHER_IBAN = "TR320010009999901234567890"


@tagged("post_install", "-at_install")
class TestAttackMoney(AdvanceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_billing = new_test_user(
            cls.env, "test.billing", groups=BILLING, tz="Europe/Istanbul"
        )
        cls.claim = cls._posted_claim()

    def _other_bank(self):
        return self.env["res.partner.bank"].create(
            {"acc_number": OTHER_IBAN, "partner_id": self.expert.id}
        )

    def _payment_of(self, record):
        moves = record.sudo().move_ids
        payments = moves.origin_payment_id | moves.matched_payment_ids
        return payments.filtered(lambda payment: payment.payment_type == "outbound")

    # -- the payment after it was made ----------------------------------------

    @freeze_time("2026-03-06 09:00:00")
    def test_a_paid_advance_stays_what_was_approved(self):
        advance = self._paid_advance()
        payment = self._payment_of(advance).with_user(self.user_accountant)
        payment.action_draft()
        for vals in (
            {"amount": 90000},
            {"partner_bank_id": self._other_bank().id},
            {"partner_id": self.giving.id},
        ):
            with self.assertRaises(UserError, msg=vals), self.cr.savepoint():
                payment.write(vals)
                payment.action_post()
        payment.action_post()
        self.assertEqual(advance.state, "paid")
        self.assertEqual(advance.amount_open, 3000)

    def test_a_paid_claim_goes_to_the_checked_account_afterwards(self):
        claim = self.claim
        self._pay(claim)
        payment = self._payment_of(claim).with_user(self.user_accountant)
        self.assertEqual(len(payment), 1)
        other = self._other_bank()
        with self.assertRaises(UserError), self.cr.savepoint():
            payment.partner_bank_id = other
        payment.action_draft()
        with self.assertRaises(UserError), self.cr.savepoint():
            payment.partner_bank_id = other
            payment.action_post()

    def test_the_checked_account_keeps_its_number(self):
        self.user_accountant.group_ids += self.env.ref("base.group_partner_manager")
        bank = self.payee.bank_account_id.with_user(self.user_accountant)
        for vals in (
            {"acc_number": OTHER_IBAN},
            {"partner_id": self.giving.id},
            {"active": False},
            {"is_travel_payee": False},
        ):
            with self.assertRaisesRegex(UserError, "(?i)travel claim", msg=vals):
                bank.write(vals)

    def test_an_account_known_before_keeps_its_number(self):
        known = self._other_bank()
        payee = self._create_payee(self.expert, iban=OTHER_IBAN)
        self.assertEqual(payee.bank_account_id, known)
        with self.assertRaises(UserError):
            known.with_user(self.user_billing).acc_number = "TR180006200119000006672315"

    # -- duties ----------------------------------------------------------------

    def test_who_approved_does_not_pay(self):
        claim = self.claim
        entry = claim.sudo().move_ids
        self.user_authoriser.group_ids += self.env.ref("account.group_account_manager")
        self.expert_user = new_test_user(
            self.env, "test.expert.payer", groups=BILLING, partner_id=self.expert.id
        )
        for user in (self.user_authoriser, self.expert_user, self.user_billing):
            with self.assertRaises(UserError, msg=user.login):
                self.env["account.payment.register"].with_user(user).with_context(
                    active_model="account.move", active_ids=entry.ids
                ).create({})._create_payments()
        self.assertEqual(claim.state, "posted")

    def test_who_approved_does_not_post_again(self):
        claim = self.claim
        self.user_authoriser.group_ids += self.env.ref("account.group_account_manager")
        entry = claim.sudo().move_ids.with_user(self.user_authoriser)
        entry.button_draft()
        with self.assertRaisesRegex(UserError, "duty"):
            entry.action_post()

    def test_who_reads_an_advance_writes_nothing_of_it(self):
        advance = self._request()
        for user in (self.user_checker, self.user_control, self.user_accountant):
            with self.assertRaises(AccessError):
                advance.with_user(user).responsible_id = user
        advance.with_user(self.user_officer).responsible_id = self.user_officer2

    def test_a_payment_keeps_its_entry(self):
        """Tied to another entry, it would be changed as a payment of no travel."""
        claim = self.claim
        self._pay(claim)
        payment = self._payment_of(claim).with_user(self.user_billing)
        other = payment.move_id.copy()
        with self.assertRaises(UserError), self.cr.savepoint():
            payment.write({"move_id": other.id})
        self.assertTrue(payment._is_of_travel())

    def test_paid_to_nobody_else(self):
        """Not in cash, nor by a line that was given another name."""
        claim = self.claim
        move = claim.sudo().move_ids.with_user(self.user_accountant)
        cash = self.env["account.journal"].search(
            [("type", "=", "cash"), ("company_id", "=", self.company.id)], limit=1
        )
        payment = (
            self.env["account.payment"]
            .with_user(self.user_accountant)
            .with_context(force_payment_move=True)
            .create(
                {
                    "payment_type": "outbound",
                    "partner_type": "supplier",
                    "partner_id": self.giving.id,
                    "journal_id": cash.id,
                    "amount": move.amount_residual,
                    "destination_account_id": self._get_account("payable").id,
                }
            )
        )
        payment.action_post()
        lines = (payment.move_id.line_ids | move.line_ids).filtered(
            lambda line: line.account_id == self._get_account("payable")
        )
        with self.assertRaises(UserError):
            lines.reconcile()

    # -- around the methods of core ------------------------------------------------

    def _payable_line(self, move):
        return move.sudo().line_ids.filtered(
            lambda line: line.display_type == "payment_term"
        )

    def _match_by_rpc(self, debit, credit):
        """The row that core's own matching makes, made by who bills."""
        partials = self.env["account.partial.reconcile"].with_user(self.user_billing)
        amount = abs(credit.balance)
        return partials.create(
            {
                "debit_move_id": debit.id,
                "credit_move_id": credit.id,
                "amount": amount,
                "debit_amount_currency": amount,
                "credit_amount_currency": amount,
            }
        )

    def test_a_match_made_by_hand_pays_nothing(self):
        claim = self.claim
        line = self._payable_line(claim.sudo().move_ids)
        payment = (
            self.env["account.payment"]
            .with_user(self.user_billing)
            .with_context(force_payment_move=True)
            .create(
                {
                    "payment_type": "outbound",
                    "partner_type": "supplier",
                    "partner_id": self.expert.id,
                    "partner_bank_id": self._other_bank().id,
                    "amount": abs(line.balance),
                    "destination_account_id": line.account_id.id,
                }
            )
        )
        payment.action_post()
        debit = payment.move_id.sudo().line_ids.filtered(
            lambda row: row.account_id == line.account_id
        )
        with self.assertRaises(UserError), self.cr.savepoint():
            self._match_by_rpc(debit, line)
        self.assertEqual(claim.state, "posted")

    def test_an_entry_by_hand_is_matched_by_the_accountant(self):
        """No payment either, yet the claim would count as paid."""
        claim = self.claim
        line = self._payable_line(claim.sudo().move_ids)
        amount = abs(line.balance)
        other = self.env["account.account"].search(
            [("account_type", "=", "expense")], limit=1
        )
        entry = (
            self.env["account.move"]
            .with_user(self.user_billing)
            .create(
                {
                    "move_type": "entry",
                    "line_ids": [
                        Command.create(
                            {
                                "account_id": line.account_id.id,
                                "partner_id": self.expert.id,
                                "debit": amount,
                            }
                        ),
                        Command.create({"account_id": other.id, "credit": amount}),
                    ],
                }
            )
        )
        entry.action_post()
        debit = entry.line_ids.filtered("debit")
        with self.assertRaises(UserError), self.cr.savepoint():
            (debit | line.with_user(self.user_billing)).reconcile()
        with self.assertRaises(UserError), self.cr.savepoint():
            self._match_by_rpc(debit, line)
        (debit | line).with_user(self.user_accountant).reconcile()
        self.assertEqual(claim.state, "paid")

    def test_a_matched_sum_stays(self):
        claim = self.claim
        self._pay(claim)
        partial = self._payable_line(claim._get_live_entry()).matched_debit_ids
        with self.assertRaises(UserError), self.cr.savepoint():
            partial.with_user(self.user_billing).write({"amount": 1})

    def test_a_posted_entry_stays_as_it_is(self):
        """Turned into an entry of another kind, the claim would be posted and paid
        once more; with another sum it would be paid as nobody approved it."""
        claim = self.claim
        self._pay(claim)
        move = claim._get_live_entry().with_user(self.user_billing)
        for vals in (
            {"move_type": "entry"},
            {"payment_state": "reversed"},
            {"payment_state": "not_paid"},
            {"reversed_entry_id": move.id},
            {"amount_residual": 1},
        ):
            with self.assertRaises(UserError, msg=vals), self.cr.savepoint():
                move.write(vals)
                self.env.flush_all()
        costs = move.line_ids.filtered("expense_id")[:1]
        for line, vals in (
            (costs, {"price_unit": 99999}),
            (costs, {"balance": 99999}),
            (costs, {"partner_id": self.giving.id}),
            (self._payable_line(move), {"reconciled": False}),
            (self._payable_line(move), {"amount_residual": -1}),
        ):
            with self.assertRaises(UserError, msg=vals), self.cr.savepoint():
                line.with_user(self.user_billing).write(vals)
                self.env.flush_all()
        with self.assertRaises(UserError), self.cr.savepoint():
            costs.create(
                {
                    "move_id": move.id,
                    "account_id": costs.account_id.id,
                    "balance": 99999,
                }
            )
        self.assertEqual(claim.state, "paid")

    def test_only_what_was_approved_is_paid(self):
        """However the posted entry was changed."""
        claim = self.claim
        costs = claim._get_live_entry().line_ids.filtered("expense_id")[:1]
        costs.sudo().balance = 99999
        with self.assertRaisesRegex(UserError, "does not agree"):
            self._pay(claim)

    def test_a_state_written_asks_like_the_button(self):
        claim = self.claim
        move = claim.sudo().move_ids.with_user(self.user_accountant)
        move.button_draft()
        costs = move.invoice_line_ids.filtered("expense_id")[:1]
        costs.with_user(self.user_billing).price_unit = 99999
        with self.assertRaises(UserError), self.cr.savepoint():
            move.with_user(self.user_billing).write({"state": "posted"})
        self.assertEqual(claim.state, "approved")

    # -- twice -------------------------------------------------------------------

    def test_a_reversed_and_paid_claim_is_not_paid_again(self):
        claim = self.claim
        self._pay(claim)
        entry = claim.sudo().move_ids.with_user(self.user_accountant)
        entry._reverse_moves([{"invoice_date": entry.date}], cancel=True)
        self.env.flush_all()
        self.cr.precommit.run()
        self.assertEqual(claim.state, "approved")
        claim.with_user(self.user_accountant).action_post()
        with self.assertRaises(UserError):
            self._pay(claim)

    @freeze_time("2026-03-06 09:00:00")
    def test_another_account_of_advances_opens_none_again(self):
        advance = self._paid_advance()
        row = self.company._mbb_get_travel_account("advance")
        account = row.account_id.copy({"code": "1951"})
        row.with_user(self.user_accountant).account_id = account
        advance._sync_ledger()
        self.assertEqual(advance.state, "paid")
        self.assertEqual(advance.amount_open, 3000)

    @freeze_time("2026-03-05 09:00:00")
    def test_an_advance_in_a_currency_without_a_rate(self):
        currency = (
            self.env["res.currency"].with_context(active_test=False).search(
                [("rate_ids", "=", False), ("id", "!=", self.company.currency_id.id)],
                limit=1,
            )
        )
        for active in (False, True):
            currency.active = active
            with self.assertRaises(UserError), self.cr.savepoint():
                self._request(3000, currency_id=currency.id)

    # -- data ----------------------------------------------------------------------

    def test_billing_reads_no_account_of_a_person(self):
        claim = self.claim
        self._pay(claim)
        payment = self._payment_of(claim).with_user(self.user_billing)
        entry = claim.sudo().move_ids[:1].with_user(self.user_billing)
        found = [
            payment.read(["partner_bank_id"]),
            entry.read(["partner_bank_id"]),
            payment.web_read({"partner_bank_id": {"fields": {"display_name": {}}}}),
        ]
        self.assertNotIn(IBAN[-10:], str(found).replace(" ", ""))
        self.assertIn(IBAN[-4:], str(found))
        for model in ("account.payment", "account.move"):
            self.assertFalse(
                self.env[model]
                .with_user(self.user_billing)
                .search(
                    [("partner_bank_id.sanitized_acc_number", "=like", "TR33000610%")]
                )
            )
            self.assertFalse(
                self.env[model]
                .with_user(self.user_billing)
                .search([("partner_bank_id", "ilike", "TR33000610")])
            )

    def test_dialogs_are_ones_own(self):
        claim = self.claim
        for model, values in (
            ("mbb.travel.signature", {"claim_id": claim.id, "file": "eA=="}),
            (
                "mbb.travel.cut.record",
                {
                    "claim_id": claim.id,
                    "part": "allowance",
                    "amount": 1,
                    "reason": "x",
                },
            ),
            (
                "mbb.travel.return.record",
                {"claim_id": claim.id, "reason_id": self.ground.id, "reason": "x"},
            ),
        ):
            dialog = self.env[model].with_user(self.user_checker).create(values)
            other = new_test_user(
                self.env,
                f"test.other.{model}",
                groups="mbb_mentor_expense.group_travel_checker",
            )
            with self.assertRaises(AccessError, msg=model):
                dialog.with_user(other).read(["claim_id"])

    @freeze_time("2026-03-06 09:00:00")
    def test_a_demanded_debt_stays_on_its_account(self):
        advance = self._paid_advance()
        advance.with_user(self.user_accountant).action_recover("late")
        recovery = advance.sudo().recovery_ids.with_user(self.user_accountant)
        row = self.company._mbb_get_travel_account("recovery")
        row = row.with_user(self.user_accountant)
        account = row.sudo().account_id.copy({"code": "1401"})
        recovery.action_demand()
        for change in (
            lambda: row.write({"account_id": account.id}),
            lambda: row.write({"element": "interest"}),
            row.unlink,
        ):
            with self.assertRaisesRegex(UserError, "demanded"):
                change()
        row.account_id = row.account_id
        self.assertEqual(recovery.amount_left, 3000)

    # -- one's own -------------------------------------------------------------------

    @freeze_time("2026-03-06 09:00:00")
    def test_nobody_lowers_ones_own_debt(self):
        advance = self._paid_advance()
        advance.with_user(self.user_accountant).action_recover("late")
        own = new_test_user(
            self.env,
            "test.expert.accountant",
            groups="mbb_mentor_expense.group_travel_accountant",
            partner_id=self.expert.id,
        )
        recovery = advance.sudo().recovery_ids
        with self.assertRaises(UserError):
            recovery.with_user(own).amount = 1
