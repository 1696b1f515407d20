# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from collections import defaultdict
from statistics import median

from odoo import api, models
from odoo.fields import Domain

from .figure_scope import row

#: (from, below, key) inhabitants.
SIZES = [
    (1, 20_000, "village"),
    (20_000, 50_000, "small"),
    (50_000, 100_000, "middle"),
    (100_000, 250_000, "large"),
    (250_000, None, "metropolis"),
]
#: How many of those who wait longest are shown.
LONGEST = 10


class MbbFigureDemandMixin(models.AbstractModel):
    """What is asked for: from the application to the match, and what is not met."""

    _name = "mbb.figure.demand.mixin"
    _description = "Figures of Demand"

    @api.model
    def _collect(self, figures):
        facts = self._get_demand_facts(figures.scope)
        self._collect_applications(figures, facts)
        self._collect_funnel(figures, facts)
        self._collect_demand(figures, facts)
        self._collect_waiting(figures)

    @api.model
    def _get_demand_facts(self, scope):
        """The mentee applications of the year with their matches, in few queries."""
        names = ["institution_id", "state", "date_submitted", "date_accepted"]
        mentees = self.env["mbb.mentee"].search_fetch(
            scope.moments("date_submitted"), names, order="id"
        )
        dates = ["mentee_id", "date_asked", "date_agreed", "date_active", "date_done"]
        matches = self.env["mbb.match"].search_fetch(
            [*scope.own(), ("mentee_id", "in", mentees.ids)], dates, order="id"
        )
        firsts = defaultdict(dict)
        for match in matches:
            for name in dates[1:]:
                moment, known = match[name], firsts[match.mentee_id.id].get(name)
                if moment and (not known or moment < known):
                    firsts[match.mentee_id.id][name] = moment
        accepted = mentees.filtered("date_accepted")
        return {
            "mentees": mentees,
            "accepted": accepted,
            "firsts": firsts,
            "met": accepted.filtered(lambda m: firsts[m.id].get("date_agreed")),
        }

    @api.model
    def _get_met_domain(self, scope, is_met):
        """The accepted applications of the year that came to a match, or did not."""
        agreed = Domain("match_ids", "any", [("date_agreed", "!=", False)])
        domain = Domain(scope.moments("date_submitted")) & Domain(
            "date_accepted", "!=", False
        )
        return list(domain & (agreed if is_met else ~agreed))

    @api.model
    def _collect_applications(self, figures, facts):
        scope, mentees = figures.scope, facts["mentees"]
        submitted = scope.moments("date_submitted")
        accepted = [*submitted, ("date_accepted", "!=", False)]
        count = self.env["mbb.mentor"].search_count
        figures.number(
            "mentee_applications",
            self.env._("Mentee Applications"),
            len(mentees),
            source=("mbb.mentee", submitted),
        )
        figures.number(
            "mentor_applications",
            self.env._("Mentor Applications"),
            count(submitted),
            source=("mbb.mentor", submitted),
        )
        available = [*scope.own(), ("state", "=", "available")]
        figures.number(
            "pool",
            self.env._("Mentors in the Pool Today"),
            count(available),
            source=("mbb.mentor", available),
        )
        figures.number(
            "requests",
            self.env._("Requests Accepted"),
            len(facts["accepted"]),
            source=("mbb.mentee", accepted),
        )
        labels = {
            True: self.env._("Requests Met"),
            False: self.env._("Requests Not Met Yet"),
        }
        met = len(facts["met"])
        for key, is_met in (("requests_met", True), ("requests_unmet", False)):
            figures.number(
                key,
                labels[is_met],
                met if is_met else len(facts["accepted"]) - met,
                source=("mbb.mentee", self._get_met_domain(scope, is_met)),
            )

    # -- from the application to the close ---------------------------------

    @api.model
    def _collect_funnel(self, figures, facts):
        """Of the year's applications: how many came how far, and how long it took.

        A stage's days are the middle value from the stage before, of those who have
        both.
        """
        submitted = figures.scope.moments("date_submitted")
        stages = {
            "date_submitted": self.env._("Submitted"),
            "date_accepted": self.env._("Application Accepted"),
            "date_asked": self.env._("Consents Asked"),
            "date_agreed": self.env._("Match Agreed"),
            "date_active": self.env._("Work Begun"),
            "date_done": self.env._("Completed"),
        }
        rows, before, whole = [], None, len(facts["mentees"])
        for name, label in stages.items():
            dates = {
                m.id: moment
                for m in facts["mentees"]
                if (moment := self._get_stage_date(m, name, facts["firsts"]))
            }
            days = [
                (moment - before[key]).total_seconds() / 86400
                for key, moment in dates.items()
                if before and key in before
            ]
            share = round(100 * len(dates) / whole, 1) if whole else None
            middle = round(median(days), 1) if days else None
            rows.append(
                row(
                    [label, len(dates), share, middle],
                    "mbb.mentee",
                    [*submitted, *self._get_stage_domain(name)],
                )
            )
            before = dates
        figures.table(
            "funnel",
            self.env._("From the Application to the Close"),
            {
                "stage": self.env._("Stage"),
                "applications": self.env._("Applications"),
                "share": self.env._("Share (%)"),
                "days": self.env._("Days since the Stage Before (Median)"),
            },
            rows,
            public=True,
        )

    @api.model
    def _get_stage_domain(self, name):
        if name in ("date_submitted", "date_accepted"):
            return [(name, "!=", False)]
        return [("match_ids", "any", [(name, "!=", False)])]

    @api.model
    def _get_stage_date(self, mentee, name, firsts):
        if name in ("date_submitted", "date_accepted"):
            return mentee[name]
        return firsts[mentee.id].get(name)

    # -- met and unmet -----------------------------------------------------

    @api.model
    def _collect_demand(self, figures, facts):
        """Accepted requests of the year, by what and by who asks."""
        accepted = facts["accepted"]
        lines = self.env["mbb.mentee.skill"].search_fetch(
            [("mentee_id", "in", accepted.ids)], ["mentee_id", "skill_id"], order="id"
        )
        # All at once: the platform reads ahead a thousand records, and no more.
        lines.skill_id.fetch(["name"])
        accepted.institution_id.fetch(["state_id", "institution_type", "population"])
        accepted.institution_id.state_id.fetch(["name"])
        types = dict(
            self.env["res.partner"]._fields["institution_type"]._description_selection(
                self.env
            )
        )
        institution = accepted.grouped("institution_id")
        self._add_demand_table(
            figures,
            facts,
            "demand_subject",
            {
                "label": self.env._("Requests by Subject"),
                "group": self.env._("Subject"),
            },
            [
                (skill.display_name, own.mentee_id, [("skill_ids.skill_id", "=", skill.id)])
                for skill, own in lines.grouped("skill_id").items()
            ],
        )
        unknown = self.env._("Not Known")

        def get_province(partner):
            state = partner.state_id
            domain = [("institution_id.state_id", "=", state.id)]
            return state.id, state.name or unknown, domain

        def get_type(partner):
            kind = partner.institution_type
            domain = [("institution_id.institution_type", "=", kind)]
            return kind, types.get(kind) or unknown, domain

        groups = {
            "demand_province": {
                "label": self.env._("Requests by Province"),
                "group": self.env._("Province"),
                "classify": get_province,
            },
            "demand_type": {
                "label": self.env._("Requests by Type of Institution"),
                "group": self.env._("Type of Institution"),
                "classify": get_type,
            },
            "demand_size": {
                "label": self.env._("Requests by Size of the Institution"),
                "group": self.env._("Inhabitants"),
                "classify": self._get_size,
            },
        }
        for key, words in groups.items():
            found = {}
            for partner, mentees in institution.items():
                name, text, domain = words["classify"](partner)
                found.setdefault(name, (text, [], domain))[1].extend(mentees.ids)
            rows = [
                (text, accepted.browse(ids), domain)
                for text, ids, domain in found.values()
            ]
            self._add_demand_table(figures, facts, key, words, rows)

    @api.model
    def _get_size(self, partner):
        """(key, words, domain) of the class of inhabitants."""
        labels = {
            "village": self.env._("Below 20,000"),
            "small": self.env._("20,000–50,000"),
            "middle": self.env._("50,000–100,000"),
            "large": self.env._("100,000–250,000"),
            "metropolis": self.env._("250,000 and More"),
        }
        for low, high, key in SIZES:
            if partner.population >= low and (high is None or partner.population < high):
                domain = [("institution_id.population", ">=", low)]
                if high:
                    domain.append(("institution_id.population", "<", high))
                return key, labels[key], domain
        domain = [("institution_id.population", "<", 1)]
        return "unknown", self.env._("Not Known"), domain

    @api.model
    def _add_demand_table(self, figures, facts, key, words, groups):
        met_ids = set(facts["met"].ids)
        base = [
            *figures.scope.moments("date_submitted"),
            ("date_accepted", "!=", False),
        ]
        rows = []
        for text, mentees, domain in groups:
            met = len(met_ids.intersection(mentees.ids))
            cells = [text, len(mentees), met, len(mentees) - met]
            houses = len(mentees.institution_id)
            rows.append(row(cells, "mbb.mentee", [*base, *domain], houses))
        rows.sort(key=lambda line: (-line["cells"][1], line["cells"][0] or ""))
        figures.table(
            key,
            words["label"],
            {
                "group": words["group"],
                "requests": self.env._("Requests"),
                "met": self.env._("Those Met"),
                "unmet": self.env._("Not Met"),
            },
            rows,
            public=True,
        )

    # -- who waits ---------------------------------------------------------

    @api.model
    def _collect_waiting(self, figures):
        """Today, whatever the year: who waits for a mentor, the longest first."""
        scope = figures.scope
        domain = [*scope.own(), ("state", "=", "waiting")]
        mentees = self.env["mbb.mentee"].search_fetch(
            domain,
            ["number", "institution_id", "date_accepted"],
            order="date_accepted, id",
        )
        days = mentees._count_days_waiting(scope.today)
        figures.number(
            "waiting",
            self.env._("Waiting for a Mentor Today"),
            len(mentees),
            source=("mbb.mentee", domain),
        )
        figures.number(
            "waiting_days",
            self.env._("Days They Have Waited (Median)"),
            median(days.values()) if days else None,
            unit=self.env._("days"),
            source=("mbb.mentee", domain),
            base=len(days),
        )
        longest = sorted(days, key=lambda m: (-days[m], m.id))[:LONGEST]
        figures.table(
            "waiting_longest",
            self.env._("Who Waits Longest"),
            {
                "application": self.env._("Application"),
                "institution": self.env._("Institution"),
                "days": self.env._("Days"),
            },
            [
                row(
                    [mentee.number, mentee.institution_id.name, days[mentee]],
                    "mbb.mentee",
                    [("id", "=", mentee.id)],
                )
                for mentee in longest
            ],
        )
