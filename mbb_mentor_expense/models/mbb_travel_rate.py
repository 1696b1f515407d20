# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import date

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import float_repr

#: H cetveli, part B (6245 m.33/a): the rows that an assigned expert can stand in.
RATE_ROWS = [
    ("b_a", "B-a: additional indicator 8000 and above"),
    ("b_b", "B-b: additional indicator 6400 to 7999"),
    ("b_c", "B-c: additional indicator 3600 to 6399"),
    ("b_d", "B-d: degrees 1 to 4"),
    ("b_e", "B-e: degrees 5 to 15"),
]
CERTAINTY = [
    ("verified", "Verified"),
    ("unverified", "Not Verified"),
]
#: 6245 m.33 by the budget law; m.34 by a decree for each fiscal year; the KKTC has a
#: decree of its own.
TABLES = [
    ("domestic", "Domestic (H cetveli)"),
    ("abroad", "Abroad"),
    ("kktc", "KKTC"),
]
#: Rows of the decree for countries that it does not name.
COUNTRY_GROUPS = [
    ("eu", "Other EU Countries"),
    ("other", "Other Countries"),
]


class MbbTravelRate(models.Model):
    """The daily allowance of a row of a table in a period.

    At home a row of the H cetveli, abroad a country and a tier, in the KKTC a tier.
    Rates can change inside a year, so a row has dates, not a year.
    """

    _name = "mbb.travel.rate"
    _inherit = "mbb.travel.period.mixin"
    _description = "Daily Allowance Rate"
    _order = "date_from desc, rate_row, country_id, tier_id, id"
    _check_company_auto = True

    _locked_fields = (
        "table",
        "rate_row",
        "tier_id",
        "country_id",
        "country_group",
        "amount",
        "currency_id",
        "company_id",
        "active",
    )

    table = fields.Selection(
        TABLES, required=True, default="domestic", index=True, tracking=True
    )
    rate_row = fields.Selection(RATE_ROWS, string="Row", index=True, tracking=True)
    tier_id = fields.Many2one(
        "mbb.travel.tier",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('table', '=', table)]",
        tracking=True,
    )
    country_id = fields.Many2one(
        "res.country", index="btree_not_null", ondelete="restrict", tracking=True
    )
    country_group = fields.Selection(
        COUNTRY_GROUPS,
        string="Countries Not Named",
        tracking=True,
        help="The row for countries that have none of their own.",
    )
    date_from = fields.Date(string="From", required=True, tracking=True)
    date_to = fields.Date(string="To", tracking=True)
    amount = fields.Monetary(
        string="Daily Allowance", required=True, aggregator=None, tracking=True
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
    )
    certainty = fields.Selection(
        CERTAINTY, required=True, default="unverified", tracking=True
    )
    source = fields.Char(translate=True, help="Where the amount was read.")
    company_id = fields.Many2one(
        "res.company",
        index=True,
        tracking=True,
        help="Empty: the amounts of the budget law, for all.",
    )
    active = fields.Boolean(default=True, tracking=True)

    _check_amount = models.Constraint(
        "CHECK(amount > 0)", "A daily allowance is more than zero."
    )
    _check_dates = models.Constraint(
        "CHECK(date_to IS NULL OR date_from <= date_to)",
        "A rate cannot end before it starts.",
    )
    _check_table = models.Constraint(
        """CHECK(CASE "table"
            WHEN 'domestic' THEN rate_row IS NOT NULL
                AND num_nonnulls(tier_id, country_id, country_group) = 0
            WHEN 'abroad' THEN rate_row IS NULL AND tier_id IS NOT NULL
                AND num_nonnulls(country_id, country_group) = 1
            ELSE tier_id IS NOT NULL
                AND num_nonnulls(rate_row, country_id, country_group) = 0
        END)""",
        "A rate at home has a row of the H cetveli; abroad a tier and either a country "
        "or a group of countries; in the KKTC a tier.",
    )
    # Values that are missing are compared, too.
    _no_overlap = models.Constraint(
        """EXCLUDE USING gist ("table" WITH =, (COALESCE(rate_row, '')) WITH =,
        (COALESCE(tier_id, 0)) WITH =, (COALESCE(country_id, 0)) WITH =,
        (COALESCE(country_group, '')) WITH =, (COALESCE(company_id, 0)) WITH =,
        daterange(date_from, date_to, '[]') WITH &&) WHERE (active)""",
        "Two rates of one row cannot be in force on the same day.",
    )

    @api.depends("table", "rate_row", "tier_id", "country_id", "country_group")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for rate in self:
            rate.display_name = self.env._(
                "%(row)s, from %(date)s",
                row=rate._get_row_label(),
                date=rate.date_from or "",
            )

    def _get_row_label(self):
        """Row, or place and tier, in the words of the table."""
        self.ensure_one()
        labels = {
            name: dict(self._fields[name]._description_selection(self.env))
            for name in ("table", "rate_row", "country_group")
        }
        if self.table == "domestic":
            return labels["rate_row"].get(self.rate_row, "")
        place = (
            labels["table"]["kktc"]
            if self.table == "kktc"
            else self.country_id.name or labels["country_group"].get(self.country_group)
        )
        return ", ".join(filter(None, [place, self.tier_id.name]))

    def _get_certainty(self):
        """Of the amount and of who stands in its tier."""
        self.ensure_one()
        rows = {self.certainty, self.tier_id.certainty or "verified"}
        return "verified" if rows == {"verified"} else "unverified"

    def _get_unsure_source(self):
        """Where that was read which is not verified: the amount, or its tier."""
        self.ensure_one()
        unsure = self if self.certainty == "unverified" else self.tier_id
        return unsure.source or ""

    @api.constrains("table", "tier_id")
    def _check_tier(self):
        for rate in self:
            if rate.tier_id and rate.tier_id.table != rate.table:
                raise ValidationError(
                    self.env._("The tier belongs to another table than the rate.")
                )

    @api.onchange("table")
    def _onchange_table(self):
        """What the other tables have is none of this one's."""
        if self.table == "domestic":
            self.tier_id = False
        else:
            self.rate_row = False
            if self.tier_id.table != self.table:
                self.tier_id = False
        if self.table != "abroad":
            self.country_id = self.country_group = False

    def _get_days_in_use(self):
        self.ensure_one()
        if self.table == "domestic":
            return super()._get_days_in_use()
        # sudo: whether somebody rests on the row, not who.
        stays_sudo = (
            self.env["mbb.travel.stay"]
            .sudo()
            .search([("rate_id", "=", self.id), ("claim_id.state", "!=", "draft")])
        )
        return set(stays_sudo.mapped("day"))

    def _get_use_domain(self):
        # A company's own rate and the law's stand beside each other.
        return (
            super()._get_use_domain()
            & Domain("rate_row", "=", self.rate_row)
        )

    def _get_claim_days(self, claim):
        """The days that the claim is paid at this amount."""
        trip = (claim.result or {}).get("trip", {})
        rates = {date.min: trip.get("daily_rate")} | {
            fields.Date.to_date(row["from"]): row["daily_rate"]
            for row in trip.get("rates", [])
        }
        amount = float_repr(self.amount, 2)
        return {
            day
            for day in super()._get_claim_days(claim)
            if rates[max(start for start in rates if start <= day)] == amount
        }

    @api.model
    def _get_rate(self, rate_row, date, company):
        """The rate of a row on a day; the company's own goes before the law's."""
        domain = Domain("table", "=", "domestic") & Domain("rate_row", "=", rate_row)
        return self._get_first(domain, date, company)

    @api.model
    def _get_abroad_rate(self, table, country, tier, date, company):
        """The rate of a tier abroad or in the KKTC on a day.

        A country that the table names, in whatever tier, never takes the rate of
        the countries that it does not name.
        """
        of_tier = Domain("table", "=", table) & Domain("tier_id", "=", tier.id)
        if table == "kktc":
            return self._get_first(of_tier, date, company)
        own = Domain("table", "=", table) & Domain("country_id", "=", country.id)
        if self._get_first(own, date, company):
            return self._get_first(own & of_tier, date, company)
        members = self.env.ref("base.europe", raise_if_not_found=False)
        if members and country in members.sudo().country_ids:
            found = self._get_first(
                Domain("table", "=", table) & Domain("country_group", "=", "eu"),
                date,
                company,
            )
            if found:
                return self._get_first(
                    of_tier & Domain("country_group", "=", "eu"), date, company
                )
        return self._get_first(
            of_tier & Domain("country_group", "=", "other"), date, company
        )

    @api.model
    def _get_first(self, domain, date, company):
        """The row in force on a day; the company's own goes before the law's."""
        in_force = Domain("date_from", "<=", date) & (
            Domain("date_to", "=", False) | Domain("date_to", ">=", date)
        )
        companies = Domain("company_id", "in", [False, company.id])
        return self.sudo().search(
            domain & in_force & companies, order="company_id, id", limit=1
        )
