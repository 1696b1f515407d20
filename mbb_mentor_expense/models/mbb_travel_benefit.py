# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models

ELEMENTS = [
    ("allowance", "Daily Allowance"),
    ("lodging", "Lodging"),
    ("transport", "Transport"),
]


class MbbTravelBenefit(models.Model):
    """What another paid to the claimant for this trip, as the claimant declares it."""

    _name = "mbb.travel.benefit"
    _inherit = "mbb.travel.document.mixin"
    _description = "Paid by Others"
    _order = "claim_id, id"
    _check_company_auto = True

    name = fields.Char(string="Who Paid", required=True)
    element = fields.Selection(ELEMENTS, string="For What", required=True)
    amount = fields.Monetary(required=True)

    _check_amount = models.Constraint(
        "CHECK(amount > 0)", "What others paid is more than zero."
    )

    @api.depends("name", "element")
    @api.depends_context("lang")
    def _compute_display_name(self):
        elements = dict(self._fields["element"]._description_selection(self.env))
        for row in self:
            row.display_name = ": ".join(
                filter(None, [row.name, elements.get(row.element)])
            )

    @api.depends("name")
    def _compute_number_key(self):
        self.number_key = False

    def _get_document_kind(self):
        return "benefit"
