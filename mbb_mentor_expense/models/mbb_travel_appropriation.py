# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models


class MbbTravelAppropriation(models.Model):
    """Ödenek: what the budget gives for travel in a period, and what is left of it.

    Spent is what the analytic account bears; reserved is what approved spending orders
    have not used yet.
    """

    _name = "mbb.travel.appropriation"
    _description = "Travel Appropriation"
    _inherit = ["mbb.travel.limits.mixin", "mail.thread"]
    _order = "date_from desc, code"
    _rec_name = "code"
    _check_company_auto = True

    code = fields.Char(
        string="Budget Item (tertip)",
        required=True,
        tracking=True,
        help="As the Birlik's budget writes it; printed on papers.",
    )
    name = fields.Char(string="Description")
    analytic_account_id = fields.Many2one(
        "account.analytic.account",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        tracking=True,
    )
    date_from = fields.Date(string="From", required=True, tracking=True)
    date_to = fields.Date(string="To", required=True, tracking=True)
    amount = fields.Monetary(string="Appropriation", required=True, tracking=True)
    spent = fields.Monetary(compute="_compute_left", compute_sudo=True)
    reserved = fields.Monetary(
        compute="_compute_left",
        compute_sudo=True,
        help="Of approved spending orders, what is not booked yet.",
    )
    left = fields.Monetary(compute="_compute_left", compute_sudo=True)
    order_ids = fields.One2many(
        "mbb.spending.order", "appropriation_id", string="Spending Orders"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    active = fields.Boolean(default=True)

    _check_dates = models.Constraint(
        "CHECK(date_from <= date_to)", "A budget cannot end before it starts."
    )
    _check_amount = models.Constraint(
        "CHECK(amount >= 0)", "The amount cannot be negative."
    )
    _one_at_a_time = models.Constraint(
        "EXCLUDE USING gist (company_id WITH =, analytic_account_id WITH =, "
        "daterange(date_from, date_to, '[]') WITH &&) WHERE (active)",
        "The analytic account has an appropriation for these days already.",
    )

    @api.depends(
        "amount",
        "date_from",
        "date_to",
        "analytic_account_id",
        "order_ids.state",
        "order_ids.amount",
        "order_ids.assignment_ids.travel_claim_ids.state",
    )
    def _compute_left(self):
        for row in self:
            row.spent = row._get_spent()
            row.reserved = sum(order._get_unused() for order in row.order_ids)
            row.left = row.amount - row.spent - row.reserved

    def _get_spent(self):
        self.ensure_one()
        if not (self.analytic_account_id and self.date_from and self.date_to):
            return 0.0
        lines = self.env["account.analytic.line"].search(
            [
                ("auto_account_id", "=", self.analytic_account_id._origin.id),
                ("date", ">=", self.date_from),
                ("date", "<=", self.date_to),
                ("company_id", "=", self.company_id.id),
            ]
        )
        return -sum(lines.mapped("amount"))
