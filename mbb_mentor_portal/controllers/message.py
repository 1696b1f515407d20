# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from werkzeug.exceptions import Forbidden

from odoo.http import request, route

from odoo.addons.portal.controllers.portal import pager as portal_pager

from .forms import Form
from .portal import MentoringPortal

PAGE_SIZE = 40


class MessagePortal(MentoringPortal):
    """What the two sides of a match write to each other."""

    # Reading is a fact that is kept: not `readonly`.
    @route(
        [
            "/my/mentoring/matches/<int:match_id>/messages",
            "/my/mentoring/matches/<int:match_id>/messages/page/<int:page>",
        ],
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
    )
    def mentoring_messages(self, match_id, page=1, **params):
        match = self._mentoring_get("mbb.match", match_id)
        return self._mentoring_message_page(match, Form(), page)

    def _mentoring_message_page(self, match, form, page=1):
        messages = request.env["mbb.match.message"]
        domain = [("match_id", "=", match.id)]
        pager = portal_pager(
            url=f"{match._get_portal_url()}/messages",
            total=self._mentoring_total(messages._name, domain),
            page=page,
            step=PAGE_SIZE,
        )
        unread = messages._find_portal_unread(match)
        found = self._mentoring_find(
            messages._name, domain, limit=PAGE_SIZE, offset=pager["offset"]
        )
        response = self._mentoring_render(
            "mbb_mentor_portal.message_page",
            request.env._("Messages"),
            [(match.display_name, match._get_portal_url())],
            form=form,
            match=match,
            messages=found,
            unread=unread,
            sides=match._get_message_sides(request.env.user),
            closed=match._get_message_obstacle(),
            pager=pager,
        )
        # Written as it was before: what is new is marked so on this page.
        response.flatten()
        (found & unread)._mark_read()
        return response

    @route(
        "/my/mentoring/matches/<int:match_id>/messages",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def mentoring_message_write(self, match_id, **post):
        match = self._mentoring_get("mbb.match", match_id)
        if not match._get_message_sides(request.env.user):
            raise Forbidden()
        form = Form(post)
        body = form.text(
            "body", required=True, message=request.env._("Write the message.")
        )
        if form.ok:
            self._mentoring_limit(form, "message", f"user {request.env.uid}")
        if form.ok:
            self._mentoring_try(form, match._write_message, body)
        if form.ok:
            return request.redirect(f"{match._get_portal_url()}/messages?done=message")
        return self._mentoring_message_page(match, form)
