# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import doctest
from decimal import Decimal

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from odoo.addons.mbb_mentor_expense import rate_table

from .common import TravelCommon


@tagged("post_install", "-at_install")
class TestRateTable(TravelCommon):
    """Next year's table in minutes: seen first, then stored, never half-read."""

    def _wizard(self, method, user=None, **values):
        wizards = self.env["mbb.travel.rate.table"].with_context(
            default_method=method, lang="en_US"
        )
        form = Form(wizards.with_user(user or self.user_accountant))
        form.date_from = "2027-01-01"
        form.source = "RG 31.12.2026"
        for name, value in values.items():
            form[name] = value
        return form

    def _stored(self, day="2027-07-01"):
        rates = self.env["mbb.travel.rate"]
        return {
            letter: rates._get_rate(f"b_{letter}", day, self.company).amount
            for letter in "abcde"
        }

    def test_reading_cells(self):
        self.assertFalse(doctest.testmod(rate_table).failed)
        for text, amount in {
            "870": "870.00",
            "870,5": "870.50",
            "₺ 1.234,50": "1234.50",
            "1.234": "1234.00",
            "890,00 TL": "890.00",
        }.items():
            self.assertEqual(rate_table.read_amount(text), Decimal(amount), text)
        for text in ("870.00", "1,234.50", "12.34", "-5", "1,234", "", "x", "٣", "1e3"):
            self.assertIsNone(rate_table.read_amount(text), text)
        for text in ("B-a", "b_a", "B/a) Ek göstergesi", "B a"):
            self.assertEqual(rate_table.read_row(text), "b_a", text)
        for text in ("a", "A-a", "B-f", "B-aylık", "Bakanlar", ""):
            self.assertIsNone(rate_table.read_row(text), text)

    def test_percentage(self):
        form = self._wizard(
            "percent", source_date="2026-06-01", percent=12.55, step="0.01"
        )
        # 870 × 1.1255 = 979.185 exactly: half-up, both numbers shown.
        self.assertIn("979.1850", form.preview)
        self.assertIn("979.19", form.preview)
        self.assertEqual((form.accepted_count, form.refused_count), (5, 0))
        self.assertFalse(
            self.env["mbb.travel.rate"].search([("date_from", "=", "2027-01-01")])
        )
        form.save().action_confirm()
        self.assertEqual(self._stored()["c"], 979.19)
        rate = self.env["mbb.travel.rate"]._get_rate(
            "b_c", "2027-07-01", self.company
        )
        self.assertEqual(rate.certainty, "unverified")
        self.assertEqual(rate.source, "RG 31.12.2026")
        self.assertEqual(str(rate.date_to), "2027-12-31")

    def test_rounding_steps(self):
        for step, amount in (("0.01", "979.19"), ("1", "979.00"), ("5", "980.00")):
            found = rate_table.raise_amount(
                Decimal("870.00"), Decimal("12.55"), Decimal(step)
            )
            self.assertEqual(found, (Decimal("979.1850"), Decimal(amount)))

    def test_pasted_table(self):
        form = self._wizard(
            "paste",
            pasted="Satır\tTutar\n"
            "B-a: ek gösterge 8000 ve üzeri\t1.001,25\n"
            "B-b\t990,00 TL\n\n"
            "B-c\t980,5\t01.01.2027\t30.06.2027\n"
            "B-c\t1.000\t01.07.2027\n",
        )
        self.assertEqual((form.accepted_count, form.refused_count), (4, 0))
        form.save().action_confirm()
        self.assertEqual(self._stored("2027-03-01")["c"], 980.5)
        stored = self._stored()
        self.assertEqual((stored["a"], stored["b"], stored["c"]), (1001.25, 990, 1000))

    def test_refused_rows_say_why(self):
        form = self._wizard(
            "paste",
            pasted="B-a\t1001.25\n"
            "A-a\t925,00\n"
            "B-b 990,00\n"
            "B-c\t980,00\n"
            "B-c\t981,00\n"
            "B-d\t0\n"
            "B-e\t5,00\t31.02.2027\n"
            "B-e\t5,00\t01.02.2026\n"
            "B-e\t5,00\t01.02.2027\t01.01.2027\n"
            "B-e\t5,00\t\t\tx\n",
        )
        for reason in (
            "“1001.25” is no amount",
            "“A-a” is no row",
            "one column only",
            "stands above for the same days",
            "more than zero",
            "cannot be read",
            "is in force from",
            "cannot end before",
            "more than four columns",
        ):
            self.assertIn(reason, form.preview)
        self.assertEqual((form.accepted_count, form.refused_count), (1, 9))
        wizard = form.save()
        with self.assertRaisesRegex(UserError, "Some rows are refused"):
            wizard.action_confirm()
        wizard.skip_refused = True
        wizard.action_confirm()
        self.assertEqual(self._stored()["c"], 980)
        self.assertFalse(self._stored()["a"])

    def test_an_open_rate_ends_before_the_new_one(self):
        old = self.env["mbb.travel.rate"].create(
            {"rate_row": "b_a", "date_from": "2027-01-01", "amount": 900}
        )
        form = self._wizard("paste", pasted="B-a\t950,00", date_from="2027-07-01")
        self.assertIn("ends on", form.preview)
        form.save().action_confirm()
        self.assertEqual(str(old.date_to), "2027-06-30")
        self.assertEqual(self._stored("2027-06-30")["a"], 900)
        self.assertEqual(self._stored("2027-07-01")["a"], 950)

    def test_an_open_rate_that_claims_rest_on_stays(self):
        rates = self.env["mbb.travel.rate"]
        rates._get_rate("b_c", "2026-03-10", self.company).date_to = False
        self._create_claim().action_submit()
        form = self._wizard("paste", pasted="B-c\t950,00", date_from="2026-03-10")
        self.assertIn("Submitted claims rest", form.preview)
        # Its last day was paid at the old amount, too.
        form = self._wizard("paste", pasted="B-c\t950,00", date_from="2026-03-11")
        self.assertIn("Submitted claims rest", form.preview)
        form = self._wizard("paste", pasted="B-c\t950,00", date_from="2026-03-12")
        self.assertEqual(form.accepted_count, 1)

    def test_what_is_needed(self):
        form = self._wizard("paste", pasted="B-a\t950,00", source=" ")
        with self.assertRaisesRegex(UserError, "where the amounts were read"):
            form.save().action_confirm()
        form = self._wizard("paste", pasted="B-a\t1<b>x")
        self.assertNotIn("<b>x", form.preview)
        with self.assertRaisesRegex(UserError, "no row to be stored"):
            form.save().action_confirm()

    def test_who_may(self):
        with self.assertRaises(AccessError):
            self._wizard("percent", self.user_checker)
        wizard = self._wizard("percent", percent=1).save()
        with self.assertRaises(AccessError):
            wizard.with_user(self.user_manager).action_confirm()
        with self.assertRaises(AccessError):
            wizard.with_user(self.user_checker).action_confirm()
