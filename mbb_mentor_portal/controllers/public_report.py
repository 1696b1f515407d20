# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from werkzeug.exceptions import NotFound

from odoo.http import request, route

from .public_page import MentoringPublicPage

LIST = "/mentoring/reports"


class MentoringPublicReport(MentoringPublicPage):
    """The programme's reports and its open data, for everybody (GÇY m.24)."""

    @route(
        LIST,
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_activity_reports(self, **params):
        reports_sudo = request.env["mbb.activity.report"]._find_public_sudo()
        return self._public_report_render(
            "mbb_mentor_portal.public_reports",
            request.env._("Activity Reports"),
            request.env._(
                "What came of the Mentor Programme, year by year: figures, indicators "
                "and open data."
            ),
            LIST,
            reports=[report._get_public_card() for report in reports_sudo],
        )

    def _public_report(self, year):
        """The published report of a year (as superuser)."""
        reports = request.env["mbb.activity.report"]
        # An address may have any number in it.
        report_sudo = 0 < year < 10_000 and reports._find_public_sudo(year)
        if not report_sudo:
            raise NotFound()
        return report_sudo[:1]

    @route(
        f"{LIST}/<int:year>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_activity_report(self, year, **params):
        report_sudo = self._public_report(year)
        return self._public_report_render(
            "mbb_mentor_portal.public_report",
            report_sudo.display_name,
            request.env._("Figures and indicators of the Mentor Programme in %s.", year),
            report_sudo._get_public_url(),
            crumbs=[(request.env._("Activity Reports"), LIST)],
            report=report_sudo._get_public_page(),
        )

    def _public_report_render(self, *args, **values):
        response = self._public_render(*args, **values)
        # What is withdrawn is gone at once.
        response.headers["Cache-Control"] = "no-store"
        return response

    @route(
        f"{LIST}/<int:year>/<any(pdf, csv, xlsx):kind>",
        type="http",
        auth="public",
        website=True,
        multilang=False,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_activity_report_file(self, year, kind, **params):
        report_sudo = self._public_report(year)
        content, mimetype = report_sudo._get_public_file(kind)
        name = report_sudo._get_file_name(kind)
        return self._mentoring_file(content, mimetype, name)
