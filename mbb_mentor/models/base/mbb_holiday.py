# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import datetime, time, timedelta

from pytz import timezone, utc

from odoo import api, fields, models
from odoo.exceptions import ValidationError

ZONE = timezone("Europe/Istanbul")
#: The half day before a bayram begins (2429 m.1–2).
HALF_DAY = time(13)
#: How many years ahead a holiday of every year stands in the calendars.
YEARS_AHEAD = 2


class MbbHoliday(models.Model):
    """A public holiday, put into the working hours of each company.

    Those of a fixed day come every year; a religious one is a row a year, and says
    whether its days were announced.
    """

    _name = "mbb.holiday"
    _description = "Public Holiday"
    _inherit = ["mbb.rule.mixin"]
    _order = "date_from desc, id"

    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(
        [
            ("national", "National"),
            ("religious", "Religious"),
            ("leave", "Administrative Leave"),
        ],
        required=True,
        default="leave",
    )
    date_from = fields.Date(string="First Day", required=True)
    date_to = fields.Date(string="Last Day", required=True)
    starts_at_noon = fields.Boolean(
        string="First Day from 13:00", help="The morning is worked, as on an arife."
    )
    every_year = fields.Boolean(help="On the same days of each year from this one on.")
    is_certain = fields.Boolean(
        string="Days Announced",
        help="Unset: computed beforehand, to be confirmed when the days are announced.",
    )
    leave_ids = fields.One2many(
        "resource.calendar.leaves", "mentor_holiday_id", string="In the Calendars"
    )
    company_id = fields.Many2one(
        "res.company", index=True, help="Empty: for every company."
    )

    _check_dates = models.Constraint(
        "CHECK(date_from <= date_to)", "A holiday cannot end before it begins."
    )

    @api.constrains("date_from", "date_to")
    def _check_length(self):
        for holiday in self:
            if holiday.date_to - holiday.date_from > timedelta(days=31):
                raise ValidationError(
                    self.env._(
                        "%(name)s: a holiday of more than a month is a mistake in "
                        "its dates.",
                        name=holiday.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        holidays = super().create(vals_list)
        holidays._fill_calendars()
        return holidays

    def write(self, vals):
        res = super().write(vals)
        if set(vals) - {"is_certain", "directive_id", "kind"}:
            # sudo: whoever keeps the holidays need not keep the working hours.
            self.sudo().leave_ids.unlink()
            self._fill_calendars()
        return res

    def _get_periods(self):
        """[(first, last)] up to the years ahead, as moments in UTC."""
        self.ensure_one()
        years = [0]
        if self.every_year:
            last = max(self._get_today().year, self.date_from.year) + YEARS_AHEAD
            years = range(last - self.date_from.year + 1)
        length = self.date_to - self.date_from
        for ahead in years:
            first = fields.Date.add(self.date_from, years=ahead)
            begins = HALF_DAY if self.starts_at_noon else time.min
            yield (
                self._to_utc(first, begins),
                self._to_utc(first + length, time(23, 59, 59)),
            )

    @api.model
    def _get_today(self):
        return self.env["mbb.state.mixin"]._get_today()

    @api.model
    def _to_utc(self, day, hour):
        moment = ZONE.localize(datetime.combine(day, hour))
        return moment.astimezone(utc).replace(tzinfo=None)

    @api.model
    def _get_companies(self):
        return self.env["res.company"].sudo().search([("active", "=", True)])

    def _fill_calendars(self):
        """Put what is not there yet; what a company entered itself stays its own."""
        leaves = self.env["resource.calendar.leaves"].sudo()
        there = leaves.search([("resource_id", "=", False)]).grouped("company_id")
        for company in self._get_companies():
            taken = [(row.date_from, row.date_to) for row in there.get(company, ())]
            rows = leaves.create(
                [
                    {
                        "name": holiday.name,
                        "mentor_holiday_id": holiday.id,
                        "calendar_id": False,
                        "date_from": first,
                        "date_to": last,
                    }
                    for holiday in self.filtered("active")
                    if holiday.company_id in (company, self.env["res.company"])
                    for first, last in holiday._get_periods()
                    if not any(a <= first and last <= b for a, b in taken)
                ]
            )
            # The platform computes the company of whoever is signed in.
            rows.write({"company_id": company.id})

    @api.model
    def _fill_ahead(self):
        """Once a day: the coming years, and companies that are new."""
        self.sudo().search([("active", "=", True)])._fill_calendars()
