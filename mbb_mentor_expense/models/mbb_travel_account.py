# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError

#: What a claim is posted to.
ELEMENTS = [
    ("allowance", "Daily Allowance"),
    ("lodging", "Lodging"),
    ("transport", "Transport"),
    ("stamp_tax", "Stamp Tax Payable"),
    ("payable", "Payable to the Person"),
    ("advance", "Advances"),
    ("advance_carried", "Advances of Past Years"),
    ("recovery", "Recoverable from the Person"),
    ("recovery_income", "Counterpart of a Recovered Claim"),
    ("interest", "Interest on a Recovery"),
]
#: Without these no claim is posted.
CLAIM_ELEMENTS = ("allowance", "lodging", "transport", "stamp_tax", "payable")
#: Accounts whose lines are matched with what is paid.
RECONCILED_TYPES = ("liability_payable", "asset_receivable")


class MbbTravelAccount(models.Model):
    """The account of an element, here and in the Birlik's official books.

    Rows without a company are what is shipped; `_mbb_setup_travel_accounts()`
    copies them for a company and finds or adds the accounts in its chart.
    """

    _name = "mbb.travel.account"
    _description = "Travel Account Mapping"
    _order = "company_id, sequence, id"
    _rec_name = "element"
    _check_company_auto = True

    sequence = fields.Integer(default=10)
    element = fields.Selection(ELEMENTS, required=True)
    chart_template = fields.Char(
        string="Chart of Accounts",
        help="On shipped rows: the chart that the code is meant for.",
    )
    code = fields.Char(help="Code in the chart of accounts.")
    name = fields.Char(string="Account Name", translate=True)
    account_type = fields.Selection(
        [
            ("expense", "Expenses"),
            ("liability_current", "Current Liabilities"),
            ("liability_payable", "Payable"),
            ("asset_receivable", "Receivable"),
            ("income_other", "Other Income"),
        ],
        required=True,
        default="expense",
    )
    official_code = fields.Char(
        string="Official Account",
        help="Code in the Birlik's official books, by the budget and accounting rules "
        "of local administrations; printed on papers.",
    )
    budget_code = fields.Char(
        string="Budget Item (tertip)", help="Printed on papers as it is written here."
    )
    note = fields.Char(
        help="How sure the official account is, and who has to confirm it."
    )
    account_id = fields.Many2one(
        "account.account",
        check_company=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one("res.company", index=True, ondelete="cascade")

    _unique_element = models.UniqueIndex(
        "(company_id, element) WHERE company_id IS NOT NULL",
        "Each element has one account in a company.",
    )
    _unique_shipped = models.UniqueIndex(
        "(element, chart_template) WHERE company_id IS NULL",
        "Each element has one shipped row for a chart.",
    )

    def write(self, vals):
        if vals.keys() & {"account_id", "element", "company_id"}:
            self._check_no_open_debt(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_without_open_debt(self):
        self._check_no_open_debt({"account_id": False})

    def _check_no_open_debt(self, vals):
        """What is demanded is counted on its account: there it stays to the end."""
        for row in self.sudo().filtered(
            lambda row: row.element == "recovery" and row.account_id
        ):
            present = row._read_format(list(vals), load=None)[0]
            changed = any(
                present[name] != vals[name]
                for name in {"account_id", "element", "company_id"}.intersection(vals)
            )
            if changed and self.env["mbb.travel.recovery"].sudo().search_count(
                [("company_id", "=", row.company_id.id), ("state", "=", "demanded")],
                limit=1,
            ):
                raise UserError(
                    self.env._(
                        "Recoveries that are demanded stand on this account. Change it "
                        "when they are closed."
                    )
                )

    def _mbb_find_or_create_account(self, company):
        """The account of this shipped row in the company's chart."""
        self.ensure_one()
        accounts = self.env["account.account"].sudo().with_company(company)
        account = accounts.search(
            [
                *accounts._check_company_domain(company),
                ("code", "=", self.code),
            ],
            limit=1,
        )
        if account:
            return account
        account = accounts.create(
            {
                "code": self.code,
                "name": self.name,
                "account_type": self.account_type,
                "reconcile": self.account_type in RECONCILED_TYPES,
                "company_ids": [(6, 0, company.ids)],
            }
        )
        for lang, _name in self.env["res.lang"].get_installed():
            account.with_context(lang=lang).name = self.with_context(lang=lang).name
        return account
