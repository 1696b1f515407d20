# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _prepare_html(self, html, report_model=False):
        """The papers of the organs have their letterhead in the body.

        An empty header and footer would only be what many a wkhtmltopdf cannot do.
        """
        prepared = super()._prepare_html(html, report_model=report_model)
        if not prepared or report_model != "mbb.decision":
            return prepared
        bodies, record_ids, _header, _footer, paper = prepared
        return bodies, record_ids, False, False, paper
