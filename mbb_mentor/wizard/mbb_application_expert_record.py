# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64

from odoo import fields, models
from odoo.exceptions import UserError


class MbbApplicationExpertRecord(models.TransientModel):
    """Record what a named expert signed on paper, with its file."""

    _name = "mbb.application.expert.record"
    _description = "Record an Expert's Paper"

    expert_id = fields.Many2one(
        "mbb.application.expert", required=True, readonly=True
    )
    person_name = fields.Char(related="expert_id.person_id.name", string="Name")
    answer = fields.Selection(
        [("confirmed", "Confirms"), ("refused", "Does not confirm")],
        required=True,
        default="confirmed",
    )
    document_date = fields.Date(
        string="Date of the Paper", default=fields.Date.context_today
    )
    reason = fields.Text()
    file = fields.Binary(required=True)
    file_name = fields.Char()

    def action_record(self):
        self.ensure_one()
        if not self.file:
            raise UserError(self.env._("Add the file: without it there is no answer."))
        self.expert_id._record_paper(
            self.answer,
            content=base64.b64decode(self.with_context(bin_size=False).file),
            file_name=self.file_name or self.env._("Confirmation"),
            date=self.document_date,
            reason=self.reason,
        )
        return {"type": "ir.actions.act_window_close"}
