# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models


class MbbTravelCutRecord(models.TransientModel):
    """Take off a claim what cannot be paid, with the reason that is told."""

    _name = "mbb.travel.cut.record"
    _inherit = "mbb.travel.limits.mixin"
    _description = "Accept a Claim in Part"

    claim_id = fields.Many2one("mbb.travel.claim", required=True, readonly=True)
    currency_id = fields.Many2one(related="claim_id.currency_id")
    part = fields.Selection(
        selection=lambda self: self.env["mbb.travel.cut"]
        ._fields["part"]
        ._description_selection(self.env),
        string="Of",
        required=True,
        default="leg",
    )
    leg_id = fields.Many2one(
        "mbb.travel.leg", string="Journey", domain="[('claim_id', '=', claim_id)]"
    )
    lodging_id = fields.Many2one(
        "mbb.travel.lodging", domain="[('claim_id', '=', claim_id)]"
    )
    left = fields.Monetary(string="Accepted So Far", compute="_compute_left")
    amount = fields.Monetary(string="Not Accepted", required=True)
    reason = fields.Text(required=True, help="The claimant reads it.")

    def _get_line(self):
        return {"leg": self.leg_id, "lodging": self.lodging_id}.get(self.part)

    @api.depends("part", "leg_id", "lodging_id")
    def _compute_left(self):
        for wizard in self:
            line = wizard._get_line()
            wizard.left = (
                wizard.claim_id.sudo()._get_uncut(wizard.part, line)
                if line or wizard.part == "allowance"
                else 0
            )

    def action_record(self):
        self.ensure_one()
        line = self._get_line()
        if self.part != "allowance":
            line.check_access("read")
        self.claim_id._cut(self.part, line, self.amount, self.reason)
        return {"type": "ir.actions.act_window_close"}
