# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models


class MbbRecommendationReport(models.TransientModel):
    """What the institution said of a recommendation, entered by the Sekreterya."""

    _name = "mbb.recommendation.report"
    _description = "What Became of a Recommendation"

    recommendation_id = fields.Many2one(
        "mbb.recommendation", required=True, readonly=True
    )
    state = fields.Selection(
        [
            ("adopted", "Adopted"),
            ("partly", "Partly Adopted"),
            ("declined", "Not Adopted"),
        ],
        required=True,
        default="adopted",
    )
    note = fields.Text(required=True)

    def action_save(self):
        self.ensure_one()
        self.recommendation_id.action_report(self.state, self.note)
        return {"type": "ir.actions.act_window_close"}
