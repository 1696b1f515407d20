# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models

from .mbb_travel_rate import CERTAINTY, TABLES


class MbbTravelTier(models.Model):
    """A column of the table abroad, or a row of that of the KKTC: who stands in it.

    The decrees' columns were not seen, so they are data.
    """

    _name = "mbb.travel.tier"
    _inherit = ["mbb.travel.limits.mixin", "mail.thread"]
    _description = "Tier of a Rate Abroad"
    _order = "table, sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True, tracking=True)
    table = fields.Selection(
        [row for row in TABLES if row[0] != "domestic"],
        required=True,
        default="abroad",
        index=True,
        tracking=True,
    )
    sequence = fields.Integer(
        default=10, help="The first tier that fits the person counts."
    )
    by_person = fields.Boolean(
        string="Found by the Person",
        default=True,
        tracking=True,
        help="Off: nobody stands in it by degree or indicator; its rates are never "
        "taken by themselves.",
    )
    indicator_from = fields.Integer(
        string="Additional Indicator from",
        tracking=True,
        help="0: the degree says who stands in the tier.",
    )
    degree_from = fields.Integer(default=1, tracking=True)
    degree_to = fields.Integer(default=15, tracking=True)
    certainty = fields.Selection(
        CERTAINTY, required=True, default="unverified", tracking=True
    )
    source = fields.Char(translate=True, help="Where the tier was read.")
    company_id = fields.Many2one("res.company", index=True, tracking=True)
    active = fields.Boolean(default=True, tracking=True)

    _check_degrees = models.Constraint(
        "CHECK(indicator_from >= 0 AND degree_from BETWEEN 1 AND degree_to "
        "AND degree_to <= 15)",
        "Degrees are numbers from 1 to 15, the better first; an additional indicator "
        "is not negative.",
    )

    @api.model
    def _get_tier(self, table, degree, indicator, company):
        """The tier of a person in a table."""
        tiers = self.sudo().search(
            [
                ("table", "=", table),
                ("by_person", "=", True),
                ("company_id", "in", [False, company.id]),
            ]
        )
        return tiers.filtered(lambda tier: tier._fits(degree, indicator))[:1]

    def _fits(self, degree, indicator):
        self.ensure_one()
        if self.indicator_from:
            return indicator >= self.indicator_from
        return self.degree_from <= degree <= self.degree_to
