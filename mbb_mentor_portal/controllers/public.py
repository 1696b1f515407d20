# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import date

from odoo.http import request, route

from .forms import Form
from .public_page import MentoringPublicPage

#: Of the open calls and of the coming events on the first page.
_FEW = 3


class MentoringPublic(MentoringPublicPage):
    @route(
        "/mentoring",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_programme(self, **params):
        return self._public_render(
            "mbb_mentor_portal.public_programme",
            request.env._("Mentor Programme"),
            request.env._(
                "Municipalities learn from each other: who may apply, how mentors and "
                "mentees are matched, open calls, coming events, and the by-law."
            ),
            "/mentoring",
            calls=self._public_cards("mbb.call", limit=_FEW),
            call_count=self._public_count("mbb.call"),
            events=self._public_cards("event.event", limit=_FEW),
            event_count=self._public_count("event.event"),
            practices=self._public_cards("mbb.practice", limit=_FEW),
        )

    # -- accessibility -------------------------------------------------------

    def _public_reviewed(self):
        """The day on which the statement was last looked over."""
        # sudo: one parameter, published on the page.
        parameters_sudo = request.env["ir.config_parameter"].sudo()
        value = parameters_sudo.get_param("mbb_mentor_portal.accessibility_date")
        try:
            return date.fromisoformat(value or "")
        except ValueError:
            return None

    @route(
        "/mentoring/accessibility",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_accessibility(self, **params):
        title = request.env._("Accessibility Statement")
        return self._public_render(
            "mbb_mentor_portal.public_accessibility",
            title,
            request.env._(
                "How far the pages of the Mentor Programme meet WCAG 2.2 AA, what is "
                "still missing, and where to write when something is hard to use."
            ),
            "/mentoring/accessibility",
            reviewed=self._public_reviewed(),
        )

    def _public_feedback(self, form):
        return self._public_render(
            "mbb_mentor_portal.public_feedback",
            request.env._("Feedback on Accessibility"),
            request.env._(
                "Tell us what you could not read or use on the pages of the Mentor "
                "Programme."
            ),
            "/mentoring/accessibility/feedback",
            crumbs=[
                (request.env._("Accessibility Statement"), "/mentoring/accessibility")
            ],
            form=form,
        )

    @route(
        "/mentoring/accessibility/feedback",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_feedback(self, **params):
        values = {}
        user = request.env.user
        if not user._is_public():
            values = {"contact_name": user.name, "email": user.email}
        form = Form(params, values)
        form.line("page")
        form.errors.clear()
        return self._public_feedback(form)

    @route(
        "/mentoring/accessibility/feedback",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
    )
    def mentoring_feedback_send(self, **post):
        form = Form(post)
        values = {
            "text": form.text("text", required=True),
            "page": form.line("page"),
            "contact_name": form.line("contact_name"),
            "email": form.email("email"),
        }
        if form.ok:
            self._mentoring_limit(form, "feedback")
        if not form.ok:
            return self._public_feedback(form)
        # sudo: nobody from outside writes our models; these values and no others.
        feedback_sudo = request.env["mbb.accessibility.feedback"].sudo()
        feedback_sudo.create({**values, "lang": request.env.lang})
        return request.redirect(
            self._public_here("/mentoring/accessibility?done=feedback"), code=303
        )
