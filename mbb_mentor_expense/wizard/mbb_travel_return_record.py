# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models


class MbbTravelReturnRecord(models.TransientModel):
    """Return a claim in writing: the kind of reason, and what is to be corrected."""

    _name = "mbb.travel.return.record"
    _description = "Return a Claim"

    claim_id = fields.Many2one("mbb.travel.claim", required=True, readonly=True)
    is_accounting = fields.Boolean(compute="_compute_is_accounting")
    reason_id = fields.Many2one(
        "mbb.travel.return.reason", string="Kind of Reason", required=True
    )
    needs_document = fields.Boolean(related="reason_id.needs_document")
    document_rule_id = fields.Many2one("mbb.travel.document.rule", string="Document")
    reason = fields.Text(
        string="What Is to Be Corrected", required=True, help="The claimant reads it."
    )

    @api.depends("claim_id")
    @api.depends_context("uid")
    def _compute_is_accounting(self):
        for wizard in self:
            wizard.is_accounting = wizard.claim_id._is_accountants_return()

    def action_confirm(self):
        self.ensure_one()
        document = self.document_rule_id if self.needs_document else False
        self.claim_id.action_return(
            self.reason, self.reason_id.id, document and document.id
        )
        return {"type": "ir.actions.act_window_close"}
