# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models


class MbbAssignment(models.Model):
    """What is beyond the authority of the Genel Sekreter: abroad, long or dear."""

    _inherit = "mbb.assignment"

    place_country_id = fields.Many2one(
        "res.country",
        string="Country",
        default=lambda self: self.env.ref("base.tr", raise_if_not_found=False),
    )
    is_abroad = fields.Boolean(compute="_compute_is_abroad", store=True)
    is_president_matter = fields.Boolean(
        string="For the Başkan",
        compute="_compute_is_president_matter",
        search="_search_is_president_matter",
        help="Abroad, longer or dearer than the limits of the settings.",
    )

    @api.depends("place_country_id", "place_state_id")
    def _compute_is_abroad(self):
        for assignment in self:
            country = assignment.place_state_id.country_id or assignment.place_country_id
            assignment.is_abroad = bool(country) and country.code != "TR"

    @api.depends("is_abroad", "date_from", "date_to", "expected_cost")
    def _compute_is_president_matter(self):
        for assignment in self:
            assignment.is_president_matter = assignment._exceeds_limits(
                assignment.days
            )

    def _exceeds_limits(self, days):
        """Whether so many days of it are for the Başkan to approve."""
        self.ensure_one()
        assignment = self.sudo()
        company = assignment.company_id
        amount = company.mbb_president_amount
        compare = company.currency_id.compare_amounts
        return bool(
            (company.mbb_president_abroad and assignment.is_abroad)
            or 0 < company.mbb_president_days < days
            or (amount > 0 and compare(assignment.expected_cost, amount) > 0)
        )

    def _search_is_president_matter(self, operator, value):
        if operator != "in":
            return NotImplemented
        open_ones = self.sudo().search(
            [("state", "in", ("draft", "consent", "approval", "approved", "ongoing"))]
        )
        found = open_ones.filtered("is_president_matter")
        return [("id", "in" if True in value else "not in", found.ids)]
