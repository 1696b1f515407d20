# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models


class MbbIndicatorTarget(models.Model):
    """What an indicator is to reach in a year."""

    _name = "mbb.indicator.target"
    _description = "Target of an Indicator"
    _order = "indicator_id, year desc"
    _rec_name = "year"
    _check_company_auto = True

    indicator_id = fields.Many2one(
        "mbb.indicator",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    year = fields.Integer(
        required=True,
        default=lambda self: self.env["mbb.state.mixin"]._get_today().year,
        aggregator=None,
    )
    value = fields.Float(string="Target Value", required=True, digits=(16, 2))
    company_id = fields.Many2one(
        related="indicator_id.company_id", store=True, index=True
    )

    _unique_year = models.Constraint(
        "UNIQUE(indicator_id, year)", "This year has its target already."
    )
    _check_year = models.Constraint(
        "CHECK(year BETWEEN 2000 AND 2100)", "A year has four digits."
    )
