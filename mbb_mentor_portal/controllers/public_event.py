# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo.http import content_disposition, request, route

from .forms import Form
from .public_page import MentoringPublicPage


class MentoringPublicEvent(MentoringPublicPage):
    def _public_event_crumbs(self, event_sudo=None):
        crumbs = [(request.env._("Events"), "/mentoring/events")]
        if event_sudo:
            crumbs.append((event_sudo.name, event_sudo._get_public_url()))
        return crumbs

    @route(
        "/mentoring/events",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_events(self, **params):
        return self._public_render(
            "mbb_mentor_portal.public_events",
            request.env._("Events"),
            request.env._(
                "Coming networking events of the Mentor Programme, where mentors and "
                "mentees meet: dates, places and registration."
            ),
            "/mentoring/events",
            events=self._public_cards("event.event"),
        )

    @route(
        "/mentoring/events/<string:slug>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_event(self, slug, **params):
        event_sudo = self._public_get("event.event", slug)
        moved = self._public_moved(event_sudo, slug)
        if moved:
            return moved
        event = event_sudo._get_public_page()
        where = event["place"] or (event["is_online"] and request.env._("Online"))
        return self._public_render(
            "mbb_mentor_portal.public_event",
            event["name"],
            ". ".join(part for part in (self._public_when(event), where) if part),
            self._public_paths(event_sudo),
            crumbs=self._public_event_crumbs(),
            event=event,
            closed_reason=event_sudo._get_public_closed_reason(),
        )

    @route(
        "/mentoring/events/<string:slug>/calendar.ics",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_event_calendar(self, slug, **params):
        event_sudo = self._public_get("event.event", slug)
        return request.make_response(
            event_sudo._get_public_ics(),
            [
                ("Content-Type", "text/calendar; charset=utf-8"),
                ("Content-Disposition", content_disposition(f"{event_sudo.name}.ics")),
                ("X-Content-Type-Options", "nosniff"),
                ("Cache-Control", "public, max-age=300"),
            ],
        )

    # -- registration --------------------------------------------------------

    def _public_registration(self, event_sudo, form):
        event = event_sudo._get_public_card()
        notice_sudo = event_sudo._get_public_notice()
        return self._public_render(
            "mbb_mentor_portal.public_event_register",
            request.env._("Register for the Event"),
            event["name"],
            self._public_paths(event_sudo, "/register"),
            crumbs=self._public_event_crumbs(event_sudo),
            form=form,
            event=event,
            closed_reason=event_sudo._get_public_closed_reason(),
            notice_url=notice_sudo._get_public_url()
            if notice_sudo
            else "/mentoring/privacy",
        )

    def _public_own_values(self):
        """Name, e-mail address and institution of who is signed in."""
        user = request.env.user
        if user._is_public():
            return {}
        # sudo: the user's own contact and the name of their institution.
        partner_sudo = user.sudo().partner_id
        institution_sudo = partner_sudo._get_institution()
        return {
            "name": partner_sudo.name,
            "email": partner_sudo.email,
            "company_name": institution_sudo.name or partner_sudo.parent_id.name,
        }

    @route(
        "/mentoring/events/<string:slug>/register",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_event_register(self, slug, **params):
        event_sudo = self._public_get("event.event", slug)
        moved = self._public_moved(event_sudo, slug, "/register")
        if moved:
            return moved
        return self._public_registration(
            event_sudo, Form(values=self._public_own_values())
        )

    @route(
        "/mentoring/events/<string:slug>/register",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
    )
    def mentoring_event_register_send(self, slug, **post):
        event_sudo = self._public_get("event.event", slug)
        form = Form(post)
        values = {
            "name": form.line("name", True, message=request.env._("Enter the name.")),
            "company_name": form.line(
                "company_name", True, message=request.env._("Enter the institution.")
            ),
            "email": form.email("email", required=True),
            "listed": form.flag("listed"),
        }
        user = request.env.user
        if not user._is_public():
            values["partner"] = user.sudo().partner_id
        if form.ok:
            self._mentoring_limit(form, "event", values["email"].lower())
        if form.ok:
            # sudo: nobody from outside writes registrations; see _register_public.
            self._mentoring_try(form, lambda: event_sudo._register_public(**values))
        if not form.ok:
            return self._public_registration(event_sudo, form)
        url = f"{event_sudo._get_public_url()}?done=registered"
        return request.redirect(self._public_here(url), code=303)
