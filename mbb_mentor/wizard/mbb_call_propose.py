# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from .. import matching
from ..models.pairing.mbb_score_mixin import SCORE_PASSAGE


class MbbCallPropose(models.TransientModel):
    """The selected of a call and its mentors: the best for everyone at once."""

    _name = "mbb.call.propose"
    _description = "Matches of a Call"

    call_id = fields.Many2one("mbb.call", required=True, readonly=True)
    line_ids = fields.One2many("mbb.call.propose.line", "wizard_id")
    pair_count = fields.Integer(compute="_compute_pair_count")

    @api.depends("line_ids.mentor_id")
    def _compute_pair_count(self):
        for wizard in self:
            wizard.pair_count = len(wizard.line_ids.filtered("mentor_id"))

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not vals.get("call_id"):
                raise UserError(self.env._("Open this dialog from the call."))
            call = self.env["mbb.call"].browse(vals["call_id"])
            vals["line_ids"] = self._prepare_lines(call)
        scored = self.with_context(**SCORE_PASSAGE)
        wizards = super(MbbCallPropose, scored).create(vals_list)
        return wizards.with_env(self.env)

    @api.model
    def _prepare_lines(self, call):
        mentees = call._get_unmatched()
        mentors = call._get_available_mentors()
        cohort = self.env["mbb.cohort"]._prepare_cohort(mentees, mentors)
        try:
            plan = matching.plan(cohort)
        except matching.CohortError as error:
            raise UserError(
                self.env._("The data cannot be matched: %(error)s", error=error)
            ) from error
        found = {int(row["mentee"]): row for row in plan["matches"]}
        return [
            Command.create(
                {
                    **self._prepare_line(mentee, mentors, found.get(mentee.id), cohort),
                    "alternates": plan["alternates"].get(str(mentee.id)),
                }
            )
            for mentee in mentees
        ]

    @api.model
    def _prepare_line(self, mentee, mentors, row, cohort):
        if row:
            return {
                "mentee_id": mentee.id,
                "mentor_id": int(row["mentor"]),
                "score": row["score"],
                "parts": row["parts"],
                "weights": cohort["weights"],
            }
        return {
            "mentee_id": mentee.id,
            "note": self._explain_unmatched(mentee, mentors, cohort),
        }

    @api.model
    def _explain_unmatched(self, mentee, mentors, cohort):
        """Why there is no mentor of the call for this mentee."""
        if not mentors:
            return self.env._("The call has no mentor in the pool.")
        names = {str(line.skill_id.id): line.skill_id.name for line in mentee.skill_ids}
        excluded = matching.exclusions(cohort, str(mentee.id))
        if len(excluded) < len(mentors):
            return self.env._("The places of the mentors who fit are given to others.")
        bearers = {str(mentor.id): mentor.bearer_name for mentor in mentors}
        explain = self.env["mbb.cohort"]._explain
        return "\n".join(
            f"{bearers[mentor]}: {' '.join(explain(reason, names) for reason in reasons)}"
            for mentor, reasons in sorted(excluded.items())
        )

    def action_propose(self):
        """Make the proposals that are left in the list."""
        self.ensure_one()
        lines = self.line_ids.filtered("mentor_id")
        if not lines:
            raise UserError(self.env._("There is no pair to propose."))
        matches = self.env["mbb.match"]._create_scored(
            [
                {
                    "mentor_id": line.mentor_id.id,
                    "mentee_id": line.mentee_id.id,
                    "score": line.score,
                    "parts": line.parts,
                    "weights": line.weights,
                }
                for line in lines
            ]
        )
        matches._keep_alternates(
            [[int(key) for key in line.alternates or []] for line in lines]
        )
        return self.call_id.action_view_matches()
