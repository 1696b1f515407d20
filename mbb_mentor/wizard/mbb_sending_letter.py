# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64

from odoo import fields, models
from odoo.exceptions import UserError


class MbbSendingLetter(models.TransientModel):
    """Record the letter by which an institution sends its expert."""

    _name = "mbb.sending.letter"
    _description = "Record the Sending Institution's Letter"

    assignment_id = fields.Many2one("mbb.assignment", required=True, readonly=True)
    institution_id = fields.Many2one(related="assignment_id.sending_institution_id")
    channel = fields.Selection(
        [("ebys", "EBYS"), ("kep", "KEP"), ("paper", "Signed Paper")],
        required=True,
        default="ebys",
    )
    number = fields.Char(required=True)
    date = fields.Date(required=True, default=fields.Date.context_today)
    file = fields.Binary(required=True)
    file_name = fields.Char()

    def action_record(self):
        self.ensure_one()
        if not self.file:
            raise UserError(self.env._("Add the file of the letter."))
        self.assignment_id._record_sending_letter(
            channel=self.channel,
            number=self.number,
            date=self.date,
            file_name=self.file_name or self.number,
            content=base64.b64decode(self.with_context(bin_size=False).file),
        )
        return {"type": "ir.actions.act_window_close"}
