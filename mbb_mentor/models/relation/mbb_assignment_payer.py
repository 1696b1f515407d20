# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models


class MbbAssignmentPayer(models.Model):
    """What another than the Birlik bears of an element of the travel costs."""

    _name = "mbb.assignment.payer"
    _description = "Other Payer of an Assignment"
    _order = "assignment_id, id"
    _check_company_auto = True

    assignment_id = fields.Many2one(
        "mbb.assignment",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Payer",
        required=True,
        index=True,
        ondelete="restrict",
        domain=[("is_company", "=", True)],
    )
    element = fields.Selection(
        [
            ("transport", "Transport"),
            ("allowance", "Daily Allowance"),
            ("lodging", "Lodging"),
        ],
        required=True,
    )
    share = fields.Float(required=True, default=1, help="Of the element, 0 to 1.")
    note = fields.Char(help="By which paper, in what way.")
    company_id = fields.Many2one(
        related="assignment_id.company_id", store=True, index=True
    )

    _check_share = models.Constraint(
        "CHECK(share > 0 AND share <= 1)", "A share lies between 0 and 1."
    )
    _unique_payer = models.Constraint(
        "UNIQUE(assignment_id, partner_id, element)",
        "This payer is named for the element already.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows.assignment_id._payers_change()
        rows.assignment_id._check_shares_together()
        return rows

    def write(self, vals):
        self.assignment_id._payers_change()
        res = super().write(vals)
        self.assignment_id._payers_change()
        self.assignment_id._check_shares_together()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_before_the_approval(self):
        self.assignment_id._payers_change()
