# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo.fields import Domain
from odoo.http import request, route

from .waiting import WaitingPortal

#: A list that is longer is one click away, with its search: the overview stays short.
OVERVIEW_LIMIT = 5
#: A longer list says "more than"; the list itself has its number.
COUNTED = 99


class OverviewPortal(WaitingPortal):
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
            "recommendations": (
                "mbb.recommendation",
                request.env._("Recommendations"),
                [],
            ),
            "practices": ("mbb.practice", request.env._("Good Practices"), []),
            "publications": (
                "mbb.practice.consent",
                request.env._("Consents to Publication"),
                [],
            ),
        }

    def _mentoring_count(self, model, domain=()):
        """How many of a list there are in each state: {state: number}."""
        if not self._mentoring_can_read(model):
            return {}
        domain = Domain(domain) & self._mentoring_domain(model)
        return dict(request.env[model]._read_group(domain, ["state"], ["__count"]))

    def _mentoring_searches(self):
        """What the overview lists: [(kind, title, records, domain)]."""
        return [
            (
                kind,
                title,
                request.env[model]._portal_inside(),
                Domain(domain) & self._mentoring_domain(model),
            )
            for kind, (model, title, domain) in self._mentoring_kinds().items()
        ]

    def _mentoring_section(self, kind, title, records, domain, total):
        found = records.browse()
        if total <= OVERVIEW_LIMIT:
            found = records._search_page(domain)
        return {
            "kind": kind,
            "title": title,
            "records": found.with_env(request.env),
            "total": f"{COUNTED}+" if total > COUNTED else str(total),
        }

    def _mentoring_needs_tabs(self, sections):
        """More than is seen at one glance, or longer than is shown here."""
        return len(sections) > 2 or not all(row["records"] for row in sections)

    @route("/my/mentoring", type="http", auth="user", website=True, readonly=True)
    def mentoring_overview(self, **params):
        searches = self._mentoring_searches()
        waits = self._mentoring_waits()
        # Most of what may wait does not: only what is there is read.
        counts = request.env["mbb.portal.mixin"]._count_pages(
            [search[-2:] for search in searches]
            + [(wait.records, wait.domain) for wait in waits],
            limit=COUNTED + 1,
        )
        sections = [
            self._mentoring_section(*search, total)
            for search, total in zip(searches, counts, strict=False)
            if total
        ]
        waits = [
            wait for wait, count in zip(waits, counts[len(searches) :], strict=True)
            if count
        ]
        return self._mentoring_render(
            "mbb_mentor_portal.overview",
            request.env._("Mentor Programme"),
            sections=[section for section in sections if section["records"]],
            tabs=sections if self._mentoring_needs_tabs(sections) else [],
            waiting=self._mentoring_waiting(waits),
            acting=self._mentoring_acting(),
            upcoming=self._mentoring_find(
                "mbb.session",
                [("state", "=", "planned"), ("date_start", ">=", "now")],
                order="date_start",
                limit=3,
            ),
        )
