# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields
from odoo.fields import Domain
from odoo.http import request, route
from odoo.tools import groupby

from .portal import MentoringPortal

#: Lists on the overview show the newest; "all" pages show the rest.
OVERVIEW_LIMIT = 5


class OverviewPortal(MentoringPortal):
    # -- the overview ------------------------------------------------------

    def _mentoring_kinds(self):
        """The lists of the overview: {kind: (model, title, domain)}."""
        return {
            "mentees": ("mbb.mentee", request.env._("Applications as Mentee"), []),
            "mentors": ("mbb.mentor", request.env._("Applications as Mentor"), []),
            "matches": ("mbb.match", request.env._("Matches"), []),
            "consents": ("mbb.consent", request.env._("Consents"), []),
            "sessions": ("mbb.session", request.env._("Sessions"), []),
            "assignments": ("mbb.assignment", request.env._("Assignments"), []),
            "advances": ("mbb.travel.advance", request.env._("Travel Advances"), []),
            "claims": ("mbb.travel.claim", request.env._("Travel Claims"), []),
            "evaluations": ("mbb.evaluation", request.env._("Evaluations"), []),
        }

    def _mentoring_waiting(self):
        """What waits for the signed-in user: the oldest date first."""
        items = [
            *self._mentoring_waiting_applications("mbb.mentee"),
            *self._mentoring_waiting_applications("mbb.mentor"),
            *self._mentoring_waiting_stale("mbb.mentee"),
            *self._mentoring_waiting_stale("mbb.mentor"),
            *self._mentoring_waiting_unnamed(),
            *self._mentoring_waiting_experts(),
            *self._mentoring_waiting_consents(),
            *self._mentoring_waiting_claims(),
            *self._mentoring_waiting_evaluations(),
            *self._mentoring_waiting_reports(),
            *self._mentoring_waiting_tasks("mbb.session.task"),
            *self._mentoring_waiting_tasks("mbb.plan.step"),
            *self._mentoring_waiting_messages(),
        ]
        today = fields.Date.context_today(request.env.user)
        for item in items:
            item["overdue"] = bool(item["until"] and item["until"] < today)
        far = fields.Date.to_date("9999-12-31")
        return sorted(
            items, key=lambda item: (item["until"] or far, str(item["since"]))
        )

    def _mentoring_waiting_applications(self, model):
        found = self._mentoring_find(model, [("state", "in", ("draft", "incomplete"))])
        if found:
            found &= found._filtered_access("write")
        return [
            {
                "title": record.display_name,
                "text": record.incomplete_reason
                if record.state == "incomplete"
                else False,
                "action": request.env._("Complete the application")
                if record.state == "incomplete"
                else request.env._("Finish and submit your draft"),
                "since": record.date_state,
                "until": record.date_due,
                "url": f"{record._get_portal_url()}/edit",
            }
            for record in found
        ]

    def _mentoring_waiting_stale(self, model):
        return [
            {
                "title": record.display_name,
                "text": False,
                "action": request.env._("Say whether it is still current"),
                "since": record.date_current_asked or record.date_confirmed,
                "until": record._get_portal_answer_date(),
                "url": record._get_portal_url(),
            }
            for record in request.env[model]._find_portal_stale()
        ]

    def _mentoring_waiting_unnamed(self):
        # Who is sent is of the mentor's side.
        return [
            {
                "title": record.display_name,
                "text": False,
                "action": request.env._("Name your experts"),
                "since": record._get_portal_match_date(),
                "until": False,
                "url": record._get_portal_url(),
            }
            for record in request.env["mbb.mentor"]._find_portal_unnamed()
        ]

    def _mentoring_waiting_experts(self):
        found = self._mentoring_find(
            "mbb.application.expert", [("state", "=", "named")]
        )
        return [
            {
                "title": expert.application_name,
                "text": False,
                "action": request.env._("Confirm that you are an expert, or decline"),
                "since": expert.create_date,
                "until": expert.date_due,
                "url": expert._get_portal_url(),
            }
            for expert in found._filter_mine_to_answer()
        ]

    def _mentoring_waiting_consents(self):
        found = self._mentoring_find("mbb.consent", [("state", "=", "requested")])
        return [
            {
                "title": consent.display_name,
                "text": False,
                "action": request.env._("Give or refuse consent"),
                "since": consent.date_asked,
                "until": consent.date_due,
                "url": consent._get_portal_url(),
            }
            for consent in found._filter_mine_to_answer()
        ]

    def _mentoring_waiting_claims(self):
        drafts = self._mentoring_find("mbb.travel.claim", [("state", "=", "draft")])
        items = [
            {
                "title": claim.display_name,
                "text": False,
                "action": request.env._("Finish and submit your travel claim"),
                "since": claim.date_state,
                "until": claim.date_due,
                "url": claim._get_portal_url(),
            }
            for claim in drafts
        ]
        assignments = self._mentoring_find(
            "mbb.assignment",
            [
                ("state", "in", ("done", "ended")),
                ("expert_id", "=", request.env.user.partner_id.id),
            ],
        )
        items += [
            {
                "title": assignment.display_name,
                "text": False,
                "action": request.env._("File your travel claim"),
                "since": assignment.date_state,
                "until": False,
                "url": f"/my/mentoring/claims/new?assignment={assignment.id}",
            }
            for assignment in assignments._filter_claimable()
        ]
        return items

    def _mentoring_waiting_evaluations(self):
        return [
            {
                "title": evaluation.display_name,
                "text": False,
                "action": request.env._("Evaluate the mentoring"),
                "since": evaluation.create_date,
                "until": evaluation.date_due,
                "url": evaluation._get_portal_url(),
            }
            for evaluation in self._mentoring_find(
                "mbb.evaluation", [("state", "=", "asked")]
            )._filter_mine_to_answer()
        ]

    def _mentoring_waiting_reports(self):
        found = self._mentoring_find(
            "mbb.duty.report", [("state", "in", ("draft", "submitted"))]
        )
        return [
            {
                "title": report.display_name,
                "text": report.return_reason if report.state == "draft" else False,
                "action": request.env._("Write the closing report")
                if report.state == "draft"
                else request.env._("Confirm or return the closing report"),
                "since": report.date_state,
                "until": report.date_due,
                "url": report._get_portal_url(),
            }
            for report in found._filter_mine_to_do()
        ]

    def _mentoring_waiting_tasks(self, model):
        return [
            {
                "title": task.name,
                "text": False,
                "action": request.env._("Do what you took on"),
                "since": task.date_state,
                "until": task.date_deadline,
                "url": task._get_portal_url(),
            }
            for task in request.env[model]._find_portal_open()
        ]

    def _mentoring_waiting_messages(self):
        """One row a match, however many are unread."""
        unread = request.env["mbb.match.message"]._find_portal_unread()
        return [
            {
                "title": " – ".join(match._get_portal_sides()),
                "text": False,
                "action": request.env._(
                    "Read the new messages (%(count)s)", count=len(messages)
                ),
                "since": messages[0].date,
                "until": False,
                "url": f"{match._get_portal_url()}/messages",
            }
            for match, messages in groupby(unread, lambda message: message.match_id)
        ]

    def _mentoring_count(self, model, domain=()):
        """How many of a list there are in each state: {state: number}."""
        if not self._mentoring_can_read(model):
            return {}
        domain = Domain(domain) & self._mentoring_domain(model)
        return dict(request.env[model]._read_group(domain, ["state"], ["__count"]))

    @route("/my/mentoring", type="http", auth="user", website=True, readonly=True)
    def mentoring_overview(self, **params):
        sections = []
        for kind, (model, title, domain) in self._mentoring_kinds().items():
            total = sum(self._mentoring_count(model, domain).values())
            if not total:
                continue
            sections.append(
                {
                    "kind": kind,
                    "title": title,
                    "records": self._mentoring_find(
                        model, domain, limit=OVERVIEW_LIMIT
                    ),
                    "total": total,
                    "more": total > OVERVIEW_LIMIT,
                }
            )
        return self._mentoring_render(
            "mbb_mentor_portal.overview",
            request.env._("Mentor Programme"),
            sections=sections,
            waiting=self._mentoring_waiting(),
            acting=self._mentoring_acting(),
            upcoming=self._mentoring_find(
                "mbb.session",
                [("state", "=", "planned"), ("date_start", ">=", "now")],
                order="date_start",
                limit=3,
            ),
        )
