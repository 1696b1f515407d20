# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64

from odoo import fields, models


class MbbDecisionRecord(models.TransientModel):
    """Write down an organ's decision, with its paper."""

    _name = "mbb.decision.record"
    _description = "Record a Decision"

    decision_id = fields.Many2one("mbb.decision", required=True, readonly=True)
    number = fields.Char(string="Decision Number", required=True)
    date = fields.Date(
        string="Decision Date", required=True, default=fields.Date.context_today
    )
    outcome = fields.Selection(
        [
            ("go_on", "Goes On"),
            ("conditions", "Goes On with Conditions"),
            ("end", "Does Not Go On"),
        ],
        string="What Becomes of the Record",
        required=True,
        default="go_on",
    )
    text = fields.Text(string="Text of the Decision", required=True)
    file = fields.Binary(string="Paper", required=True)
    file_name = fields.Char()

    def action_record(self):
        self.ensure_one()
        self.decision_id._record_decision(
            number=self.number,
            date=self.date,
            outcome=self.outcome,
            text=self.text,
            file_name=self.file_name or self.env._("Decision"),
            content=base64.b64decode(self.with_context(bin_size=False).file or b""),
        )
        return {"type": "ir.actions.act_window_close"}
