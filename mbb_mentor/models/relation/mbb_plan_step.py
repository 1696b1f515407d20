# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta

from odoo import fields, models

from .mbb_plan_template_line import WHO


class MbbPlanStep(models.Model):
    """A row of a checklist on a match or an assignment."""

    _name = "mbb.plan.step"
    _description = "Step of a Plan"
    _inherit = ["mbb.task.mixin"]
    _order = "date_deadline, id"
    _check_company_auto = True

    match_id = fields.Many2one(
        "mbb.match",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    assignment_id = fields.Many2one(
        "mbb.assignment",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    template_line_id = fields.Many2one(
        "mbb.plan.template.line", readonly=True, index=True, ondelete="set null"
    )
    who = fields.Selection(WHO, string="Whose Step", required=True, default="officer")
    offset_days = fields.Integer(readonly=True)
    match_sides = fields.Char(related="match_id.sides")
    responsible_id = fields.Many2one(
        related="match_id.responsible_id", store=True, index=True
    )
    company_id = fields.Many2one(related="match_id.company_id", store=True, index=True)

    _unique_line = models.UniqueIndex(
        "(match_id, COALESCE(assignment_id, 0), template_line_id) "
        "WHERE template_line_id IS NOT NULL",
        "This step is in the plan already.",
    )

    def _reschedule(self, before, after):
        """Move along with the first day, but for what was dated by hand."""
        for step in self.filtered(lambda step: step.state == "open"):
            offset = timedelta(days=step.offset_days)
            if step.template_line_id and step.date_deadline in (
                False,
                before and before + offset,
            ):
                step.date_deadline = after and after + offset
