# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models


class MbbMatch(models.Model):
    _inherit = "mbb.match"

    evaluation_ids = fields.One2many(
        "mbb.evaluation", "match_id", string="Evaluations"
    )
    goal_ids = fields.One2many("mbb.goal", "match_id", string="Goals")
    self_assessment_ids = fields.One2many(
        "mbb.self.assessment", "match_id", string="Before and After"
    )
    recommendation_ids = fields.One2many(
        "mbb.recommendation", "match_id", string="Recommendations"
    )
    evaluation_progress = fields.Char(
        string="Evaluations Given", compute="_compute_evaluation_progress"
    )

    @api.depends("evaluation_ids.state")
    def _compute_evaluation_progress(self):
        for match in self:
            asked = match.evaluation_ids
            done = asked.filtered(lambda e: e.state == "done")
            match.evaluation_progress = f"{len(done)}/{len(asked)}"

    def _get_arrow_obstacle(self, target):
        obstacle = super()._get_arrow_obstacle(target)
        if not obstacle and target == "done":
            obstacle = self._get_goal_obstacle() or self._get_evaluation_obstacle()
        return obstacle

    def _get_goal_obstacle(self):
        """What was set out to be reached is answered before the close (MPY m.4/e)."""
        left = self.sudo().goal_ids.filtered(lambda goal: goal.state == "open")
        if not left:
            return False
        return self.env._(
            "%(name)s: say of each goal whether it was reached. Still open: %(goals)s.",
            name=self.display_name,
            goals=", ".join(left.mapped("name")),
        )

    def _get_evaluation_obstacle(self):
        asked = self.sudo().evaluation_ids.filtered(
            lambda e: e.kind == "close" and e.party == "person"
        )
        waiting = asked.filtered(lambda e: e.state == "asked")
        rules = self.env["mbb.evaluation.rule"].sudo()
        persons = rules._get_rules("close", self.company_id).filtered(
            lambda rule: rule.party == "person"
        )
        # Where no rule asks anybody, nothing is waited for.
        if not waiting and (asked or not persons):
            return False
        return self.env._(
            "%(name)s: the evaluation of both sides is needed first. Still "
            "missing: %(missing)s.",
            name=self.display_name,
            missing=", ".join(waiting.partner_id.mapped("name")) or "–",
        )

    def _on_arrow(self, source, target):
        res = super()._on_arrow(source, target)
        if target == "agreed":
            self.env["mbb.self.assessment"]._open(self)
        elif target == "evaluation":
            self.env["mbb.evaluation"]._ask(self, "close")
        elif target in ("ended", "cancelled", "declined"):
            self.evaluation_ids._expire()
            self.goal_ids._stop(
                self.env._("The match %(number)s has ended.", number=self.display_name)
            )
        return res

    def action_view_evaluations(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mbb_mentor.mbb_evaluation_action"
        )
        action["domain"] = [("match_id", "=", self.id)]
        action["context"] = {}
        return action
