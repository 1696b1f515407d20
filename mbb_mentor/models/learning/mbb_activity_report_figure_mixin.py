# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from markupsafe import Markup

from odoo import api, fields, models

from .figure_frozen import PRESENT, freeze, localise
from .figure_public import hide_changes, suppress
from .figure_view import FigureView

#: What the papers of the Birlik are written in.
PAPER_LANG = "tr_TR"


class MbbActivityReportFigureMixin(models.AbstractModel):
    """The figures of a report: counted while it is a draft, kept when it is issued.

    Two of them: as they are, for the Sekreterya, and as they may be told outside.
    """

    _name = "mbb.activity.report.figure.mixin"
    _description = "Figures of an Activity Report"

    figures = fields.Json(string="Figures Kept", readonly=True, copy=False)
    public_figures = fields.Json(
        string="Figures Kept for the Public", readonly=True, copy=False
    )
    figures_html = fields.Html(
        string="Figures", compute="_compute_figures_html", sanitize=False
    )
    public_html = fields.Html(
        string="As They Are Told Outside",
        compute="_compute_figures_html",
        sanitize=False,
    )

    @api.depends("year", "state", "company_id")
    @api.depends_context("lang")
    def _compute_figures_html(self):
        lang = self.env.lang or PAPER_LANG
        for report in self:
            report.figures_html = report.public_html = Markup()
            if report.year and report.company_id:
                exact, public = report._get_contents([lang])
                report.figures_html = report._render_figures(exact, lang)
                report.public_html = report._render_figures(public, lang)

    # -- counting ----------------------------------------------------------

    def _get_contents(self, langs):
        """(the figures as they are, as they may be told): kept, or counted now."""
        self.ensure_one()
        if self.figures:
            return self.figures, self.public_figures
        exact = self._count_figures(self.year, langs)
        source, exact_before, public_before = self._get_previous(langs)
        public = suppress(exact)
        for version in self._get_earlier_versions():
            public = hide_changes(public, exact, version.figures)
        return (
            self._compose(exact, exact_before, source, langs),
            self._compose(public, public_before, source, langs),
        )

    def _get_earlier_versions(self):
        # sudo: what was told of the year binds whoever reads this report.
        return self.sudo().search(
            [
                ("company_id", "=", self.company_id.id),
                ("year", "=", self.year),
                ("state", "=", "issued"),
            ]
        )

    def _count_figures(self, year, langs):
        figures = self.env["mbb.figure"]
        return freeze(
            {
                lang: figures.with_context(lang=lang)._get_figures(self.company_id, year)
                for lang in langs
            }
        )

    def _get_previous(self, langs):
        """(where from, numbers of the year before, the same as they may be told).

        As the report of that year has them; without one they are counted now, and
        what is so today alone is left empty.
        """
        year = self.year - 1
        # sudo: the numbers are the same for whoever may read this report.
        report = self.sudo().search(
            [
                ("company_id", "=", self.company_id.id),
                ("year", "=", year),
                ("state", "=", "issued"),
            ],
            order="version desc",
            limit=1,
        )
        if report:
            source = {"year": year, "from": "report", "number": report.number}
            return source, report.figures["numbers"], report.public_figures["numbers"]
        counted = self._count_figures(year, langs[:1])
        for number in counted["numbers"]:
            if number["key"] in PRESENT:
                number["value"] = number["base"] = None
        source = {"year": year, "from": "counted", "number": False}
        return source, counted["numbers"], suppress(counted)["numbers"]

    def _compose(self, figures, before, source, langs):
        """One document of the numbers with those before, the tables, the indicators."""
        old = {number["key"]: number for number in before}
        numbers = [
            {
                "mark": None,
                **number,
                "previous": old.get(number["key"], {}).get("value"),
                "previous_mark": old.get(number["key"], {}).get("mark"),
            }
            for number in figures["numbers"]
        ]
        return {
            "year": self.year,
            "counted": str(self._get_today()),
            "previous": source,
            "numbers": numbers,
            "tables": figures["tables"],
            "indicators": self._get_indicators(numbers, langs),
        }

    def _get_indicators(self, numbers, langs):
        known = {number["key"]: number for number in numbers}
        # sudo: what the plans say stands in the report, whoever reads it.
        indicators = self.env["mbb.indicator"].sudo()._find(self.company_id)
        return [
            self._get_indicator(indicator, known[indicator.figure_key], langs)
            for indicator in indicators
            if indicator.figure_key in known
        ]

    def _get_indicator(self, indicator, number, langs):
        def words(name):
            return {
                "text": {
                    lang: indicator.with_context(lang=lang)[name] or "" for lang in langs
                }
            }

        target = indicator._get_target(self.year)
        return {
            "code": indicator.code,
            "plan": indicator.plan,
            "name": words("name"),
            "aim": words("aim"),
            "goal": words("goal"),
            "unit": words("unit") if indicator.unit else number["unit"],
            "direction": indicator.direction,
            "figure": number["key"],
            "digits": number["digits"],
            "target": target,
            "reached": indicator._is_reached(number["value"], target),
            **{
                name: number[name]
                for name in ("value", "mark", "previous", "previous_mark")
            },
        }

    # -- showing -----------------------------------------------------------

    def _get_figure_view(self, contents, lang):
        """What a page needs to show the figures in a language."""
        return FigureView(self.with_context(lang=lang).env, localise(contents, lang))

    @api.model
    def _render_figures(self, contents, lang):
        return self.env["ir.qweb"].with_context(lang=lang)._render(
            "mbb_mentor.report_activity_figures",
            {"view": self._get_figure_view(contents, lang)},
        )
