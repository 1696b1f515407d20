# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models


class MbbMatchSuggestSeekLine(models.TransientModel):
    _name = "mbb.match.suggest.seek.line"
    _description = "Subject of a Mentor Who Did Not Apply"

    wizard_id = fields.Many2one(
        "mbb.match.suggest.seek", required=True, ondelete="cascade"
    )
    skill_id = fields.Many2one(
        "hr.skill",
        string="Subject",
        required=True,
        domain=[("skill_type_id.is_mentor_subject", "=", True)],
    )
    skill_type_id = fields.Many2one(related="skill_id.skill_type_id")
    skill_level_id = fields.Many2one(
        "hr.skill.level",
        string="Level",
        required=True,
        domain="[('skill_type_id', '=', skill_type_id)]",
    )
