# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models
from odoo.exceptions import UserError

from ..pool.changes import is_changed_by


class MbbAssignmentSpendingMixin(models.AbstractModel):
    """What the Birlik pays for rests on a spending order (5018 m.32)."""

    _name = "mbb.assignment.spending.mixin"
    _description = "Spending Order of an Assignment"

    spending_order_id = fields.Many2one(
        "mbb.spending.order",
        index="btree_not_null",
        copy=False,
        check_company=True,
        ondelete="restrict",
        domain=[("state", "in", ("draft", "approval", "approved"))],
        tracking=True,
        help="Harcama talimatı: given before the departure (5018 m.32).",
    )

    def write(self, vals):
        for assignment in self if "spending_order_id" in vals else ():
            if assignment.state not in (
                "draft",
                "consent",
                "approval",
            ) and is_changed_by(assignment, vals, ["spending_order_id"]):
                raise UserError(
                    self.env._(
                        "%(name)s was approved on the strength of its spending order.",
                        name=assignment.display_name,
                    )
                )
        return super().write(vals)

    def _get_assignment_obstacles(self):
        return super()._get_assignment_obstacles() + self._get_spending_obstacles()

    def _get_spending_obstacles(self):
        """Why the Birlik may not spend for it yet, as texts."""
        self.ensure_one()
        assignment = self.sudo()
        if assignment.state != "approval" or not assignment.birlik_pays:
            return []
        order = assignment.spending_order_id
        if not order:
            return [
                self.env._(
                    "The spending order is missing: what the Birlik pays is ordered "
                    "before the departure (5018 m.32)."
                )
            ]
        return (
            order._get_standing_obstacles(assignment.date_from)
            + order._get_cover_obstacles()
        )

    def _get_cost_until(self, date_to):
        """The expected cost, were `date_to` the last day."""
        self.ensure_one()
        if date_to == self.date_to:
            return self.expected_cost
        longer = self.new(origin=self)
        longer.date_to = date_to
        return longer._get_expected_cost()

    def _get_ordered_end(self):
        """The last day that its own order covers: an extension may have another."""
        self.ensure_one()
        others = self.extension_ids.filtered(
            lambda e: e.state == "approved"
            and e.spending_order_id
            and e.spending_order_id != self.spending_order_id
        )
        return min(others.mapped("date_to_old"), default=self.date_to)

    def _on_arrow(self, source, target):
        res = super()._on_arrow(source, target)
        if target in ("rejected", "cancelled"):
            self.spending_order_id._release(self)
        return res

    def action_draw_up_order(self):
        """A spending order for these assignments, to be completed."""
        assignments = self.filtered(
            lambda a: a.state in ("draft", "consent", "approval") and a.birlik_pays
        )
        if not assignments:
            raise UserError(
                self.env._("The Birlik pays nothing for this: no order is needed.")
            )
        order = assignments.spending_order_id[:1]
        if not order:
            order = order.create(assignments._prepare_order())
        (assignments - order.assignment_ids).spending_order_id = order
        return order._get_records_action()

    def _prepare_order(self):
        first = self[0]
        return {
            "name": self.env._(
                "Travel costs of the assignment to %(host)s (%(match)s)",
                host=first.host_institution_id.name,
                match=first.match_id.number or "",
            ),
            "ground": first.tasks,
            "amount": sum(self.mapped("expected_cost")),
            "date_from": min(self.mapped("date_from")),
            "date_to": max(self.mapped("date_to")),
            "company_id": first.company_id.id,
        }
