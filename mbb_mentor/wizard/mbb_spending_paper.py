# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64

from odoo import fields, models
from odoo.exceptions import UserError


class MbbSpendingPaper(models.TransientModel):
    """Record the spending order as it was signed outside."""

    _name = "mbb.spending.paper"
    _description = "Record a Signed Spending Order"

    order_id = fields.Many2one("mbb.spending.order", required=True, readonly=True)
    number = fields.Char(required=True)
    date = fields.Date(required=True, default=fields.Date.context_today)
    file = fields.Binary(required=True)
    file_name = fields.Char()

    def action_record(self):
        self.ensure_one()
        if not self.file:
            raise UserError(self.env._("Add the file of the paper."))
        self.order_id._record_document(
            number=self.number,
            date=self.date,
            file_name=self.file_name or self.number,
            content=base64.b64decode(self.with_context(bin_size=False).file),
        )
        return {"type": "ir.actions.act_window_close"}
