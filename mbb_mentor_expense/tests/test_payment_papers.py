# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from unittest.mock import patch

from lxml import html

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.mbb_mentor_expense.models.mbb_travel_payment_paper_mixin import (
    MbbTravelPaymentPaperMixin,
)

from .common import TravelCommon

PAYER = "mbb_mentor_expense.group_travel_accountant"


@tagged("post_install", "-at_install")
class TestPaymentPapers(TravelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Papers speak the language of the Birlik.
        cls.company.partner_id.lang = "en_US"

    def _text(self, record, kind):
        page = html.fromstring(str(record._render_travel_paper(kind)))
        return " ".join(page.text_content().split())

    def _rows(self, record, kind, title, heads=1):
        page = html.fromstring(str(record._render_travel_paper(kind)))
        table = page.xpath(f"//h2[text()='{title}']/following-sibling::table[1]")[0]
        return [
            [cell.text_content().strip() for cell in row]
            for row in table.xpath(".//tr")
        ][heads:]

    # -- the calculation sheet -------------------------------------------------------

    def test_calculation_sheet(self):
        claim = self._posted_claim()
        text = self._text(claim, "calculation")
        for part in (
            claim.number,
            claim.rate_reason,
            "6245 m.39",
            "6245 m.33/d",
            "6245 m.27",
            "6245 m.14",
            "500.00",
            "3,610.00",
            "27.40",
            "3,582.60",
        ):
            self.assertIn(part, text)
        # Each amount as it was calculated, in the order of the deductions.
        rows = self._rows(claim, "calculation", "Result", heads=0)
        self.assertEqual(
            [row[1].strip("₺ $\xa0TL") for row in rows],
            [
                "1,160.00",
                "1,250.00",
                "1,200.00",
                "3,610.00",
                "27.40",
                "3,582.60",
                "0.00",
                "3,582.60",
            ],
        )

    def test_many_days_stand_together(self):
        claim = self._create_claim()
        trip = {**claim.result["trip"], "lodging": [], "return": "2026-04-20T15:00"}
        claim.sudo()._write_guarded({"result": claim._run(trip, claim.result["rate"])})
        days = claim._prepare_sheet_days()
        self.assertLess(len(days), 8)
        self.assertIn("41 × 1", [day["fraction"] for day in days])

    # -- the payment order -----------------------------------------------------------

    def test_payment_order_before_the_entry(self):
        claim = self._approved_claim()
        self.assertFalse(claim.move_ids)
        rows = self._rows(claim, "payment_order", "Accounts, Debit and Credit")
        self._check_entries(rows, stamp_tax="27.40", payable="3,582.60")
        text = self._text(claim, "payment_order")
        for part in ("layout not verified", "5018 m.33", "03.3.1.01", self.expert.name):
            self.assertIn(part, text)

    def _check_entries(self, rows, stamp_tax, payable):
        debit = [row[4] for row in rows if row[4]]
        credit = {row[0]: row[5] for row in rows if row[5]}
        self.assertEqual(debit, ["1,160.00", "1,250.00", "1,200.00"])
        self.assertEqual(credit, {"360": stamp_tax, "320": payable})
        self.assertEqual({row[0] for row in rows if row[4]}, {"630 / 830"})

    def test_payment_order_of_the_entry(self):
        """What was planned is what was posted."""
        claim = self._approved_claim()
        before = self._rows(claim, "payment_order", "Accounts, Debit and Credit")
        # Whoever posts comes later, and nothing is in their memory.
        self.env.flush_all()
        self.env.invalidate_all()
        claim.with_user(self.user_accountant).action_post()
        after = self._rows(claim, "payment_order", "Accounts, Debit and Credit")
        self.assertEqual(
            [[*row[:3], *row[4:]] for row in before],
            [[*row[:3], *row[4:]] for row in after],
        )
        self._check_entries(after, "27.40", "3,582.60")

    def test_who_decided_stands_on_it(self):
        claim = self._posted_claim()
        self.user_authoriser.partner_id.function = "Genel Sekreter"
        rows = self._rows(claim, "payment_order", "Decisions in the System")
        self.assertEqual(len(rows), 4)
        text = self._text(claim, "payment_order")
        self.assertIn(self.user_checker.name, text)
        self.assertIn(self.user_accountant.name, text)
        self.assertNotIn("signed in the system", text)
        # What was decided before a return has lapsed.
        signs = claim._get_paper_sign_checked()
        self.assertEqual(len(signs), 1)
        self.assertIn(self.user_checker.name, signs[0]["name"])
        self.assertIn(
            self.user_control.name, claim._get_paper_sign_controlled()[0]["name"]
        )

    def test_layout_is_data(self):
        claim = self._approved_claim()
        paper = self.env.ref("mbb_mentor_expense.mbb_travel_paper_payment_order")
        paper.line_ids.filtered(lambda line: line.key == "subject").label = "Konu"
        paper.line_ids.filtered(lambda line: line.key == "approvals").unlink()
        paper.write({"certainty": "verified", "form_number": "Örnek: 1"})
        text = self._text(claim, "payment_order")
        self.assertIn("Konu", text)
        self.assertIn("Örnek: 1", text)
        self.assertNotIn("Decisions in the System", text)
        self.assertNotIn("not verified", text)
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            paper.line_ids.create(
                {"paper_id": paper.id, "place": "left", "key": "approvals"}
            )
        own = paper.with_user(self.user_accountant).copy({"name": "OUR OWN"})
        self.assertEqual(own.company_id, self.company)
        self.assertEqual(own.line_ids.mapped("key"), paper.line_ids.mapped("key"))
        text = self._text(claim, "payment_order")
        self.assertIn("OUR OWN", text)
        self.assertIn("Konu", text)
        (own | paper).active = False
        with self.assertRaisesRegex(UserError, "no layout"):
            self._text(claim, "payment_order")

    def test_every_content_is_answered(self):
        """No content that a layout may name is unknown to the claim."""
        claim = self._posted_claim()
        keys = self.env["mbb.travel.paper.line"]._fields["key"].selection
        for key, _label in keys:
            with self.subTest(key=key):
                self.assertTrue(hasattr(claim, f"_get_paper_{key}"))
                claim._get_paper_value(key)

    def test_accounting_slip(self):
        claim = self._posted_claim()
        move = claim.move_ids.with_user(self.user_accountant)
        rows = self._rows(move, "accounting_slip", "Accounts, Debit and Credit")
        self._check_entries(rows, "27.40", "3,582.60")
        action = move.action_print_accounting_slip()
        self.assertEqual(action["report_type"], "qweb-pdf")
        with self.assertRaises(AccessError):
            claim.move_ids.with_user(self.user_checker)._render_travel_paper(
                "accounting_slip"
            )

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_who_prints_payment_papers(self):
        claim = self._approved_claim()
        self.user_employee.partner_id = self.expert
        for kind in ("payment_order", "payment_list"):
            for user in (
                self.user_officer,
                self.user_checker,
                self.user_control,
                self.user_authoriser,
                self.user_accountant,
            ):
                self.assertTrue(claim.with_user(user)._render_travel_paper(kind))
            # The claimant has the declaration and the calculation, no more.
            with self.assertRaises(AccessError):
                claim.with_user(self.user_employee)._render_travel_paper(kind)
        self.assertTrue(
            claim.with_user(self.user_employee)._render_travel_paper("calculation")
        )

    # -- the list --------------------------------------------------------------------

    def _second(self):
        assignment = self._create_assignment(
            date_from="2026-05-10", date_to="2026-05-10"
        )
        claim = self._day_claim(
            "2026-05-10T08:00", "2026-05-10T21:30", 250, assignment=assignment
        )
        claim.action_submit()
        self._approve_all(claim)
        return claim

    def test_payment_list(self):
        claims = self._second() | self._approved_claim()
        rows = claims._prepare_payment_rows()
        numbers = [row["number"] for row in rows]
        self.assertEqual(numbers, sorted(claims.mapped("number")))
        text = self._text(claims, "payment_list")
        for part in (*claims.mapped("number"), "TOTAL", "layout not verified"):
            self.assertIn(part, text)
        total = sum(claims.mapped("payable"))
        self.assertIn(f"{total:,.2f}", text)
        with self.assertRaisesRegex(UserError, "approved"):
            (claims | self._create_claim())._render_travel_paper("payment_list")

    def test_the_list_asks_for_nothing_twice(self):
        claim = self._posted_claim()
        self._create_payee(claim.expert_id)
        self._pay(claim, amount=100)
        rows = claim._prepare_payment_rows()
        self.assertEqual(rows[0]["payable"], claim.amount_left)
        self._pay(claim)
        self.assertEqual(claim.state, "paid")
        with self.assertRaisesRegex(UserError, "Paid already"):
            claim._prepare_payment_rows()

    def test_account_only_for_who_pays(self):
        """The list goes to the officer without the account."""
        claim = self._approved_claim()

        def values(record):
            account = "TR33 0006 1005 1978 6457 8413 26"
            seen = record.env.user.has_group(PAYER)
            return {
                "name": record.sudo().expert_id.name,
                "identity": "",
                "account": account if seen else "",
                "bank": "",
            }

        with patch.object(MbbTravelPaymentPaperMixin, "_get_payee_values", values):
            for kind in ("payment_list", "payment_order"):
                paid = self._text(claim.with_user(self.user_accountant), kind)
                self.assertIn("TR33", paid)
                told = self._text(claim.with_user(self.user_officer), kind)
                self.assertNotIn("TR33", told)
