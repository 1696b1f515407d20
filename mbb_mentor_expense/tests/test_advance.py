# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import itertools

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from .common import TravelCommon

BILLING = "account.group_account_manager,base.group_partner_manager"


class AdvanceCommon(TravelCommon):
    """D4 of the worked examples without stamp tax: 3,610.00."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["mbb.travel.policy"].search([]).stamp_tax_permille = 0
        # What the trip costs was foreseen with its fares.
        cls.env.flush_all()
        cls.env.cr.execute(
            "UPDATE mbb_assignment SET travel_fare = 500 WHERE id = %s",
            [cls.assignment.id],
        )
        cls.env.invalidate_all()
        cls.bank = cls.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", cls.company.id)], limit=1
        )

    @classmethod
    @freeze_time("2026-03-05 09:00:00")
    def _request(cls, amount=3000, user=None, **values):
        return (
            cls.env["mbb.travel.advance"]
            .with_user(user or cls.user_officer)
            .create({"assignment_id": cls.assignment.id, "amount": amount, **values})
        )

    @classmethod
    def _approved_advance(cls, amount=3000, **values):
        advance = cls._request(amount, **values)
        cls._approve(advance, cls.user_authoriser)
        return advance

    @classmethod
    @freeze_time("2026-03-06 09:00:00")
    def _paid_advance(cls, amount=3000, **values):
        advance = cls._approved_advance(amount, **values)
        action = advance.with_user(cls.user_accountant).action_pay()
        wizard = Form.from_action(advance.with_user(cls.user_accountant).env, action)
        wizard.save().action_confirm()
        return advance

    def _receive(self, record, amount=None, day=None):
        action = record.with_user(self.user_accountant).action_receive()
        wizard = Form.from_action(record.with_user(self.user_accountant).env, action)
        if amount:
            wizard.amount = amount
        if day:
            wizard.date = day
        wizard.save().action_confirm()

    def _get_account(self, element):
        return self.company._mbb_get_travel_account(element).account_id

    def _get_balance(self, element, moves):
        lines = moves.sudo().line_ids.filtered(
            lambda line: line.parent_state == "posted"
            and line.account_id == self._get_account(element)
        )
        return sum(lines.mapped("balance"))

    def assertBalanced(self, moves):
        """Every entry balances, every line is the person's."""
        for move in moves.sudo():
            self.assertAlmostEqual(sum(move.line_ids.mapped("balance")), 0, 2)
        self.assertEqual(moves.sudo().line_ids.partner_id, self.expert)


