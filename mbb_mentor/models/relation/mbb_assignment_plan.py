# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models


class MbbAssignment(models.Model):
    """The checklist of an assignment."""

    _name = "mbb.assignment"
    _inherit = ["mbb.assignment", "mbb.plan.mixin"]

    step_ids = fields.One2many("mbb.plan.step", "assignment_id", string="Checklist")

    def _get_plan_owner(self, who):
        assignment = self.sudo()
        if who == "visitor":
            return assignment.expert_id
        if who == "officer":
            return assignment.responsible_id.partner_id
        return assignment.match_id._get_plan_owner("host")

    def _on_arrow(self, source, target):
        res = super()._on_arrow(source, target)
        if target in ("ended", "cancelled", "rejected"):
            self.step_ids._stop(
                self.env._(
                    "The assignment %(number)s has ended.", number=self.display_name
                )
            )
        return res
