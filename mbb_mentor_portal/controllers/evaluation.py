# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from werkzeug.exceptions import Forbidden

from odoo.http import request, route

from .forms import Form, is_number
from .registration import RegistrationPortal


class EvaluationPortal(RegistrationPortal):
    """An evaluation is answered from the link of the mail, or signed in."""

    @route(
        "/my/mentoring/evaluations/<int:evaluation_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_evaluation(self, evaluation_id, **params):
        evaluation = self._mentoring_get("mbb.evaluation", evaluation_id)
        return self._mentoring_evaluation_page(evaluation, Form())

    @route(
        "/my/mentoring/evaluations/<int:evaluation_id>/answer",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def mentoring_evaluation_answer(self, evaluation_id, **post):
        evaluation = self._mentoring_get("mbb.evaluation", evaluation_id)
        # Who answers is whom it was asked of: officers enter on behalf elsewhere.
        if evaluation.sudo().partner_id != request.env.user.partner_id:
            raise Forbidden()
        form = self._mentoring_read_answers(evaluation, post)
        if form.ok:
            return request.redirect(f"{evaluation._get_portal_url()}?done=evaluation")
        return self._mentoring_evaluation_page(evaluation, form)

    # Not readonly: a link that leads nowhere is counted.
    @route(
        "/mentoring/evaluate/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
    )
    def mentoring_evaluate(self, token, **params):
        evaluation_sudo = request.env["mbb.evaluation"]._find_by_token(token)
        if not evaluation_sudo:
            return self._mentoring_dead_link()
        form = Form(values=self._mentoring_chosen(evaluation_sudo, params.get("score")))
        return self._mentoring_evaluation_page(evaluation_sudo, form, token)

    @route(
        "/mentoring/evaluate/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
    )
    def mentoring_evaluate_answer(self, token, **post):
        evaluation_sudo = request.env["mbb.evaluation"]._find_by_token(token)
        if not evaluation_sudo:
            return self._mentoring_dead_link()
        # An officer who is signed in enters it on behalf, and is named.
        user = request.env.user
        on_behalf = user._is_internal() and user.partner_id != evaluation_sudo.partner_id
        form = self._mentoring_read_answers(
            evaluation_sudo, post, user if on_behalf else None
        )
        if form.ok:
            return request.redirect(f"/mentoring/evaluate/{token}?done=evaluation")
        return self._mentoring_evaluation_page(evaluation_sudo, form, token)

    # -- the form ----------------------------------------------------------

    def _mentoring_questions(self, evaluation):
        # sudo: the questions that were asked of whoever reads the evaluation.
        return evaluation.sudo().survey_input_id.survey_id.question_ids

    def _mentoring_chosen(self, evaluation, score):
        """What the mail's number stands for: the first scale, chosen already."""
        for question in self._mentoring_questions(evaluation):
            if question.question_type == "scale":
                known = is_number(score) and (
                    question.scale_min <= int(score) <= question.scale_max
                )
                return {f"q{question.id}": score} if known else {}
        return {}

    def _mentoring_read_answers(self, evaluation, post, entered_by=None):
        form, answers = Form(post), {}
        for question in self._mentoring_questions(evaluation):
            answers[question] = self._mentoring_read_answer(form, question)
        if form.ok:
            self._mentoring_try(form, evaluation._record_answers, answers, entered_by)
        return form

    def _mentoring_read_answer(self, form, question):
        """The value that the survey keeps, or a message at the question."""
        name, required = f"q{question.id}", question.constr_mandatory
        kind = question.question_type
        if kind == "scale":
            low, high = question.scale_min, question.scale_max
            options = [str(number) for number in range(low, high + 1)]
            message = request.env._("Choose a number.")
            return form.choice(name, options, required, message) or ""
        if kind == "simple_choice":
            options = [str(row.id) for row in question.suggested_answer_ids]
            return form.choice(name, options, required) or ""
        if kind == "multiple_choice":
            return self._mentoring_read_choices(form, question, name, required)
        if kind == "char_box":
            return form.line(name, required)
        return form.text(name, required)

    def _mentoring_read_choices(self, form, question, name, required):
        chosen = request.httprequest.form.getlist(name)
        known = {str(row.id) for row in question.suggested_answer_ids}
        form.values[name] = [value for value in chosen if value in known]
        if set(chosen) - known or (required and not chosen):
            form.error(name, request.env._("Choose one of the list."))
        return form.values[name]

    def _mentoring_evaluation_page(self, evaluation, form, token=None):
        survey_sudo = evaluation.sudo().survey_input_id  # the address of this answer
        return self._mentoring_render(
            "mbb_mentor_portal.evaluation_page",
            survey_sudo.survey_id.title,
            form=form,
            evaluation=evaluation,
            match_sudo=evaluation.sudo().match_id,
            questions=self._mentoring_questions(evaluation),
            own_form=evaluation._has_own_form(),
            answer_url=survey_sudo.get_start_url(),
            action=f"/mentoring/evaluate/{token}"
            if token
            else f"{evaluation._get_portal_url()}/answer",
        )
