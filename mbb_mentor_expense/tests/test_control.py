# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64
import math
from datetime import timedelta

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.mbb_mentor.tests.common import PDF

from .common import TravelCommon


class ControlCommon(TravelCommon):
    @classmethod
    def _confirmed_claim(cls, signed=True, **values):
        return cls._confirm(cls._create_claim(**values), signed)

    @classmethod
    def _confirm(cls, claim, signed=True):
        claim.action_submit()
        cls._decide_one(claim, cls.user_manager)
        if signed:
            cls._sign(claim)
        return claim

    @classmethod
    def _decide_one(cls, claim, user):
        row = claim.sudo().approval_ids.filtered(lambda a: a.state == "waiting")
        row.with_user(user)._do_approve()

    def _told(self, claim, partner):
        messages = claim.sudo().message_ids
        found = messages.filtered(lambda m: partner in m.notified_partner_ids)
        return " ".join(found.mapped("body"))


@tagged("post_install", "-at_install")
class TestUnit(ControlCommon):
    """Who confirms an expert's duty, and what the control is asked, are settings."""

    def test_by_default_the_rule_says_who(self):
        claim = self._create_claim()
        claim.action_submit()
        self.assertEqual(claim.unit_authority, "secretariat")
        self.assertEqual(claim.state, "submitted")

    def test_the_senders_signature_confirms(self):
        self.company.mbb_unit_authority = "sender"
        claim = self._create_claim()
        claim.action_submit()
        self.assertFalse(claim.sudo().approval_ids)
        self.assertEqual(claim.waits_for, self.giving.name)
        self._sign(claim)
        self.assertEqual(claim.state, "confirmed")
        self._approve(claim, self.user_checker, self.user_control)
        self.assertEqual(claim.state, "checked")

    def test_the_hosts_confirmed_report_confirms(self):
        self.company.mbb_unit_authority = "host"
        claim = self._create_claim()
        claim.action_submit()
        self.assertEqual(claim.state, "submitted")
        self.assertEqual(claim.waits_for, self.asking.name)
        report = self.env["mbb.duty.report"].sudo().create(
            {"assignment_id": self.assignment.id, "text": "Done"}
        )
        report.with_user(self.user_officer)._attach("r.pdf", PDF)
        report.with_user(self.user_officer).action_submit()
        self.assertEqual(claim.state, "submitted")
        report.with_user(self.user_officer)._attach("h.pdf", PDF, "host")
        report.with_user(self.user_manager).action_confirm()
        self.assertEqual(claim.state, "confirmed")

    def test_a_confirmed_report_confirms_at_once(self):
        self.company.mbb_unit_authority = "host"
        self.env["mbb.duty.report"].sudo().create(
            {"assignment_id": self.assignment.id, "text": "Done"}
        )._write_guarded({"state": "confirmed"})
        claim = self._create_claim()
        claim.action_submit()
        self.assertEqual(claim.state, "confirmed")

    def test_own_staff_stay_with_the_rule(self):
        self.company.mbb_unit_authority = "sender"
        claim = self._create_claim()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mbb_assignment SET sending_institution_id = %s WHERE id = %s",
            [self.company.partner_id.id, self.assignment.id],
        )
        self.env.invalidate_all()
        self.assertEqual(claim.unit_authority, "secretariat")

    # -- 5018 m.58: below the amount the control is not asked -----------------------

    def _set_limit(self, amount):
        rule = self.env.ref("mbb_mentor_expense.mbb_approval_rule_control")
        rule.domain = "[('in_control_scope', '=', True)]"
        policies = self.env["mbb.travel.policy"]
        today = fields.Date.today()
        policy = policies._get_policy(today, self.company)
        if policy:
            policy.control_from = amount
        else:
            policies.create({"date_from": today, "control_from": amount})

    def test_below_it_the_control_is_not_asked(self):
        self._set_limit(3610.01)
        claim = self._confirmed_claim()
        self.assertFalse(claim.in_control_scope)
        self._approve(claim, self.user_checker)
        self.assertEqual(claim.state, "checked")

    def test_from_it_on_the_control_is_asked(self):
        self._set_limit(3610)
        claim = self._confirmed_claim()
        self._approve(claim, self.user_checker)
        self.assertEqual(claim.state, "confirmed")
        self._approve(claim, self.user_control)
        self.assertEqual(claim.state, "checked")

    def test_a_later_limit_changes_nothing(self):
        self._set_limit(0)
        claim = self._confirmed_claim()
        self._set_limit(100_000)
        self.assertTrue(claim.in_control_scope)

    def test_what_is_cut_does_not_take_it_out_of_the_control(self):
        self._set_limit(3500)
        claim = self._confirmed_claim()
        claim.with_user(self.user_checker)._cut("leg", claim.leg_ids[0], 300, "Too dear")
        self.assertTrue(claim.in_control_scope)


