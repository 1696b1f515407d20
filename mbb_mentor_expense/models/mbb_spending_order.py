# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.tools import format_amount

#: Claims in these states stand in the books, or are about to be paid.
BOOKED_STATES = ("posted", "paid", "recovery")


class MbbSpendingOrder(models.Model):
    """A spending order is given within the appropriation (5018 m.32)."""

    _name = "mbb.spending.order"
    _inherit = ["mbb.travel.limits.mixin", "mbb.spending.order"]

    appropriation_id = fields.Many2one(
        "mbb.travel.appropriation",
        string="Appropriation of the Budget",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('company_id', '=', company_id)]",
    )
    appropriation_left = fields.Monetary(
        string="Left of the Appropriation", compute="_compute_appropriation_left"
    )

    @api.depends("appropriation_id", "amount", "state")
    def _compute_appropriation_left(self):
        for order in self:
            order.appropriation_left = order.sudo().appropriation_id.left

    @api.onchange("appropriation_id")
    def _onchange_appropriation_id(self):
        if self.appropriation_id:
            self.appropriation = self.appropriation_id.code

    @api.model
    def _is_limited(self, field):
        return super()._is_limited(field) and field.type in ("date", "float", "monetary")

    @api.model
    def _get_ordered_fields(self):
        return (*super()._get_ordered_fields(), "appropriation_id")

    def _get_appropriation_text(self):
        return self.sudo().appropriation_id.code or super()._get_appropriation_text()

    def _get_unused(self):
        """What an approved order still keeps of the appropriation."""
        self.ensure_one()
        if self.state != "approved":
            return 0.0
        claims = (self.assignment_ids | self.extension_ids.assignment_id).travel_claim_ids
        booked = sum(
            claims.filtered(lambda c: c.state in BOOKED_STATES).mapped("gross")
        )
        return max(self.amount - booked, 0.0)

    def _get_order_obstacles(self):
        return super()._get_order_obstacles() + self._get_budget_obstacles()

    def _get_budget_obstacles(self):
        """Why the budget does not bear the order, as texts."""
        self.ensure_one()
        order = self.sudo()
        row = order.appropriation_id
        if not row:
            known = row.search_count(
                [
                    ("company_id", "=", order.company_id.id),
                    ("date_from", "<=", order.date_to),
                    ("date_to", ">=", order.date_from),
                ],
                limit=1,
            )
            if not known:
                return []
            return [
                self.env._(
                    "Choose the appropriation of the budget that the order is given "
                    "from."
                )
            ]
        found = []
        if order.date_from < row.date_from or order.date_to > row.date_to:
            found.append(
                self.env._(
                    "The period of the order lies outside the appropriation "
                    "%(code)s.",
                    code=row.code,
                )
            )
        left = row.left + order._get_unused()
        if order.currency_id.compare_amounts(order.amount, left) > 0:
            found.append(
                self.env._(
                    "%(left)s is left of the appropriation %(code)s; the order is for "
                    "%(amount)s.",
                    left=format_amount(self.env, left, row.currency_id),
                    code=row.code,
                    amount=format_amount(self.env, order.amount, order.currency_id),
                )
            )
        return found

    def _on_arrow(self, source, target):
        res = super()._on_arrow(source, target)
        if target == "approved" and self.appropriation_id:
            # Two orders at one moment: the second is run again and sees what is left
            # after the first, as the row of the budget was written in between.
            self.env.cr.execute(
                "UPDATE mbb_travel_appropriation SET id = id WHERE id = %s",
                [self.appropriation_id.id],
            )
        return res
