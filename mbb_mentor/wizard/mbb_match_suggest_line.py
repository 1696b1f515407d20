# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.pairing.mbb_score_mixin import MbbScoreMixin

#: So many columns can be read side by side.
MOST_COMPARED = 3


class MbbMatchSuggestLine(models.TransientModel):
    _name = "mbb.match.suggest.line"
    _inherit = "mbb.score.mixin"
    _description = "Suggested Mentor"
    _order = "score desc, id"

    _scored_fields = (*MbbScoreMixin._scored_fields, "wizard_id", "mentor_id")

    wizard_id = fields.Many2one("mbb.match.suggest", required=True, ondelete="cascade")
    mentor_id = fields.Many2one("mbb.mentor", required=True, readonly=True)
    institution_id = fields.Many2one(related="mentor_id.institution_id")
    capacity_left = fields.Integer(related="mentor_id.capacity_left")
    subjects = fields.Char(readonly=True)
    compared = fields.Boolean(readonly=True)
    evidence = fields.Text(
        string="What Is Known",
        compute="_compute_evidence",
        help="Quoted for who reads the proposal; it is no part of the score.",
    )

    @api.depends("mentor_id", "wizard_id.mentee_id")
    @api.depends_context("lang")
    def _compute_evidence(self):
        for mentee, lines in self.grouped(lambda line: line.wizard_id.mentee_id).items():
            texts = lines.mentor_id._get_evidence_texts(mentee.subject_ids)
            for line in lines:
                line.evidence = "\n".join(texts.get(line.mentor_id, ())) or False

    def action_propose(self):
        """Propose this mentor; who typed it is on record, people decide."""
        self.ensure_one()
        match = self.env["mbb.match"]._create_scored(
            [
                {
                    "mentor_id": self.mentor_id.id,
                    "mentee_id": self.wizard_id.mentee_id.id,
                    "score": self.score,
                    "parts": self.parts,
                    "weights": self.weights,
                }
            ]
        )
        match._keep_alternates([self.wizard_id.line_ids.mentor_id.ids])
        return match._open()

    def action_compare(self):
        """Put this mentor beside the others that were chosen, or take it away."""
        self.ensure_one()
        wizard = self.wizard_id
        chosen = wizard.line_ids.filtered("compared")
        if not self.compared and len(chosen) >= MOST_COMPARED:
            raise UserError(
                self.env._(
                    "%(count)s mentors can be compared at a time. Take one out first.",
                    count=MOST_COMPARED,
                )
            )
        self.compared = not self.compared
        return wizard._reopen()
