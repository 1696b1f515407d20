# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from werkzeug.exceptions import Forbidden, NotFound

from odoo.http import request, route

from .forms import Form, is_number
from .portal import MentoringPortal

#: What the sides may say of a goal: {choice of the form: method}.
RESULTS = {
    "reached": "action_reach",
    "partly": "action_reach_partly",
    "missed": "action_miss",
}


class LearningPortal(MentoringPortal):
    """Goals, one's own level before and after, what became of recommendations."""

    def _mentoring_match_crumbs(self, record):
        match_sudo = record.sudo().match_id  # the id of the match that it belongs to
        found = self._mentoring_find("mbb.match", [("id", "=", match_sudo.id)])
        return [(match.display_name, match._get_portal_url()) for match in found]

    # -- goals -------------------------------------------------------------

    @route(
        "/my/mentoring/goals/<int:goal_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_goal(self, goal_id, **params):
        goal = self._mentoring_get("mbb.goal", goal_id)
        return self._mentoring_goal_page(goal, Form())

    def _mentoring_may_say(self, goal):
        return goal.state == "open" and not goal._get_authority_obstacle("owner")

    def _mentoring_goal_page(self, goal, form):
        labels = dict(goal._fields["state"]._description_selection(request.env))
        return self._mentoring_render(
            "mbb_mentor_portal.goal_page",
            goal.name,
            self._mentoring_match_crumbs(goal),
            form=form,
            goal=goal,
            may_say=self._mentoring_may_say(goal),
            results=[(key, labels[key]) for key in RESULTS],
        )

    @route(
        "/my/mentoring/goals/<int:goal_id>/progress",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def mentoring_goal_progress(self, goal_id, **post):
        goal = self._mentoring_get("mbb.goal", goal_id)
        if not self._mentoring_may_say(goal):
            raise Forbidden()
        form = Form(post)
        value = form.number("value") if goal.is_measured else None
        note = form.text("note", required=value is None)
        if form.ok:
            self._mentoring_try(form, goal._note_progress, note, value)
        if form.ok:
            return request.redirect(f"{goal._get_portal_url()}?done=progress")
        return self._mentoring_goal_page(goal, form)

    @route(
        "/my/mentoring/goals/<int:goal_id>/result",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def mentoring_goal_result(self, goal_id, **post):
        goal = self._mentoring_get("mbb.goal", goal_id)
        if not self._mentoring_may_say(goal):
            raise Forbidden()
        form = Form(post)
        result = form.choice("result", list(RESULTS), required=True)
        note = form.text("result_note", required=True)
        if form.ok:
            self._mentoring_try(form, getattr(goal, RESULTS[result]), note)
        if form.ok:
            return request.redirect(f"{goal._get_portal_url()}?done=saved")
        return self._mentoring_goal_page(goal, form)

    # -- before and after --------------------------------------------------

    @route(
        "/my/mentoring/matches/<int:match_id>/levels",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_levels(self, match_id, **params):
        match, rows = self._mentoring_level_rows(match_id)
        said = {
            f"level{row.id}": row.sudo().level_after_id.id or "none"
            for row in rows.filtered("date_after")
        }
        return self._mentoring_level_page(match, rows, Form(values=said))

    def _mentoring_level_rows(self, match_id):
        match = self._mentoring_get("mbb.match", match_id)
        rows = self._mentoring_find(
            "mbb.self.assessment", [("match_id", "=", match.id)]
        )
        if not rows:
            raise NotFound()
        return match, rows

    def _mentoring_level_page(self, match, rows, form):
        # sudo: the levels of the subjects that the user reads.
        types_sudo = rows.sudo().skill_type_id
        return self._mentoring_render(
            "mbb_mentor_portal.levels_page",
            request.env._("Before and After"),
            [(match.display_name, match._get_portal_url())],
            form=form,
            match=match,
            rows=rows,
            levels={
                type_sudo.id: [
                    (level.id, f"{level.mentor_level} · {level.name}")
                    for level in type_sudo.skill_level_ids.sorted("mentor_level")
                    if level.mentor_level
                ]
                for type_sudo in types_sudo
            },
            may_say=not rows[0]._get_obstacle("after"),
        )

    @route(
        "/my/mentoring/matches/<int:match_id>/levels",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def mentoring_levels_say(self, match_id, **post):
        match, rows = self._mentoring_level_rows(match_id)
        if rows[0]._get_obstacle("after"):
            raise Forbidden()
        form, said = Form(post), {}
        for row in rows:
            levels_sudo = row.sudo().skill_type_id.skill_level_ids
            options = ["none", *map(str, levels_sudo.ids)]
            chosen = form.choice(f"level{row.id}", options)
            if chosen:
                said[row] = levels_sudo.browse(
                    int(chosen) if is_number(chosen) else ()
                )
        if not said:
            form.error("", request.env._("Choose at least one level."))
        if form.ok:
            self._mentoring_try(form, self._mentoring_say_levels, said)
        if form.ok:
            return request.redirect(f"{match._get_portal_url()}?done=saved")
        return self._mentoring_level_page(match, rows, form)

    def _mentoring_say_levels(self, said):
        for row, level_sudo in said.items():
            row._say("after", level_sudo)

    # -- recommendations ---------------------------------------------------

    @route(
        "/my/mentoring/recommendations/<int:recommendation_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_recommendation(self, recommendation_id, **params):
        row = self._mentoring_get("mbb.recommendation", recommendation_id)
        return self._mentoring_recommendation_page(row, Form())

    def _mentoring_recommendation_page(self, row, form):
        followups = request.env["mbb.recommendation.followup"]
        states = followups._fields["state"]._description_selection(request.env)
        return self._mentoring_render(
            "mbb_mentor_portal.recommendation_page",
            row.name,
            self._mentoring_match_crumbs(row),
            form=form,
            recommendation=row,
            states=states,
            may_answer=row._is_portal_answerable(),
        )

    @route(
        "/my/mentoring/recommendations/<int:recommendation_id>/report",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def mentoring_recommendation_report(self, recommendation_id, **post):
        row = self._mentoring_get("mbb.recommendation", recommendation_id)
        if not row._is_portal_answerable():
            raise Forbidden()
        form = Form(post)
        state = form.choice("state", ["adopted", "partly", "declined"], required=True)
        note = form.text("note", required=True)
        if form.ok:
            self._mentoring_try(form, row.action_report, state, note)
        if form.ok:
            return request.redirect(f"{row._get_portal_url()}?done=saved")
        return self._mentoring_recommendation_page(row, form)
