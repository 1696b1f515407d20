# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models
from odoo.exceptions import UserError

STAMP_TAX_BASES = [
    ("all", "Allowance, lodging and transport"),
    ("without_lodging", "Allowance and transport"),
    ("allowance", "Allowance only"),
]
#: Who knows of the duty of an expert from outside.
UNIT_AUTHORITIES = [
    ("secretariat", "By the approval rule: the manager of the Sekreterya"),
    ("host", "The host, by its confirmation of the duty report"),
    ("sender", "The sending institution's representative, on the signed paper"),
]


class ResCompany(models.Model):
    _inherit = "res.company"

    mbb_stamp_tax_base = fields.Selection(
        STAMP_TAX_BASES,
        string="Stamp Tax Base",
        help="What stamp tax is withheld from (488, table 1, IV/1-b) is disputed: "
        "Malî Hizmetler chooses. No claim is posted before.",
        groups="base.group_user",
    )
    mbb_stamp_tax_note = fields.Char(
        string="Ground of the Stamp Tax Base",
        help="On which opinion or decision the choice rests.",
        # Companies are read by whoever signs in; this is of the house.
        groups="base.group_user",
    )
    mbb_unit_authority = fields.Selection(
        UNIT_AUTHORITIES,
        string="Birim Yetkilisi of an Expert from Outside",
        required=True,
        default="secretariat",
        help="Open: no rule was found that says who confirms and signs for an expert "
        "of another institution. For the Birlik's own staff the approval rule counts.",
        groups="base.group_user",
    )
    mbb_sample_share = fields.Float(
        string="Paid Claims Looked At Again (%)",
        default=5,
        digits=(5, 2),
        help="Each month this share of the claims paid in the month before is drawn. "
        "0: none.",
        # Nobody who is paid can reckon with it.
        groups="base.group_user",
    )
    mbb_travel_account_ids = fields.One2many("mbb.travel.account", "company_id")

    _check_sample_share = models.Constraint(
        "CHECK(mbb_sample_share BETWEEN 0 AND 100)", "A share is between 0 and 100 %."
    )

    def _mbb_get_travel_account(self, element):
        """The mapping row of an element, or an empty one."""
        self.ensure_one()
        return self.sudo().mbb_travel_account_ids.filtered(
            lambda row: row.element == element
        )

    def _mbb_get_travel_journal(self):
        """Where entries without money stand: set-off, carry-over, recovery."""
        self.ensure_one()
        journals = self.env["account.journal"].sudo()
        kept = self.sudo().currency_exchange_journal_id | self.sudo().tax_cash_basis_journal_id
        found = journals.search(
            [
                *journals._check_company_domain(self),
                ("type", "=", "general"),
                ("id", "not in", kept.ids),
            ],
            limit=1,
        )
        if not found:
            raise UserError(
                self.env._(
                    "%(company)s has no journal for miscellaneous entries.",
                    company=self.name,
                )
            )
        return found

    def _mbb_setup_travel_accounts(self):
        """Map each element to an account of the company's chart.

        Accounts that are there are used, missing ones are added with the shipped
        codes. Rows that are set already stay as they are.
        """
        mapping = self.env["mbb.travel.account"].sudo()
        for company in self.sudo():
            shipped = mapping.search(
                [
                    ("company_id", "=", False),
                    ("chart_template", "=", company.chart_template),
                ]
            )
            if not shipped:
                raise UserError(
                    self.env._(
                        "%(company)s: no travel accounts are shipped for its chart of "
                        "accounts. Set them under Travel, Configuration, Accounts.",
                        company=company.name,
                    )
                )
            for row in shipped:
                present = company._mbb_get_travel_account(row.element)
                if present.account_id:
                    continue
                values = {
                    "account_id": row._mbb_find_or_create_account(company).id,
                }
                if present:
                    present.write(values)
                else:
                    row.copy({**values, "company_id": company.id})
        return True
