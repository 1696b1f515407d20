# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import formatLang

from .. import matching


class MbbMatchWhy(models.TransientModel):
    """Why two are not a pair in a run: what it would cost, and who would lose."""

    _name = "mbb.match.why"
    _description = "Why Not This Pair"

    run_id = fields.Many2one("mbb.match.run", required=True, readonly=True)
    run_mentee_ids = fields.Many2many("mbb.mentee", compute="_compute_run_people")
    run_mentor_ids = fields.Many2many("mbb.mentor", compute="_compute_run_people")
    mentee_id = fields.Many2one(
        "mbb.mentee", required=True, domain="[('id', 'in', run_mentee_ids)]"
    )
    mentor_id = fields.Many2one(
        "mbb.mentor", required=True, domain="[('id', 'in', run_mentor_ids)]"
    )
    answer = fields.Html(readonly=True, sanitize=False)

    @api.depends("run_id")
    def _compute_run_people(self):
        for wizard in self:
            cohort = wizard.run_id._get_cohort() or {"mentees": [], "mentors": []}
            wizard.run_mentee_ids = [int(row["id"]) for row in cohort["mentees"]]
            wizard.run_mentor_ids = [int(row["id"]) for row in cohort["mentors"]]

    def action_ask(self):
        """Plan again with the pair required: the answer is exact, and takes a while."""
        self.ensure_one()
        run = self.run_id
        run._check_officer()
        run.check_access("read")
        if (
            self.mentee_id not in self.run_mentee_ids
            or self.mentor_id not in self.run_mentor_ids
        ):
            raise UserError(self.env._("Choose two who took part in the run."))
        found = matching.why_not(
            run._get_cohort(),
            str(self.mentor_id.id),
            str(self.mentee_id.id),
            found=run._get_plan(),
        )
        self.answer = self._draw(found)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Why Not This Pair?"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "new",
        }

    def _draw(self, found):
        paragraph = Markup("<p>%s</p>")
        if found["chosen"]:
            return paragraph % self.env._("The run chose this pair.")
        if found["reasons"]:
            return self._draw_reasons(found["reasons"])
        cost = formatLang(self.env, 100 * abs(found["cost"]), digits=1)
        changes = found["changes"]
        lines = [
            self.env._("It would be possible. With this pair:")
            if found["cost"] or found["served"]
            else self.env._("It would be as good: the plan is one of several best."),
        ]
        if found["cost"] > 0:
            lines.append(
                self.env._("the scores add up to %(points)s points less", points=cost)
            )
        elif found["cost"] < 0:
            lines.append(
                self.env._(
                    "the scores add up to %(points)s points more, at the price of "
                    "those who come first or of the number served",
                    points=cost,
                )
            )
        if found["served"]:
            lines.append(
                self.env._("mentees served: %(change)+d", change=found["served"])
            )
        text = paragraph % lines[0]
        if lines[1:]:
            items = Markup().join(Markup("<li>%s</li>") % line for line in lines[1:])
            text += Markup("<ul>%s</ul>") % items
        return text + self._draw_changes(changes)

    def _draw_reasons(self, reasons):
        lines = self.mentee_id.skill_ids
        names = {str(line.skill_id.id): line.skill_id.name for line in lines}
        explain = self.env["mbb.cohort"]._explain
        items = Markup().join(
            Markup("<li>%s</li>") % explain(reason, names) for reason in reasons
        )
        return Markup("<p>%s</p><ul>%s</ul>") % (
            self.env._("It is not possible:"),
            items,
        )

    def _draw_changes(self, changes):
        rows = [*changes["lost"], *changes["moved"], *changes["gained"]]
        if not rows:
            return Markup()
        mentees, mentors = self.env["mbb.mentee"], self.env["mbb.mentor"]

        def name(mentor):
            return mentors.browse(int(mentor)).display_name if mentor else "–"

        return self.run_id._draw_table(
            [self.env._("Mentee"), self.env._("In the Run"), self.env._("Then")],
            [
                (
                    mentees.browse(int(row["mentee"])).display_name,
                    name(row["before"]),
                    name(row["after"]),
                )
                for row in rows
            ],
        )
