# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import date, timedelta
from fractions import Fraction

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

#: A part of a month counts by thirty days.
MONTH_DAYS = 30


class MbbLegalGround(models.Model):
    """What an assignment rests on besides the by-law, with that ground's limits."""

    _name = "mbb.legal.ground"
    _description = "Legal Ground of Assignments"
    _inherit = ["mbb.rule.mixin"]
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, translate=True)
    article = fields.Char(
        required=True, translate=True, help="Law and article, as letters quote it."
    )
    for_visit = fields.Boolean(string="Study Visits")
    for_assignment = fields.Boolean(string="Assignments")
    for_exchange = fields.Boolean(string="Staff Exchanges")
    for_secondment = fields.Boolean(string="Secondments to the Birlik")
    max_months = fields.Integer(
        string="Months a Year",
        help="For one person in a calendar year; 0: no limit by months.",
    )
    max_days = fields.Integer(
        string="Days a Year",
        help="For one person in a calendar year; 0: no limit by days.",
    )
    needs_request = fields.Boolean(
        string="Request of the Host",
        help="The institution that wants the person asks for them in writing.",
    )
    needs_permission = fields.Boolean(
        string="Permission of the Own Institution",
        help="By a letter of the sending institution.",
    )
    needs_consent = fields.Boolean(string="Consent of the Person", default=True)
    certainty = fields.Selection(
        [("verified", "Verified"), ("unverified", "Not Verified")],
        required=True,
        default="unverified",
    )
    note = fields.Text(translate=True)

    _check_limits = models.Constraint(
        "CHECK(max_months BETWEEN 0 AND 12 AND max_days BETWEEN 0 AND 366)",
        "A limit is at most a year.",
    )

    @api.depends("name", "article")
    def _compute_display_name(self):
        for ground in self:
            ground.display_name = ", ".join(
                part for part in (ground.article, ground.name) if part
            )

    def _serves(self, kind):
        self.ensure_one()
        return bool(kind and self[f"for_{kind}"])

    @api.model
    def _get_default(self, kind, company):
        """The first ground that serves this kind of assignment."""
        grounds = self.search([("company_id", "in", [False, company.id])])
        return grounds.filtered(lambda ground: ground._serves(kind))[:1]

    def _get_limit_text(self):
        if self.max_months:
            return self.env._("%(count)s months a year", count=self.max_months)
        return self.env._("%(count)s days a year", count=self.max_days)

    def _get_exceeded_years(self, periods):
        """The calendar years in which `periods` [(from, to)] exceed the limit."""
        self.ensure_one()
        years = {
            year
            for start, end in periods
            for year in range(start.year, end.year + 1)
        }
        return [year for year in sorted(years) if self._is_exceeded(periods, year)]

    def _is_exceeded(self, periods, year):
        first, last = date(year, 1, 1), date(year, 12, 31)
        inside = [
            (max(start, first), min(end, last))
            for start, end in periods
            if start <= last and end >= first
        ]
        days = sum((end - start).days + 1 for start, end in inside)
        months = sum(map(self._get_months, inside), Fraction(0))
        return bool(
            (self.max_days and days > self.max_days)
            or (self.max_months and months > self.max_months)
        )

    @api.model
    def _get_months(self, period):
        """Whole calendar months, and days as parts of one of thirty."""
        start, end = period
        span = relativedelta(end + timedelta(days=1), start)
        return span.years * 12 + span.months + Fraction(span.days, MONTH_DAYS)
