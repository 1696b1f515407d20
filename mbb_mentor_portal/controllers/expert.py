# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from werkzeug.exceptions import Forbidden

from odoo.http import request, route

from .application import KIND_ROUTE, ApplicationPortal
from .forms import MAX_LINE, Form


class ExpertPortal(ApplicationPortal):
    """An institution or unit names its experts; each answers in person (m.5/4)."""

    # -- who names ---------------------------------------------------------

    @route(
        f"/my/mentoring/{KIND_ROUTE}/<int:record_id>/experts",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def mentoring_expert_name(self, kind, record_id, **post):
        record = self._mentoring_application(kind, record_id)
        if not record._is_portal_to_name():
            raise Forbidden()
        form = Form(post, values={"open": "experts"})
        person = {
            "name": form.line(
                "expert_name", True, MAX_LINE, request.env._("Enter the name.")
            ),
            "email": form.email("expert_email", required=True),
            "title": form.line("expert_title", limit=MAX_LINE),
        }
        if form.ok:
            self._mentoring_try(form, self._mentoring_expert_save, record, person)
        if form.ok:
            return request.redirect(f"{record._get_portal_url()}?done=named")
        return self._mentoring_application_page(record, kind, form)

    def _mentoring_expert_save(self, record, person):
        # sudo: the institution that the application, which the user reads, names.
        institution = record.sudo().institution_id.with_env(request.env)
        record._name_portal_expert(record._get_portal_person(institution, **person))

    # -- who was named -----------------------------------------------------

    @route(
        "/my/mentoring/experts/<int:expert_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_expert(self, expert_id, **params):
        expert = self._mentoring_get("mbb.application.expert", expert_id)
        return self._mentoring_expert_page(expert, Form())

    def _mentoring_expert_page(self, expert, form):
        # sudo: what the person is named for; they need not read the application.
        application_sudo = expert.sudo()._get_application()
        own = self._mentoring_find(
            application_sudo._name, [("id", "=", application_sudo.id)]
        )
        mine = expert._is_portal_mine()
        return self._mentoring_render(
            "mbb_mentor_portal.expert_page",
            request.env._("You are named as an expert")
            if mine
            else expert.display_name,
            [(record.display_name, record._get_portal_url()) for record in own],
            form=form,
            expert=expert,
            application_sudo=application_sudo,
            mine=mine,
            # Whose naming is over reads that it was, not how the offer goes on.
            may_read=bool(own) or expert.state in ("named", "confirmed"),
            may_answer=expert._is_portal_to_answer(),
            may_withdraw=expert._is_portal_to_withdraw(),
            privacy=expert._get_own_notice(),
        )

    @route(
        "/my/mentoring/experts/<int:expert_id>/<any(confirm, refuse, withdraw):step>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def mentoring_expert_answer(self, expert_id, step, **post):
        expert = self._mentoring_get("mbb.application.expert", expert_id)
        if not (
            expert._is_portal_to_withdraw()
            if step == "withdraw"
            else expert._is_portal_to_answer()
        ):
            raise Forbidden()
        form = Form(post, values={"open": step})
        if step == "confirm":
            if not form.flag("read"):
                form.error(
                    "read",
                    request.env._(
                        "Tick the box: you have read what you are named for."
                    ),
                )
            if form.ok:
                self._mentoring_try(form, self._mentoring_expert_confirm, expert)
            done = "expert_confirmed"
        else:
            reason = form.text(
                f"{step}_reason", True, message=request.env._("Give the reason.")
            )
            if form.ok:
                self._mentoring_try(form, getattr(expert, f"action_{step}"), reason)
            done = "expert_refused" if step == "refuse" else "withdrawn"
        if form.ok:
            return request.redirect(f"{expert._get_portal_url()}?done={done}")
        return self._mentoring_expert_page(expert, form)

    def _mentoring_expert_confirm(self, expert):
        # The ticked box says that the notice on the page was read.
        notice = expert._get_own_notice()
        request.env["mbb.notice.acknowledgement"]._record(notice, expert)
        expert.action_confirm()
