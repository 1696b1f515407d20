# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""The clock of an advance: when it is to be accounted for, and what follows."""

from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.tools import format_date


class MbbTravelAdvanceClockMixin(models.AbstractModel):
    """What is not accounted for in time is recovered (6245 m.59)."""

    _name = "mbb.travel.advance.clock.mixin"
    _description = "Clock of an Advance"

    def _set_clock(self):
        result = super()._set_clock()
        for advance in self.sudo():
            due = advance.state == "paid" and advance._get_due_day()
            if due and due != advance.date_due:
                advance._write_guarded({"date_due": due})
        return result

    def _get_due_day(self):
        """Days to leave until the trip begins, then a month after the return (m.59).

        The days to leave are those of the rule of the clock; without one nothing is due.
        """
        self.ensure_one()
        assignment = self.assignment_id
        if not self.date_due or assignment.state == "approved":
            return self.date_due
        if assignment.state == "cancelled":
            return fields.Date.context_today(self)
        policy = self.env["mbb.travel.policy"]._get_policy(
            assignment.date_from, self.company_id
        )
        return assignment.date_to + relativedelta(months=policy.advance_months)

    def _is_clock_stopped(self):
        """Who has handed in the papers waits for the office."""
        claims = self.sudo().assignment_id.travel_claim_ids
        return super()._is_clock_stopped() or bool(
            claims.filtered(lambda claim: claim.state not in ("draft", "refused"))
        )

    def _clock_expire(self):
        result = super()._clock_expire()
        for advance in self.sudo().filtered(lambda a: a.state == "paid"):
            advance._take_arrow(
                "recovery",
                {
                    "recovery_reason": self.env._(
                        "Not accounted for by %(date)s (6245 m.59).",
                        date=format_date(self.env, advance.date_due),
                    )
                },
            )
        return result
