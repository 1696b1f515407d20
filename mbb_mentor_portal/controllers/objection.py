# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from werkzeug.exceptions import Forbidden

from odoo.http import request, route

from .application import KIND_ROUTE, ApplicationPortal
from .forms import Form


class ObjectionPortal(ApplicationPortal):
    """An applicant asks to look once more at why they were rejected (MPY m.5/6)."""

    @route(
        f"/my/mentoring/{KIND_ROUTE}/<int:record_id>/object",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def mentoring_objection(self, kind, record_id, **post):
        record = self._mentoring_application(kind, record_id)
        if not record._get_portal_objection_until():
            raise Forbidden()
        form = Form(post, values={"open": "objection"})
        reason = form.text(
            "objection",
            required=True,
            message=request.env._("Say what should be looked at again, and why."),
        )
        if form.ok:
            self._mentoring_try(form, record.action_object, reason)
        if form.ok:
            return request.redirect(f"{record._get_portal_url()}?done=objection")
        return self._mentoring_application_page(record, kind, form)

    @route(
        f"/my/mentoring/{KIND_ROUTE}/<int:record_id>/object/withdraw",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def mentoring_objection_withdraw(self, kind, record_id, **post):
        record = self._mentoring_application(kind, record_id)
        objection = record._get_portal_objection()
        if not objection or not objection._is_portal_to_withdraw():
            raise Forbidden()
        form = Form(post)
        if self._mentoring_try(form, objection.action_withdraw):
            return request.redirect(f"{record._get_portal_url()}?done=withdrawn")
        return self._mentoring_application_page(record, kind, form)
