# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _prepare_html(self, html, report_model=False):
        """The papers of the organs are whole pages, printed as they stand.

        No asset is fetched for them, and their letterhead is in the body: not every
        wkhtmltopdf prints headers and footers.
        """
        if report_model != "mbb.decision":
            return super()._prepare_html(html, report_model=report_model)
        page = html.decode() if isinstance(html, bytes) else str(html)
        return [page], [None], False, False, {}
