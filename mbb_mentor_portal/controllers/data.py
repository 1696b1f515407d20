# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from werkzeug.exceptions import Forbidden

from odoo.http import request, route

from .forms import Form
from .portal import MentoringPortal

#: Rows of one kind on the page; the files have all of them.
SHOWN = 50


class DataPortal(MentoringPortal):
    """Everybody's own data (KVKK m.11): of whoever signed in, and of nobody else.

    No address names a person. The password is not asked again for the files: they say
    what the page says, and who signs in by another way has none to give.
    """

    def _mentoring_notice(self):
        return {
            "data_request": request.env._(
                "Your request was received. It is answered within thirty days."
            ),
            "data_withdrawn": request.env._("Your request was withdrawn."),
        }.get(request.params.get("done")) or super()._mentoring_notice()

    def _mentoring_data_crumbs(self):
        return [(request.env._("My Data"), "/my/mentoring/data")]

    @route(
        "/my/mentoring/data",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_data(self, **params):
        data = request.env["mbb.personal.data"]._collect_personal_data(
            request.env.user.partner_id
        )
        return self._mentoring_render(
            "mbb_mentor_portal.data_page",
            request.env._("My Data"),
            data=data,
            limit=SHOWN,
            requests=self._mentoring_find("mbb.data.request"),
        )

    @route(
        "/my/mentoring/data/export/<any(json, pdf):kind>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_data_export(self, kind, **params):
        data, partner = request.env["mbb.personal.data"], request.env.user.partner_id
        name = request.env._("my-data")
        if kind == "json":
            content = data._export_personal_data(partner)
            return self._mentoring_file(content, "application/json", f"{name}.json")
        content = data._print_personal_data(partner)
        return self._mentoring_file(content, "application/pdf", f"{name}.pdf")

    # -- asking ------------------------------------------------------------

    def _mentoring_data_kinds(self):
        """{kind: what it means}, in the order in which the law names them."""
        return {
            "access": request.env._(
                "You want to know more than this page shows: whether and for what your "
                "data is used, who received it."
            ),
            "correction": request.env._("Something is wrong or incomplete."),
            "erasure": request.env._(
                "Your data should be erased. What has to be kept by law is erased when "
                "its period has ended; the answer names that day."
            ),
            "objection": request.env._(
                "You object to a result against you that rests on automated analysis "
                "alone, or to the way in which your data is used."
            ),
        }

    def _mentoring_data_form(self, form):
        labels = request.env["mbb.data.request"]._fields["kind"]._description_selection(
            request.env
        )
        hints = self._mentoring_data_kinds()
        return self._mentoring_render(
            "mbb_mentor_portal.data_request_form",
            request.env._("Request about My Data"),
            self._mentoring_data_crumbs(),
            form=form,
            kinds=[(kind, label, hints[kind]) for kind, label in labels],
        )

    @route(
        "/my/mentoring/data/requests/new",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_data_request_new(self, **params):
        kind = params.get("kind")
        kinds = self._mentoring_data_kinds()
        return self._mentoring_data_form(
            Form(values={"kind": kind if kind in kinds else ""})
        )

    @route(
        "/my/mentoring/data/requests/new",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def mentoring_data_request_create(self, **post):
        form = Form(post)
        kind = form.choice("kind", self._mentoring_data_kinds(), required=True)
        text = form.text(
            "text", required=True, message=request.env._("Write what you ask for.")
        )
        if form.ok:
            self._mentoring_limit(form, "data_request", f"user {request.env.uid}")
        if not form.ok:
            return self._mentoring_data_form(form)
        asked = request.env["mbb.data.request"]._receive(
            request.env.user.partner_id, kind, text
        )
        return request.redirect(f"{asked._get_portal_url()}?done=data_request")

    @route(
        "/my/mentoring/data/requests/<int:request_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_data_request(self, request_id, **params):
        return self._mentoring_data_request_page(
            self._mentoring_get("mbb.data.request", request_id)
        )

    def _mentoring_data_request_page(self, asked, form=None):
        return self._mentoring_render(
            "mbb_mentor_portal.data_request_page",
            asked.display_name,
            self._mentoring_data_crumbs(),
            form=form,
            asked=asked,
        )

    @route(
        "/my/mentoring/data/requests/<int:request_id>/withdraw",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def mentoring_data_request_withdraw(self, request_id, **post):
        asked = self._mentoring_get("mbb.data.request", request_id)
        if asked.state != "received":
            raise Forbidden()
        form = Form(post)
        if self._mentoring_try(form, asked.action_withdraw):
            return request.redirect(f"{asked._get_portal_url()}?done=data_withdrawn")
        return self._mentoring_data_request_page(asked, form)
