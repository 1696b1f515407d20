# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import datetime, time, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_repr

from odoo.addons.mbb_mentor.models.pool.changes import is_changed_by

from ..harcirah import TripError, entitlement
from .mbb_assignment_limit import LIMIT_DAYS
from .mbb_travel_rate import RATE_ROWS

#: What the forecast assumes; the other terms are the assignment's own.
FORECAST_FIELDS = (
    "travel_rate_row",
    "travel_fare",
    "travel_tier_id",
    "travel_exchange_rate",
)


class MbbAssignment(models.Model):
    _name = "mbb.assignment"
    _inherit = [
        "mbb.travel.limits.mixin",
        "mbb.assignment.abroad.mixin",
        "mbb.assignment",
    ]

    travel_claim_ids = fields.One2many(
        "mbb.travel.claim", "assignment_id", string="Travel Claims"
    )
    travel_advance_ids = fields.One2many(
        "mbb.travel.advance", "assignment_id", string="Travel Advances"
    )
    travel_advance_count = fields.Integer(compute="_compute_travel_advance_count")
    travel_claim_count = fields.Integer(compute="_compute_travel_claim_count")
    travel_rate_row = fields.Selection(
        RATE_ROWS,
        string="Assumed Row of the Table",
        default="b_d",
        help="For the forecast only; a claim is paid by the person's own status.",
    )
    travel_fare = fields.Monetary(
        string="Assumed Fare, One Way", help="For the forecast only."
    )
    expected_allowance = fields.Monetary(
        string="Allowance Expected", compute="_compute_expected_cost"
    )
    expected_lodging = fields.Monetary(
        string="Lodging Expected, at Most", compute="_compute_expected_cost"
    )
    expected_transport = fields.Monetary(
        string="Transport Expected", compute="_compute_expected_cost"
    )

    _check_fare = models.Constraint(
        "CHECK(travel_fare >= 0)", "The fare cannot be negative."
    )

    def write(self, vals):
        self._check_limits([vals])
        names = [name for name in FORECAST_FIELDS if name in vals]
        for assignment in self if names else ():
            if assignment.state not in ("draft", "consent") and is_changed_by(
                assignment, vals, names
            ):
                raise UserError(
                    self.env._(
                        "%(name)s: its expected cost was put before the approver and "
                        "stays as it is.",
                        name=assignment.display_name,
                    )
                )
        return super().write(vals)

    @api.model
    def _is_limited(self, field):
        # The forecast is computed of numbers and days; the texts are not travel's.
        return super()._is_limited(field) and field.type in (
            "date",
            "float",
            "integer",
            "monetary",
        )

    @api.depends("travel_claim_ids")
    def _compute_travel_claim_count(self):
        counts = dict(
            self.env["mbb.travel.claim"]._read_group(
                [("assignment_id", "in", self.ids)], ["assignment_id"], ["__count"]
            )
        )
        for assignment in self:
            assignment.travel_claim_count = counts.get(assignment._origin, 0)

    @api.depends("travel_advance_ids")
    def _compute_travel_advance_count(self):
        counts = dict(
            self.env["mbb.travel.advance"]._read_group(
                [("assignment_id", "in", self.ids)], ["assignment_id"], ["__count"]
            )
        )
        for assignment in self:
            assignment.travel_advance_count = counts.get(assignment._origin, 0)

    def _prepare_order(self):
        """Where the budget has one appropriation for these days, it is that one."""
        vals = super()._prepare_order()
        rows = self.env["mbb.travel.appropriation"].search(
            [
                ("company_id", "=", vals["company_id"]),
                ("date_from", "<=", vals["date_from"]),
                ("date_to", ">=", vals["date_to"]),
            ],
            limit=2,
        )
        if len(rows) != 1:
            return vals
        return {**vals, "appropriation_id": rows.id, "appropriation": rows.code}

    # -- what will this cost -----------------------------------------------------

    @api.depends(
        "date_from",
        "date_to",
        "payer",
        "coverage_allowance",
        "coverage_lodging",
        "coverage_transport",
        "coverage_ceiling",
        "travel_rate_row",
        "travel_fare",
        "is_abroad",
        "travel_abroad_amount",
        "travel_exchange_rate",
    )
    def _compute_expected_cost(self):
        result = super()._compute_expected_cost()
        for assignment in self:
            found = assignment._get_forecast()
            assignment.expected_allowance = float(found.allowance) if found else 0
            assignment.expected_lodging = float(found.lodging) if found else 0
            assignment.expected_transport = float(found.transport) if found else 0
        return result

    def _get_expected_cost(self):
        found = self._get_forecast()
        return float(found.gross) if found else super()._get_expected_cost()

    def _get_forecast(self):
        """The entitlement of the planned trip, or None where it cannot be foreseen.

        Out on the first morning, back on the last evening, each night at its
        ceiling: what the Birlik has to have ready at most.
        """
        self.ensure_one()
        trip = self._prepare_forecast()
        if not trip:
            return None
        try:
            return entitlement(trip)
        except TripError:
            return None

    def _prepare_forecast(self):
        self.ensure_one()
        if not (self.birlik_pays and self.date_from and self.date_to):
            return None
        company = self.company_id or self.env.company
        rate = self.env["mbb.travel.rate"]._get_rate(
            self.travel_rate_row or "b_d", self.date_from, company
        )
        if not rate or self.date_to < self.date_from:
            return None
        policy = self.env["mbb.travel.policy"]._get_policy(self.date_from, company)
        nights = (self.date_to - self.date_from).days
        # More than any ceiling, so that the ceilings decide.
        dearest = float_repr(rate.amount * 10, 2)
        trip = {
            "daily_rate": float_repr(rate.amount, 2),
            "departure": f"{datetime.combine(self.date_from, time(8)):%Y-%m-%dT%H:%M}",
            "return": f"{datetime.combine(self.date_to, time(20)):%Y-%m-%dT%H:%M}",
            "lodging": [
                {
                    "from": (self.date_from + timedelta(night)).isoformat(),
                    "nights": 1,
                    "invoice_total": dearest,
                }
                for night in range(nights)
            ],
            "transport": [
                {
                    "kind": "bus",
                    "amount": float_repr(self.travel_fare, 2),
                    "count": 2,
                }
            ],
            "thirds_already_paid": min(self._get_travel_thirds(), LIMIT_DAYS * 3),
            "policy": policy._prepare_policy(),
            **self._mbb_prepare_coverage(),
        }
        return self._prepare_forecast_abroad(trip) if self.is_abroad else trip

    def _mbb_prepare_coverage(self):
        """The Birlik's shares and ceiling as the calculation takes them."""
        shares = self._get_shares() if self.payer == "birlik" else {}
        return {
            "coverage": {
                element: float_repr(shares.get(element, 0), 6)
                for element in ("allowance", "lodging", "transport")
            },
            "coverage_ceiling": (
                float_repr(self.coverage_ceiling, 2) if self.coverage_ceiling else None
            ),
        }

    # -- m.42 --------------------------------------------------------------------

    def _get_travel_thirds(self):
        """Thirds paid to the expert for this place and work within 365 days."""
        self.ensure_one()
        # Abroad the days are counted apart: none of those at home (m.42/b).
        known = self.expert_id and self.host_institution_id and self.date_from
        if not known or self.is_abroad:
            return 0
        claims = self.env["mbb.travel.claim"].sudo().search(
            [
                ("expert_id", "=", self.expert_id.id),
                ("host_institution_id", "=", self.host_institution_id.id),
                ("assignment_id.match_id", "=", self.match_id.id),
                ("state", "not in", ("draft", "refused")),
                ("date_departure", ">=", self.date_from - timedelta(days=364)),
            ]
        )
        at_home = claims.filtered(lambda claim: not claim._is_abroad())
        return sum(at_home.mapped("thirds"))

    # -- the expert as payee -----------------------------------------------------

    def _on_arrow(self, source, target):
        result = super()._on_arrow(source, target)
        if target == "approved":
            self._mbb_ensure_travel_employee()
        if target == "cancelled":
            self._mbb_refuse_advances()
        self._mbb_set_advance_clocks()
        return result

    def _mbb_refuse_advances(self):
        """What is not paid yet is not paid for a trip that does not take place."""
        advances = self.sudo().travel_advance_ids.filtered(
            lambda advance: advance.state in ("requested", "approved")
        )
        reason = self.env._("The assignment was cancelled.")
        advances._take_arrow("refused", {"refuse_reason": reason})

    def _mbb_set_advance_clocks(self):
        """When an advance is due follows from the trip (6245 m.59)."""
        advances = self.sudo().travel_advance_ids
        advances.filtered(lambda advance: advance.state == "paid")._set_clock()

    def action_request_advance(self):
        """The request, in a dialog: saving it is asking for it."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mbb_mentor_expense.mbb_travel_advance_action_request"
        )
        return {**action, "context": {"default_assignment_id": self.id}}

    def action_view_travel_advances(self):
        return self._get_related_action("mbb_mentor_expense.mbb_travel_advance_action")

    def _mbb_ensure_travel_employee(self):
        """The employee record that the expert is paid by, if the Birlik pays."""
        self.ensure_one()
        employees = self.env["hr.employee"]
        if not self.birlik_pays:
            return employees
        return employees._mbb_get_or_create_expert(self.expert_id, self.company_id)

    def action_view_travel_claims(self):
        return self._get_related_action("mbb_mentor_expense.mbb_travel_claim_action")
