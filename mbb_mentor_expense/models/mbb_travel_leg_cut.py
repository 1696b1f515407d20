# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models


class MbbTravelLeg(models.Model):
    _name = "mbb.travel.leg"
    _inherit = ["mbb.travel.cut.line.mixin", "mbb.travel.leg"]

    cut_ids = fields.One2many(
        "mbb.travel.cut",
        "leg_id",
        string="Not Accepted",
        domain=[("lapsed", "=", False)],
        readonly=True,
    )
    accepted_amount = fields.Monetary(
        string="Accepted",
        compute="_compute_accepted_amount",
        help="What was claimed, less what the check did not accept.",
    )

    def _get_claimed_total(self):
        return self.total

    @api.depends("total", "cut_ids.amount", "cut_ids.lapsed")
    def _compute_accepted_amount(self):
        return super()._compute_accepted_amount()
