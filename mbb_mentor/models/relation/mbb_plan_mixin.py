# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models


class MbbPlanMixin(models.AbstractModel):
    """A record with a checklist: a match or an assignment."""

    _name = "mbb.plan.mixin"
    _description = "Record with a Checklist"

    step_progress = fields.Char(
        string="Steps Done", compute="_compute_step_progress", compute_sudo=True
    )

    def _compute_step_progress(self):
        for record in self:
            steps = record.step_ids.filtered(lambda step: step.state != "dropped")
            done = steps.filtered(lambda step: step.state == "done")
            record.step_progress = f"{len(done)}/{len(steps)}" if steps else False

    def _get_plan_owner(self, who):
        """Who does a step of the checklist, as far as the record says so."""
        return self.env["res.partner"]

    def write(self, vals):
        before = {}
        if "date_from" in vals:
            before = {record: record.date_from for record in self}
        res = super().write(vals)
        for record, day in before.items():
            if record.date_from != day:
                record.sudo().step_ids._reschedule(day, record.date_from)
        return res

    def action_apply_plan(self):
        """Open the dialog that takes a checklist from a template."""
        self.ensure_one()
        field = "match_id" if self._name == "mbb.match" else "assignment_id"
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Take a Checklist"),
            "res_model": "mbb.plan.apply",
            "views": [(False, "form")],
            "target": "new",
            "context": {f"default_{field}": self.id},
        }

    def action_view_steps(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mbb_mentor.mbb_plan_step_action"
        )
        field = "match_id" if self._name == "mbb.match" else "assignment_id"
        action["domain"] = [("id", "in", self.step_ids.ids)]
        action["context"] = {f"default_{field}": self.id}
        return action
