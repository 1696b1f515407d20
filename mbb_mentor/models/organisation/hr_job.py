# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models


class HrJob(models.Model):
    """The head's position of a unit, with whom its article prefers for it."""

    _inherit = "hr.job"

    is_unit_head = fields.Boolean(string="Head of the Unit")
    mentor_article = fields.Integer(
        string="Article", help="Article of the regulation on duties."
    )
    mentor_schooling = fields.Char(string="Preferred Schooling", translate=True)
    mentor_languages = fields.Char(string="Preferred Languages", translate=True)
    mentor_experience = fields.Char(string="Preferred Experience", translate=True)
