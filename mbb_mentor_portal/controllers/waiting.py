# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from collections.abc import Callable
from dataclasses import dataclass

from odoo import fields
from odoo.fields import Domain
from odoo.http import request
from odoo.models import BaseModel
from odoo.tools import groupby

from .portal import MentoringPortal


@dataclass(frozen=True)
class Wait:
    """One kind of what may wait: a search, and what is said of the rows it finds."""

    #: A model of the portal, with the rights of the search.
    records: BaseModel
    domain: Domain
    #: method(rows): what is said of them, as `_mentoring_item` gives it.
    tell: Callable
    order: str = ""


class WaitingPortal(MentoringPortal):
    """What waits for the signed-in user, since when and until when."""

    def _mentoring_waits(self):
        """Every kind of it, whether something waits or not."""
        return [
            *self._mentoring_application_waits("mbb.mentee"),
            *self._mentoring_application_waits("mbb.mentor"),
            self._mentoring_todo("mbb.application.expert", self._mentoring_tell_experts),
            self._mentoring_todo("mbb.consent", self._mentoring_tell_consents),
            self._mentoring_wait(
                "mbb.travel.claim",
                Domain("state", "=", "draft"),
                self._mentoring_tell_claims,
            ),
            self._mentoring_sudo_wait(
                "mbb.assignment",
                Domain("state", "in", ("done", "ended"))
                & request.env["mbb.assignment"]._get_portal_claimable_domain(),
                self._mentoring_tell_claimable,
            ),
            self._mentoring_todo("mbb.evaluation", self._mentoring_tell_evaluations),
            self._mentoring_todo("mbb.goal", self._mentoring_tell_goals),
            self._mentoring_todo("mbb.recommendation", self._mentoring_tell_advice),
            self._mentoring_todo("mbb.practice", self._mentoring_tell_practices),
            self._mentoring_todo(
                "mbb.practice.consent", self._mentoring_tell_publications
            ),
            self._mentoring_todo("mbb.duty.report", self._mentoring_tell_reports),
            self._mentoring_todo("mbb.session.task", self._mentoring_tell_tasks),
            self._mentoring_todo("mbb.plan.step", self._mentoring_tell_tasks),
            self._mentoring_sudo_wait(
                "mbb.match.message",
                request.env["mbb.match.message"]._get_portal_todo_domain(),
                self._mentoring_tell_messages,
                order="date, id",
            ),
        ]

    def _mentoring_application_waits(self, model):
        applications = request.env[model]
        waits = [
            self._mentoring_todo(model, self._mentoring_tell_applications),
            self._mentoring_sudo_wait(
                model,
                applications._get_portal_stale_domain(),
                self._mentoring_tell_stale,
            ),
        ]
        if model == "mbb.mentor":  # who is sent is of the mentor's side
            waits.append(
                self._mentoring_sudo_wait(
                    model,
                    applications._get_portal_unnamed_domain(),
                    self._mentoring_tell_unnamed,
                )
            )
        return waits

    def _mentoring_todo(self, model, tell):
        domain = request.env[model]._get_portal_todo_domain()
        return self._mentoring_wait(model, domain, tell)

    def _mentoring_wait(self, model, domain, tell, **options):
        """Of what the user reads."""
        domain = Domain(domain) & self._mentoring_domain(model)
        records = request.env[model]._portal_inside()
        return Wait(records, domain, tell, **options)

    def _mentoring_sudo_wait(self, model, domain, tell, **options):
        """By facts that the user does not read: the domain says whose the rows are."""
        return Wait(request.env[model].sudo(), domain, tell, **options)

    def _mentoring_waiting(self, waits):
        """What waits of these kinds: the oldest date first."""
        items = []
        for wait in waits:
            options = {"order": wait.order} if wait.order else {}
            rows = wait.records._search_page(wait.domain, **options)
            items += wait.tell(rows.with_env(request.env))
        today = request.env["mbb.state.mixin"]._get_today()
        for item in items:
            item["overdue"] = bool(item["until"] and item["until"] < today)
        far = fields.Date.to_date("9999-12-31")
        return sorted(
            items, key=lambda item: (item["until"] or far, str(item["since"]))
        )

    # -- what is said of a row ---------------------------------------------

    def _mentoring_item(self, record, action, since, until=False, **values):
        return {
            "title": record.display_name,
            "text": False,
            "action": action,
            "since": since,
            "until": until,
            "url": record._get_portal_url(),
            **values,
        }

    def _mentoring_tell_applications(self, applications):
        words = {
            "draft": request.env._("Finish and submit your draft"),
            "incomplete": request.env._("Complete the application"),
        }
        return [
            self._mentoring_item(
                record,
                words[record.state],
                record.date_state,
                record.date_due,
                text=record.state == "incomplete" and record.incomplete_reason,
                url=f"{record._get_portal_url()}/edit",
            )
            for record in applications
        ]

    def _mentoring_tell_stale(self, applications):
        return [
            self._mentoring_item(
                record,
                request.env._("Say whether it is still current"),
                record.date_current_asked or record.date_confirmed,
                record._get_portal_answer_date(),
            )
            for record in applications
        ]

    def _mentoring_tell_unnamed(self, applications):
        since = applications._get_portal_match_dates()
        return [
            self._mentoring_item(
                record, request.env._("Name your experts"), since.get(record, False)
            )
            for record in applications
        ]

    def _mentoring_tell_experts(self, experts):
        return [
            self._mentoring_item(
                expert,
                request.env._("Confirm that you are an expert, or decline"),
                expert.create_date,
                expert.date_due,
                title=expert.application_name,
            )
            for expert in experts
        ]

    def _mentoring_tell_consents(self, consents):
        return [
            self._mentoring_item(
                consent,
                request.env._("Give or refuse consent"),
                consent.date_asked,
                consent.date_due,
            )
            for consent in consents
        ]

    def _mentoring_tell_claims(self, claims):
        return [
            self._mentoring_item(
                claim,
                request.env._("Finish and submit your travel claim"),
                claim.date_state,
                claim.date_due,
            )
            for claim in claims
        ]

    def _mentoring_tell_claimable(self, assignments):
        return [
            self._mentoring_item(
                assignment,
                request.env._("File your travel claim"),
                assignment.date_state,
                url=f"/my/mentoring/claims/new?assignment={assignment.id}",
            )
            for assignment in assignments
        ]

    def _mentoring_tell_evaluations(self, evaluations):
        return [
            self._mentoring_item(
                evaluation,
                request.env._("Evaluate the mentoring"),
                evaluation.create_date,
                evaluation.date_due,
            )
            for evaluation in evaluations
        ]

    def _mentoring_tell_goals(self, goals):
        return [
            self._mentoring_item(
                goal,
                request.env._("Say whether the goal was reached"),
                goal.date_state,
                goal.date_deadline,
            )
            for goal in goals
        ]

    def _mentoring_tell_advice(self, recommendations):
        return [
            self._mentoring_item(
                row,
                request.env._("Say what became of the recommendation"),
                row.date_asked or row.date_state,
                row.date_deadline if row.state == "open" else False,
            )
            for row in recommendations
        ]

    def _mentoring_tell_reports(self, reports):
        words = {
            "draft": request.env._("Write the closing report"),
            "submitted": request.env._("Confirm or return the closing report"),
        }
        return [
            self._mentoring_item(
                report,
                words[report.state],
                report.date_state,
                report.date_due,
                text=report.state == "draft" and report.return_reason,
            )
            for report in reports
        ]

    def _mentoring_tell_practices(self, practices):
        return [
            self._mentoring_item(
                practice,
                request.env._("Finish and submit the good practice"),
                practice.date_state,
                text=practice.return_reason,
                url=f"{practice._get_portal_url()}/edit",
            )
            for practice in practices
        ]

    def _mentoring_tell_publications(self, consents):
        return [
            self._mentoring_item(
                consent,
                request.env._("Consent to the publication, or refuse it"),
                consent.date_asked,
                consent.date_due,
            )
            for consent in consents
        ]

    def _mentoring_tell_tasks(self, tasks):
        return [
            self._mentoring_item(
                task,
                request.env._("Do what you took on"),
                task.date_state,
                task.date_deadline,
                title=task.name,
            )
            for task in tasks
        ]

    def _mentoring_tell_messages(self, messages):
        """One row a match, however many are unread."""
        return [
            self._mentoring_item(
                match,
                request.env._("Read the new messages (%(count)s)", count=len(unread)),
                unread[0].date,
                title=" – ".join(match._get_portal_sides()),
                url=f"{match._get_portal_url()}/messages",
            )
            for match, unread in groupby(messages, lambda message: message.match_id)
        ]