@tagged("post_install", "-at_install")
class TestAdvance(AdvanceCommon):
    def test_asked_approved_paid(self):
        advance = self._request()
        self.assertEqual(advance.state, "requested")
        self.assertTrue(advance.number)
        self.assertEqual(
            advance.sudo().approval_ids.approver_ids & self.user_authoriser,
            self.user_authoriser,
        )
        self._approve(advance, self.user_authoriser)
        self.assertEqual(advance.state, "approved")
        self.env.invalidate_all()
        advance = self._paid_from(advance)
        self.assertEqual(advance.state, "paid")
        self.assertEqual(str(advance.date_paid), "2026-03-06")
        self.assertEqual(advance.amount_open, 3000)
        move = advance.sudo().move_ids
        self.assertBalanced(move)
        self.assertEqual(self._get_balance("advance", move), 3000)
        payment = move.origin_payment_id
        self.assertEqual(payment.partner_id, self.expert)
        self.assertEqual(payment.partner_bank_id, self.payee.bank_account_id)

    @freeze_time("2026-03-06 09:00:00")
    def _paid_from(self, advance):
        advance.with_user(self.user_accountant)._pay(self.bank, "2026-03-06")
        return advance

    def test_what_stands_against_a_request(self):
        ceiling = self.assignment.expected_cost
        self.assertRefused("At most", ceiling + 0.01)
        policy = self.env["mbb.travel.policy"]._get_policy(
            self.assignment.date_from, self.company
        )
        policy.advance_percent = 50
        self.assertRefused("At most", ceiling / 2 + 1)
        self.assignment.sudo().spending_order_id._write_guarded({"state": "closed"})
        self.assertRefused("spending order", 1)
        with (
            freeze_time("2026-03-12"),
            self.assertRaisesRegex(UserError, "is over"),
            self.env.cr.savepoint(),
        ):
            self.env["mbb.travel.advance"].with_user(self.user_officer).create(
                {"assignment_id": self.assignment.id, "amount": 1}
            )

    def assertRefused(self, text, amount):
        with self.assertRaisesRegex(UserError, text), self.env.cr.savepoint():
            self._request(amount)

    @mute_logger("odoo.sql_db")
    def test_one_open_advance_an_assignment(self):
        first = self._request(100)
        with self.assertRaises(Exception) as caught, self.env.cr.savepoint():
            self._request(100)
        self.assertIn("unique_open", str(caught.exception))
        first.action_refuse("Not needed")
        self.assertEqual(first.state, "refused")
        self.env.flush_all()
        self._request(100)

    def test_duties(self):
        advance = self._request()
        with self.assertRaises(UserError):
            advance.with_user(self.user_accountant).action_pay()
        for name in ("user_officer", "user_accountant", "user_checker"):
            with self.assertRaises(AccessError):
                advance.with_user(getattr(self, name)).action_approve()
        self._approve(advance, self.user_authoriser)
        for name in ("user_officer", "user_authoriser", "user_checker"):
            with self.assertRaises(UserError):
                advance.with_user(getattr(self, name)).action_pay()
        for values in ({"state": "paid"}, {"amount": 1}, {"claim_id": 1}):
            with self.assertRaises(UserError):
                advance.write(values)
        with self.assertRaises(UserError):
            advance.sudo().unlink()

    def test_refused_by_the_authoriser(self):
        advance = self._request()
        row = advance.sudo().approval_ids.filtered(lambda a: a.state == "waiting")
        row.with_user(self.user_authoriser)._do_refuse("Too early")
        self.assertEqual(advance.state, "refused")
        self.assertEqual(advance.refuse_reason, "Too early")
        self.assertIn("Too early", advance.message_ids[:1].body)

    @freeze_time("2026-03-06 09:00:00")
    def test_not_without_a_checked_account(self):
        advance = self._approved_advance()
        self.payee.with_user(self.user_accountant).sudo(False).action_refuse("Closed")
        with self.assertRaisesRegex(UserError, "no account of"):
            advance.with_user(self.user_accountant).action_pay()

    def test_not_earlier_than_the_days_to_leave(self):
        """6245 m.59: who has not left within 15 days pays back at once."""
        advance = self._approved_advance()
        with freeze_time("2026-02-22"):
            with self.assertRaisesRegex(UserError, "m.59"):
                advance.with_user(self.user_accountant).action_pay()
        with freeze_time("2026-02-23"):
            advance.with_user(self.user_accountant).action_pay()

    def test_cancelled_duty(self):
        advance = self._approved_advance()
        self.assignment.with_user(self.user_officer).action_cancel("Not needed")
        self.assertEqual(advance.state, "refused")

    # -- D11 -------------------------------------------------------------------

    def test_d11_leaves_a_debt(self):
        policy = self.env["mbb.travel.policy"]._get_policy(
            self.assignment.date_from, self.company
        )
        policy.advance_percent = 1000
        advance = self._paid_advance(4000)
        claim = self._posted_claim()
        self.assertEqual((claim.payable, claim.refund), (0, 390))
        # Nothing is left to pay; the person owes what is open of the advance.
        self.assertEqual(claim.state, "paid")
        self.assertEqual((advance.state, advance.amount_open), ("paid", 390))
        self._receive(advance)
        self.assertEqual(advance.state, "settled")
        moves = claim.sudo().move_ids | advance.sudo().move_ids
        self.assertBalanced(moves)
        self.assertEqual(self._get_balance("advance", moves), 0)
        self.assertEqual(self._get_balance("payable", moves), 0)

    # -- another currency ------------------------------------------------------

    def _set_rate(self, day, rate):
        eur = self.env.ref("base.EUR")
        eur.active = True
        eur.rate_ids.filtered(lambda r: str(r.name) == day).unlink()
        eur.rate_ids.create(
            {
                "currency_id": eur.id,
                "name": day,
                "inverse_company_rate": rate,
                "company_id": self.company.id,
            }
        )
        return eur

    def test_currency_difference_is_booked(self):
        eur = self._set_rate("2026-03-01", 40)
        self._set_rate("2026-03-20", 42)
        advance = self._paid_advance(50, currency_id=eur.id)
        self.assertEqual((advance.amount_open, advance.amount_open_company), (50, 2000))
        claim = self._posted_claim()
        # 50 EUR are 2,100 on the day of the posting.
        self.assertEqual((claim.advance, claim.amount_left), (2100, 1510))
        self.assertEqual(advance.state, "settled")
        lines = advance._get_lines()
        exchange = (
            lines.matched_debit_ids | lines.matched_credit_ids
        ).exchange_move_id
        self.assertEqual(sum(exchange.line_ids.mapped("debit")), 100)
        self.assertBalanced(claim.sudo().move_ids | advance.sudo().move_ids | exchange)
        self.assertEqual(
            self._get_balance("advance", advance.sudo().move_ids | exchange), 0
        )

    def test_a_part_of_a_foreign_advance(self):
        eur = self._set_rate("2026-03-01", 40)
        self.env["mbb.travel.policy"].search([]).advance_percent = 1000
        advance = self._paid_advance(100, currency_id=eur.id)
        claim = self._posted_claim()
        self.assertEqual((claim.payable, claim.refund), (0, 390))
        self.assertEqual((advance.state, advance.amount_open), ("paid", 9.75))
        self._receive(advance)
        self.assertEqual(advance.state, "settled")


