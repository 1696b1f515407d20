# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo.tests import tagged

from .common import TravelCommon


@tagged("post_install", "-at_install")
class TestDeclaration(TravelCommon):
    def test_rows_add_up(self):
        claim = self._create_claim()
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
        claim = self._posted_claim()
        report = self.env["ir.actions.report"]
        html = report._render_qweb_html(
            "mbb_mentor_expense.report_travel_claim_document", claim.ids
        )[0].decode()
        for text in (claim.number, self.expert.name, "Otel Başkent", "870"):
            self.assertIn(text, html)
        self.assertEqual(claim._get_report_file_name(), claim.number)
