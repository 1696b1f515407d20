# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

KINDS = [
    ("pulse", "Interim Evaluation"),
    ("session", "After a Session"),
    ("close", "At the Close"),
    ("six_months", "After Six Months"),
    ("twelve_months", "After Twelve Months"),
]
PARTIES = [("person", "Person"), ("institution", "Institution")]


class MbbEvaluationRule(models.Model):
    """What is asked of whom and when, with which survey (MPY m.4/e, m.6/2)."""

    _name = "mbb.evaluation.rule"
    _description = "Evaluation Rule"
    _inherit = ["mbb.rule.mixin"]
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(KINDS, string="Occasion", required=True)
    party = fields.Selection(
        PARTIES, string="Asked Of", required=True, default="person"
    )
    sides = fields.Selection(
        [
            ("both", "Both Sides"),
            ("mentor", "The Mentor's Side"),
            ("mentee", "The Mentee's Side"),
        ],
        required=True,
        default="both",
    )
    survey_id = fields.Many2one(
        "survey.survey",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("is_mentor_evaluation", "=", True)],
    )
    template_id = fields.Many2one(
        "mail.template",
        string="E-mail",
        index=True,
        ondelete="restrict",
        domain=[("model", "=", "mbb.evaluation")],
    )
    after_months = fields.Integer(
        string="Months After", help="Counted from the occasion, before the days."
    )
    after_days = fields.Integer(
        string="Days After",
        help="Interim evaluations count from the day on which the match was agreed, "
        "later ones from its close.",
    )
    every_days = fields.Integer(
        string="Again Every (Days)", help="0: once. For interim evaluations only."
    )
    low_score = fields.Float(
        string="Low From",
        digits=(3, 2),
        help="A mean of the scales at or below this becomes an activity of the "
        "match's officer; 0: none does.",
    )

    _unique_kind = models.UniqueIndex(
        "(kind, party, COALESCE(company_id, 0)) WHERE active",
        "There is a rule for this occasion already.",
    )
    _check_numbers = models.Constraint(
        "CHECK(after_months BETWEEN 0 AND 120 AND after_days BETWEEN 0 AND 3650 "
        "AND every_days BETWEEN 0 AND 3650 AND low_score >= 0)",
        "Days and months are at most ten years; they and scores cannot be negative.",
    )
    _check_again = models.Constraint(
        "CHECK(every_days = 0 OR kind = 'pulse')",
        "Only interim evaluations are asked again.",
    )

    @api.model
    def _get_rules(self, kind, company):
        """One rule a party: the company's own before the one for all."""
        rules = self.sudo().search(
            [("kind", "=", kind), ("company_id", "in", (False, company.id))]
        )
        by_party = {
            rule.party: rule for rule in rules.sorted(lambda r: bool(r.company_id))
        }
        return self.sudo().union(*by_party.values())

    def _get_sides(self, match):
        """One institution on both sides answers once, as the mentee's."""
        self.ensure_one()
        sides = ("mentor", "mentee") if self.sides == "both" else (self.sides,)
        same = match.mentor_institution_id == match.mentee_institution_id
        if same and self.party == "institution":
            return ("mentee",)
        return sides

    def _get_first_date(self, start):
        """The day on which it is asked first, counted from `start`."""
        self.ensure_one()
        return start + relativedelta(months=self.after_months, days=self.after_days)

    def _get_occasion(self, start, today):
        """Which time of asking is due by `today` (1, 2, …), or 0.

        What a scheduler that stood still has missed is not made up for: the latest
        one is asked.
        """
        self.ensure_one()
        passed = (today - self._get_first_date(start)).days
        if passed < 0:
            return 0
        return 1 + passed // self.every_days if self.every_days else 1
