# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import Command, api, fields, models
from odoo.exceptions import UserError


class MbbMatch(models.Model):
    """What went well becomes a good practice with one click (MPY m.7/3)."""

    _inherit = "mbb.match"  # pylint: disable=consider-merging-classes-inherited

    practice_ids = fields.One2many(
        "mbb.practice",
        "match_id",
        string="Good Practices",
        groups="mbb_mentor.group_mentor_officer",
    )
    practice_count = fields.Integer(
        compute="_compute_practice_count", groups="mbb_mentor.group_mentor_officer"
    )
    evidence_text = fields.Text(
        string="Published by the Mentor's Institution",
        compute="_compute_evidence_text",
        groups="mbb_mentor.group_mentor_officer",
        help="Quoted for who reads the proposal; it is no part of the score.",
    )

    @api.depends("practice_ids")
    def _compute_practice_count(self):
        counts = dict(
            self.env["mbb.practice"]._read_group(
                [("match_id", "in", self.ids)], ["match_id"], ["__count"]
            )
        )
        for match in self:
            match.practice_count = counts.get(match._origin, 0)

    @api.depends("mentor_id", "subject_ids")
    @api.depends_context("lang")
    def _compute_evidence_text(self):
        for match in self:
            texts = match.mentor_id._get_evidence_texts(match.subject_ids)
            match.evidence_text = "\n".join(texts.get(match.mentor_id, ())) or False

    def action_draw_up_practice(self):
        """A draft with what the match says already."""
        self.ensure_one()
        if self.state not in ("evaluation", "done"):
            raise UserError(
                self.env._(
                    "%(match)s: a good practice is written when the match is in "
                    "evaluation or completed.",
                    match=self.display_name,
                )
            )
        practice = self.env["mbb.practice"].create(self._prepare_practice())
        return practice._open()

    def _prepare_practice(self):
        """Values of the draft; a hook for what others know of the match."""
        mentee = self.mentee_id
        subjects = ", ".join(self.subject_ids.mapped("name"))
        return {
            "match_id": self.id,
            "name": subjects or self.sides,
            "problem": mentee.summary,
            "result_ids": [
                Command.create(
                    {
                        "name": goal.name,
                        "value_before": goal.value_start,
                        "value_after": goal.value_now,
                        "unit": goal.unit,
                    }
                )
                for goal in self.goal_ids
                if goal.is_measured and goal.state in ("reached", "partly")
            ],
            "source": "programme",
            "institution_id": self.mentor_institution_id.id,
            "skill_ids": [Command.set(self.subject_ids.ids)],
            "company_id": self.company_id.id,
            "responsible_id": self.responsible_id.id or self.env.uid,
        }

    def action_view_practices(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mbb_mentor.mbb_practice_action"
        )
        return {
            **action,
            "domain": [("match_id", "=", self.id)],
            "context": {"create": False},
        }
