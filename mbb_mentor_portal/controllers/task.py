# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from werkzeug.exceptions import Forbidden

from odoo.http import request, route

from .forms import Form
from .portal import MentoringPortal

#: Address and model of what somebody took on.
KINDS = {"tasks": "mbb.session.task", "steps": "mbb.plan.step"}
KIND_ROUTE = "<any(tasks, steps):kind>"


class TaskPortal(MentoringPortal):
    @route(
        f"/my/mentoring/{KIND_ROUTE}/<int:task_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_task(self, kind, task_id, **params):
        task = self._mentoring_get(KINDS[kind], task_id)
        return self._mentoring_task_page(task, kind, Form())

    def _mentoring_task_page(self, task, kind, form):
        task_sudo = task.sudo()  # ids of the records that it belongs to
        about = {"mbb.match": task_sudo.match_id}
        if kind == "tasks":
            about["mbb.session"] = task_sudo.session_id
        else:
            about["mbb.assignment"] = task_sudo.assignment_id
        return self._mentoring_render(
            "mbb_mentor_portal.task_page",
            task.display_name,
            [
                (found.display_name, found._get_portal_url())
                for model, record_sudo in about.items()
                for found in self._mentoring_find(model, [("id", "=", record_sudo.id)])
            ],
            form=form,
            task=task,
            kind=kind,
            may_do=task.state == "open" and task._is_portal_mine(),
        )

    @route(
        f"/my/mentoring/{KIND_ROUTE}/<int:task_id>/done",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def mentoring_task_done(self, kind, task_id, **post):
        task = self._mentoring_get(KINDS[kind], task_id)
        if task.state != "open" or not task._is_portal_mine():
            raise Forbidden()
        form = Form(post)
        note = form.text("done_note")
        if form.ok:
            self._mentoring_try(form, task.action_done, note)
        if form.ok:
            return request.redirect(f"{task._get_portal_url()}?done=task")
        return self._mentoring_task_page(task, kind, form)
