# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import HttpCase, JsonRpcException, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.mbb_mentor.tests.common import PDF
from odoo.addons.mbb_mentor_expense.identity import is_tckn

from .common import IBAN, TCKN, TravelCommon

OTHER_IBAN = "DE89370400440532013000"
SECRETS = ("iban", "bic", "identity_number", "passport_number", "bank_account_id")


@tagged("post_install", "-at_install")
class TestPayee(TravelCommon, HttpCase):
    """A claim is paid to the checked account of its person, and nobody else sees it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.claim = cls._posted_claim()

    def test_check_digits(self):
        self.assertTrue(is_tckn(TCKN))
        wrong = (TCKN[:-1] + "7", TCKN[:-2] + "56", "0" + TCKN[1:], "1" * 11, "", "x")
        for number in wrong:
            self.assertFalse(is_tckn(number), number)
        for values in (
            {"iban": IBAN[:-1] + "7"},
            {"iban": "TR12"},
            {"iban": "123456"},
            {"identity_number": TCKN[:-1] + "7"},
            {"identity_number": False},
            {"identity_number": False, "passport_number": "U12345678"},
            {"identity_number": False, "bic": "DEUTDEFF"},
            {"bic": "DEUTDE"},
            {"identity_number": False, "passport_number": "U1", "bic": "DEUTDEFF"},
        ):
            with self.subTest(values), self.assertRaises(ValidationError) as caught:
                self._create_payee(self.expert, checked=False, **values)
            # What was typed is in no message and in no log.
            for value in values.values():
                self.assertNotIn(value or "–", str(caught.exception))

    def test_without_an_identity_number(self):
        payee = self._create_payee(
            self.expert,
            identity_number=False,
            passport_number="u 1234 5678",
            bic="deutdeff",
            iban="DE89 3704 0044 0532 0130 00",
        )
        self.assertEqual(payee.passport_number, "U12345678")
        self.assertEqual(payee.bank_account_id.bank_id.bic, "DEUTDEFF")
        self.assertEqual(payee.bank_account_id.sanitized_acc_number, OTHER_IBAN)
        # A bank where there are no IBANs.
        self._create_payee(
            self.expert,
            identity_number=False,
            passport_number="U12345678",
            bic="BOFAUS3N",
            iban="000123456789",
        )

    def test_one_account_of_two_persons_is_seen(self):
        """Whoever checks the second is told whose the account is, too."""
        shared = self._create_payee(self.learner, checked=False)
        self.assertEqual(shared.sudo().also_used_by, self.expert.name)
        other = self._create_payee(
            self.learner,
            checked=False,
            iban=OTHER_IBAN,
            identity_number=False,
            passport_number="U12345678",
            bic="DEUTDEFF",
        )
        self.assertFalse(other.sudo().also_used_by)

    def test_one_institution_asks_for_many(self):
        for person in (self.expert, self.learner):
            payee = self._create_payee(
                person,
                checked=False,
                kind="institution",
                institution_id=self.giving.id,
                iban=OTHER_IBAN,
                identity_number=False,
                request_number="E-1",
                request_date=self.today,
            )
        self.assertFalse(payee.sudo().also_used_by)

    def test_no_payment_without_a_checked_account(self):
        self.payee.with_user(self.user_accountant).sudo(False).action_refuse("Closed")
        claim = self.claim
        with self.assertRaisesRegex(UserError, "no account of"):
            self._pay(claim)
        waiting = self._create_payee(self.expert, checked=False)
        with self.assertRaisesRegex(UserError, "not checked yet"):
            self._pay(claim)
        # Nor by the entry's own button, nor matched by hand.
        move = claim.sudo().move_ids.with_user(self.user_accountant)
        wizard = (
            self.env["account.payment.register"]
            .with_user(self.user_accountant)
            .with_context(active_model="account.move", active_ids=move.ids)
            .create({})
        )
        with self.assertRaisesRegex(UserError, "not checked yet"):
            wizard._create_payments()
        payment = self._free_payment(move)
        lines = (payment.move_id.line_ids | move.line_ids).filtered(
            lambda line: line.account_id.account_type == "liability_payable"
        )
        with self.assertRaisesRegex(UserError, "not checked yet"):
            lines.reconcile()
        self.assertEqual(claim.state, "posted")
        # The money that went out by hand is no second payment.
        payment.action_draft()
        payment.action_cancel()
        waiting.with_user(self.user_accountant).sudo(False).action_check()
        self._pay(claim)
        self.assertEqual(claim.state, "paid")

    def _free_payment(self, move, **values):
        payment = (
            self.env["account.payment"]
            .with_user(self.user_accountant)
            .with_context(force_payment_move=True)
            .create(
                {
                    "payment_type": "outbound",
                    "partner_type": "supplier",
                    "partner_id": self.expert.id,
                    "amount": move.amount_residual,
                    "destination_account_id": self.company._mbb_get_travel_account(
                        "payable"
                    ).account_id.id,
                    **values,
                }
            )
        )
        payment.action_post()
        return payment

    def test_paid_to_no_other_account(self):
        claim = self.claim
        other = self.env["res.partner.bank"].create(
            {"partner_id": self.expert.id, "acc_number": OTHER_IBAN}
        )
        move = claim.sudo().move_ids.with_user(self.user_accountant)
        payment = self._free_payment(move, partner_bank_id=other.id)
        lines = (payment.move_id.line_ids | move.line_ids).filtered(
            lambda line: line.account_id.account_type == "liability_payable"
        )
        with self.assertRaisesRegex(UserError, "no other one"):
            lines.reconcile()
        with self.assertRaisesRegex(UserError, "matched with nothing"):
            self._pay(claim)
        payment.action_draft()
        payment.action_cancel()
        self._pay(claim)
        paid = claim.sudo().move_ids.matched_payment_ids
        self.assertEqual(paid.partner_bank_id, self.payee.bank_account_id)

    def test_a_new_account_replaces_the_old_one_once_it_is_checked(self):
        new = self._create_payee(self.expert, checked=False, iban=OTHER_IBAN)
        self.assertEqual(self.payee.state, "checked")
        again = self._create_payee(self.expert, checked=False, iban=OTHER_IBAN)
        self.assertEqual((new.state, again.state), ("replaced", "waiting"))
        again.with_user(self.user_accountant).sudo(False).action_check()
        self.assertEqual(self.payee.state, "replaced")
        self.assertTrue(self.payee.date_to)
        self.assertEqual(again.bank_account_id.sanitized_acc_number, OTHER_IBAN)

    def test_stays_as_it_was_entered(self):
        for record in (self.payee, self.payee.sudo()):
            for values in ({"iban": OTHER_IBAN}, {"expert_id": self.learner.id}):
                with self.assertRaises(UserError):
                    record.write(values)
            with self.assertRaises(UserError):
                record.unlink()

    def test_who_checks(self):
        waiting = self._create_payee(self.expert, checked=False)
        for user in (self.user_checker, self.user_control, self.user_officer):
            with self.assertRaises(AccessError):
                waiting.with_user(user).sudo(False).action_check()
        own = (
            self.env["mbb.travel.payee"]
            .with_user(self.user_accountant)
            .create(
                {"expert_id": self.learner.id, "iban": IBAN, "identity_number": TCKN}
            )
        )
        with self.assertRaisesRegex(UserError, "Who entered"):
            own.action_check()

    def test_institution_against_its_request(self):
        values = {
            "kind": "institution",
            "identity_number": False,
            "institution_id": self.giving.id,
            "request_number": "E-77",
        }
        with self.assertRaisesRegex(ValidationError, "official request"):
            self._create_payee(self.expert, checked=False, **values)
        payee = self._create_payee(
            self.expert, checked=False, request_date="2026-03-12", **values
        )
        with self.assertRaisesRegex(UserError, "Add the official request"):
            payee.with_user(self.user_accountant).sudo(False).action_check()
        payee.with_user(self.user_accountant).sudo(False).write(
            {"request_file": base64.b64encode(PDF), "request_file_name": "talep.pdf"}
        )
        self.assertTrue(payee.evidence_id)
        payee.with_user(self.user_accountant).sudo(False).action_check()
        claim = self.claim
        self._pay(claim)
        self.assertEqual(claim.state, "paid")
        payment = claim.sudo().move_ids.matched_payment_ids
        # The money goes to the institution; every line stays the person's.
        self.assertEqual(payment.partner_bank_id.partner_id, self.giving)
        self.assertEqual(payment.partner_id, self.expert)
        moves = claim.sudo().move_ids | payment.move_id
        self.assertEqual(moves.line_ids.partner_id, self.expert)

    def test_the_same_account_in_hr_stays_hrs(self):
        self.payee.with_user(self.user_accountant).sudo(False).action_refuse("Another")
        staff = new_test_user(self.env, "test.pay.staff")
        bank = self.env["res.partner.bank"].create(
            {"partner_id": staff.partner_id.id, "acc_number": IBAN}
        )
        payee = self._create_payee(staff.partner_id)
        self.assertEqual(payee.bank_account_id, bank)
        self.assertFalse(bank.is_travel_payee)

    # -- who sees it -----------------------------------------------------------

    def _get_others(self):
        hr = new_test_user(self.env, "test.pay.hr", groups="hr.group_hr_user")
        billing = new_test_user(
            self.env, "test.pay.billing", groups="account.group_account_invoice"
        )
        return (
            self.user_employee,
            self.user_officer,
            self.user_manager,
            self.user_checker,
            self.user_control,
            self.user_authoriser,
            self.user_expert,
            self.user_giving,
            hr,
            billing,
        )

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_only_those_who_pay_see_it(self):
        bank = self.payee.bank_account_id
        paying = self.payee.with_user(self.user_accountant).sudo(False)
        self.assertEqual(paying.iban, IBAN)
        for user in self._get_others():
            payee = self.payee.with_user(user).sudo(False)
            model = payee.browse()
            for name in SECRETS:
                with self.subTest(user=user.login, field=name):
                    with self.assertRaises(AccessError):
                        payee.read([name])
                    # Who may export at all is refused the field, like a reader.
                    with self.assertRaises(UserError):
                        payee.export_data([name])
                    with self.assertRaises(AccessError):
                        payee._export_rows([[name]])
                    with self.assertRaises(AccessError):
                        model.search([(name, "!=", False)])
                    with self.assertRaises(AccessError):
                        model.formatted_read_group([], [name], ["__count"])
            with self.subTest(user=user.login, bank=True):
                banks = self.env["res.partner.bank"].with_user(user)
                if not user.share:
                    self.assertFalse(banks.search([("id", "=", bank.id)]))
                    self.assertFalse(
                        banks.search([("acc_number", "ilike", IBAN[-8:])])
                    )
                with self.assertRaises(AccessError):
                    bank.with_user(user).sudo(False).read(["acc_number"])

    def test_the_last_four_digits(self):
        claim = self.claim
        for user, sees in (
            (self.user_checker, True),
            (self.user_control, True),
            (self.user_accountant, True),
            (self.user_expert, True),
            (self.user_officer, False),
            (self.user_authoriser, False),
        ):
            own = claim.with_user(user).sudo(False)
            if user == self.user_expert and self.env.registry.get("mbb.portal.mixin"):
                own = own._portal_inside()
            with self.subTest(user=user.login):
                self.assertEqual(own.payee_hint, sees and f"•••• {IBAN[-4:]}")

    def test_everybody_enters_their_own(self):
        user = new_test_user(self.env, "test.pay.own")
        assignment = self._create_assignment(
            date_from="2026-09-01", date_to="2026-09-01", expert_id=user.partner_id.id
        )
        claim = self._create_claim(assignment)
        with self.assertRaisesRegex(AccessError, "their own account"):
            claim._record_payee(iban=IBAN, identity_number=TCKN)
        action = claim.with_user(user).action_open_payee()
        wizard = (
            self.env["mbb.travel.payee.entry"]
            .with_user(user)
            .with_context(**action["context"])
            .create({"iban": IBAN, "identity_number": TCKN})
        )
        wizard.action_confirm()
        self.assertFalse(wizard.exists())
        payee = claim._get_payee("waiting")
        self.assertEqual(payee.expert_id, user.partner_id)
        self.assertEqual(payee.create_uid, user)
        with self.assertRaises(AccessError):
            payee.with_user(user).sudo(False).read(["iban"])

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_nothing_over_rpc(self):
        bank = self.payee.bank_account_id
        for login in ("test.officer", "test.checker", "test.expert"):
            self.authenticate(login, login + "x" * (8 - len(login)))
            for model, ids, name in (
                ("mbb.travel.payee", self.payee.ids, "iban"),
                ("mbb.travel.payee", self.payee.ids, "identity_number"),
                ("res.partner.bank", bank.ids, "acc_number"),
            ):
                for method, args in (
                    ("read", [ids, [name]]),
                    ("export_data", [ids, [name]]),
                    ("web_read", [ids, {name: {}}]),
                ):
                    with self.subTest(login=login, model=model, method=method):
                        self.assertRaises(
                            JsonRpcException, self._call, model, method, *args
                        )

    def _call(self, model, method, *args):
        return self.make_jsonrpc_request(
            "/web/dataset/call_kw",
            {"model": model, "method": method, "args": list(args), "kwargs": {}},
        )
