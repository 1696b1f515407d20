# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""From a record and a layout to a PDF; who may print which paper."""

from odoo import models
from odoo.exceptions import AccessError
from odoo.tools import float_repr, format_date, formatLang

from odoo.addons.mbb_mentor.models.base.paper import get_logo, number_pages
from odoo.addons.mbb_mentor.models.relation.mbb_letter_print_mixin import DOCTYPE

from ..amount_in_words import amount_in_words

FINANCE = (
    "mbb_mentor_expense.group_travel_checker,"
    "mbb_mentor_expense.group_travel_control,"
    "mbb_mentor_expense.group_travel_authoriser,"
    "mbb_mentor_expense.group_travel_accountant"
)
#: Who prints a paper besides being able to read its record; all readers if not here.
PRINTERS = {
    "payment_order": f"mbb_mentor.group_mentor_officer,{FINANCE}",
    "payment_list": f"mbb_mentor.group_mentor_officer,{FINANCE}",
    "accounting_slip": "account.group_account_invoice,account.group_account_readonly",
}


class MbbTravelPrintedMixin(models.AbstractModel):
    """A record that papers of `mbb.travel.paper` are printed of.

    Each content of the layout is answered by one method, `_get_paper_<content>()`.
    """

    _name = "mbb.travel.printed.mixin"
    _description = "Printed by a Layout"

    def _check_paper_access(self, kind):
        """The one place that says who may have a paper, whatever way it is asked."""
        self.check_access("read")
        groups = PRINTERS.get(kind)
        if groups and not (self.env.su or self.env.user.has_groups(groups)):
            raise AccessError(self.env._("This paper is not printed by your duties."))

    def _get_printing_company(self):
        return self.sudo().company_id[:1] or self.env.company

    def _in_paper_language(self):
        """Papers speak the language of the Birlik, whoever prints them."""
        lang = self._get_printing_company().partner_id.lang or "tr_TR"
        return self.with_context(lang=lang)

    # -- to paper ----------------------------------------------------------------

    def _print_travel_paper(self, kind):
        """The PDF (bytes) of a paper, its pages numbered."""
        self._check_paper_access(kind)
        report = self.env["ir.actions.report"]._get_travel_report(kind)
        record = self._in_paper_language()
        html = self.env["ir.qweb"]._render(
            "mbb_mentor_expense.report_travel_sheet",
            {
                "doctype": DOCTYPE,
                "title": record._get_paper_file_name(kind),
                "pages": [record._render_travel_paper(kind)],
            },
        )
        paper = report.paperformat_id
        printer = self.env["ir.actions.report"].new({"paperformat_id": paper.id})
        # Everything the page needs is in it: the printer fetches nothing.
        content = printer._run_wkhtmltopdf(
            [str(html)], landscape=paper.orientation == "Landscape"
        )
        # Letters of the standard fonts only: no word stands there.
        return number_pages(content, record._get_paper_reference())

    def _render_travel_paper(self, kind):
        """The markup of a paper, without the sheet around it."""
        self._check_paper_access(kind)
        record = self._in_paper_language()
        values = record._prepare_travel_paper(kind)
        return record.env["ir.qweb"]._render(
            f"mbb_mentor_expense.report_travel_{kind}_page", values
        )

    def _prepare_travel_paper(self, kind):
        self._check_paper_access(kind)
        records = self.sudo()
        company = records._get_printing_company()
        layout = self.env["mbb.travel.paper"]._get_layout(kind, company)
        return {
            "layout": layout.with_env(self.env(su=True)),
            "company": company,
            "logo": get_logo(company),
            "blank": "… / … / ……",
            # The reader's own environment goes along: an account is theirs to see.
            **getattr(self, f"_prepare_{kind}_paper", self._prepare_by_layout)(layout),
        }

    def _prepare_by_layout(self, layout):
        """What the layout names, in its order."""
        self.ensure_one()
        layout = layout.with_env(self.env(su=True))
        values = {"record": self.sudo(), "title": layout._get_title()}
        for place in ("left", "right", "body", "sign"):
            values[place] = [
                {
                    "key": line.key,
                    "label": line._get_label(),
                    "is_block": line._is_block(),
                    "value": self._get_paper_value(line.key),
                }
                for line in layout._get_lines(place)
            ]
        return values

    def _get_paper_value(self, key):
        # A content that this record does not have stays empty.
        method = getattr(self, f"_get_paper_{key}", None)
        return method() if method else ""

    def _get_paper_reference(self):
        """What tells on each page which record it is of."""
        return self._get_paper_value("number") if len(self) == 1 else ""

    def _get_paper_file_name(self, kind):
        raise NotImplementedError

    def _prepare_account_row(self, account, mapping, label, debit, credit):
        """A line of debit and credit, with both codes: here and in the books."""
        company = self._get_printing_company()
        return {
            "official_code": mapping.official_code or "",
            "budget_code": mapping.budget_code or "",
            "code": account.with_company(company).code or "",
            "account": account.name or "",
            "label": label,
            "debit_amount": debit,
            "credit_amount": credit,
            "debit": self._format_number(debit) if debit else "",
            "credit": self._format_number(credit) if credit else "",
        }

    # -- words ---------------------------------------------------------------------

    def _get_amount_in_words(self, amount, currency):
        """"yalnız … TL … Kr." of the amount; in English for who reads no Turkish."""
        if not (self.env.lang or "").startswith("tr"):
            return currency.with_env(self.env).amount_to_text(amount)
        text = float_repr(amount, currency.decimal_places)
        if currency.name == "TRY":
            return amount_in_words(text)
        subunit = currency.with_env(self.env).currency_subunit_label or ""
        # Python's lower() knows no dotless one.
        subunit = subunit.replace("I", "ı").replace("İ", "i").lower()
        return amount_in_words(text, currency.name, subunit)

    def _format_number(self, amount):
        return formatLang(self.env, amount, digits=2)

    def _format_day(self, day):
        return day and format_date(self.env, day) or ""
