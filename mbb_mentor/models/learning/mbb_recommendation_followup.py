# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models


class MbbRecommendationFollowup(models.Model):
    """What had become of a recommendation on one day; never changed."""

    _name = "mbb.recommendation.followup"
    _description = "Follow-up of a Recommendation"
    _inherit = ["mbb.register.mixin"]
    _order = "date desc, id desc"
    _rec_name = "recommendation_id"
    _check_company_auto = True

    recommendation_id = fields.Many2one(
        "mbb.recommendation",
        required=True,
        readonly=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    date = fields.Date(required=True, readonly=True)
    stage = fields.Selection(
        [
            ("first", "First Answer"),
            ("six_months", "After Six Months"),
            ("twelve_months", "After Twelve Months"),
        ],
        required=True,
        readonly=True,
    )
    state = fields.Selection(
        [
            ("adopted", "Adopted"),
            ("partly", "Partly Adopted"),
            ("declined", "Not Adopted"),
        ],
        required=True,
        readonly=True,
    )
    note = fields.Text(required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users", string="Said By", required=True, readonly=True
    )
    company_id = fields.Many2one(
        related="recommendation_id.company_id", store=True, index=True
    )
