# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from collections import Counter

from odoo import api, models

from .figure_scope import row

#: An assignment whose expert went.
SERVED_STATES = ("ongoing", "done", "ended")


class MbbFigureRelationMixin(models.AbstractModel):
    """What is done: matches, sessions, assignments, and who gives and who takes."""

    _name = "mbb.figure.relation.mixin"
    _description = "Figures of Matches"
    _inherit = ["mbb.figure.ledger.mixin"]

    @api.model
    def _collect(self, figures):  # pylint: disable=missing-return
        super()._collect(figures)
        scope = figures.scope
        facts = self._get_facts(scope)
        self._collect_matches(figures, facts)
        self._collect_work(figures, facts)
        self._collect_ledger(figures, facts)
        self._collect_network(figures, facts)
        self._collect_months(figures, facts)

    @api.model
    def _get_facts(self, scope, institution=None):
        """What the year's figures are counted from; of one institution, where it
        stands on either side."""

        def own(*sides):
            if not institution:
                return []
            return ["|", *((side, "=", institution.id) for side in sides)]

        facts = {
            "matches": self.env["mbb.match"].search_fetch(
                [
                    *scope.moments("date_agreed"),
                    *own("mentor_institution_id", "mentee_institution_id"),
                ],
                ["mentor_institution_id", "mentee_institution_id", "date_agreed"],
                order="id",
            ),
            "sessions": self.env["mbb.session"].search_fetch(
                [
                    *self._get_session_domain(scope),
                    *own(
                        "match_id.mentor_institution_id",
                        "match_id.mentee_institution_id",
                    ),
                ],
                ["match_id", "date_start", "hours"],
                order="id",
            ),
            "assignments": self.env["mbb.assignment"].search_fetch(
                [
                    *self._get_assignment_domain(scope),
                    *own("sending_institution_id", "host_institution_id"),
                ],
                [
                    "sending_institution_id",
                    "host_institution_id",
                    "date_from",
                    "date_to",
                    "date_ended",
                ],
                order="id",
            ),
        }
        # All at once: the platform reads ahead a thousand records, and no more.
        matches = facts["sessions"].match_id
        matches.fetch(["mentor_institution_id", "mentee_institution_id"])
        matches |= facts["matches"]
        assignments = facts["assignments"]
        institutions = (
            matches.mentor_institution_id
            | matches.mentee_institution_id
            | assignments.sending_institution_id
            | assignments.host_institution_id
        )
        institutions.fetch(["name", "state_id"])
        institutions.state_id.fetch(["name", "code"])
        return facts

    @api.model
    def _get_session_domain(self, scope):
        """Sessions in the sense of MPY m.5/4 that took place."""
        return [
            *scope.moments("date_start"),
            ("state", "=", "held"),
            ("purpose", "=", "session"),
        ]

    @api.model
    def _get_assignment_domain(self, scope):
        """Those that lie in the year, wholly or in part, and have begun."""
        return [
            *scope.own(),
            ("state", "in", SERVED_STATES),
            ("date_from", "<=", str(scope.last)),
            ("date_to", ">=", str(scope.first)),
            "|",
            ("date_ended", "=", False),
            ("date_ended", ">=", str(scope.first)),
        ]

    @api.model
    def _count_served(self, scope, assignment):
        end = assignment.date_ended or assignment.date_to
        return scope.count_days(assignment.date_from, end)

    # -- numbers -----------------------------------------------------------

    @api.model
    def _collect_matches(self, figures, facts):
        scope = figures.scope
        count = self.env["mbb.match"].search_count
        running = [
            *scope.own(),
            ("state", "in", ("agreed", "active", "evaluation")),
        ]
        ended = [*scope.moments("date_state"), ("state", "=", "ended")]
        labels = {
            "matches_agreed": self.env._("Matches Agreed"),
            "matches_running": self.env._("Matches Running Today"),
            "matches_done": self.env._("Matches Completed"),
            "matches_ended": self.env._("Matches Ended Early"),
        }
        domains = {
            "matches_agreed": scope.moments("date_agreed"),
            "matches_running": running,
            "matches_done": scope.moments("date_done"),
            "matches_ended": ended,
        }
        for key, domain in domains.items():
            source = ("mbb.match", domain)
            figures.number(key, labels[key], count(domain), source=source)
        institutions = (
            facts["matches"].mentor_institution_id
            | facts["matches"].mentee_institution_id
        )
        figures.number(
            "institutions",
            self.env._("Institutions in Matches"),
            len(institutions),
            source=("res.partner", [("id", "in", institutions.ids)]),
        )

    @api.model
    def _collect_work(self, figures, facts):
        scope, sessions = figures.scope, facts["sessions"]
        present = [
            ("session_id", "in", sessions.ids),
            ("presence", "=", "present"),
        ]
        [(people,)] = self.env["mbb.session.attendance"]._read_group(
            present, [], ["partner_id:count_distinct"]
        )
        domain = self._get_session_domain(scope)
        figures.number(
            "sessions",
            self.env._("Sessions Held"),
            len(sessions),
            source=("mbb.session", domain),
        )
        figures.number(
            "session_hours",
            self.env._("Hours of Sessions"),
            sum(sessions.mapped("hours")),
            unit=self.env._("hours"),
            digits=1,
            source=("mbb.session", domain),
        )
        figures.number(
            "participants",
            self.env._("Persons Who Took Part"),
            people,
            source=("mbb.session", domain),
        )
        assignments = self._get_assignment_domain(scope)
        figures.number(
            "assignments",
            self.env._("Assignments and Visits"),
            len(facts["assignments"]),
            source=("mbb.assignment", assignments),
        )
        figures.number(
            "assignment_days",
            self.env._("Days of Assignment"),
            sum(self._count_served(scope, a) for a in facts["assignments"]),
            unit=self.env._("days"),
            source=("mbb.assignment", assignments),
        )

    # -- who gives, who takes ----------------------------------------------

    @api.model
    def _collect_network(self, figures, facts):
        """Who helps whom: by institution (inside only) and by province."""
        pairs, flows, takers = Counter(), Counter(), {}
        for match in facts["matches"]:
            giver, taker = match.mentor_institution_id, match.mentee_institution_id
            pairs[giver, taker] += 1
            way = (giver.state_id, taker.state_id)
            flows[way] += 1
            # Who gives is no secret, who lacks something is.
            takers.setdefault(way, set()).add(taker.id)
        own = figures.scope.moments("date_agreed")
        figures.table(
            "network",
            self.env._("Who Helps Whom"),
            {
                "giver": self.env._("Gives"),
                "taker": self.env._("Takes"),
                "matches": self.env._("Matches"),
            },
            [
                row(
                    [giver.name, taker.name, number],
                    "mbb.match",
                    [
                        *own,
                        ("mentor_institution_id", "=", giver.id),
                        ("mentee_institution_id", "=", taker.id),
                    ],
                )
                for (giver, taker), number in self._sort_pairs(pairs)
            ],
        )
        unknown = self.env._("Not Known")
        figures.table(
            "flows",
            self.env._("Who Helps Whom, by Province"),
            {
                "giver": self.env._("Province That Gives"),
                "taker": self.env._("Province That Takes"),
                "matches": self.env._("Matches"),
                "giver_code": self.env._("Code (Gives)"),
                "taker_code": self.env._("Code (Takes)"),
            },
            [
                row(
                    [
                        giver.name or unknown,
                        taker.name or unknown,
                        number,
                        giver.code or "",
                        taker.code or "",
                    ],
                    "mbb.match",
                    [
                        *own,
                        ("mentor_institution_id.state_id", "=", giver.id),
                        ("mentee_institution_id.state_id", "=", taker.id),
                    ],
                    len(takers[giver, taker]),
                )
                for (giver, taker), number in self._sort_pairs(flows)
            ],
            public=True,
        )

    @api.model
    def _sort_pairs(self, pairs):
        return sorted(
            pairs.items(),
            key=lambda pair: (-pair[1], pair[0][0].name or "", pair[0][1].name or ""),
        )

    @api.model
    def _collect_months(self, figures, facts):
        scope = figures.scope
        mentees = self.env["mbb.mentee"].search_fetch(
            scope.moments("date_submitted"), ["date_submitted"], order="id"
        )
        months = {
            "applications": Counter(
                scope.get_month(mentee.date_submitted) for mentee in mentees
            ),
            "agreed": Counter(scope.get_month(m.date_agreed) for m in facts["matches"]),
            "sessions": Counter(
                scope.get_month(s.date_start) for s in facts["sessions"]
            ),
        }
        figures.table(
            "months",
            self.env._("Month by Month"),
            {
                "month": self.env._("Month"),
                "applications": self.env._("Mentee Applications"),
                "agreed": self.env._("Matches Agreed"),
                "sessions": self.env._("Sessions Held"),
            },
            [
                row([f"{scope.year}-{month:02d}", *(c[month] for c in months.values())])
                for month in range(1, 13)
            ],
            public=True,
        )
