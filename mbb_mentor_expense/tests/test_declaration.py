# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import io
import re

from lxml import html
from pypdf import PdfReader

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import TravelCommon

#: harcirah.md 3.2: the head, left, centre and right, and the twelve columns.
LEFT = ("Name and Surname", "Title", "Degree of Post", "Daily Allowance")
RIGHT = ("Office", "Budget Year")
COLUMNS = (
    "Dates of Journey and Stay",
    "From Where to Where, or Where Stayed",
    "Hours of Departure",
    "Number of Days",
    "Allowances",
    "Vehicle and Necessary Costs",
    "Foreign Money",
    "Total Amount",
    "There",
    "Back",
    "One Day",
    "Amount",
    "Kind and Class",
    "Amount",
    "Kind of Money",
    "Exchange Rate",
)


@tagged("post_install", "-at_install")
class TestDeclaration(TravelCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Papers speak the language of the Birlik.
        cls.company.partner_id.lang = "en_US"
        cls.claim = cls._posted_claim()

    def _abroad(self, claim, **values):
        """Germany for 984.00 EUR, as the calculation answers for it."""
        trip = {
            "daily_rate": "870.00",
            "departure": "2026-03-10T08:00",
            "return": "2026-03-14T08:00",
            "countries": [
                {
                    "country": "DE",
                    "from": "2026-03-10T08:00",
                    "daily_rate": "164.00",
                    "currency": "EUR",
                },
            ],
            "exchange": [{"currency": "EUR", "declaration_rate": "48.1234"}],
            **values,
        }
        claim.sudo()._write_guarded({"result": claim._run(trip, claim.result["rate"])})
        return claim

    def _page(self, claim, paper="declaration"):
        return html.fromstring(str(claim._render_travel_paper(paper)))

    def test_rows_add_up(self):
        claim = self.claim
        form = claim._prepare_declaration()
        self.assertAlmostEqual(sum(row["amount"] for row in form["rows"]), claim.gross)
        self.assertFalse(form["not_borne"])
        [row] = [row for row in form["rows"] if row["part"] == "allowance"]
        self.assertEqual(row["days"], "1 1/3")

    def test_what_is_not_borne(self):
        claim = self._create_claim(lodging_ids=[self._stay("2026-03-10", 1, 2000)])
        form = claim._prepare_declaration()
        self.assertIn("608", form["not_borne"])

    def test_paper(self):
        claim = self.claim
        report = self.env["ir.actions.report"]
        content = report._render_qweb_html(
            "mbb_mentor_expense.report_travel_claim_document", claim.ids
        )[0].decode()
        for text in (claim.number, self.expert.name, "Otel Başkent", "870"):
            self.assertIn(text, content)
        self.assertEqual(claim._get_report_file_name(), claim.number)

    def test_fields_in_their_order(self):
        page = self._page(self.claim)
        cells = page.xpath("//table[contains(@class, 'head')]//td")
        for cell, labels in ((cells[0], LEFT), (cells[2], RIGHT)):
            places = [cell.text_content().index(label) for label in labels]
            self.assertEqual(places, sorted(places))
        self.assertIn("WITHIN THE COUNTRY", cells[1].text_content())
        heads = [
            head.text_content()
            for head in page.xpath("//thead/tr[position() < 3]/th")
        ]
        self.assertEqual(len(heads), len(COLUMNS))
        for head, column in zip(heads, COLUMNS, strict=True):
            self.assertTrue(head.startswith(column), head)
        numbers = page.xpath("//thead/tr[3]/th")
        self.assertEqual([int(n.text_content()) for n in numbers], [*range(1, 13)])
        rows = page.xpath("//tbody/tr[position() < 5]")
        self.assertEqual({len(row) for row in rows}, {12})
        text = page.text_content()
        order = (
            "GRAND TOTAL",
            "3,610.00",
            "Head of the Unit (*)",
            "Claimant",
            "(*) Signed",
        )
        places = [text.index(word) for word in order]
        self.assertEqual(places, sorted(places))

    def test_title_and_number_are_data(self):
        claim = self.claim
        paper = self.env.ref("mbb_mentor_expense.mbb_travel_paper_declaration")
        paper.write({"form_number": "Örnek: 99", "name": "A NEW TITLE"})
        text = self._page(claim).text_content()
        self.assertIn("Örnek: 99", text)
        self.assertIn("A NEW TITLE", text)
        self.assertIn("layout not verified", text)
        paper.certainty = "verified"
        self.assertNotIn("not verified", self._page(claim).text_content())

    def test_abroad(self):
        claim = self._abroad(self.claim)
        form = claim._prepare_declaration()
        [row] = [row for row in form["rows"] if row["part"] == "allowance"]
        self.assertEqual(row["currency"], "EUR")
        self.assertEqual(row["allowance"], "984.00")
        self.assertEqual(row["rate"], "164.00")
        self.assertEqual(row["exchange_rate"], "48.1234")
        # 984.00 × 48.1234 = 47,353.4256
        self.assertEqual(row["total"], "47,353.43")
        text = self._page(claim).text_content()
        self.assertIn("ABROAD", text)
        self.assertIn("1 EUR = 48.1234", text)

    def test_pages_with_their_heads(self):
        """A long claim has the head of the table, and its number, on each page."""
        legs = [
            self._leg(
                f"2026-03-10T{8 + n // 6:02}:{n % 6 * 10:02}",
                f"2026-03-10T{8 + n // 6:02}:{n % 6 * 10 + 5:02}",
                amount=10,
                place_from="Iğdır Şehirlerarası Otogarı İç Hatlar",
                place_to="Çanakkale Küçükkuyu Hizmet Binası",
            )
            for n in range(60)
        ]
        claim = self._create_claim(leg_ids=legs, lodging_ids=[])
        pages = self._page(claim).xpath("//div[@class='page']")
        self.assertGreater(len(pages), 2)
        self.assertEqual({len(page.xpath(".//thead")) for page in pages}, {1})
        self.assertEqual(
            ["GRAND TOTAL" in page.text_content() for page in pages],
            [False] * (len(pages) - 1) + [True],
        )
        self._print_for_real()
        reader = PdfReader(io.BytesIO(claim._print_travel_paper("declaration")))
        self.assertEqual(len(reader.pages), len(pages))
        for number, page in enumerate(reader.pages, 1):
            text = page.extract_text()
            self.assertIn("Total Amount", re.sub(r"\s+", " ", text))
            self.assertIn(f"{number}/{len(pages)}", text)
        self.assertIn("Iğdır Şehirlerarası Otogarı İç", re.sub(r"\s+", " ", text))

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_who_prints(self):
        """The expert their own, who reads the claim too, others nothing."""
        claim = self.claim
        self.user_employee.partner_id = self.expert
        for user in (self.user_employee, self.user_officer, self.user_accountant):
            self.assertTrue(claim.with_user(user)._render_travel_paper("declaration"))
        with self.assertRaises(AccessError):
            claim.with_user(self.user_approver)._render_travel_paper("declaration")
        with self.assertRaises(AccessError):
            self.env["ir.actions.report"].with_user(
                self.user_approver
            )._render_qweb_html(
                "mbb_mentor_expense.report_travel_claim_document", claim.ids
            )
