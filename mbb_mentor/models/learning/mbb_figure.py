# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, models, tools
from odoo.exceptions import AccessError

from .figure_scope import Figures, Scope

#: Who looks at the figures of the programme.
READERS = (
    "mbb_mentor.group_mentor_officer",
    "mbb_mentor.group_mentor_approver",
)
#: Of which figures may be asked for.
YEARS = range(2000, 2101)
#: Before the programme.
EMPTY_YEAR = 1900


class MbbFigure(models.AbstractModel):
    """The programme in numbers: counted here, for the dashboard, the yearly report
    and the open data alike.

    Counted as superuser, so that everybody who may look sees the same number; what
    lies behind one is opened by who may read it. The number of queries does not depend
    on the rows.
    """

    _name = "mbb.figure"
    _description = "Figures"
    _inherit = [
        "mbb.figure.practice.mixin",
        "mbb.figure.outcome.mixin",
        "mbb.figure.relation.mixin",
        "mbb.figure.demand.mixin",
    ]

    @api.model
    def _get_scope(self, company, year):
        return Scope(company, int(year), self.env["mbb.state.mixin"]._get_today())

    @api.model
    def _get_figures(self, company, year):
        """All numbers and tables of a year (`Figures`)."""
        figures = Figures(self._get_scope(company, year))
        self.sudo().with_company(company)._collect(figures)
        return figures

    @api.model
    @tools.ormcache("self.env.lang")
    def _get_number_labels(self):
        """[(key, label)] of the numbers that there are: those of a year without rows,
        since each is named where it is counted."""
        figures = self._get_figures(self.env.company, EMPTY_YEAR)
        return [(key, number["label"]) for key, number in figures.numbers.items()]

    @api.model
    def _check_reader(self):
        if not any(self.env.user.has_group(group) for group in READERS):
            raise AccessError(
                self.env._("The figures are for those who run the programme.")
            )

    @api.model
    def _get_openable(self, source):
        """What lies behind a figure, for who may read it; or nothing."""
        if not source:
            return False
        model, domain = source
        if not self.env[model].has_access("read"):
            return False
        return {"model": model, "domain": domain}

    @api.model
    def get_dashboard(self, year=None):
        """Of the user's company: {"year", "years", "numbers", "tables"}."""
        self._check_reader()
        today = self.env["mbb.state.mixin"]._get_today()
        if not isinstance(year, int) or year not in YEARS:
            year = today.year
        figures = self._get_figures(self.env.company, year)
        return {
            "year": year,
            "years": list(range(today.year, today.year - 5, -1)),
            "numbers": [
                {**number, "source": self._get_openable(number["source"])}
                for number in figures.numbers.values()
            ],
            "tables": [
                {
                    **table,
                    "rows": [
                        {**line, "source": self._get_openable(line["source"])}
                        for line in table["rows"]
                    ],
                }
                for table in figures.tables.values()
            ],
        }
