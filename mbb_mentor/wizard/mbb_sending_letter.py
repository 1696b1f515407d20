# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64

from odoo import api, fields, models
from odoo.exceptions import UserError


class MbbSendingLetter(models.TransientModel):
    """Record the letter by which an institution sends its expert, or its experts."""

    _name = "mbb.sending.letter"
    _description = "Record the Sending Institution's Letter"

    assignment_id = fields.Many2one("mbb.assignment", readonly=True)
    visit_id = fields.Many2one("mbb.visit", readonly=True)
    institution_ids = fields.Many2many(
        "res.partner", string="Institutions", compute="_compute_institution_ids"
    )
    institution_id = fields.Many2one(
        "res.partner",
        required=True,
        compute="_compute_institution_id",
        store=True,
        readonly=False,
        domain="[('id', 'in', institution_ids)]",
    )
    channel = fields.Selection(
        [("ebys", "EBYS"), ("kep", "KEP"), ("paper", "Signed Paper")],
        required=True,
        default="ebys",
    )
    number = fields.Char(required=True)
    date = fields.Date(required=True, default=fields.Date.context_today)
    file = fields.Binary(required=True)
    file_name = fields.Char()

    @api.depends("assignment_id", "visit_id")
    def _compute_institution_ids(self):
        for wizard in self:
            rows = wizard.assignment_id or wizard.visit_id._get_without_letter()
            wizard.institution_ids = rows.sending_institution_id

    @api.depends("institution_ids")
    def _compute_institution_id(self):
        for wizard in self:
            wizard.institution_id = wizard.institution_ids[:1]

    def _get_assignments(self):
        """One letter of an institution may send several experts of a visit."""
        return self.assignment_id or self.visit_id._get_without_letter().filtered(
            lambda a: a.sending_institution_id == self.institution_id
        )

    def action_record(self):
        self.ensure_one()
        if not self.file:
            raise UserError(self.env._("Add the file of the letter."))
        for assignment in self._get_assignments():
            assignment._record_sending_letter(
                channel=self.channel,
                number=self.number,
                date=self.date,
                file_name=self.file_name or self.number,
                content=base64.b64decode(self.with_context(bin_size=False).file),
            )
        return {"type": "ir.actions.act_window_close"}
