# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount, format_date

from ..pool.changes import is_changed_by


class MbbAssignmentExtensionSpendingMixin(models.AbstractModel):
    """More days cost more: the order covers them, or another one does."""

    _name = "mbb.assignment.extension.spending.mixin"
    _description = "Spending Order of an Extension"

    spending_order_id = fields.Many2one(
        "mbb.spending.order",
        string="Further Spending Order",
        index="btree_not_null",
        copy=False,
        check_company=True,
        ondelete="restrict",
        domain=[("state", "in", ("draft", "approval", "approved"))],
        help="Where the assignment's own order does not reach.",
    )

    def write(self, vals):
        for extension in self if "spending_order_id" in vals else ():
            if extension.state not in (
                "draft",
                "consent",
                "approval",
            ) and is_changed_by(extension, vals, ["spending_order_id"]):
                raise UserError(
                    self.env._(
                        "%(name)s was approved on the strength of its spending order.",
                        name=extension.display_name,
                    )
                )
        return super().write(vals)

    def _get_added_cost(self):
        """What the further days are expected to cost the Birlik."""
        self.ensure_one()
        assignment = self.assignment_id
        old = self.date_to_old or assignment.date_to
        return assignment._get_cost_until(self.date_to_new) - assignment._get_cost_until(
            old
        )

    def _get_spending_obstacles(self):
        """Why the Birlik may not spend for the further days yet, as texts."""
        self.ensure_one()
        assignment = self.assignment_id
        if self.state != "approval" or not assignment.birlik_pays:
            return []
        order = self.spending_order_id
        if order:
            departure = assignment.date_to + timedelta(days=1)
            found = order._get_standing_obstacles(departure)
            found += order._get_cover_obstacles()
            if self.date_to_new > order.date_to or departure < order.date_from:
                found.append(self._get_outside_text(order))
            return found
        order = assignment.spending_order_id
        if not order or order.state != "approved":
            return [
                self.env._(
                    "The further days need a spending order of their own (5018 m.32)."
                )
            ]
        cost = order._get_covered_amount() + self._get_added_cost()
        found = []
        if order.currency_id.compare_amounts(order.amount, cost) < 0:
            found.append(
                self.env._(
                    "With the further days %(cost)s are expected; the spending order "
                    "%(order)s is for %(amount)s. Draw up a further order.",
                    cost=format_amount(self.env, cost, order.currency_id),
                    order=order.display_name,
                    amount=format_amount(self.env, order.amount, order.currency_id),
                )
            )
        if self.date_to_new > order.date_to:
            found.append(self._get_outside_text(order))
        return found

    def _get_outside_text(self, order):
        return self.env._(
            "The further days lie outside the period of the spending order %(order)s: "
            "%(start)s – %(end)s.",
            order=order.display_name,
            start=format_date(self.env, order.date_from),
            end=format_date(self.env, order.date_to),
        )

    def action_draw_up_order(self):
        """A further spending order for the days that are added."""
        self.ensure_one()
        assignment = self.assignment_id
        order = self.spending_order_id
        if not order:
            order = order.create(
                {
                    **assignment._prepare_order(),
                    "ground": self.reason,
                    "amount": self._get_added_cost(),
                    "date_from": assignment.date_to + timedelta(days=1),
                    "date_to": self.date_to_new,
                }
            )
            self.spending_order_id = order
        return order._get_records_action()
