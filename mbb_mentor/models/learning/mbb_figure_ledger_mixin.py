# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from collections import Counter, defaultdict

from odoo import api, models

from .figure_scope import FEW, row

#: What is given and taken, in the order in which it is shown.
LEDGER = (
    "matches_given",
    "matches_taken",
    "hours_given",
    "hours_taken",
    "days_given",
    "days_taken",
)


class MbbFigureLedgerMixin(models.AbstractModel):
    """Who gives and who takes: of all inside the Birlik, and to each institution its
    own; never by name in public."""

    _name = "mbb.figure.ledger.mixin"
    _description = "Figures of Reciprocity"

    @api.model
    def _sum_ledger(self, scope, facts):
        """{institution: {one of `LEDGER`: matches, hours or days}}."""
        ledger = defaultdict(Counter)
        for assignment in facts["assignments"]:
            days = self._count_served(scope, assignment)
            ledger[assignment.sending_institution_id]["days_given"] += days
            ledger[assignment.host_institution_id]["days_taken"] += days
        for session in facts["sessions"]:
            match, hours = session.match_id, session.hours
            ledger[match.mentor_institution_id]["hours_given"] += hours
            ledger[match.mentee_institution_id]["hours_taken"] += hours
        for match in facts["matches"]:
            ledger[match.mentor_institution_id]["matches_given"] += 1
            ledger[match.mentee_institution_id]["matches_taken"] += 1
        return ledger

    @api.model
    def _collect_ledger(self, figures, facts):
        rows = [
            row(
                [
                    institution.name,
                    *(round(sums[name], 1) for name in LEDGER),
                    sums["days_given"] - sums["days_taken"],
                ],
                "mbb.match",
                [
                    *figures.scope.own(),
                    "|",
                    ("mentor_institution_id", "=", institution.id),
                    ("mentee_institution_id", "=", institution.id),
                ],
            )
            for institution, sums in self._sum_ledger(figures.scope, facts).items()
            if institution
        ]
        # Who gives, or takes, far more than the other way round comes first.
        rows.sort(
            key=lambda line: (
                -abs(line["cells"][7]),
                -line["cells"][1] - line["cells"][2],
                line["cells"][0] or "",
            )
        )
        figures.table(
            "ledger",
            self.env._("Given and Taken"),
            {
                "institution": self.env._("Institution"),
                "matches_given": self.env._("Matches Given"),
                "matches_taken": self.env._("Matches Taken"),
                "hours_given": self.env._("Hours Given"),
                "hours_taken": self.env._("Hours Taken"),
                "days_given": self.env._("Days Given"),
                "days_taken": self.env._("Days Taken"),
                "balance": self.env._("Balance (Days)"),
            },
            rows,
        )

    # -- to each its own ---------------------------------------------------

    @api.model
    def _get_own_ledger(self, institution, years):
        """[{"year", each of `LEDGER`, "satisfaction"}] of one institution (as
        superuser); years in which there was nothing are left out."""
        figures, company, found = self.sudo(), self.env.company, []
        for year in years:
            scope = figures._get_scope(company, year)
            facts = figures._get_facts(scope, institution.sudo())
            sums = figures._sum_ledger(scope, facts)[institution.sudo()]
            mean = figures._get_own_satisfaction(scope, institution)
            if any(sums.values()) or mean:
                told = {name: round(sums[name], 1) for name in LEDGER}
                found.append({"year": year, **told, "satisfaction": mean})
        return found

    @api.model
    def _get_own_satisfaction(self, scope, institution):
        """The mean of what those said whom it helped, or None.

        Of five persons or more, and once the year is over: from a mean before and after
        an answer the answer could be worked out (MPY m.5/6).
        """
        if scope.today <= scope.last:
            return None
        [(mean, people)] = self.env["mbb.evaluation"]._read_group(
            [
                *scope.moments("date_state"),
                ("state", "=", "done"),
                ("score", ">", 0),
                ("side", "=", "mentee"),
                ("match_id.mentor_institution_id", "=", institution.id),
            ],
            [],
            ["score:avg", "partner_id:count_distinct"],
        )
        return round(mean, 1) if people >= FEW else None
