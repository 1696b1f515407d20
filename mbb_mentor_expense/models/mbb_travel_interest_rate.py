# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.tools import float_repr

from .mbb_travel_rate import CERTAINTY


class MbbTravelInterestRate(models.Model):
    """What a debt to the Birlik bears a year, from a day on."""

    _name = "mbb.travel.interest.rate"
    _description = "Interest Rate of Recoveries"
    _inherit = ["mbb.travel.limits.mixin", "mail.thread"]
    _order = "date_from desc, id"
    _rec_name = "date_from"
    _check_company_auto = True

    date_from = fields.Date(string="From", required=True, tracking=True)
    date_to = fields.Date(string="To", tracking=True)
    percent = fields.Float(
        string="Percent a Year", digits=(6, 3), required=True, tracking=True
    )
    certainty = fields.Selection(
        CERTAINTY, required=True, default="unverified", tracking=True
    )
    source = fields.Char(translate=True, help="Where the rate was read.")
    company_id = fields.Many2one("res.company", index=True)
    active = fields.Boolean(default=True)

    _check_percent = models.Constraint(
        "CHECK(percent BETWEEN 0 AND 1000)", "A rate is between 0 and 1000 percent."
    )
    _check_dates = models.Constraint(
        "CHECK(date_to IS NULL OR date_from <= date_to)",
        "A period cannot end before it starts.",
    )
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist ((COALESCE(company_id, 0)) WITH =, "
        "daterange(date_from, date_to, '[]') WITH &&) WHERE (active)",
        "Two rates cannot be in force on the same day.",
    )

    @api.model
    def _get_rates(self, company):
        """The rows as the calculation takes them: the company's own, or the shipped."""
        rows = self.sudo().search([("company_id", "=", company.id)]) or (
            self.sudo().search([("company_id", "=", False)])
        )
        return [
            (row.date_from, row.date_to or None, float_repr(row.percent, 3))
            for row in rows
        ]
