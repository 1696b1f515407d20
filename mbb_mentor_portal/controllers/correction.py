# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from werkzeug.exceptions import Forbidden, NotFound

from odoo.http import request, route

from .application import KIND_ROUTE, ApplicationPortal
from .forms import MAX_LINE, MAX_TEXT, Form


class CorrectionPortal(ApplicationPortal):
    """After the submission: a düzeltme with its reason, and "still current"."""

    @route(
        f"/my/mentoring/{KIND_ROUTE}/<int:record_id>/current",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def mentoring_application_current(self, kind, record_id, **post):
        record = self._mentoring_application(kind, record_id)
        if not record._is_portal_to_confirm_current():
            raise Forbidden()
        form = Form(post)
        if self._mentoring_try(form, record.action_confirm_current):
            return request.redirect(f"{record._get_portal_url()}?done=current")
        return self._mentoring_application_page(record, kind, form)

    @route(
        f"/my/mentoring/{KIND_ROUTE}/<int:record_id>/correct",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_correction(self, kind, record_id, **params):
        record = self._mentoring_application(kind, record_id)
        if not record._is_portal_to_correct():
            raise Forbidden()
        names = record._get_portal_corrected_fields()
        form = Form(values={name: record[name] for name in names})
        return self._mentoring_correction_page(record, form)

    def _mentoring_correction_page(self, record, form):
        return self._mentoring_render(
            "mbb_mentor_portal.correction_page",
            request.env._("Ask for a correction"),
            [(record.display_name, record._get_portal_url())],
            form=form,
            record=record,
            mentee=record._name == "mbb.mentee",
            names=record._get_portal_corrected_fields(),
        )

    @route(
        f"/my/mentoring/{KIND_ROUTE}/<int:record_id>/correct",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def mentoring_correction_post(self, kind, record_id, **post):
        record = self._mentoring_application(kind, record_id)
        if not record._is_portal_to_correct():
            raise Forbidden()
        form = Form(post)
        values = {}
        for name in record._get_portal_corrected_fields():
            line = record._fields[name].type == "char"
            values[name] = form.text(name, limit=MAX_LINE if line else MAX_TEXT)
        reason = form.text(
            "correction_reason",
            required=True,
            message=request.env._("Say why it is to be corrected."),
        )
        if form.ok:
            self._mentoring_try(form, record._correct_from_portal, values, reason)
        if form.ok:
            return request.redirect(f"{record._get_portal_url()}?done=correction")
        return self._mentoring_correction_page(record, form)

    @route(
        f"/my/mentoring/{KIND_ROUTE}/<int:record_id>"
        "/corrections/<int:correction_id>/withdraw",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def mentoring_correction_withdraw(self, kind, record_id, correction_id, **post):
        record = self._mentoring_application(kind, record_id)
        correction = self._mentoring_get("mbb.application.correction", correction_id)
        # sudo: whether it belongs to the application in the address.
        if correction.sudo()._get_application() != record:
            raise NotFound()
        if not correction._is_portal_to_withdraw():
            raise Forbidden()
        form = Form(post)
        if self._mentoring_try(form, correction.action_withdraw):
            return request.redirect(f"{record._get_portal_url()}?done=withdrawn")
        return self._mentoring_application_page(record, kind, form)
