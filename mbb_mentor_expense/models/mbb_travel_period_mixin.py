# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import datetime, time, timedelta

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class MbbTravelPeriodMixin(models.AbstractModel):
    """Amounts and factors of a period: once a claim rests on them, they stand.

    What changes from a day on is a new row from that day on; the old one ends the day
    before.
    """

    _name = "mbb.travel.period.mixin"
    _inherit = ["mbb.travel.limits.mixin", "mail.thread"]
    _description = "Parameters of a Period"

    #: What claims rest on, besides the period.
    _locked_fields = ("company_id", "active")

    def _get_use_domain(self):
        """Submitted claims that a row is for, whatever their dates."""
        self.ensure_one()
        domain = Domain("state", "!=", "draft")
        if self.company_id:
            domain &= Domain("company_id", "=", self.company_id.id)
        return domain

    def _get_days_in_use(self):
        """Local days of the claims that rest on this row."""
        self.ensure_one()
        if not self.active:
            return set()
        # A day of the place may be another one in UTC.
        near = timedelta(days=1)
        domain = self._get_use_domain() & Domain(
            "date_return", ">=", datetime.combine(self.date_from, time.min) - near
        )
        if self.date_to:
            domain &= Domain(
                "date_departure", "<=", datetime.combine(self.date_to, time.max) + near
            )
        # sudo: whether somebody rests on the row, not who.
        claims_sudo = self.env["mbb.travel.claim"].sudo().search(domain)
        days = set()
        for claim in claims_sudo:
            days.update(self._get_claim_days(claim))
        return {day for day in days if self._is_in_force(day)}

    def _get_claim_days(self, claim):
        """Days of a claim that such a row may be for."""
        first, last = (end.date() for end in claim._get_local_span())
        return {first + timedelta(day) for day in range((last - first).days + 1)}

    @api.model
    def _get_changes(self, first, last, company):
        """Days after the first, up to the last, from which another row counts."""
        rows = self.sudo().search(
            [
                ("company_id", "in", [False, company.id]),
                ("date_from", "<=", last),
                "|",
                ("date_to", "=", False),
                ("date_to", ">=", first),
            ]
        )
        days = set(rows.mapped("date_from"))
        days.update(row.date_to + timedelta(days=1) for row in rows if row.date_to)
        return {day for day in days if first < day <= last}

    def _is_in_force(self, day):
        self.ensure_one()
        return self.date_from <= day and (not self.date_to or day <= self.date_to)

    def write(self, vals):
        names = [name for name in self._locked_fields if name in vals]
        if not names and not vals.keys() & {"date_from", "date_to"}:
            return super().write(vals)
        self.check_access("write")
        before = [
            (row, {name: row[name] for name in names}, days)
            for row in self
            if (days := row._get_days_in_use())
        ]
        result = super().write(vals)
        for row, values, days in before:
            if any(row[name] != value for name, value in values.items()) or not all(
                row._is_in_force(day) for day in days
            ):
                row._raise_in_use()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_in_use(self):
        for row in self:
            if row._get_days_in_use():
                row._raise_in_use()

    def _raise_in_use(self):
        raise UserError(
            self.env._(
                "Submitted claims rest on this row. End it the day before the change "
                "and make a new row from that day on."
            )
        )