@tagged("post_install", "-at_install")
class TestConfirmed(ControlCommon):
    """What stands between the unit's confirmation and the check."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.claim = cls._confirmed_claim(signed=False)

    def _signed_claim(self):
        self._sign(self.claim)
        return self.claim

    def _take_back(self):
        """The claim as its writer has it again."""
        self.claim.action_return("Once more")
        return self.claim

    # -- `checked` rests on the paper that both signed, never on a click -----------

    def test_nothing_is_checked_without_the_signed_paper(self):
        claim = self.claim
        with self.assertRaises(UserError):
            self._decide_one(claim, self.user_checker)
        self._sign(claim)
        self._approve(claim, self.user_checker, self.user_control)
        self.assertEqual(claim.state, "checked")

    def test_who_recorded_it_and_when(self):
        claim = self._signed_claim()
        self.assertEqual(claim.signed_by_id, self.user_officer)
        self.assertTrue(claim.signed_on)
        evidence = claim.sudo().signed_evidence_id
        self.assertEqual((evidence.res_model, evidence.res_id), (claim._name, claim.id))
        self.assertEqual(evidence._get_content(), PDF)
        self.assertEqual(
            base64.b64decode(claim.with_user(self.user_control).signed_file), PDF
        )
        with self.assertRaisesRegex(UserError, "recorded already"):
            self._sign(claim)

    def test_a_number_and_a_date_stand_for_the_paper(self):
        claim = self.claim
        officer = claim.with_user(self.user_officer)
        for values in (
            {"channel": "paper", "unit_name": "Head"},
            {"channel": "ebys", "unit_name": "Head", "number": "E-5"},
            {"channel": "kep", "unit_name": " ", "number": "1", "date": "2026-03-20"},
        ):
            with self.assertRaises(UserError):
                officer._record_signed(**values)
        officer._record_signed(
            channel="ebys", unit_name="Head", number="E-5", date="2026-03-20"
        )
        self.assertEqual(claim.signed_number, "E-5")
        self.assertFalse(claim.sudo().signed_evidence_id)

    def test_the_dialog_of_the_signature(self):
        claim = self.claim.with_user(self.user_checker)
        action = claim.action_record_signed()
        wizard = self.env[action["res_model"]].with_user(self.user_checker)
        form = Form(wizard.with_context(**action["context"]))
        form.file = base64.b64encode(PDF)
        form.unit_name = "Head of Unit"
        with self.assertRaisesRegex(UserError, "Both sign"):
            form.save().action_record()
        form.by_claimant = True
        form.save().action_record()
        self.assertEqual(claim.signed_by_id, self.user_checker)

    def test_a_return_lets_it_lapse(self):
        claim = self._signed_claim()
        first = claim.sudo().signed_evidence_id
        claim.action_return("Another fare")
        self.assertFalse(claim.signed_on or claim.sudo().signed_evidence_id)
        self.assertTrue(first.exists())

    def test_it_is_written_by_its_step_only(self):
        claim = self.claim
        for values in ({"signed_on": fields.Datetime.now()}, {"on_behalf": True}):
            for own in (claim.with_user(self.user_manager), claim.sudo()):
                with self.assertRaises(UserError):
                    own.write(values)
        for user in (self.user_control, self.user_authoriser, self.user_employee):
            with self.assertRaises(AccessError):
                claim.with_user(user)._record_signed(unit_name="x", content=PDF)
        draft = self._create_claim()
        with self.assertRaises(UserError):
            self._sign(draft)

    def test_nobody_records_ones_own(self):
        """Also where the expert is an officer of the Birlik."""
        claim = self.claim
        user = new_test_user(
            self.env, "test.own", groups="mbb_mentor.group_mentor_officer"
        )
        self.env.cr.execute(
            "UPDATE mbb_travel_claim SET expert_id = %s WHERE id = %s",
            [user.partner_id.id, claim.id],
        )
        claim.invalidate_recordset()
        with self.assertRaises(AccessError):
            claim.with_user(user)._record_signed(unit_name="x", content=PDF)

    def test_a_claim_entered_from_paper(self):
        claim = self._take_back()
        with self.assertRaises(AccessError):
            claim.with_user(self.user_checker)._record_source(PDF, "x.pdf")
        self.assertFalse(claim.on_behalf)
        claim.with_user(self.user_officer)._record_source(PDF, "bildirim.pdf")
        self.assertTrue(claim.on_behalf)
        self.assertTrue(claim.sudo().source_evidence_id)
        claim.action_submit()
        wizard = self.env["mbb.travel.signature"].with_user(self.user_officer)
        wizard.create(
            {
                "claim_id": claim.id,
                "use_source": True,
                "by_claimant": True,
                "unit_name": "Head of Unit",
            }
        ).action_record()
        self.assertTrue(claim.signed_on)
        with self.assertRaises(UserError):
            claim.with_user(self.user_officer)._record_source(PDF, "y.pdf")

    # -- partial approval: by line, with a reason, once, by a checker --------------

    def _cut(self, claim, part, amount, line=None, user=None, reason="The ticket says so"):
        return claim.with_user(user or self.user_checker)._cut(
            part, line, amount, reason
        )

    def test_a_fare(self):
        claim = self._signed_claim()
        leg = claim.leg_ids[0]
        self._cut(claim, "leg", 50, leg)
        self.assertEqual((leg.total, leg.accepted_amount), (500, 450))
        self.assertEqual((claim.transport, claim.gross), (1150, 3560))
        self.assertEqual((claim.claimed_gross, claim.cut_total), (3610, 50))
        self.assertEqual(claim.stamp_tax, 27.02)
        self.assertEqual(claim.leg_ids[0].amount, 500)

    def test_the_allowance(self):
        claim = self._signed_claim()
        self._cut(claim, "allowance", 290)
        self.assertEqual((claim.allowance, claim.gross), (870, 3320))
        self.assertEqual(claim.thirds, 4)
        with self.assertRaisesRegex(UserError, "is left of this line"):
            self._cut(claim, "allowance", 870.01)

    def test_an_invoice_is_held_against_its_ceiling_without_it(self):
        claim = self._take_back()
        claim.lodging_ids.invoice_total = 2000
        self._confirm(claim)
        self.assertEqual(claim.lodging, 1392)
        self._cut(claim, "lodging", 500, claim.lodging_ids)
        self.assertEqual(claim.lodging, 1392)
        self._cut(claim, "lodging", 500, claim.lodging_ids)
        self.assertEqual((claim.lodging, claim.lodging_ids.accepted_amount), (1000, 1000))

    def test_who_may_and_when(self):
        claim = self._take_back()
        leg = claim.leg_ids[0]
        claim.action_submit()
        with self.assertRaisesRegex(AccessError, "while the claim is checked"):
            self._cut(claim, "leg", 1, leg)
        self._decide_one(claim, self.user_manager)
        for user in (self.user_control, self.user_authoriser, self.user_officer):
            with self.assertRaises(AccessError):
                self._cut(claim, "leg", 1, leg, user=user)
        self.user_manager.group_ids += self.env.ref(
            "mbb_mentor_expense.group_travel_checker"
        )
        with self.assertRaisesRegex(AccessError, "earlier step"):
            self._cut(claim, "leg", 1, leg, user=self.user_manager)
        self._approve(claim, self.user_checker)
        with self.assertRaisesRegex(AccessError, "earlier step"):
            self._cut(claim, "leg", 1, leg)
        other = new_test_user(
            self.env, "test.checker2", groups="mbb_mentor_expense.group_travel_checker"
        )
        with self.assertRaisesRegex(AccessError, "approved these amounts"):
            self._cut(claim, "leg", 1, leg, user=other)
        self._approve(claim, self.user_control)
        with self.assertRaisesRegex(AccessError, "while the claim is checked"):
            self._cut(claim, "leg", 1, leg, user=other)

    def test_not_more_than_the_line_and_with_a_reason(self):
        claim = self._signed_claim()
        other = self._create_claim()
        for part, amount, line, reason in (
            ("leg", 500.01, claim.leg_ids[0], "x"),
            ("leg", 0, claim.leg_ids[0], "x"),
            ("leg", -5, claim.leg_ids[0], "x"),
            ("leg", 5, claim.leg_ids[0], " "),
            ("leg", 5, other.leg_ids[0], "x"),
            ("lodging", 5, other.lodging_ids, "x"),
        ):
            with self.assertRaises(UserError):
                self._cut(claim, part, amount, line, reason=reason)

    def test_it_is_a_number(self):
        claim = self._signed_claim()
        leg = claim.leg_ids[0]
        dialog = self.env["mbb.travel.cut.record"].with_user(self.user_checker)
        values = {"claim_id": claim.id, "part": "leg", "leg_id": leg.id, "reason": "x"}
        record = dialog.create({**values, "amount": 1})
        for amount in (math.nan, math.inf, -math.inf):
            with self.subTest(amount=amount):
                with self.assertRaisesRegex(ValidationError, "number between nothing"):
                    self._cut(claim, "leg", amount, leg)
                with self.assertRaisesRegex(ValidationError, "has to be a number"):
                    dialog.create({**values, "amount": amount})
                with self.assertRaisesRegex(ValidationError, "has to be a number"):
                    record.write({"amount": amount})
        self.assertFalse(claim.cut_ids)

    def test_something_has_to_be_left(self):
        claim = self._take_back()
        claim.lodging_ids.unlink()
        claim.leg_ids = [
            Command.clear(),
            self._leg("2026-03-10T08:00", "2026-03-10T08:30", amount=100),
            self._leg("2026-03-10T09:00", "2026-03-10T09:30", amount=0),
        ]
        self._confirm(claim)
        with self.assertRaisesRegex(UserError, "Nothing would be left"):
            self._cut(claim, "leg", 100, claim.leg_ids[0])

    def test_written_once(self):
        claim = self._signed_claim()
        cut = self._cut(claim, "leg", 50, claim.leg_ids[0])
        for user in (self.user_checker, self.user_manager, self.env.ref("base.user_admin")):
            with self.assertRaises(UserError):
                cut.with_user(user).write({"amount": 1})
            with self.assertRaises(UserError):
                cut.with_user(user).unlink()
        with self.assertRaises(UserError):
            cut.sudo().write({"amount": 1})
        with self.assertRaises(UserError):
            cut.sudo().unlink()
        with self.assertRaises(UserError):
            cut.sudo().create(cut.copy_data()[0])

    def test_a_return_lets_them_lapse(self):
        claim = self._signed_claim()
        cut = self._cut(claim, "leg", 50, claim.leg_ids[0])
        claim.action_return("Another fare")
        self.assertTrue(cut.lapsed)
        self.assertFalse(claim.cut_ids)
        self.assertEqual((claim.gross, claim.cut_total), (3610, 0))
        claim.leg_ids[0].unlink()
        self.assertTrue(cut.exists().line_name)

    def test_the_claimant_is_told_the_reasons(self):
        claim = self._signed_claim()
        self._cut(claim, "leg", 50, claim.leg_ids[0], reason="The ticket says 450.")
        self.assertNotIn("says 450", self._told(claim, self.expert))
        self._approve(claim, self.user_checker, self.user_control)
        self.assertIn("says 450", self._told(claim, self.expert))

    def test_what_is_accepted_is_booked(self):
        claim = self._signed_claim()
        self._cut(claim, "leg", 50, claim.leg_ids[0])
        self._cut(claim, "allowance", 290)
        self._approve(
            claim, self.user_checker, self.user_control, self.user_authoriser
        )
        claim.with_user(self.user_accountant).action_post()
        self.assertEqual(claim.state, "posted")
        self.assertEqual(sum(claim.sudo().expense_ids.mapped("total_amount")), 3270)
        self.assertEqual((claim.claimed_gross, claim.gross), (3610, 3270))

    def test_the_dialog_of_a_cut(self):
        claim = self._signed_claim().with_user(self.user_checker)
        self.assertTrue(claim.can_cut)
        action = claim.action_cut()
        form = Form(
            self.env[action["res_model"]]
            .with_user(self.user_checker)
            .with_context(**action["context"])
        )
        form.leg_id = claim.leg_ids[0]
        self.assertEqual(form.left, 500)
        form.amount = 20
        form.reason = "Rounded up"
        form.save().action_record()
        self.assertEqual(claim.cut_total, 20)

    def test_after_the_check_nothing_is_edited(self):
        claim = self._signed_claim()
        self._approve(claim, self.user_checker, self.user_control)
        for values in ({"degree": 1}, {"leg_ids": [Command.clear()]}, {"title": "x"}):
            with self.assertRaises(UserError):
                claim.with_user(self.user_officer).write(values)
        with self.assertRaises(UserError):
            claim.leg_ids.with_user(self.user_officer).write({"amount": 1})
        with self.assertRaises(UserError):
            claim.with_user(self.user_checker).action_settle_duplicates("x")


@tagged("post_install", "-at_install")
class TestApproved(ControlCommon):
    """What lies before the accountant, and what managers see of it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.claim = cls._approved_claim()

    def _post(self):
        self.claim.with_user(self.user_accountant).action_post()
        return self.claim

    # -- 5018 m.61: the accountant returns in writing, for what the law names ------

    def test_the_accountants_grounds(self):
        claim = self.claim.with_user(self.user_accountant)
        other = self.env.ref("mbb_mentor_expense.mbb_travel_return_reason_trip")
        document = self.env.ref("mbb_mentor_expense.mbb_travel_return_reason_document")
        rule = self.env.ref("mbb_mentor_expense.mbb_travel_document_rule_lodging")
        with self.assertRaisesRegex(UserError, "m.61"):
            claim.action_return("I want a boarding pass")
        with self.assertRaisesRegex(UserError, "m.61"):
            claim.action_return("I want a boarding pass", other.id)
        with self.assertRaisesRegex(UserError, "Name the document"):
            claim.action_return("I want a boarding pass", document.id)
        claim.action_return("The invoice cannot be read", document.id, rule.id)
        self.assertEqual(claim.state, "draft")
        self.assertEqual(claim.return_document_id, rule)

    def test_the_checker_and_the_claimant_read_the_reason(self):
        claim = self.claim
        claim.with_user(self.user_accountant).action_return(
            "The sum is wrong", self.ground.id
        )
        for partner in (self.user_checker.partner_id, self.expert):
            self.assertIn("The sum is wrong", self._told(claim, partner))

    def test_returns_are_kept_and_counted(self):
        claim = self.claim
        claim.with_user(self.user_accountant).action_return("Wrong", self.ground.id)
        row = claim.return_ids
        self.assertEqual(
            (row.reason_id, row.source, row.user_id, row.reason),
            (self.ground, "approved", self.user_accountant, "Wrong"),
        )
        claim.action_submit()
        self.assertFalse(claim.return_reason_id)
        self._decide_one(claim, self.user_manager)
        waiting = claim.sudo().approval_ids.filtered(lambda a: a.state == "waiting")
        waiting.with_user(self.user_checker)._do_refuse("Once more")
        self.assertEqual(len(claim.return_ids), 2)
        self.assertFalse(claim.return_reason_id)
        with self.assertRaises(UserError):
            row.sudo().write({"reason": "x"})
        with self.assertRaises(UserError):
            row.sudo().unlink()

    def test_one_working_day(self):
        rule = self.env.ref("mbb_mentor_expense.mbb_clock_rule_approved")
        self.assertEqual((rule.days, rule.working_days), (1, True))
        self.assertTrue(self.claim.date_due)

    def test_the_dialog(self):
        claim = self.claim.with_user(self.user_accountant)
        form = Form(
            self.env["mbb.travel.return.record"]
            .with_user(self.user_accountant)
            .with_context(default_claim_id=claim.id)
        )
        self.assertTrue(form.is_accounting)
        form.reason_id = self.ground
        form.reason = "The sum is wrong"
        form.save().action_confirm()
        self.assertEqual(claim.state, "draft")

    # -- the reports add up to the claims ------------------------------------------

    def _rows(self, claim):
        self.env.flush_all()
        return self.env["mbb.travel.report"].with_user(self.user_manager).search(
            [("claim_id", "=", claim.id)]
        )

    def test_a_row_a_subject_adds_up(self):
        claim = self._post()
        rows = self._rows(claim)
        self.assertTrue(rows)
        self.assertAlmostEqual(sum(rows.mapped("accepted")), 3610, 2)
        self.assertAlmostEqual(sum(rows.mapped("claims")), 1, 4)
        self.assertEqual(rows.match_id, self.match)
        self.assertEqual(rows.host_institution_id, self.asking)
        self.assertEqual(set(rows.mapped("turn")), {"accountant"})
        self.assertEqual(set(rows.mapped("age")), {"5"})
        self.assertEqual(sum(rows.mapped("paid")), 0)
        self._pay(claim)
        rows.invalidate_recordset()
        self.assertAlmostEqual(sum(self._rows(claim).mapped("paid")), 3610, 2)
        self.assertEqual(set(self._rows(claim).mapped("age")), {False})

    def test_waiting_and_returned(self):
        claim = self.claim
        claim.with_user(self.user_accountant).action_return("x", self.ground.id)
        rows = self._rows(claim)
        self.assertEqual(rows.return_reason_id, self.ground)
        self.assertAlmostEqual(sum(rows.mapped("returns")), 1, 4)
        self.assertEqual(set(rows.mapped("turn")), {"claimant"})
        claim.sudo()._write_guarded(
            {"date_state": fields.Datetime.now() - timedelta(days=3)}
        )
        self.env.invalidate_all()
        self.assertAlmostEqual(self._rows(claim)[0].waiting_days, 3, 1)

    def test_groups(self):
        self._post()
        self.env.flush_all()
        report = self.env["mbb.travel.report"].with_user(self.user_accountant)
        for name in ("turn", "age", "subject_id", "host_institution_id", "match_id"):
            self.assertTrue(report._read_group([], [name], ["accepted:sum"]))

    def test_the_budget(self):
        analytic = self.env["account.analytic.account"].create(
            {
                "name": "Travel",
                "plan_id": self.env["account.analytic.plan"].create({"name": "T"}).id,
            }
        )
        appropriation = self.env["mbb.travel.appropriation"].create(
            {
                "code": "03.3.1.01",
                "analytic_account_id": analytic.id,
                "date_from": "2026-01-01",
                "date_to": "2026-12-31",
                "amount": 50_000,
            }
        )
        order = self.assignment.sudo().spending_order_id
        self.assertEqual(order.state, "approved")
        self.env.cr.execute(
            "UPDATE mbb_spending_order SET appropriation_id = %s WHERE id = %s",
            [appropriation.id, order.id],
        )
        self.env.invalidate_all()
        report = self.env["mbb.travel.budget.report"].with_user(self.user_manager)

        def row():
            self.env.flush_all()
            self.env.invalidate_all()
            return report.search([("appropriation_id", "=", appropriation.id)])

        self.assertEqual((row().spent, row().reserved), (0, order.amount))
        self._post()
        found = row()
        self.assertEqual(found.spent, 3610)
        self.assertEqual(found.reserved, max(order.amount - 3610, 0))
        self.assertEqual(
            found.left, found.given - found.spent - found.reserved
        )
        self.assertEqual(found.reserved, appropriation.reserved)

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_access(self):
        for model in ("mbb.travel.report", "mbb.travel.budget.report", "mbb.travel.sample"):
            for user in (
                self.user_manager,
                self.user_checker,
                self.user_control,
                self.user_authoriser,
                self.user_accountant,
            ):
                self.env[model].with_user(user).search([], limit=1)
            for user in (self.user_officer, self.user_employee):
                with self.assertRaises(AccessError):
                    self.env[model].with_user(user).search([], limit=1)


