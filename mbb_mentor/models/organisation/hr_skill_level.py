# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models


class HrSkillLevel(models.Model):
    _name = "hr.skill.level"
    _inherit = ["hr.skill.level", "mbb.shipped.mixin"]

    # The names of a subject's levels are read by citizens in two languages.
    name = fields.Char(translate=True)
    mentor_level = fields.Integer(
        string="Level", help="1 to 5; 0 where the level is not one of the programme."
    )
    mentor_description = fields.Text(
        string="Described As",
        translate=True,
        help="So that two people would choose the same one.",
    )

    _check_mentor_level = models.Constraint(
        "CHECK(mentor_level BETWEEN 0 AND 5)", "A level is from 1 to 5."
    )
