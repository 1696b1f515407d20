# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, models
from odoo.fields import Domain


class MbbEvaluation(models.Model):
    """A person's own answers; those of the others are nobody's but theirs (m.5/6)."""

    _name = "mbb.evaluation"
    _inherit = ["mbb.evaluation", "mbb.personal.data.mixin"]

    _personal_category = "evaluations"
    _personal_fields = ("match_id.number", "kind", "side", "state", "create_date")

    @api.model
    def _get_personal_domain(self, partner):
        return Domain("partner_id", "=", partner.id)

    def _get_personal_entry(self, partner, names=None):
        entry = super()._get_personal_entry(partner, names)
        answer = self.survey_input_id
        if answer.partner_id == partner:
            entry["values"] += [
                self._prepare_personal_value(
                    f"question_{line.question_id.id}",
                    line.question_id.title,
                    *self._get_personal_answer(line),
                )
                for line in answer.user_input_line_ids
            ]
        return entry

    def _get_personal_answer(self, line):
        """(value, words) of one answer, whole: a display name cuts long ones."""
        if line.skipped:
            return None, self.env._("Skipped")
        if line.answer_type == "suggestion":
            return line.display_name, line.display_name
        value = line._get_answer_value()
        if line.answer_type in ("date", "datetime"):
            value = str(value)
        return value, str(value)


class MbbGoal(models.Model):
    _name = "mbb.goal"
    _inherit = ["mbb.goal", "mbb.personal.data.mixin"]

    _personal_category = "sessions"
    _personal_fields = ("match_id.number", "name", "date_deadline", "state")

    @api.model
    def _get_personal_domain(self, partner):
        return Domain("owner_id", "=", partner.id)


class MbbGoalProgress(models.Model):
    _name = "mbb.goal.progress"
    _inherit = ["mbb.goal.progress", "mbb.personal.data.mixin"]

    _personal_category = "sessions"
    _personal_fields = ("goal_id.name", "date", "value", "note")

    @api.model
    def _get_personal_domain(self, partner):
        return Domain("user_id.partner_id", "=", partner.id) & Domain(
            "user_id.share", "=", True
        )


class MbbSelfAssessment(models.Model):
    _name = "mbb.self.assessment"
    _inherit = ["mbb.self.assessment", "mbb.personal.data.mixin"]

    _personal_category = "evaluations"
    _personal_fields = (
        "match_id.number",
        "skill_id",
        "level_before_id",
        "level_after_id",
        "date_after",
    )

    @api.model
    def _get_personal_domain(self, partner):
        return Domain("match_id.mentee_person_id", "=", partner.id)


class MbbRecommendation(models.Model):
    _name = "mbb.recommendation"
    _inherit = ["mbb.recommendation", "mbb.personal.data.mixin"]

    _personal_category = "sessions"
    _personal_fields = ("match_id.number", "name", "date_deadline", "state")

    @api.model
    def _get_personal_domain(self, partner):
        return Domain("owner_id", "=", partner.id)


class MbbRecommendationFollowup(models.Model):
    _name = "mbb.recommendation.followup"
    _inherit = ["mbb.recommendation.followup", "mbb.personal.data.mixin"]

    _personal_category = "sessions"
    _personal_fields = ("recommendation_id.name", "date", "state", "note")

    @api.model
    def _get_personal_domain(self, partner):
        return Domain("user_id.partner_id", "=", partner.id) & Domain(
            "user_id.share", "=", True
        )


class MbbPractice(models.Model):
    """Where somebody is named or shown; what it says is on its page."""

    _name = "mbb.practice"
    _inherit = ["mbb.practice", "mbb.personal.data.mixin"]

    _personal_category = "publications"
    _personal_fields = ("number", "name", "state", "date_published")

    @api.model
    def _get_personal_domain(self, partner):
        return Domain("person_ids", "in", partner.ids) | Domain(
            "picture_ids.person_ids", "in", partner.ids
        )


class MbbPracticeConsent(models.Model):
    _name = "mbb.practice.consent"
    _inherit = ["mbb.practice.consent", "mbb.personal.data.mixin"]

    _personal_category = "publications"
    _personal_fields = (
        "practice_id.number",
        "state",
        "date_asked",
        "date_answered",
        "capacity",
        "channel",
        "reason",
        "date_withdrawn",
        "withdraw_reason",
    )

    @api.model
    def _get_personal_domain(self, partner):
        return Domain("partner_id", "=", partner.id)
