# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import date

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import float_repr

#: H cetveli, part B (6245 m.33/a): the rows that an assigned expert can stand in.
RATE_ROWS = [
    ("b_a", "B-a: additional indicator 8000 and above"),
    ("b_b", "B-b: additional indicator 6400 to 7999"),
    ("b_c", "B-c: additional indicator 3600 to 6399"),
    ("b_d", "B-d: degrees 1 to 4"),
    ("b_e", "B-e: degrees 5 to 15"),
]
CERTAINTY = [
    ("verified", "Verified"),
    ("unverified", "Not Verified"),
]


class MbbTravelRate(models.Model):
    """The daily allowance of a row of the H cetveli in a period.

    Rates can change inside a year, so a row has dates, not a year.
    """

    _name = "mbb.travel.rate"
    _inherit = "mbb.travel.period.mixin"
    _description = "Daily Allowance Rate"
    _order = "date_from desc, rate_row, id"
    _check_company_auto = True

    _locked_fields = ("rate_row", "amount", "currency_id", "company_id", "active")

    rate_row = fields.Selection(
        RATE_ROWS, string="Row", required=True, index=True, tracking=True
    )
    date_from = fields.Date(string="From", required=True, tracking=True)
    date_to = fields.Date(string="To", tracking=True)
    amount = fields.Monetary(
        string="Daily Allowance", required=True, aggregator=None, tracking=True
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
    )
    certainty = fields.Selection(
        CERTAINTY, required=True, default="unverified", tracking=True
    )
    source = fields.Char(translate=True, help="Where the amount was read.")
    company_id = fields.Many2one(
        "res.company",
        index=True,
        tracking=True,
        help="Empty: the amounts of the budget law, for all.",
    )
    active = fields.Boolean(default=True, tracking=True)

    _check_amount = models.Constraint(
        "CHECK(amount > 0)", "A daily allowance is more than zero."
    )
    _check_dates = models.Constraint(
        "CHECK(date_to IS NULL OR date_from <= date_to)",
        "A rate cannot end before it starts.",
    )
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (rate_row WITH =, (COALESCE(company_id, 0)) WITH =, "
        "daterange(date_from, date_to, '[]') WITH &&) WHERE (active)",
        "Two rates of one row cannot be in force on the same day.",
    )

    @api.depends("rate_row", "date_from", "date_to")
    def _compute_display_name(self):
        labels = dict(self._fields["rate_row"]._description_selection(self.env))
        for rate in self:
            rate.display_name = self.env._(
                "%(row)s, from %(date)s",
                row=labels.get(rate.rate_row, ""),
                date=rate.date_from or "",
            )

    def _get_use_domain(self):
        # A company's own rate and the law's stand beside each other.
        return (
            super()._get_use_domain()
            & Domain("rate_row", "=", self.rate_row)
        )

    def _get_claim_days(self, claim):
        """The days that the claim is paid at this amount."""
        trip = (claim.result or {}).get("trip", {})
        rates = {date.min: trip.get("daily_rate")} | {
            fields.Date.to_date(row["from"]): row["daily_rate"]
            for row in trip.get("rates", [])
        }
        amount = float_repr(self.amount, 2)
        return {
            day
            for day in super()._get_claim_days(claim)
            if rates[max(start for start in rates if start <= day)] == amount
        }

    @api.model
    def _get_rate(self, rate_row, date, company):
        """The rate of a row on a day; the company's own goes before the law's."""
        return self.sudo().search(
            [
                ("rate_row", "=", rate_row),
                ("date_from", "<=", date),
                "|",
                ("date_to", "=", False),
                ("date_to", ">=", date),
                ("company_id", "in", [False, company.id]),
            ],
            order="company_id, id",
            limit=1,
        )
