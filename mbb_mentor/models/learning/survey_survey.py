# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models


class SurveySurvey(models.Model):
    _inherit = "survey.survey"

    is_mentor_evaluation = fields.Boolean(
        string="Evaluation of the Mentor Programme",
        help="Single answers are seen by the Sekreterya only (MPY m.5/6).",
    )
