# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError


class MbbPlanApply(models.TransientModel):
    """Take a checklist from a template for a match or an assignment."""

    _name = "mbb.plan.apply"
    _description = "Take a Checklist"

    match_id = fields.Many2one("mbb.match", readonly=True)
    assignment_id = fields.Many2one("mbb.assignment", readonly=True)
    applies_to = fields.Selection(
        [("match", "Matches"), ("assignment", "Assignments")],
        compute="_compute_applies_to",
    )
    template_id = fields.Many2one(
        "mbb.plan.template",
        required=True,
        domain="[('applies_to', '=', applies_to)]",
        compute="_compute_template_id",
        store=True,
        precompute=True,
        readonly=False,
    )
    line_ids = fields.One2many(related="template_id.line_ids")

    @api.depends("match_id", "assignment_id")
    def _compute_applies_to(self):
        for dialog in self:
            dialog.applies_to = "assignment" if dialog.assignment_id else "match"

    @api.depends("applies_to")
    def _compute_template_id(self):
        for dialog in self:
            dialog.template_id = self.env["mbb.plan.template"].search(
                [("applies_to", "=", dialog.applies_to)], limit=1
            )

    def action_apply(self):
        self.ensure_one()
        record = self.assignment_id or self.match_id
        if not record:
            raise UserError(self.env._("Say first what the checklist is for."))
        record.check_access("write")
        if self.template_id.applies_to != self.applies_to:
            raise UserError(
                self.env._(
                    "“%(name)s” is a checklist of another kind.",
                    name=self.template_id.name,
                )
            )
        if not self.template_id._apply(record):
            raise UserError(self.env._("Every step of this checklist is there already."))
        return {"type": "ir.actions.act_window_close"}