@tagged("post_install", "-at_install")
class TestSample(ControlCommon):
    """A share of what was paid is looked at again by somebody else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_checker2 = new_test_user(
            cls.env,
            "test.travel.checker2",
            groups="mbb_mentor_expense.group_travel_checker",
        )
        cls.claims = cls.env["mbb.travel.claim"]
        for hour in (8, 10, 14, 16):
            start, stop = f"2026-03-10T{hour:02}:00", f"2026-03-10T{hour + 1:02}:00"
            claim = cls._posted_claim(
                leg_ids=[
                    cls._leg(start, start, amount=hour),
                    cls._leg(stop, stop, amount=hour),
                ],
                lodging_ids=[],
            )
            cls._pay(claim)
            cls.claims |= claim
        cls.month = fields.Date.today().replace(day=1)

    def test_a_seed_draws_the_same_ones(self):
        self.company.mbb_sample_share = 50
        samples = self.env["mbb.travel.sample"].sudo()
        population = samples._get_population(self.company, self.month)
        self.assertLessEqual(self.claims, population)
        first = samples._draw(self.company, self.month, "a1b2")
        self.assertEqual(len(first), -(-len(population) // 2))
        self.assertEqual(set(first.mapped("seed")), {"a1b2"})
        self.assertEqual(set(first.mapped("population")), {len(population)})
        drawn = first.claim_id
        self.env.cr.execute("DELETE FROM mbb_travel_sample")
        self.env.invalidate_all()
        self.assertEqual(
            samples._draw(self.company, self.month, "a1b2").claim_id, drawn
        )

    def _draw_all(self):
        self.company.mbb_sample_share = 100
        return self.env["mbb.travel.sample"].sudo()._draw(self.company, self.month)

    def test_given_to_who_took_no_part(self):
        rows = self._draw_all().filtered(lambda row: row.claim_id in self.claims)
        for row in rows:
            self.assertNotIn(row.user_id, row._get_involved(row.claim_id))
            self.assertTrue(row.activity_ids)
        with self.assertRaisesRegex(AccessError, "earlier step"):
            rows[0].with_user(self.user_checker).action_accept("Seen")
        with self.assertRaises(AccessError):
            rows[0].with_user(self.user_authoriser).action_accept("Seen")

    def test_the_result_is_recorded_once(self):
        rows = self._draw_all().filtered(lambda row: row.claim_id in self.claims)
        rows[0].with_user(self.user_checker2).action_accept("Papers and sums agree")
        self.assertEqual((rows[0].result, rows[0].done_by_id), ("ok", self.user_checker2))
        with self.assertRaisesRegex(UserError, "already"):
            rows[0].with_user(self.user_checker2).action_find("No")
        with self.assertRaises(UserError):
            rows[1].sudo().write({"result": "ok"})
        rows[1].with_user(self.user_checker2).action_find("The hotel does not exist")
        activities = rows[1].claim_id.sudo().activity_ids
        self.assertIn(self.user_accountant, activities.user_id)

    def test_once_a_month_and_none_without_a_share(self):
        samples = self.env["mbb.travel.sample"].sudo()
        self.company.mbb_sample_share = 0
        self.assertFalse(samples._draw(self.company, self.month))
        self.company.mbb_sample_share = 100
        samples._cron_draw()
        before = samples.search_count([])
        samples._cron_draw()
        self.assertEqual(samples.search_count([]), before)
