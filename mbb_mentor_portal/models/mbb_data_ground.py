# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models


class MbbDataGround(models.Model):
    """Why a request about personal data may be refused, in whole or in part."""

    _name = "mbb.data.ground"
    _description = "Ground of Refusing a Data Request"
    _inherit = ["mbb.shipped.mixin"]
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True, help="As the person reads it.")
    article = fields.Char(required=True, translate=True, help="Law and article.")
    is_retention = fields.Boolean(
        string="Has Still to Be Kept",
        help="The answer names the day until which the data has to be kept.",
    )
    certainty = fields.Selection(
        [("verified", "Confirmed"), ("unverified", "To Be Confirmed")],
        required=True,
        default="unverified",
    )
    active = fields.Boolean(default=True)

    @api.depends("name", "article")
    def _compute_display_name(self):
        for ground in self:
            ground.display_name = f"{ground.name} ({ground.article})"
