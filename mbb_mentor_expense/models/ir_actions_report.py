# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import io

from odoo import api, models

#: The reports that are printed by a layout, by the paper that they print.
REPORTS = {
    "declaration": "mbb_mentor_expense.report_travel_claim",
    "calculation": "mbb_mentor_expense.report_travel_calculation",
    "payment_order": "mbb_mentor_expense.report_travel_payment_order",
    "accounting_slip": "mbb_mentor_expense.report_travel_accounting_slip",
    "payment_list": "mbb_mentor_expense.report_travel_payment_list",
}
#: Papers of several records at once; of the others each record has its own.
TOGETHER = ("payment_list",)


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    @api.model
    def _get_travel_report(self, kind):
        return self.env.ref(REPORTS[kind]).sudo()

    def _get_travel_kind(self):
        """The paper of `mbb.travel.paper` that this report prints, or None."""
        self.ensure_one()
        names = (
            kind
            for kind, xmlid in REPORTS.items()
            if (self.report_name or "") in (xmlid, f"{xmlid}_document")
        )
        return next(names, None)

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        """A paper is printed one by one, with the numbers of its own pages."""
        report = self._get_report(report_ref)
        kind = report._get_travel_kind()
        if not kind or not res_ids:
            return super()._render_qweb_pdf_prepare_streams(
                report_ref, data, res_ids=res_ids
            )
        records = self.env[report.model].browse(res_ids)
        if kind in TOGETHER:
            parts = {False: records}
        else:
            parts = {record.id: record for record in records}
        return {
            key: {
                "stream": io.BytesIO(part._print_travel_paper(kind)),
                "attachment": None,
            }
            for key, part in parts.items()
        }
