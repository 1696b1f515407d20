# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64

from odoo import fields, models

from ..base.paper import get_capitals, get_logo, print_page
from ..pool.mbb_application_paper_mixin import DOCTYPE
from .figure_export import make_csv, make_xlsx
from .figure_frozen import localise
from .mbb_activity_report_figure_mixin import PAPER_LANG


class MbbActivityReportPaperMixin(models.AbstractModel):
    """A report on paper and as open data, made once, when it is issued.

    Both from the figures as they may be told outside: reports to the Meclis are public.
    """

    _name = "mbb.activity.report.paper.mixin"
    _description = "Papers of an Activity Report"

    evidence_id = fields.Many2one(
        "mbb.evidence", string="As It Was Issued", readonly=True, copy=False
    )
    csv_file = fields.Binary(
        string="Open Data (CSV)", attachment=True, readonly=True, copy=False
    )
    xlsx_file = fields.Binary(
        string="Open Data (XLSX)", attachment=True, readonly=True, copy=False
    )

    def _get_paper_lang(self):
        """Turkish, whoever prints it; without it, what the Birlik writes in."""
        if PAPER_LANG in dict(self.env["res.lang"].get_installed()):
            return PAPER_LANG
        return self.company_id.partner_id.lang or self.env.lang

    def _get_langs(self):
        """All of the installation, that of the paper first."""
        first = self._get_paper_lang()
        others = (code for code, _name in self.env["res.lang"].get_installed())
        return [first, *(code for code in others if code != first)]

    def _get_file_name(self, ending):
        self.ensure_one()
        return f"{(self.number or self.display_name).replace('/', '-')}.{ending}"

    # -- on paper ----------------------------------------------------------

    def _prepare_paper(self):
        self.ensure_one()
        self.check_access("read")
        lang = self._get_paper_lang()
        # sudo: who may read the report may print it whole.
        report = self.sudo().with_context(lang=lang)
        company = report.company_id
        _exact, public = report._get_contents([lang])
        view = report._get_figure_view(public, lang)
        return {
            "doctype": DOCTYPE,
            "report": report,
            "page_lang": lang.replace("_", "-"),
            "view": view,
            "logo": get_logo(company),
            "letterhead": get_capitals(report.env, company.name),
            "company": company.name,
            "issued": report.date_issued and view.day(report.date_issued),
        }

    def _print_paper(self):
        """The PDF (bytes): what was issued, or the draft as it stands."""
        self.check_access("read")
        if self.sudo().evidence_id:
            return self.sudo().evidence_id._get_content()
        values = self._prepare_paper()
        report = values["report"]
        template = "mbb_mentor.report_activity_page"
        return print_page(report.env, template, values, report.display_name)

    def action_print(self):
        self.check_access("read")
        report = self.env.ref("mbb_mentor.report_activity_action")
        return report.report_action(self, config=False)

    # -- open data ---------------------------------------------------------

    def _get_data_files(self):
        """{field: bytes} in the language of the paper."""
        self.ensure_one()
        lang = self._get_paper_lang()
        report = self.with_context(lang=lang)
        contents = localise(report.public_figures, lang)
        words = {
            "numbers": report.env._("Figures"),
            "indicators": report.env._("Indicators"),
            "number": report.env._("Figure"),
            "indicator": report.env._("Indicator"),
            "code": report.env._("Code"),
            "unit": report.env._("Unit"),
            "target": report.env._("Target Value"),
            "value": report.env._("Value"),
        }
        return {
            "csv_file": make_csv(contents),
            "xlsx_file": make_xlsx(contents, words),
        }

    def _make_files(self):
        """Paper and data of what has just been issued (as superuser)."""
        for report in self:
            content = report._print_paper()
            evidence = report.env["mbb.evidence"]._record(
                report, report._get_file_name("pdf"), content, "issued"
            )
            files = report._get_data_files()
            report._write_guarded(
                {
                    "evidence_id": evidence.id,
                    **{name: base64.b64encode(data) for name, data in files.items()},
                }
            )

    def _get_data_file(self, kind):
        """The bytes of the open data as they were issued."""
        self.ensure_one()
        return base64.b64decode(
            self.with_context(bin_size=False)[f"{kind}_file"] or b""
        )

    def _download(self, name, kind):
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "target": "download",
            "url": f"/web/content/{self._name}/{self.id}/{name}"
            f"/{self._get_file_name(kind)}?download=true",
        }

    def action_download_csv(self):
        return self._download("csv_file", "csv")

    def action_download_xlsx(self):
        return self._download("xlsx_file", "xlsx")
