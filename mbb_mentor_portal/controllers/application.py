# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from werkzeug.exceptions import Forbidden

from odoo.http import request, route

from .forms import Form
from .portal import MentoringPortal

#: Address and model of the two kinds of application.
KINDS = {"mentee": "mbb.mentee", "mentor": "mbb.mentor"}
KIND_ROUTE = "<any(mentees, mentors):kind>"


class ApplicationPortal(MentoringPortal):
    """The page of an application, and the steps that are a click."""

    def _mentoring_application(self, kind, record_id):
        return self._mentoring_get(KINDS[kind[:-1]], record_id)

    # -- the page of an application ----------------------------------------

    @route(
        f"/my/mentoring/{KIND_ROUTE}/<int:record_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_application_view(self, kind, record_id, **params):
        return self._mentoring_application_page(
            self._mentoring_application(kind, record_id), kind
        )

    def _mentoring_application_page(self, record, kind, form=None):
        return self._mentoring_render(
            "mbb_mentor_portal.application_page",
            record.display_name,
            form=form or Form(),
            record=record,
            record_sudo=record.sudo(),
            kind=kind,
            editable=record._is_portal_editable(),
            targets=record._get_portal_targets(),
            deletable=record.state == "draft" and record.has_access("unlink"),
            steps=record._get_portal_steps(),
            matches=self._mentoring_parts("mbb.match", record),
            experts=self._mentoring_parts("mbb.application.expert", record),
            files=self._mentoring_parts("mbb.application.file", record),
            explicit=self._mentoring_explicit(record),
            resume=record._is_portal_editable() and self._mentoring_resume(record),
            corrections=self._mentoring_parts("mbb.application.correction", record),
            may_name=record._is_portal_to_name(),
            may_correct=record._is_portal_to_correct(),
            may_confirm_current=record._is_portal_to_confirm_current(),
        )

    def _mentoring_parts(self, model, record):
        """Rows of the application that the user may read."""
        return self._mentoring_find(model, [(record._get_part_link(), "=", record.id)])

    def _mentoring_resume(self, record):
        """[{name, url, text, tone}] of the steps of the form that is open."""
        return []

    def _mentoring_explicit(self, record):
        """The user's explicit consents for this application that still stand."""
        # sudo: rows of the user's own.
        rows_sudo = request.env["mbb.notice.acknowledgement"].sudo()
        return rows_sudo.search(
            [
                ("user_id", "=", request.env.uid),
                ("kind", "in", ("consent_application", "consent_person")),
                ("res_model", "=", record._name),
                ("res_id", "=", record.id),
                ("date_withdrawn", "=", False),
            ]
        )

    def _mentoring_notice(self):
        words = {"file": request.env._("The file was added.")}
        return super()._mentoring_notice() or words.get(request.params.get("done"))

    @route(
        f"/my/mentoring/{KIND_ROUTE}/<int:record_id>/"
        "<any(withdraw, retire, return):step>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def mentoring_application_step(self, kind, record_id, step, **post):
        record = self._mentoring_application(kind, record_id)
        target, method, done = {
            "withdraw": ("withdrawn", "action_withdraw", "withdrawn"),
            "retire": ("retired", "action_retire", "left"),
            "return": ("review", "action_return_to_pool", "returned"),
        }[step]
        # From "incomplete" back to review leads the form, not this button.
        if target not in record._get_portal_targets() or (
            step == "return" and record.state != "retired"
        ):
            raise Forbidden()
        form = Form(post)
        if self._mentoring_try(form, getattr(record, method)):
            return request.redirect(f"{record._get_portal_url()}?done={done}")
        return self._mentoring_application_page(record, kind, form)

    @route(
        f"/my/mentoring/{KIND_ROUTE}/<int:record_id>/delete",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def mentoring_application_delete(self, kind, record_id, **post):
        record = self._mentoring_application(kind, record_id)
        if record.state != "draft" or not record.has_access("unlink"):
            raise Forbidden()
        record.unlink()
        return request.redirect("/my/mentoring?done=deleted")
