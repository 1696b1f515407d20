# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo.http import request, route

from .forms import Form
from .portal import MentoringPortal


class CalendarPortal(MentoringPortal):
    """A person's own sessions in their own calendar."""

    @route(
        "/my/mentoring/calendar",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_calendar(self, **params):
        return self._mentoring_calendar_page()

    def _mentoring_calendar_page(self, token=None, **values):
        feeds = request.env["mbb.calendar.feed"]
        address = token and f"{feeds.get_base_url()}/mentoring/calendar/{token}.ics"
        return self._mentoring_render(
            "mbb_mentor_portal.calendar_page",
            request.env._("Sessions in your calendar"),
            # sudo: the user's own row, without its digest on the page.
            feed_sudo=feeds._get_own(),
            address=address,
            subscribe=address and "webcal:" + address.partition(":")[2],
            **values,
        )

    @route(
        "/my/mentoring/calendar/<any(renew, revoke):step>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def mentoring_calendar_step(self, step, **post):
        feeds = request.env["mbb.calendar.feed"]
        if step == "renew":
            # The page itself, no redirect to it: on the way there the secret would lie
            # in the session or in the address, and nobody but its owner keeps it.
            return self._mentoring_calendar_page(
                feeds._renew(), notice=request.env._("Your calendar link was made.")
            )
        feeds._revoke()
        return request.redirect("/my/mentoring/calendar?done=calendar_revoked")

    # What leads nowhere is counted: not `readonly`.
    @route(
        "/mentoring/calendar/<string:token>.ics",
        type="http",
        auth="public",
        methods=["GET"],
        save_session=False,
    )
    def mentoring_calendar_feed(self, token, **params):
        """For calendars, which cannot sign in: whoever has the address reads it."""
        # sudo: whose address it is; what they may read is asked as themselves.
        feed_sudo = request.env["mbb.calendar.feed"]._find(token)
        content = feed_sudo and feed_sudo._get_ics()
        if not content:
            form = Form()
            # Only what leads nowhere is counted: calendars ask again and again.
            self._mentoring_limit(form, "token")
            status = 404 if form.ok else form.status
            return request.make_response(
                b"", [("Cache-Control", "no-store")], status=status
            )
        response = self._mentoring_file(
            content, "text/calendar; charset=utf-8", "mentor.ics"
        )
        response.headers["X-Robots-Tag"] = "noindex"
        response.headers["Referrer-Policy"] = "no-referrer"
        return response
