# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models

COLOURS = ("red", "yellow", "green")


class MbbHealthRule(models.Model):
    """From when a part of the health of a match is yellow or red, as data."""

    _name = "mbb.health.rule"
    _description = "Health Rule"
    _inherit = ["mbb.shipped.mixin"]
    _order = "sequence, id"
    _check_company_auto = True

    #: Of these parts less is worse.
    _less_is_worse = ("sessions", "attendance")

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    part = fields.Selection(
        [
            ("sessions", "Sessions Held (% of the Plan)"),
            ("attendance", "Attendance (%)"),
            ("contact", "Days since the Last Contact"),
            ("tasks", "Overdue Tasks and Steps"),
            ("consents", "Consents Not Answered in Time"),
            ("clocks", "Steps beyond Their Date"),
        ],
        required=True,
    )
    is_less_worse = fields.Boolean(compute="_compute_is_less_worse")
    yellow = fields.Float(
        help="Yellow from here on: below it for percentages, at it and above for "
        "days and counts."
    )
    red = fields.Float(help="Red from here on, in the same way.")
    is_told = fields.Boolean(
        string="Tell the Officer",
        default=True,
        help="What turns red becomes an activity of the match's officer, once.",
    )
    company_id = fields.Many2one("res.company", index=True)
    active = fields.Boolean(default=True)

    _unique_part = models.UniqueIndex(
        "(part, COALESCE(company_id, 0)) WHERE active",
        "There is a rule for this part already.",
    )
    _check_order = models.Constraint(
        "CHECK(CASE WHEN part IN ('sessions', 'attendance') THEN yellow >= red "
        "ELSE yellow <= red END)",
        "Yellow comes before red.",
    )

    @api.depends("part")
    def _compute_is_less_worse(self):
        for rule in self:
            rule.is_less_worse = rule.part in rule._less_is_worse

    @api.model
    def _get_by_part(self, company):
        """{part: rule}, the company's own before the one for all."""
        rules = self.sudo().search([("company_id", "in", (False, company.id))])
        return {
            rule.part: rule for rule in rules.sorted(lambda rule: bool(rule.company_id))
        }

    def _get_colour(self, value):
        """The colour of a part by its number; green where nothing is set."""
        if not self:
            return "green"
        self.ensure_one()

        def is_reached(limit):
            return value < limit if self.part in self._less_is_worse else value >= limit

        for colour in ("red", "yellow"):
            if is_reached(self[colour]):
                return colour
        return "green"
