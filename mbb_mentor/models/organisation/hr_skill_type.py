# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models


class HrSkillType(models.Model):
    _inherit = "hr.skill.type"

    is_mentor_subject = fields.Boolean(string="Subject of the Mentor Programme")
    mentor_unit_id = fields.Many2one(
        "hr.department",
        string="Answering Unit",
        help="The unit of the Birlik that answers for the subject.",
    )
