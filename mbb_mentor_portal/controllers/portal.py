# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import datetime

from pytz import timezone, utc
from werkzeug.exceptions import Forbidden, NotFound

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.http import content_disposition, request, route
from odoo.tools import format_date, format_datetime, groupby

from odoo.addons.portal.controllers.portal import CustomerPortal
from odoo.addons.portal.controllers.portal import pager as portal_pager

#: Lists on the overview show the newest; "all" pages show the rest.
OVERVIEW_LIMIT = 5
PAGE_SIZE = 20
ZONE = "Europe/Istanbul"

TONES = {
    "warning": {"draft", "incomplete", "requested", "asked", "postponed"},
    "success": {
        "available",
        "agreed",
        "active",
        "granted",
        "approved",
        "ongoing",
        "held",
        "paid",
        "done",
        "waiting",
        "matched",
    },
    "danger": {"rejected", "refused", "declined", "expired", "recovery"},
    "secondary": {
        "withdrawn",
        "retired",
        "suspended",
        "cancelled",
        "ended",
        "closed",
    },
}


class MentoringPortal(CustomerPortal):
    """What the pages share. Every read and write is the signed-in user's own;
    where sudo is needed its name says so and it ends in the same method."""

    # -- access ------------------------------------------------------------

    def _mentoring_can_read(self, model):
        return request.env[model].has_access("read")

    def _mentoring_domain(self, model):
        return request.env[model]._get_portal_domain()

    def _mentoring_get(self, model, record_id):
        """The record, or the one answer for "not yours" and "not there"."""
        records = request.env[model]
        if self._mentoring_can_read(model):
            domain = Domain("id", "=", record_id) & self._mentoring_domain(model)
            records = records.search(domain, limit=1)
        if not records:
            raise NotFound()
        return records

    def _mentoring_try(self, form, method, *args):
        """Call a step of the procedure; its refusal becomes the form's message.

        What the call wrote before refusing is undone.
        """
        try:
            with request.env.cr.savepoint():
                method(*args)
        except AccessError as error:
            request.env.invalidate_all()
            raise Forbidden() from error
        except (UserError, ValidationError) as refusal:
            request.env.invalidate_all()
            form.error("", str(refusal))
        return form.ok

    # -- rendering ---------------------------------------------------------

    def _mentoring_values(self, title, crumbs=(), **values):
        return {
            **self._prepare_portal_layout_values(),
            "page_name": "mentoring",
            "mentoring_crumbs": crumbs,
            "mentoring_title": title,
            "mentoring_tone": self._mentoring_tone,
            "mentoring_time": self._mentoring_time,
            "mentoring_day": self._mentoring_day,
            "notice": self._mentoring_notice(),
            **values,
        }

    def _mentoring_render(self, template, title, crumbs=(), form=None, **values):
        values = self._mentoring_values(title, crumbs, form=form, **values)
        response = request.render(template, values)
        if form is not None and not form.ok:
            response.status_code = 422
        # Personal data: neither framed nor kept by caches on the way.
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
        response.headers["Content-Security-Policy"] = "frame-ancestors 'self'"
        response.headers["Cache-Control"] = "no-store"
        return response

    def _mentoring_tone(self, state):
        return next((tone for tone, states in TONES.items() if state in states), "info")

    def _mentoring_time(self, moment):
        """Day and hour where the programme happens, for those without a zone."""
        zone = request.env.user.tz or ZONE
        return moment and format_datetime(
            request.env, moment, tz=zone, dt_format="short"
        )

    def _mentoring_day(self, moment):
        if not isinstance(moment, datetime):
            return moment and format_date(request.env, moment)
        zone = timezone(request.env.user.tz or ZONE)
        return format_date(request.env, utc.localize(moment).astimezone(zone).date())

    def _mentoring_notice(self):
        """What the last step did: a word of ours, chosen by its key in the address."""
        return {
            "draft": request.env._(
                "Saved as a draft. Nobody else sees it until you submit it."
            ),
            "submitted": request.env._("Your application was submitted."),
            "mended": request.env._(
                "Your completed application went back to the Sekreterya."
            ),
            "withdrawn": request.env._("Withdrawn."),
            "deleted": request.env._("The draft was deleted."),
            "left": request.env._("You have left the pool."),
            "returned": request.env._(
                "Your return to the pool is with the Sekreterya."
            ),
            "granted": request.env._("Your consent was recorded."),
            "refused": request.env._("Your refusal was recorded."),
            "taken_back": request.env._("Your consent was withdrawn."),
            "saved": request.env._("Saved."),
            "removed": request.env._("Removed."),
            "claim": request.env._("Your travel claim was submitted."),
        }.get(request.params.get("done"))

    def _mentoring_download(self, evidence_sudo):
        return request.make_response(
            evidence_sudo._get_content(),
            [
                ("Content-Type", evidence_sudo.mimetype),
                ("Content-Disposition", content_disposition(evidence_sudo.name)),
                ("X-Content-Type-Options", "nosniff"),
                ("Cache-Control", "no-store"),
            ],
        )

    # -- for whom ----------------------------------------------------------

    def _mentoring_acting(self):
        """{key: (institution, unit)} for which the user may apply today.

        sudo: names of the user's own institutions and their units, nothing else.
        """
        rows_sudo = (
            request.env["mbb.representative"]
            .sudo()
            .search(
                [
                    ("user_id", "=", request.env.uid),
                    ("role", "in", ("representative", "applicant")),
                    ("is_current", "=", True),
                ]
            )
        )
        return {
            f"{row.institution_id.id}-{row.unit_id.id or 0}": (
                row.institution_id,
                row.unit_id,
            )
            for row in rows_sudo
        }

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
            "claims": ("mbb.travel.claim", request.env._("Travel Claims"), []),
            "evaluations": ("mbb.evaluation", request.env._("Evaluations"), []),
        }

    def _mentoring_find(self, model, domain=(), **options):
        records = request.env[model]
        if not self._mentoring_can_read(model):
            return records
        return records.search(Domain(domain) & self._mentoring_domain(model), **options)

    def _mentoring_waiting(self):
        """What waits for the signed-in user: the oldest date first."""
        items = [
            *self._mentoring_waiting_applications("mbb.mentee"),
            *self._mentoring_waiting_applications("mbb.mentor"),
            *self._mentoring_waiting_consents(),
            *self._mentoring_waiting_claims(),
            *self._mentoring_waiting_evaluations(),
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

    @route("/my/mentoring", type="http", auth="user", website=True, readonly=True)
    def mentoring_overview(self, **params):
        sections = []
        for kind, (model, title, domain) in self._mentoring_kinds().items():
            records = self._mentoring_find(model, domain, limit=OVERVIEW_LIMIT + 1)
            sections.append(
                {
                    "kind": kind,
                    "title": title,
                    "records": records[:OVERVIEW_LIMIT],
                    "more": len(records) > OVERVIEW_LIMIT,
                }
            )
        return self._mentoring_render(
            "mbb_mentor_portal.overview",
            request.env._("Mentor Programme"),
            sections=[section for section in sections if section["records"]],
            waiting=self._mentoring_waiting(),
            acting=self._mentoring_acting(),
            upcoming=self._mentoring_find(
                "mbb.session",
                [("state", "=", "planned"), ("date_start", ">=", "now")],
                order="date_start",
                limit=3,
            ),
        )

    @route(
        [
            "/my/mentoring/all/<string:kind>",
            "/my/mentoring/all/<string:kind>/page/<int:page>",
        ],
        type="http",
        auth="user",
        website=True,
        readonly=True,
    )
    def mentoring_list(self, kind, page=1, **params):
        kinds = self._mentoring_kinds()
        if kind not in kinds:
            raise NotFound()
        model, title, domain = kinds[kind]
        total = 0
        if self._mentoring_can_read(model):
            total = request.env[model].search_count(
                Domain(domain) & self._mentoring_domain(model)
            )
        url = f"/my/mentoring/all/{kind}"
        pager = portal_pager(url=url, total=total, page=page, step=PAGE_SIZE)
        return self._mentoring_render(
            "mbb_mentor_portal.list_page",
            title,
            section={
                "kind": kind,
                "title": title,
                "more": False,
                "records": self._mentoring_find(
                    model, domain, limit=PAGE_SIZE, offset=pager["offset"]
                ),
            },
            pager=pager,
        )

    # -- words for a list --------------------------------------------------

    def _mentoring_levels(self):
        """[(number, name, description)]: the five levels as the subjects have them."""
        levels = request.env["hr.skill.level"].search(
            [("mentor_level", ">", 0)], order="mentor_level, id"
        )
        return [
            (number, found[0].name, found[0].mentor_description)
            for number, found in (
                (number, list(group))
                for number, group in groupby(levels, lambda level: level.mentor_level)
            )
        ]
