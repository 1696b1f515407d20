# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta

from odoo import models
from odoo.tools import format_amount

#: 6245 m.42: allowance for one person, place and work in a year of 365 days.
LIMIT_DAYS = 180
YEAR_DAYS = 365
#: Duties that are served or will be; days served stay payable (6245 m.26).
SERVED_STATES = ("approved", "ongoing", "done", "ended")


class MbbAssignment(models.Model):
    """Borders of 6245 m.42 and of the budget, before anybody signs."""

    _inherit = "mbb.assignment"

    def _get_assignment_obstacles(self):
        found = super()._get_assignment_obstacles()
        assignment = self.sudo()
        if assignment.birlik_pays and assignment.state in (
            "draft",
            "consent",
            "approval",
        ):
            found += assignment._get_cost_obstacles()
            found += assignment._get_allowance_obstacles(assignment.date_to)
            if assignment.state == "approval":
                found += assignment._get_left_obstacles()
        return found

    def _get_cost_obstacles(self):
        """What is approved is known beforehand (MPY m.8; 5018 m.32)."""
        if self._get_forecast():
            return []
        if self.is_abroad:
            return [
                self.env._(
                    "What this will cost abroad cannot be foreseen: under “What Will "
                    "This Cost”, choose a tier that has a rate for the country on the "
                    "first day, and enter a rate of exchange."
                )
            ]
        return [
            self.env._(
                "What this will cost cannot be foreseen: no daily allowance is entered "
                "for the first day."
            )
        ]

    def _get_allowance_obstacles(self, date_to):
        """6245 m.42: planned days, days approved elsewhere, days paid so far.

        Abroad the allowance goes on at two thirds: no border there.
        """
        self.ensure_one()
        if self.is_abroad or not (self.date_from and date_to):
            return []
        planned = (date_to - self.date_from).days + 1
        others = self._get_other_days(date_to)
        if planned + others <= LIMIT_DAYS:
            return []
        return [
            self.env._(
                "%(days)s days are planned, %(others)s were paid or approved before: "
                "for the same person, place and work no allowance is paid after "
                "%(limit)s days in a year (6245 m.42).",
                days=planned,
                others=round(others, 2),
                limit=LIMIT_DAYS,
            )
        ]

    def _get_other_days(self, date_to):
        """Days of the same person, place and work within a year, by other duties."""
        others = self.search(
            [
                ("id", "!=", self._origin.id),
                ("expert_id", "=", self.expert_id.id),
                ("host_institution_id", "=", self.host_institution_id.id),
                ("match_id", "=", self.match_id.id),
                ("birlik_pays", "=", True),
                ("state", "in", SERVED_STATES),
                ("date_from", ">", self.date_from - timedelta(days=YEAR_DAYS)),
                ("date_from", "<", date_to),
            ]
        )
        return sum(other._get_counted_days() for other in others)

    def _get_counted_days(self):
        """What was claimed, in days of allowance; until then the days of the duty."""
        claims = self.travel_claim_ids.filtered(
            lambda c: c.state not in ("draft", "refused")
        )
        if claims:
            return sum(claims.mapped("thirds")) / 3
        end = self.date_ended or self.date_to
        return max((end - self.date_from).days + 1, 0)

    def _get_left_obstacles(self):
        """The budget may have shrunk since the order was given."""
        row = self.spending_order_id.appropriation_id
        if not row or row.currency_id.compare_amounts(row.left, 0) >= 0:
            return []
        return [
            self.env._(
                "The appropriation %(code)s is overdrawn by %(amount)s.",
                code=row.code,
                amount=format_amount(self.env, -row.left, row.currency_id),
            )
        ]

    def _get_analytic_share(self):
        """Where the books put the costs: the appropriation's analytic account."""
        self.ensure_one()
        account = self.sudo().spending_order_id.appropriation_id.analytic_account_id
        return {str(account.id): 100} if account else False