@tagged("post_install", "-at_install")
class TestPaidAdvance(AdvanceCommon):
    """3,000.00 were paid before the journey."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.advance = cls._paid_advance()

    def test_paid_once(self):
        advance = self.advance
        with freeze_time("2026-03-06"), self.assertRaisesRegex(UserError, "only once"):
            advance.with_user(self.user_accountant)._pay(self.bank, "2026-03-06")
        self.assertEqual(len(advance.sudo().move_ids), 1)

    def test_payment_undone(self):
        advance = self.advance
        payment = advance.sudo().move_ids.origin_payment_id
        payment.with_user(self.user_accountant).action_draft()
        self.assertEqual(advance.state, "approved")
        self.assertFalse(advance.date_paid)
        with freeze_time("2026-03-06"), self.assertRaisesRegex(UserError, "a draft"):
            advance.with_user(self.user_accountant).action_pay()
        payment.with_user(self.user_accountant).action_post()
        self.assertEqual(advance.state, "paid")

    def test_due(self):
        """15 days to leave, then a calendar month after the return (6245 m.59)."""
        advance = self.advance
        self.assertEqual(str(advance.date_due), "2026-03-23")
        self.assignment.sudo()._take_arrow("ongoing")
        self.assertEqual(str(advance.date_due), "2026-04-11")

    def test_late_goes_into_recovery(self):
        advance = self.advance
        self.assignment.sudo()._take_arrow("ongoing")
        rule = self.env.ref("mbb_mentor_expense.mbb_clock_rule_advance_paid")
        with freeze_time("2026-04-11 09:00:00"):
            rule._tick(advance.sudo())
        self.assertEqual(advance.state, "paid")
        with freeze_time("2026-04-14 09:00:00"):
            rule._tick(advance.sudo())
        self.assertEqual(advance.state, "recovery")
        self.assertIn("m.59", advance.recovery_reason)
        recovery = advance.sudo().recovery_ids
        self.assertEqual(
            (recovery.ground, recovery.amount, recovery.state), ("m59", 3000, "open")
        )
        self.assertEqual(str(recovery.date_interest_from), "2026-03-06")

    def test_papers_on_their_way_stop_the_clock(self):
        advance = self.advance
        self._create_claim().action_submit()
        rule = self.env.ref("mbb_mentor_expense.mbb_clock_rule_advance_paid")
        with freeze_time("2026-05-14 09:00:00"):
            rule._tick(advance.sudo())
        self.assertEqual(advance.state, "paid")

    def test_paid_back_without_a_trip(self):
        advance = self.advance
        self._receive(advance, 1000)
        self.assertEqual((advance.state, advance.amount_open), ("paid", 2000))
        with self.assertRaisesRegex(ValidationError, "before the advance was paid"):
            self._receive(advance, day="2026-03-05")
        self._receive(advance)
        self.assertEqual(advance.state, "repaid")
        self.assertBalanced(advance.sudo().move_ids)

    def test_returned_claim_lets_the_advance_go(self):
        advance = self.advance
        claim = self._create_claim()
        claim.action_submit()
        self.assertEqual(advance.claim_id, claim)
        claim.with_user(self.user_checker).action_return("Hours")
        self.assertFalse(advance.claim_id)

    def test_paid_back_before_the_posting(self):
        """What was frozen at the submission is not what is set off."""
        advance = self.advance
        claim = self._approved_claim()
        self.assertEqual(claim.payable, 610)
        self._receive(advance, 1000)
        claim.with_user(self.user_accountant).action_post()
        self.assertEqual((claim.advance, claim.payable), (2000, 1610))
        self.assertEqual(claim.amount_left, 1610)

    # -- D11 ----------------------------------------------------------------------

    def test_d11_pays_the_rest(self):
        advance = self.advance
        claim = self._create_claim()
        self.assertEqual((claim.net, claim.advance), (3610, 3000))
        self.assertEqual((claim.payable, claim.refund), (610, 0))
        claim.action_submit()
        self.assertEqual(claim.advance_ids, advance)
        self._approve_all(claim)
        claim.with_user(self.user_accountant).action_post()
        self.assertEqual(claim.state, "posted")
        self.assertEqual((claim.amount_paid, claim.amount_left), (0, 610))
        self.assertEqual(advance.state, "settled")
        self._pay(claim)
        self.assertEqual(claim.state, "paid")
        self.assertEqual((claim.amount_paid, claim.amount_left), (610, 0))
        moves = claim.sudo().move_ids | advance.sudo().move_ids
        moves |= claim.sudo().move_ids.matched_payment_ids.move_id
        self.assertBalanced(moves)
        self.assertEqual(self._get_balance("advance", moves), 0)
        self.assertEqual(self._get_balance("payable", moves), 0)
        payment = claim.sudo().move_ids.matched_payment_ids
        self.assertEqual(payment.mapped("amount"), [610])
        expenses = claim.sudo().expense_ids
        self.assertEqual(sum(expenses.mapped("total_amount")), claim.gross)

    def test_reset_to_draft_brings_the_advance_back(self):
        advance = self.advance
        claim = self._posted_claim()
        self.assertEqual(advance.state, "settled")
        move = claim._get_live_entry().with_user(self.user_accountant)
        move.button_draft()
        self.assertEqual(claim.state, "approved")
        self.assertEqual((advance.state, advance.amount_open), ("paid", 3000))
        self.assertBalanced(advance.sudo().move_ids)
        move.action_post()
        self.assertEqual((claim.state, advance.state), ("posted", "settled"))
        self.assertEqual(claim.amount_left, 610)

    def test_reversal_brings_the_advance_back(self):
        claim = self._posted_claim()
        for paid, cancel in itertools.product((False, True), repeat=2):
            with self.subTest(paid=paid, cancel=cancel):
                savepoint = self.env.cr.savepoint()
                self._reverse_claim(claim, paid, cancel)
                savepoint.rollback()
                savepoint.close(rollback=False)
                self.env.invalidate_all(flush=False)

    def _reverse_claim(self, claim, paid, cancel):
        """At once, or as the dialog does it: a draft that is posted afterwards."""
        advance = self.advance
        if paid:
            self._pay(claim)
            self.assertEqual(claim.state, "paid")
        move = claim._get_live_entry().with_user(self.user_accountant)
        reversal = move._reverse_moves([{"invoice_date": move.date}], cancel=cancel)
        if not cancel:
            self.assertEqual(claim.state, "paid" if paid else "posted")
            reversal.action_post()
        self.assertEqual(claim.state, "approved")
        self.assertEqual((advance.state, advance.amount_open), ("paid", 3000))
        claim.with_user(self.user_accountant).action_post()
        self.assertEqual((claim.state, advance.state), ("posted", "settled"))

    def test_a_set_off_undone_by_hand_pays_nothing_twice(self):
        billing = new_test_user(self.env, "test.billing", groups=BILLING)
        advance = self.advance
        claim = self._posted_claim()
        self.assertEqual(advance.state, "settled")
        left = claim.amount_left
        set_off = claim.sudo().move_ids.filtered("travel_advance_id")
        with self.assertRaises(UserError), self.env.cr.savepoint():
            set_off.with_user(billing).button_draft()
            self.assertGreater(claim.amount_left, left)
            self._pay(claim)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            set_off.line_ids.with_user(billing).remove_move_reconcile()
            self._pay(claim)

    # -- recovered ----------------------------------------------------------------

    def test_of_an_advance(self):
        advance = self.advance
        advance.with_user(self.user_accountant).action_recover("No papers came")
        recovery = advance.sudo().recovery_ids.with_user(self.user_accountant)
        recovery = recovery.sudo(False)
        recovery.action_demand()
        moves = advance.sudo().move_ids | recovery.sudo().move_ids
        self.assertBalanced(moves)
        self.assertEqual(self._get_balance("advance", moves), 0)
        self.assertEqual(self._get_balance("recovery", moves), 3000)
        self.assertEqual((advance.state, advance.amount_open), ("recovery", 0))
        # The claim that comes late is paid by itself (6245 m.59).
        claim = self._posted_claim()
        self.assertEqual((claim.advance, claim.amount_left), (0, 3610))

    def test_lifted(self):
        advance = self.advance
        advance.with_user(self.user_accountant).action_recover("No papers came")
        recovery = advance.sudo().recovery_ids.with_user(self.user_accountant)
        recovery = recovery.sudo(False)
        recovery.action_demand()
        recovery.action_lift("The papers were in the post")
        self.assertEqual(recovery.state, "lifted")
        self.assertEqual((advance.state, advance.amount_open), ("paid", 3000))
        self.assertEqual(
            self._get_balance("recovery", recovery.sudo().move_ids), 0
        )

    # -- over the year's end ------------------------------------------------------

    def _close_year(self, user=None):
        return (
            self.env["mbb.travel.year.end"]
            .with_user(user or self.user_accountant)
            .create({"date": "2026-12-31"})
        )

    @freeze_time("2026-12-31 09:00:00")
    def test_open_advances_are_carried_over(self):
        advance = self.advance
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
