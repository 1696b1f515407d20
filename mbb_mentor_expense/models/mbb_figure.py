# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, models

#: A claim that has become an expense of the Birlik.
SPENT_STATES = ("posted", "paid", "recovery")


class MbbFigure(models.AbstractModel):
    """What the programme's travel costs the Birlik (MPY m.8)."""

    _inherit = "mbb.figure"

    @api.model
    def _collect(self, figures):
        res = super()._collect(figures)
        self._collect_costs(figures)
        return res

    @api.model
    def _collect_costs(self, figures):
        """Of claims whose journey began in the year and that are in the accounts."""
        scope = figures.scope
        domain = [*scope.moments("date_departure"), ("state", "in", SPENT_STATES)]
        claims = self.env["mbb.travel.claim"].search_fetch(
            domain, ["gross", "assignment_id", "expert_id"], order="id"
        )
        assignments = claims.assignment_id
        people = len(claims.expert_id)
        assignments.fetch(["match_id", "date_from", "date_to", "date_ended"])
        cost = sum(claims.mapped("gross"))
        days = sum(
            ((a.date_ended or a.date_to) - a.date_from).days + 1 for a in assignments
        )
        matches = len(assignments.match_id)
        source = ("mbb.travel.claim", domain)
        unit = scope.company.currency_id.name
        labels = {
            "cost": self.env._("Travel Costs Borne"),
            "cost_per_match": self.env._("Travel Costs per Match with a Journey"),
            "cost_per_day": self.env._("Travel Costs per Day of Assignment"),
        }
        values = {
            "cost": cost,
            "cost_per_match": cost / matches if matches else None,
            "cost_per_day": cost / days if days else None,
        }
        for key, value in values.items():
            figures.number(
                key,
                labels[key],
                value,
                unit=unit,
                digits=2,
                source=source,
                # Of one journey it would be what one person was paid.
                base=people,
            )
