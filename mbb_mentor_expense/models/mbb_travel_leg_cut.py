# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models


class MbbTravelLeg(models.Model):
    _name = "mbb.travel.leg"
    _inherit = ["mbb.travel.cut.line.mixin", "mbb.travel.leg"]

    _claimed_field = "total"

    cut_ids = fields.One2many(
        "mbb.travel.cut",
        "leg_id",
        string="Not Accepted",
        domain=[("lapsed", "=", False)],
        readonly=True,
    )
