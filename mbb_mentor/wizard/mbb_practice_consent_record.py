# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64

from odoo import fields, models
from odoo.exceptions import UserError


class MbbPracticeConsentRecord(models.TransientModel):
    """Record a party's answer that came on paper, with its file."""

    _name = "mbb.practice.consent.record"
    _description = "Record a Paper Answer to a Publication"

    consent_id = fields.Many2one(
        "mbb.practice.consent", required=True, readonly=True
    )
    consent_state = fields.Selection(related="consent_id.state")
    party_name = fields.Char(related="consent_id.party_name", string="Party")
    answer = fields.Selection(
        [
            ("granted", "Consent is given"),
            ("refused", "Consent is not given"),
        ],
        default="granted",
        required=True,
    )
    channel = fields.Selection(
        [("paper", "Signed Paper"), ("kep", "KEP"), ("ebys", "EBYS")],
        required=True,
        default="paper",
    )
    capacity = fields.Char(
        string="Signed By", help="Name and office of who signed the paper."
    )
    document_number = fields.Char()
    document_date = fields.Date(
        default=lambda self: self.env["mbb.state.mixin"]._get_today()
    )
    reason = fields.Text()
    file = fields.Binary(required=True)
    file_name = fields.Char()

    def action_record(self):
        self.ensure_one()
        if not self.file:
            raise UserError(self.env._("Add the file: without it there is no answer."))
        given = self.consent_state == "granted"
        self.consent_id._record_paper(
            "withdrawn" if given else self.answer,
            content=base64.b64decode(self.with_context(bin_size=False).file),
            file_name=self.file_name or self.env._("Consent"),
            channel=self.channel,
            number=self.document_number,
            date=self.document_date,
            capacity=self.capacity,
            reason=self.reason,
        )
        return {"type": "ir.actions.act_window_close"}
