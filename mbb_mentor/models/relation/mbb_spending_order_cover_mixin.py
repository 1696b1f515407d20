# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models
from odoo.tools import format_amount, format_date


class MbbSpendingOrderCoverMixin(models.AbstractModel):
    """Whether amount and period reach what the order is given for."""

    _name = "mbb.spending.order.cover.mixin"
    _description = "What a Spending Order Covers"

    def _get_covered_assignments(self):
        """Those that can still cost something."""
        return self.assignment_ids.filtered(
            lambda a: a.birlik_pays and a.state not in ("rejected", "cancelled")
        )

    def _get_covered_amount(self):
        """The expected cost of what the order covers, extensions included."""
        self.ensure_one()
        extensions = self.extension_ids.filtered(
            lambda e: e.state not in ("rejected", "cancelled")
        )
        return sum(
            assignment._get_cost_until(assignment._get_ordered_end())
            for assignment in self._get_covered_assignments()
        ) + sum(extension._get_added_cost() for extension in extensions)

    def _get_order_obstacles(self):
        """Every reason why the order cannot be given now, as texts."""
        self.ensure_one()
        order = self.sudo()
        found = []
        if order.currency_id.compare_amounts(order.amount, 0) <= 0:
            found.append(self.env._("Give the amount of the order (5018 m.32)."))
        if not order._get_appropriation_text():
            found.append(
                self.env._("Give the appropriation (tertip) of the order (5018 m.32).")
            )
        if not (order._get_covered_assignments() or order.extension_ids):
            found.append(
                self.env._("Name the assignments that the order is given for.")
            )
        return found + order._get_cover_obstacles()

    def _get_cover_obstacles(self):
        """Why amount and period do not reach what they are to cover."""
        self.ensure_one()
        order = self.sudo()
        found = []
        expected = order._get_covered_amount()
        if order.currency_id.compare_amounts(order.amount, expected) < 0:
            found.append(
                self.env._(
                    "The spending order %(order)s is for %(amount)s; what it covers is "
                    "expected to cost %(expected)s.",
                    order=order.display_name,
                    amount=format_amount(self.env, order.amount, order.currency_id),
                    expected=format_amount(self.env, expected, order.currency_id),
                )
            )
        for assignment in order._get_covered_assignments():
            if (
                assignment.date_from < order.date_from
                or assignment._get_ordered_end() > order.date_to
            ):
                found.append(
                    self.env._(
                        "%(assignment)s lies outside the period of the spending order "
                        "%(order)s.",
                        assignment=assignment.display_name,
                        order=order.display_name,
                    )
                )
        return found

    def _get_standing_obstacles(self, departure):
        """Why the order does not carry a spending that begins on `departure`."""
        self.ensure_one()
        order = self.sudo()
        if order.state != "approved":
            return [
                self.env._(
                    "The spending order %(order)s is not approved (5018 m.32).",
                    order=order.display_name,
                )
            ]
        if order.date >= departure:
            return [
                self.env._(
                    "The spending order %(order)s is of %(date)s: it has to be given "
                    "before the departure on %(departure)s (5018 m.32).",
                    order=order.display_name,
                    date=format_date(self.env, order.date),
                    departure=format_date(self.env, departure),
                )
            ]
        return []
