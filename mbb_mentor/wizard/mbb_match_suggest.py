# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from markupsafe import Markup

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ..models.pairing.mbb_score_mixin import SCORE_PASSAGE

#: Excluded mentors shown by name; the nearest misses come first.
SHOWN_EXCLUSIONS = 30


class MbbMatchSuggest(models.TransientModel):
    """The best mentors for one mentee, and why the others are not possible."""

    _name = "mbb.match.suggest"
    _inherit = ["mbb.match.compare.mixin"]
    _description = "Mentor Suggestions"

    mentee_id = fields.Many2one("mbb.mentee", required=True, readonly=True)
    summary = fields.Text(related="mentee_id.summary")
    subject_ids = fields.Many2many(related="mentee_id.subject_ids")
    line_ids = fields.One2many("mbb.match.suggest.line", "wizard_id", readonly=True)
    pool_size = fields.Integer(string="Mentors in the Pool", readonly=True)
    excluded_count = fields.Integer(string="Not Possible", readonly=True)
    employee_ids = fields.Many2many(
        "hr.employee.public",
        string="The Birlik's Own Experts",
        compute="_compute_employee_ids",
        help="Employees whose skills answer the need and who are not in the pool.",
    )
    exclusions_html = fields.Html(
        string="Who Is Not Possible, and Why", readonly=True, sanitize=False
    )

    @api.depends("mentee_id")
    def _compute_employee_ids(self):
        for wizard in self:
            employees = self.env["hr.employee"]._find_mentor_candidates(
                wizard.mentee_id
            )
            wizard.employee_ids = self.env["hr.employee.public"].browse(employees.ids)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not vals.get("mentee_id"):
                raise UserError(self.env._("Open this dialog from the application."))
            mentee = self.env["mbb.mentee"].browse(vals["mentee_id"])
            vals.update(self._prepare_suggestions(mentee))
        scored = self.with_context(**SCORE_PASSAGE)
        wizards = super(MbbMatchSuggest, scored).create(vals_list)
        return wizards.with_env(self.env)

    def write(self, vals):
        if "mentee_id" in vals and not self.env.su:
            raise UserError(
                self.env._("These suggestions are for one need: ask for others anew.")
            )
        return super().write(vals)

    @api.model
    def _prepare_suggestions(self, mentee):
        cohort, found, excluded = self.env["mbb.cohort"]._suggest(mentee)
        own = cohort["mentees"][0]["skills"]
        skills = self.env["hr.skill"].browse(map(int, own))
        names = {str(skill.id): skill.name for skill in skills}
        mentors = {row["id"]: row for row in cohort["mentors"]}
        return {
            "pool_size": len(mentors),
            "excluded_count": len(excluded),
            "exclusions_html": self._draw_exclusions(excluded, names),
            "line_ids": [
                Command.create(
                    {
                        "mentor_id": int(row["mentor"]),
                        "score": row["score"],
                        "parts": row["parts"],
                        "weights": cohort["weights"],
                        "subjects": ", ".join(
                            f"{names[skill]}: {own[skill]} → {level}"
                            for skill, level in mentors[row["mentor"]]["skills"].items()
                            if skill in own
                        ),
                    }
                )
                for row in found
            ],
        }

    @api.model
    def _draw_exclusions(self, excluded, names):
        nearest = sorted(excluded.items(), key=lambda item: (len(item[1]), item[0]))
        nearest = nearest[:SHOWN_EXCLUSIONS]
        mentors = self.env["mbb.mentor"].browse(int(key) for key, _why in nearest)
        explain = self.env["mbb.cohort"]._explain
        rows = Markup().join(
            Markup("<tr><td>%s</td><td>%s</td></tr>")
            % (
                mentor.display_name,
                # Unit and person may be full for one and the same reason.
                Markup("<br/>").join(
                    dict.fromkeys(explain(reason, names) for reason in why)
                ),
            )
            for mentor, (_key, why) in zip(mentors, nearest, strict=True)
        )
        if not rows:
            return False
        return Markup('<table class="table table-sm"><tbody>%s</tbody></table>') % rows

    def _reopen(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Suggested Mentors"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    def action_seek(self):
        self.ensure_one()
        return self.mentee_id.action_seek()
