# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models


class MbbTravelCut(models.Model):
    """What the check did not accept of a line or of the allowance, and why.

    Written once by `_cut` of the claim; it lapses when the claim is returned.
    """

    _name = "mbb.travel.cut"
    _description = "Amount Not Accepted"
    _inherit = ["mbb.register.mixin"]
    _order = "claim_id, id"
    _rec_name = "line_name"
    _check_company_auto = True

    claim_id = fields.Many2one(
        "mbb.travel.claim",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    part = fields.Selection(
        [
            ("allowance", "Daily Allowance"),
            ("leg", "Journey or Fare"),
            ("lodging", "Lodging"),
        ],
        required=True,
        readonly=True,
    )
    # A claim that was returned may lose its lines; what was cut is still told.
    leg_id = fields.Many2one(
        "mbb.travel.leg",
        string="Journey",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
    )
    lodging_id = fields.Many2one(
        "mbb.travel.lodging",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
    )
    line_name = fields.Char(string="Line", required=True, readonly=True)
    claimed = fields.Monetary(readonly=True)
    amount = fields.Monetary(string="Not Accepted", required=True, readonly=True)
    reason = fields.Text(required=True, readonly=True)
    user_id = fields.Many2one("res.users", string="By", required=True, readonly=True)
    date = fields.Datetime(string="On", required=True, readonly=True)
    lapsed = fields.Boolean(
        readonly=True, help="The claim was returned and is checked anew."
    )
    currency_id = fields.Many2one(related="claim_id.currency_id")
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )

    _check_amount = models.Constraint(
        "CHECK(amount > 0)", "What is not accepted is more than nothing."
    )
