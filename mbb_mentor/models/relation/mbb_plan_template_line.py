# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models

WHO = [
    ("host", "Host"),
    ("visitor", "Visitor"),
    ("officer", "Sekreterya"),
]


class MbbPlanTemplateLine(models.Model):
    """One step of a checklist."""

    _name = "mbb.plan.template.line"
    _description = "Step of a Plan Template"
    _order = "template_id, offset_days, sequence, id"

    template_id = fields.Many2one(
        "mbb.plan.template", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    name = fields.Char(string="What Is to Be Done", required=True, translate=True)
    who = fields.Selection(WHO, string="Whose Step", required=True, default="host")
    offset_days = fields.Integer(
        string="Days from the First Day", help="Negative: before it."
    )
    company_id = fields.Many2one(
        related="template_id.company_id", store=True, index=True
    )
