# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import ValidationError

FACTS = [
    ("company", "Institution"),
    ("number", "Number"),
    ("date", "Date"),
    ("budget_year", "Budget Year"),
    ("claim", "Claim"),
    ("assignment", "Assignment"),
    ("spending_order", "Spending Order"),
    ("budget_code", "Budget Item (tertip)"),
    ("subject", "Subject of the Payment"),
    ("payee", "Payee"),
    ("payee_title", "Payee's Title and Institution"),
    ("payee_account", "Payee's Account"),
    ("gross", "Amount Accrued"),
    ("stamp_tax", "Stamp Tax"),
    ("net", "Amount after Deductions"),
    ("advance", "Advance Set Off"),
    ("payable", "Amount to Pay"),
    ("words", "Amount in Words"),
]
BLOCKS = [
    ("elements", "Table: What Is Paid, by Element"),
    ("entries", "Table: Accounts, Debit and Credit"),
    ("enclosures", "List: Enclosed Papers"),
    ("approvals", "Table: Decisions in the System"),
]
SIGNATURES = [
    ("sign_claimant", "Signature: Claimant"),
    ("sign_confirmed", "Signature: Head of the Unit"),
    ("sign_checked", "Signature: Executing Officer"),
    ("sign_controlled", "Signature: Preliminary Control"),
    ("sign_approved", "Signature: Authoriser"),
    ("sign_posted", "Signature: Accountant"),
]
PLACES = [
    ("left", "Head, Left"),
    ("right", "Head, Right"),
    ("body", "Body"),
    ("sign", "Signatures"),
]


class MbbTravelPaperLine(models.Model):
    """One thing that a paper says: which, where, and under what name."""

    _name = "mbb.travel.paper.line"
    _description = "Content of a Travel Paper"
    _order = "paper_id, sequence, id"

    paper_id = fields.Many2one(
        "mbb.travel.paper", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="paper_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    place = fields.Selection(PLACES, required=True, default="body")
    key = fields.Selection(
        [*FACTS, *BLOCKS, *SIGNATURES], string="Content", required=True
    )
    label = fields.Char(
        translate=True, help="What stands before it; empty: the name of the content."
    )

    _unique_key = models.UniqueIndex(
        "(paper_id, key)", "This stands on the paper already."
    )

    @api.constrains("place", "key")
    def _check_place(self):
        blocks, signatures = dict(BLOCKS), dict(SIGNATURES)
        for line in self:
            if (line.key in signatures) != (line.place == "sign"):
                raise ValidationError(
                    self.env._(
                        "Signatures, and nothing else, stand with the signatures."
                    )
                )
            if line.key in blocks and line.place != "body":
                raise ValidationError(
                    self.env._("Tables and lists stand in the body of the paper.")
                )

    def _get_label(self):
        self.ensure_one()
        if self.label:
            return self.label
        label = dict(self._fields["key"]._description_selection(self.env))[self.key]
        # "Table: …" tells who edits the layout what it is; the reader sees it.
        return label.partition(": ")[2] or label

    def _is_block(self):
        self.ensure_one()
        return self.key in dict(BLOCKS)
