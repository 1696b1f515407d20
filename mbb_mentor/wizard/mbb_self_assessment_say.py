# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models


class MbbSelfAssessmentSay(models.TransientModel):
    """A mentee's own level, entered by the Sekreterya on their word."""

    _name = "mbb.self.assessment.say"
    _description = "Self-Assessment on Behalf"

    assessment_id = fields.Many2one("mbb.self.assessment", required=True, readonly=True)
    skill_type_id = fields.Many2one(related="assessment_id.skill_type_id")
    stage = fields.Selection(
        [("before", "Before the Match"), ("after", "After the Match")],
        required=True,
        default="after",
    )
    level_id = fields.Many2one(
        "hr.skill.level",
        domain="[('skill_type_id', '=', skill_type_id)]",
        help="Empty: no knowledge of it yet.",
    )

    def action_save(self):
        self.ensure_one()
        self.assessment_id._say(self.stage, self.level_id)
        return {"type": "ir.actions.act_window_close"}
