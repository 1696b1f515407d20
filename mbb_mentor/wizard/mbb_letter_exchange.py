# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64

from odoo import fields, models
from odoo.exceptions import UserError


class MbbLetterExchange(models.TransientModel):
    """Record what the official correspondence gave a letter."""

    _name = "mbb.letter.exchange"
    _description = "Official Correspondence of a Letter"

    letter_id = fields.Many2one("mbb.letter", required=True, readonly=True)
    has_number = fields.Char(
        string="EBYS Number Given", related="letter_id.ebys_number"
    )
    ebys_number = fields.Char(string="EBYS Number")
    ebys_date = fields.Date(string="EBYS Date", default=fields.Date.context_today)
    kind = fields.Selection(
        [("eyp", "e-Yazışma Package"), ("kep", "KEP Evidence")], default="eyp"
    )
    file = fields.Binary()
    file_name = fields.Char()

    def action_record(self):
        self.ensure_one()
        content = self.with_context(bin_size=False).file
        if not (self.ebys_number or content):
            raise UserError(self.env._("Give the number, a file, or both."))
        if self.ebys_number:
            self.letter_id._record_ebys(self.ebys_number, self.ebys_date)
        if content:
            self.letter_id._attach_exchange(
                self.file_name, base64.b64decode(content), self.kind
            )
        return {"type": "ir.actions.act_window_close"}
