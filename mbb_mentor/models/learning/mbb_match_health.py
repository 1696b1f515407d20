# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models

from ..relation.mbb_health_rule import MbbHealthRule as RelationHealthRule


class MbbHealthRule(models.Model):
    _inherit = "mbb.health.rule"

    _less_is_worse = (*RelationHealthRule._less_is_worse, "pulse")

    part = fields.Selection(
        selection_add=[("pulse", "Last Interim Evaluation (1–5)")],
        ondelete={"pulse": "cascade"},
    )

    _check_order = models.Constraint(
        "CHECK(CASE WHEN part IN ('sessions', 'attendance', 'pulse') "
        "THEN yellow >= red ELSE yellow <= red END)",
        "Yellow comes before red.",
    )


class MbbMatch(models.Model):
    """What both sides said of the match last is a part of its health."""

    _inherit = "mbb.match"  # pylint: disable=consider-merging-classes-inherited

    # Single evaluations are seen by the Sekreterya only (MPY m.5/6), also in a sum.
    health = fields.Selection(groups="mbb_mentor.group_mentor_officer")
    health_parts = fields.Json(groups="mbb_mentor.group_mentor_officer")
    health_html = fields.Html(groups="mbb_mentor.group_mentor_officer")

    def _get_health_facts(self):
        facts = super()._get_health_facts()
        rows = self.env["mbb.evaluation"].search_fetch(
            [
                ("match_id", "in", self._origin.ids),
                ("kind", "=", "pulse"),
                ("state", "=", "done"),
            ],
            ["match_id", "side", "score"],
            order="id",
        )
        last = {(row.match_id.id, row.side): row.score for row in rows if row.score}
        for (match_id, _side), score in last.items():
            known = facts[match_id]["pulse"]
            facts[match_id]["pulse"] = min(known or score, score)
        return facts

    def _get_health_parts(self, facts):
        parts = super()._get_health_parts(facts)
        if facts is None or self.state not in ("agreed", "active", "evaluation"):
            return parts
        return [*parts, self._get_pulse_part(facts)]

    def _get_pulse_part(self, facts):
        score = facts["pulse"] or None
        return {
            "part": "pulse",
            "label": self.env._("Interim Evaluation"),
            "value": score,
            "shown": f"{score:.1f}" if score else "–",
            "text": self.env._(
                "The lower of what both sides said last: %(score)s of 5.",
                score=f"{score:.1f}",
            )
            if score
            else self.env._("Nobody has answered an interim evaluation yet."),
        }

    def _get_alert_summary(self, part):
        if part == "pulse":
            return self.env._("A side is not content with the match")
        return super()._get_alert_summary(part)
