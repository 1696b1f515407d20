# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models


class MbbDataAnswer(models.TransientModel):
    """The answer to a request about personal data, with its ground."""

    _name = "mbb.data.answer"
    _description = "Answer a Data Request"

    request_id = fields.Many2one("mbb.data.request", required=True, readonly=True)
    kind = fields.Selection(related="request_id.kind")
    text = fields.Text(related="request_id.text")
    outcome = fields.Selection(
        [
            ("accepted", "Accepted"),
            ("partial", "Accepted in Part"),
            ("refused", "Refused"),
        ],
        required=True,
        default="accepted",
    )
    ground_id = fields.Many2one("mbb.data.ground")
    is_retention = fields.Boolean(related="ground_id.is_retention")
    retain_until = fields.Date(string="To Be Kept Until")
    answer = fields.Text(required=True)

    @api.model
    def default_get(self, fields):
        """What the retention rules say to a request for erasure; the officer decides."""
        values = super().default_get(fields)
        request = self.env["mbb.data.request"].browse(values.get("request_id"))
        if request.exists() and request.kind == "erasure":
            proposed = request._propose_answer()
            values |= {k: v for k, v in proposed.items() if k in fields}
        return values

    def action_send(self):
        self.ensure_one()
        self.request_id._answer(
            self.outcome, self.answer, self.ground_id, self.retain_until
        )
        return {"type": "ir.actions.act_window_close"}
