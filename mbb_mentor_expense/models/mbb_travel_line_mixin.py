# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError


class MbbTravelLineMixin(models.AbstractModel):
    """A line of a claim: written only while the claim is a draft."""

    _name = "mbb.travel.line.mixin"
    _inherit = "mbb.travel.limits.mixin"
    _description = "Line of a Travel Claim"

    claim_id = fields.Many2one(
        "mbb.travel.claim",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(related="claim_id.company_id", store=True, index=True)

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_claim_is_open()
        return lines

    def write(self, vals):
        # Access first: who may not write the line learns nothing of its claim.
        self.check_access("write")
        self._check_claim_is_open()
        if "claim_id" in vals and self.sudo().claim_id.ids != [vals["claim_id"]]:
            raise UserError(
                self.env._("This line stays with its claim. Enter it in the other one.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_open(self):
        self._check_claim_is_open()

    def _check_claim_is_open(self):
        self.sudo().claim_id._check_is_open()
