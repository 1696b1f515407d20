# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, models


class MbbActivityReport(models.Model):
    """A published report, for everybody: what it tells outside, and nothing else of it."""

    _inherit = "mbb.activity.report"

    @api.model
    def _find_public_sudo(self, year=None):
        """Those published by the company, the newest first (as superuser)."""
        domain = [("company_id", "=", self.env.company.id), ("is_public", "=", True)]
        if year:
            domain.append(("year", "=", year))
        return self.sudo().search(domain)

    def _get_public_url(self):
        self.ensure_one()
        return f"/mentoring/reports/{self.year}"

    def _get_public_card(self):
        self.ensure_one()
        return {
            "year": self.year,
            "number": self.number,
            "issued": self.date_issued,
            "corrected": self.version > 1,
            "reason": self.reason,
            "introduction": self.introduction,
            "assessment": self.assessment,
            "url": self._get_public_url(),
        }

    def _get_public_page(self):
        """The same with the figures as they may be told, in the reader's language."""
        figures = self._render_figures(self.public_figures, self.env.lang)
        return {**self._get_public_card(), "figures": figures}

    def _get_public_file(self, kind):
        """(bytes, type) of the paper or of the open data."""
        self.ensure_one()
        if kind == "pdf":
            return self.evidence_id._get_content(), "application/pdf"
        types = {
            "csv": "text/csv; charset=utf-8",
            "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
        return self._get_data_file(kind), types[kind]
