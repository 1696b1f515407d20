# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models


class MbbTravelCutLineMixin(models.AbstractModel):
    """A line of a claim of which a part may not be accepted."""

    _name = "mbb.travel.cut.line.mixin"
    _description = "Line with an Accepted Amount"

    #: The field with what the line claims.
    _claimed_field = None

    currency_id = fields.Many2one("res.currency")
    accepted_amount = fields.Monetary(
        string="Accepted",
        compute="_compute_accepted_amount",
        help="What was claimed, less what the check did not accept.",
    )

    def _get_cut_total(self):
        self.ensure_one()
        return sum(self.sudo().cut_ids.mapped("amount"))

    @api.depends(lambda self: (self._claimed_field, "cut_ids.amount", "cut_ids.lapsed"))
    def _compute_accepted_amount(self):
        for line in self:
            line.accepted_amount = line[line._claimed_field] - line._get_cut_total()
