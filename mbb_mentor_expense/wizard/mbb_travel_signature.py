# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64

from odoo import fields, models
from odoo.exceptions import UserError

from ..models.mbb_travel_signature_mixin import CHANNELS


class MbbTravelSignature(models.TransientModel):
    """Record the declaration that came signed, or the paper a claim is entered from."""

    _name = "mbb.travel.signature"
    _description = "Signed Declaration"

    claim_id = fields.Many2one("mbb.travel.claim", required=True, readonly=True)
    kind = fields.Selection(
        [
            ("declaration", "Declaration signed by both"),
            ("source", "Paper from which the claim is entered"),
        ],
        required=True,
        readonly=True,
        default="declaration",
    )
    channel = fields.Selection(CHANNELS, required=True, default="paper")
    has_source = fields.Boolean(compute="_compute_has_source")
    use_source = fields.Boolean(
        string="It Is the Paper the Claim Was Entered From",
        help="That paper carries both signatures.",
    )
    file = fields.Binary()
    file_name = fields.Char()
    number = fields.Char(string="Number of the Document")
    date = fields.Date(string="Date of the Document")
    by_claimant = fields.Boolean(string="Signed by the Claimant")
    unit_name = fields.Char(
        string="Signed for the Unit By",
        help="Name and office of the superior who knows of the duty (birim yetkilisi).",
    )

    def _compute_has_source(self):
        for wizard in self:
            wizard.has_source = bool(wizard.claim_id.source_file)

    def action_record(self):
        self.ensure_one()
        wizard = self.with_context(bin_size=False)
        content = wizard.file and base64.b64decode(wizard.file)
        if self.kind == "source":
            self.claim_id._record_source(content, self.file_name)
            return {"type": "ir.actions.act_window_close"}
        if not self.by_claimant:
            raise UserError(
                self.env._("Both sign: look whether the claimant's signature is there.")
            )
        name = self.file_name
        if self.use_source:
            source = self.claim_id.sudo().source_evidence_id
            content, name = source and source._get_content(), source.name
        self.claim_id._record_signed(
            channel=self.channel,
            number=self.number,
            date=self.date,
            unit_name=self.unit_name,
            content=content,
            file_name=name,
        )
        return {"type": "ir.actions.act_window_close"}
