# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, models
from odoo.exceptions import ValidationError


class SurveyUserInput(models.Model):
    _inherit = "survey.user_input"

    def _mark_done(self):
        res = super()._mark_done()
        evaluations = (
            self.env["mbb.evaluation"]
            .sudo()
            .search([("survey_input_id", "in", self.ids), ("state", "=", "asked")])
        )
        if evaluations:
            evaluations._answered()
        return res


class SurveyUserInputLine(models.Model):
    _inherit = "survey.user_input.line"

    @api.constrains("question_id", "answer_type", "value_scale", "suggested_answer_id")
    def _check_mentor_answer(self):
        """The platform takes any number for a scale, and one such answer would carry
        the mean of all."""
        for line in self.filtered("survey_id.is_mentor_evaluation"):
            question = line.question_id
            if line.answer_type == "scale" and not (
                question.scale_min <= line.value_scale <= question.scale_max
            ):
                raise ValidationError(
                    self.env._(
                        "“%(question)s” is answered from %(low)s to %(high)s.",
                        question=question.title,
                        low=question.scale_min,
                        high=question.scale_max,
                    )
                )
            chosen = line.suggested_answer_id
            if chosen and question not in (
                chosen.question_id | chosen.matrix_question_id
            ):
                raise ValidationError(
                    self.env._(
                        "“%(question)s” has no such choice.", question=question.title
                    )
                )
