# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class MbbIndicator(models.Model):
    """An indicator of the strategic plan or of a performance programme, measured by a
    figure of the programme (GÇY m.24/2-a,b)."""

    _name = "mbb.indicator"
    _description = "Indicator"
    _inherit = ["mbb.rule.mixin"]
    _order = "plan desc, sequence, code, id"

    sequence = fields.Integer(default=10)
    code = fields.Char(required=True, help="As the plan has it, e.g. PG 2.3.1.")
    name = fields.Char(string="Indicator", required=True, translate=True)
    plan = fields.Selection(
        [("strategic", "Strategic Plan"), ("performance", "Performance Programme")],
        required=True,
        default="performance",
    )
    aim = fields.Char(translate=True, help="The aim of the plan that it belongs to.")
    goal = fields.Char(
        string="Goal of the Plan", translate=True, help="The goal below that aim."
    )
    figure_key = fields.Selection(
        selection="_selection_figure_key", string="Measured By", required=True
    )
    unit = fields.Char(
        translate=True, help="Empty: the unit of the figure that measures it."
    )
    direction = fields.Selection(
        [("more", "More Is Better"), ("less", "Less Is Better")],
        required=True,
        default="more",
    )
    target_ids = fields.One2many(
        "mbb.indicator.target", "indicator_id", string="Targets"
    )
    certainty = fields.Selection(
        [("verified", "Confirmed"), ("unverified", "To Be Confirmed")],
        required=True,
        default="unverified",
        help="To be confirmed: proposed here, and not read in the plan.",
    )

    _unique_code = models.UniqueIndex(
        "(code, plan, COALESCE(company_id, 0)) WHERE active",
        "The plan has an indicator of this code already.",
    )

    @api.model
    def _selection_figure_key(self):
        """The numbers that there are, whichever addon counts them."""
        return self.env["mbb.figure"]._get_number_labels()

    @api.constrains("figure_key")
    def _check_figure_key(self):
        """The platform checks no choice whose values are computed."""
        known = dict(self._selection_figure_key())
        for indicator in self:
            if indicator.figure_key not in known:
                raise ValidationError(
                    self.env._(
                        "No figure is called %(key)s: choose one of the list.",
                        key=indicator.figure_key,
                    )
                )

    @api.depends("code", "name")
    def _compute_display_name(self):
        for indicator in self:
            parts = (indicator.code, indicator.name)
            indicator.display_name = " ".join(part for part in parts if part)

    @api.model
    def _find(self, company):
        return self.search([("company_id", "in", [company.id, False])])

    def _get_target(self, year):
        """The value aimed at in the year, or None where none was set."""
        self.ensure_one()
        target = self.target_ids.filtered(lambda row: row.year == year)
        return target.value if target else None

    def _is_reached(self, value, target):
        """None where there is nothing to compare."""
        self.ensure_one()
        if value is None or target is None:
            return None
        return value >= target if self.direction == "more" else value <= target
