# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from babel.numbers import format_percent
from werkzeug.exceptions import Forbidden, NotFound

from odoo import fields
from odoo.http import request, route
from odoo.tools.misc import get_lang

from .forms import Form, is_number
from .portal import MentoringPortal


class RelationPortal(MentoringPortal):
    # -- matches -----------------------------------------------------------

    @route(
        "/my/mentoring/matches/<int:match_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_match(self, match_id, **params):
        match = self._mentoring_get("mbb.match", match_id)
        match_sudo = match.sudo()  # ids of the two applications; the answers
        own = {
            side: self._mentoring_find(
                f"mbb.{side}", [("id", "=", match_sudo[f"{side}_id"].id)]
            )
            for side in ("mentor", "mentee")
        }
        return self._mentoring_render(
            "mbb_mentor_portal.match_page",
            match.display_name,
            match=match,
            own=own,
            answers=self._mentoring_answers(match_sudo),
            consents=self._mentoring_find("mbb.consent", [("match_id", "=", match.id)]),
            agreements=self._mentoring_find(
                "mbb.agreement", [("match_id", "=", match.id)]
            ),
            sessions=self._mentoring_find("mbb.session", [("match_id", "=", match.id)]),
            attended=self._mentoring_find(
                "mbb.session.attendance",
                [("match_id", "=", match.id), ("presence", "=", "present")],
            ),
            tasks=self._mentoring_find(
                "mbb.session.task", [("match_id", "=", match.id)]
            ),
            plan_steps=self._mentoring_find(
                "mbb.plan.step", [("match_id", "=", match.id)]
            ),
            assignments=self._mentoring_find(
                "mbb.assignment", [("match_id", "=", match.id)]
            ),
            evaluations=self._mentoring_find(
                "mbb.evaluation", [("match_id", "=", match.id)]
            ),
            goals=self._mentoring_find("mbb.goal", [("match_id", "=", match.id)]),
            levels=self._mentoring_find(
                "mbb.self.assessment", [("match_id", "=", match.id)]
            ),
            recommendations=self._mentoring_find(
                "mbb.recommendation", [("match_id", "=", match.id)]
            ),
            steps=match._get_portal_steps(),
            **self._mentoring_match_messages(match),
        )

    def _mentoring_match_messages(self, match):
        """The newest of what the sides wrote, and what of it is new."""
        messages = request.env["mbb.match.message"]
        open_to_write = not match._get_message_obstacle()
        return {
            "messages": self._mentoring_find(
                messages._name, [("match_id", "=", match.id)], limit=2
            ),
            "unread": messages._find_portal_unread(match),
            "may_message": open_to_write
            and bool(match._get_message_sides(request.env.user)),
        }

    def _mentoring_answers(self, record_sudo):
        """What each party of the record has answered, in the words that the other
        parties may read: never whether an expert refused, withdrew or was late."""
        return [
            {
                "party": consent.party_name,
                "text": consent.institution_view_state,
                "state": consent.state
                if consent.state in ("requested", "granted", "cancelled")
                else "refused",
            }
            for consent in record_sudo.consent_ids.sorted("id")
            if consent.state != "cancelled"
        ]

    # -- sessions ----------------------------------------------------------

    @route(
        "/my/mentoring/sessions/<int:session_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_session(self, session_id, **params):
        session = self._mentoring_get("mbb.session", session_id)
        form = Form(values={"minutes": session.minutes or ""})
        return self._mentoring_session_page(session, form)

    def _mentoring_session_page(self, session, form):
        session_sudo = session.sudo()  # names of those who take part in it
        return self._mentoring_render(
            "mbb_mentor_portal.session_page",
            session.display_name,
            [
                (found.display_name, found._get_portal_url())
                for found in self._mentoring_find(
                    "mbb.match", [("id", "=", session_sudo.match_id.id)]
                )
            ],
            form=form,
            session=session,
            steps=session._get_portal_steps(),
            people=[(p.id, p.name) for p in session_sudo.attendee_ids],
            attended=session_sudo.attended_ids.mapped("name"),
            own=self._mentoring_attendance(session),
            tasks=self._mentoring_find(
                "mbb.session.task", [("session_id", "=", session.id)]
            ),
            may_record=self._mentoring_may_record(session),
        )

    def _mentoring_attendance(self, session):
        """The user's own row of the session, or none."""
        return self._mentoring_find(
            "mbb.session.attendance", [("session_id", "=", session.id)], limit=1
        )

    @route(
        "/my/mentoring/sessions/<int:session_id>/calendar.ics",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_session_calendar(self, session_id, **params):
        """The invitation of who is invited; whoever only reads along has none."""
        session = self._mentoring_get("mbb.session", session_id)
        own = self._mentoring_attendance(session)
        if not own or session.state == "postponed":
            raise NotFound()
        return self._mentoring_file(
            own._get_portal_ics(),
            "text/calendar; charset=utf-8",
            f"mentor-{session.id}.ics",
        )

    def _mentoring_may_record(self, session):
        return (
            session.state == "planned"
            and session.date_start <= fields.Datetime.now()
            and session.sudo().match_id._is_party(request.env.user)
        )

    @route(
        "/my/mentoring/sessions/<int:session_id>/minutes",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def mentoring_session_minutes(self, session_id, **post):
        session = self._mentoring_get("mbb.session", session_id)
        if not self._mentoring_may_record(session):
            raise Forbidden()
        form = Form(post)
        minutes = form.text(
            "minutes", required=True, message=request.env._("Write the minutes.")
        )
        posted = request.httprequest.form.getlist("attended")
        form.values["attended"] = posted
        attended = [int(value) for value in posted if is_number(value)][:100]
        if not attended:
            form.error("attended", request.env._("Tick who attended."))
        if form.ok:
            self._mentoring_try(form, session.action_record_minutes, minutes, attended)
        if form.ok:
            return request.redirect(f"{session._get_portal_url()}?done=saved")
        return self._mentoring_session_page(session, form)

    # -- assignments and letters -------------------------------------------

    @route(
        "/my/mentoring/assignments/<int:assignment_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_assignment(self, assignment_id, **params):
        assignment = self._mentoring_get("mbb.assignment", assignment_id)
        assignment_sudo = assignment.sudo()  # names of its three parties; answers
        own = assignment_sudo.expert_id == request.env.user.partner_id
        return self._mentoring_render(
            "mbb_mentor_portal.assignment_page",
            assignment.display_name,
            assignment=assignment,
            steps=assignment._get_portal_steps(),
            names={
                "expert": assignment_sudo.expert_id.name,
                "sending": assignment_sudo.sending_institution_id.name,
                "host": assignment_sudo.host_institution_id.name,
            },
            shares=[
                (label, format_percent(share, locale=get_lang(request.env).code))
                for label, share in (
                    (request.env._("Daily allowance"), assignment.coverage_allowance),
                    (request.env._("Lodging"), assignment.coverage_lodging),
                    (request.env._("Transport costs"), assignment.coverage_transport),
                )
            ],
            answers=self._mentoring_answers(assignment_sudo),
            letters=self._mentoring_find(
                "mbb.letter", [("assignment_id", "=", assignment.id)]
            ),
            extensions=self._mentoring_find(
                "mbb.assignment.extension", [("assignment_id", "=", assignment.id)]
            ),
            claims=self._mentoring_find(
                "mbb.travel.claim", [("assignment_id", "=", assignment.id)]
            ),
            reports=self._mentoring_find(
                "mbb.duty.report", [("assignment_id", "=", assignment.id)]
            ),
            may_claim=own and assignment._is_portal_claimable(),
            may_advance=own and bool(assignment._filter_advanceable()),
            advances=self._mentoring_find(
                "mbb.travel.advance", [("assignment_id", "=", assignment.id)]
            ),
        )

    @route(
        "/my/mentoring/letters/<int:letter_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_letter(self, letter_id, **params):
        letter = self._mentoring_get("mbb.letter", letter_id)
        evidence_sudo = letter.sudo().evidence_id  # the file of the letter itself
        return self._mentoring_download(evidence_sudo)
