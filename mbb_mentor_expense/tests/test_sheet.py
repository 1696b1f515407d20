# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64
import io

from openpyxl import load_workbook

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..sheet import defuse, write_csv, write_xlsx
from .common import TravelCommon

FORMULA = "=cmd|' /C calc'!A0"


@tagged("post_install", "-at_install")
class TestSheet(TravelCommon):
    def _open(self, content):
        return load_workbook(io.BytesIO(content))

    def test_no_formula(self):
        for text in (FORMULA, "+1", "-1+cmd", "@SUM(A1)", "\t=1", "\r=1"):
            self.assertTrue(defuse(text).startswith("'"))
        self.assertEqual(defuse("1-2"), "1-2")
        self.assertIn(b"'=cmd", write_csv(["a"], [[FORMULA]]))
        page = self._open(write_xlsx([("a/b:[c]", [FORMULA], [[FORMULA]])])).active
        for row in (1, 2):
            self.assertEqual(page.cell(row, 1).data_type, "s")
            self.assertEqual(page.cell(row, 1).value, FORMULA)

    def test_same_rows_same_file(self):
        sheets = [("a", ["İı"], [["Iğdır"], [1.5]])]
        self.assertEqual(write_xlsx(sheets), write_xlsx(sheets))

    def test_claim(self):
        claim = self._create_claim(title=FORMULA)
        book = self._open(claim._write_claim_sheet())
        self.assertEqual(len(book.sheetnames), 5)
        cells = [cell for page in book for row in page.rows for cell in row]
        self.assertFalse([cell for cell in cells if cell.data_type == "f"])
        values = {cell.value for cell in cells}
        for value in (3610, 1250, "6245 m.33/d", "Otel Başkent"):
            self.assertIn(value, values)

    def test_table(self):
        claims = self._create_claim() | self._day_claim(
            "2026-03-12T08:00", "2026-03-12T21:30", 250
        )
        page = self._open(claims._write_table_sheet()).active
        self.assertEqual(page.max_row, 3)
        header = [cell.value for cell in page[1]]
        column = header.index(claims._fields["gross"]._description_string(self.env))
        amounts = {page.cell(row, column + 1).value for row in (2, 3)}
        self.assertEqual(amounts, set(claims.mapped("gross")))
        # Hours are those of the place, whatever the reader's zone.
        column = header.index("Departure")
        hours = {page.cell(row, column + 1).value.hour for row in (2, 3)}
        self.assertEqual(hours, {8})

    def test_payment_list(self):
        claim = self._approved_claim()
        page = self._open(claim._write_payment_sheet()).active
        self.assertEqual(page.cell(2, 1).value, claim.number)
        header = [cell.value for cell in page[1]]
        self.assertNotIn("Account", header)
        self.assertEqual(page.cell(2, len(header)).value, claim.payable)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_who_exports(self):
        claim = self._approved_claim()
        self.user_employee.partner_id = self.expert
        for method in (
            "action_export_claim",
            "action_export_table",
            "action_export_payment_list",
        ):
            for user in (self.user_officer, self.user_checker, self.user_accountant):
                action = getattr(claim.with_user(user), method)()
                self.assertEqual(action["type"], "ir.actions.act_url")
            with self.assertRaises(AccessError):
                getattr(claim.with_user(self.user_employee), method)()

    def test_a_sheet_is_read_by_who_asked_for_it(self):
        claim = self._approved_claim()
        claim.with_user(self.user_accountant).action_export_payment_list()
        export = self.env["mbb.travel.export"].search([], order="id desc", limit=1)
        own = export.with_user(self.user_accountant)
        self.assertTrue(base64.b64decode(own.file).startswith(b"PK"))
        self.assertTrue(own.name.endswith(".xlsx"))
        with self.assertRaises(AccessError):
            export.with_user(self.user_officer).read(["file"])
        for user in (self.user_officer, self.user_accountant):
            with self.assertRaises(AccessError):
                export.with_user(user).create({"name": "a", "file": "YQ=="})
