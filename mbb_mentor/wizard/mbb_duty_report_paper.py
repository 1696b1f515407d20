# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64

from odoo import fields, models
from odoo.exceptions import UserError


class MbbDutyReportPaper(models.TransientModel):
    """Add a paper to a closing report."""

    _name = "mbb.duty.report.paper"
    _description = "Paper of a Closing Report"

    report_id = fields.Many2one("mbb.duty.report", required=True, readonly=True)
    side = fields.Selection(
        [("expert", "The Expert"), ("host", "The Host")], required=True, readonly=True
    )
    file = fields.Binary(required=True)
    file_name = fields.Char()

    def action_record(self):
        self.ensure_one()
        if not self.file:
            raise UserError(self.env._("Add the file of the paper."))
        self.report_id._attach(
            self.file_name,
            base64.b64decode(self.with_context(bin_size=False).file),
            self.side,
        )
        return {"type": "ir.actions.act_window_close"}
