# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""Courses, called off duties, days apart, and what others bear (m.19, 26, 37, 40, 57)."""

from collections import defaultdict
from decimal import ROUND_DOWN, Decimal

from odoo import api, fields, models
from odoo.tools import float_repr

from .mbb_travel_trip_mixin import MOMENT

#: Digits of a share, as the calculation is given it.
SHARE = Decimal("0.000001")


class MbbTravelDutyDaysMixin(models.AbstractModel):
    """What of a duty is not a plain day of it."""

    _name = "mbb.travel.duty.days.mixin"
    _description = "Particular Days and Payers of a Duty"

    currency_id = fields.Many2one("res.currency")
    is_training = fields.Boolean(
        string="Course or School",
        tracking=True,
        help="Outside the duty station it is paid like a duty; what the organiser pays "
        "for the allowance is deducted (6245 m.37).",
    )
    date_cancelled = fields.Datetime(
        string="Called Off, Known On",
        tracking=True,
        help="When the order reached the person. Before the departure nothing is paid, "
        "or the lost tickets if an advance was taken; on the way, up to there and back "
        "(6245 m.26).",
    )
    lost_tickets = fields.Monetary(
        string="Tickets That Cannot Be Given Back",
        help="Beside the journeys that were made (6245 m.26).",
    )
    absence_ids = fields.One2many(
        "mbb.travel.absence", "claim_id", string="Sickness and Waiting"
    )
    benefit_ids = fields.One2many(
        "mbb.travel.benefit", "claim_id", string="Paid by Others"
    )

    _check_lost_tickets = models.Constraint(
        "CHECK(COALESCE(lost_tickets, 0) >= 0)", "An amount is not negative."
    )

    @api.depends(
        "is_training",
        "date_cancelled",
        "lost_tickets",
        "absence_ids.kind",
        "absence_ids.cause",
        "absence_ids.date_from",
        "absence_ids.date_to",
        "absence_ids.is_hospital",
        "absence_ids.evidence_id",
        "benefit_ids.name",
        "benefit_ids.element",
        "benefit_ids.amount",
    )
    def _compute_result(self):
        return super()._compute_result()

    def _get_absences(self, kind):
        """The rows of `sickness` or `waiting`, in their order."""
        return self.absence_ids.filtered(lambda row: row.kind == kind)

    def _prepare_absences(self):
        found = {
            kind: [row._get_claimed_amounts() for row in self._get_absences(kind)]
            for kind in ("sickness", "waiting")
        }
        return super()._prepare_absences() | {k: rows for k, rows in found.items() if rows}

    def _prepare_duty(self):
        duty = super()._prepare_duty()
        if self.is_training:
            duty["training"] = "course"
        if self.date_cancelled:
            duty["cancellation"] = {
                "notified": self._to_local(self.date_cancelled).strftime(MOMENT),
                "lost_tickets": float_repr(self.lost_tickets, 2),
            }
        return duty

    def _prepare_others(self):
        """By the assignment their shares, by the claimant what they paid."""
        shares = defaultdict(dict)
        for row in self.assignment_id.payer_ids:
            # Down: together with the Birlik's rounded share never above the whole.
            share = Decimal(str(row.share)).quantize(SHARE, ROUND_DOWN)
            shares[row.partner_id.name][row.element] = str(share)
        others = [{"name": name, "shares": row} for name, row in shares.items()]
        for row in self.benefit_ids.filtered("element"):
            amounts = {row.element: float_repr(row.amount, 2)}
            others.append({"name": row.name or "–", "amounts": amounts})
        return super()._prepare_others() | ({"others": others} if others else {})
