# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""What the law asks of a fare: class, approval, reductions, meals (m.14, m.27–31)."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import float_repr

from ..harcirah.lines import CLASSES, NOT_PAYABLE
from ..harcirah_texts import REFUSALS


class MbbTravelFareMixin(models.AbstractModel):
    """The fields of a line of transport that decide how much of it is paid."""

    _name = "mbb.travel.fare.mixin"
    _inherit = "mbb.travel.document.mixin"
    _description = "Fare of a Journey"

    fare_class = fields.Selection(
        [
            ("economy", "Economy"),
            ("business", "Business"),
            ("second", "Second"),
            ("first", "First"),
            ("sleeper", "Sleeping Car"),
        ],
        string="Class",
        help="Of a plane, a train or a ship (6245 table 1).",
    )
    is_approved = fields.Boolean(
        string="Approved by the Institution",
        compute="_compute_is_approved",
        store=True,
        readonly=False,
        help="The plane for degrees 5 to 15, or another than the usual vehicle: "
        "approved in writing before leaving (6245 m.28, table 1 n.1). As in the "
        "assignment, until it is changed here.",
    )
    entitled_fare = fields.Monetary(
        string="Fare That One Is Entitled To",
        help="Of the vehicle or class by the degree. Needed where the ticket goes "
        "beyond it, and then the most that is paid.",
    )
    paid_fare = fields.Monetary(
        string="Reduced Fare Paid",
        help="Where less than the full fare was paid (6245 m.31).",
    )
    is_free = fields.Boolean(
        string="Travelled Free", help="No fare is paid (6245 m.30, m.31)."
    )
    meal_amount = fields.Monetary(
        string="Meal in the Ticket",
        help="Taken off, as meals are in the allowance (6245 table 1 n.4).",
    )
    meal_unavoidable = fields.Boolean(
        string="No Ticket without the Meal", help="Then it is part of the fare."
    )
    route = fields.Selection(
        [
            ("home_terminal", "Home or workplace – terminal"),
            ("terminal_lodging", "Terminal – lodging or place of duty"),
            ("other_city", "Terminal of another city"),
            ("at_destination", "Within the place of duty"),
        ],
        string="Route of the Taxi",
    )
    refusal = fields.Char(
        string="Why It Is Not Paid", compute="_compute_refusal"
    )

    _check_fares = models.Constraint(
        "CHECK(COALESCE(entitled_fare, 0) >= 0 AND COALESCE(paid_fare, 0) >= 0 "
        "AND COALESCE(meal_amount, 0) >= 0)",
        "A fare cannot be negative.",
    )

    @api.depends("kind", "claim_id.assignment_id")
    def _compute_is_approved(self):
        for leg in self:
            assignment = leg.claim_id.assignment_id.sudo()
            leg.is_approved = bool(
                leg.kind == assignment.transport
                and assignment._needs_transport_approval()
            )

    @api.depends("kind", "route")
    @api.depends_context("lang")
    def _compute_refusal(self):
        translated = self.env._
        for leg in self:
            kind = "city_transport" if leg.route == "at_destination" else leg.kind
            leg.refusal = kind in NOT_PAYABLE and translated(REFUSALS[kind])

    @api.onchange("kind")
    def _onchange_kind(self):
        if self.fare_class not in CLASSES.get(self.kind, ()):
            self.fare_class = False
        if self.kind != "taxi":
            self.route = False

    @api.constrains("kind", "fare_class")
    def _check_fare_class(self):
        for leg in self:
            if leg.fare_class and leg.fare_class not in CLASSES.get(leg.kind, ()):
                raise ValidationError(
                    self.env._(
                        "%(journey)s: this vehicle has no such class.",
                        journey=leg.display_name,
                    )
                )

    def _get_claimed_amounts(self):
        """The line as the calculation takes it; what is not said is left out."""
        self.ensure_one()
        said = {
            "class": self.kind in CLASSES and self.fare_class,
            "approved": self.is_approved,
            "entitled_fare": self._get_money("entitled_fare"),
            "paid": self._get_money("paid_fare"),
            "free": self.is_free,
            "meal": self._get_money("meal_amount"),
            "meal_unavoidable": self.meal_unavoidable,
            "route": self.kind == "taxi" and self.route,
        }
        return {
            "kind": self.kind,
            "amount": float_repr(self.amount, 2),
            "count": self.count,
            **self._prepare_currency(),
            **{name: value for name, value in said.items() if value},
        }

    def _get_money(self, name):
        return float_repr(self[name], 2) if self[name] else None
