# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import io

from odoo import models


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"  # pylint: disable=consider-merging-classes-inherited

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        """A paper is printed one by one, with the numbers of its own pages."""
        report = self._get_report(report_ref)
        model = self.env.get(report.model)
        if not res_ids or not hasattr(model, "_print_paper"):
            return super()._render_qweb_pdf_prepare_streams(
                report_ref, data, res_ids=res_ids
            )
        return {
            record.id: {
                "stream": io.BytesIO(record._print_paper()),
                "attachment": None,
            }
            for record in model.browse(res_ids)
        }
