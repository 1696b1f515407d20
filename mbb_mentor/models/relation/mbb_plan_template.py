# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta

from odoo import fields, models


class MbbPlanTemplate(models.Model):
    """A checklist for host, visitor and officer, by days from the first day."""

    _name = "mbb.plan.template"
    _description = "Plan Template"
    _inherit = ["mbb.shipped.mixin"]
    _order = "sequence, id"
    _check_company_auto = True

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    applies_to = fields.Selection(
        [("match", "Matches"), ("assignment", "Assignments")],
        required=True,
        default="assignment",
    )
    line_ids = fields.One2many(
        "mbb.plan.template.line", "template_id", string="Steps", copy=True
    )
    company_id = fields.Many2one("res.company", index=True)
    active = fields.Boolean(default=True)

    def _apply(self, record):
        """Give a match or an assignment the steps that it has not yet."""
        self.ensure_one()
        is_match = record._name == "mbb.match"
        match = record if is_match else record.match_id
        steps = record.step_ids
        lines = self.line_ids - steps.template_line_id
        return steps.create(
            [
                {
                    "match_id": match.id,
                    "assignment_id": False if is_match else record.id,
                    "template_line_id": line.id,
                    "name": line.name,
                    "who": line.who,
                    "offset_days": line.offset_days,
                    "owner_id": record._get_plan_owner(line.who).id,
                    "date_deadline": record.date_from
                    and record.date_from + timedelta(days=line.offset_days),
                }
                for line in lines
            ]
        )
