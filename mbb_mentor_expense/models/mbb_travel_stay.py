# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import float_repr, format_date

from odoo.addons.base.models.res_partner import _tz_get

from .mbb_travel_leg import HOME_ZONE, format_offset
from .mbb_travel_rate import CERTAINTY

KKTC_ZONE = "Asia/Famagusta"
#: The countries' codes in the calculation that are none of ISO 3166's.
HOME, KKTC = "TR", "KKTC"


class MbbTravelStay(models.Model):
    """From an hour on in a country: each stay is paid at its own rate (6245 m.34).

    Day and hour are those of the clocks there; the reader's own zone never changes
    an amount.
    """

    _name = "mbb.travel.stay"
    _inherit = "mbb.travel.line.mixin"
    _description = "Stay in a Country"
    _order = "claim_id, date_from, sequence, id"
    _check_company_auto = True

    #: What follows from the rest; nobody writes it.
    _followed_fields = ("date_from", "utc_offset", "rate_id")

    sequence = fields.Integer(default=10)
    table = fields.Selection(
        [("abroad", "Abroad"), ("kktc", "KKTC"), ("domestic", "Back in Türkiye")],
        string="Place of the Stay",
        required=True,
        default="abroad",
    )
    country_id = fields.Many2one(
        "res.country", index="btree_not_null", ondelete="restrict"
    )
    day = fields.Date(
        string="From (Day There)",
        required=True,
        help="When the border was passed, by the clocks there.",
    )
    hour = fields.Float(string="Hour There", digits=(4, 2))
    tz = fields.Selection(
        _tz_get,
        string="Time Zone",
        compute="_compute_tz",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
    )
    date_from = fields.Datetime(
        string="From (UTC)", compute="_compute_date_from", store=True
    )
    utc_offset = fields.Char(
        string="Difference to UTC", compute="_compute_date_from", store=True
    )
    rate_id = fields.Many2one(
        "mbb.travel.rate",
        compute="_compute_rate_id",
        store=True,
        compute_sudo=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    rate_amount = fields.Monetary(
        related="rate_id.amount", currency_field="rate_currency_id"
    )
    rate_currency_id = fields.Many2one(
        related="rate_id.currency_id", string="Currency of the Rate"
    )
    rate_certainty = fields.Selection(
        CERTAINTY, string="Certainty of the Rate", compute="_compute_rate_certainty"
    )
    rate_source = fields.Char(related="rate_id.source", string="Source of the Rate")
    share_percent = fields.Float(
        string="Share of the Rate (%)",
        digits=(5, 2),
        default=100,
        help="Less only where the person accepted it in writing before leaving.",
    )
    share_reason = fields.Text(
        string="Accepted in Writing", help="Date and number of the paper."
    )

    _check_country = models.Constraint(
        "CHECK((\"table\" = 'abroad') = (country_id IS NOT NULL))",
        "A stay abroad names its country; the KKTC and Türkiye are none of them.",
    )
    _check_values = models.Constraint(
        "CHECK(hour >= 0 AND hour < 24 AND share_percent BETWEEN 0 AND 100)",
        "An hour is from 0:00 to 23:59, a share from 0 to 100.",
    )

    # -- where and when ------------------------------------------------------

    @api.depends("table", "country_id")
    def _compute_tz(self):
        for stay in self:
            if stay.table == "kktc":
                stay.tz = KKTC_ZONE
            elif stay.table == "abroad" and stay.country_id:
                code = stay.country_id.code
                # With several zones the person says in which.
                if stay.tz not in pytz.country_timezones.get(code, ()):
                    stay.tz = (get_zones(code) or (HOME_ZONE,))[0]
            else:
                stay.tz = HOME_ZONE

    @api.depends("day", "hour", "tz")
    def _compute_date_from(self):
        for stay in self:
            local = stay._get_local()
            if not local:
                stay.date_from = stay.utc_offset = False
                continue
            zone = pytz.timezone(stay.tz or HOME_ZONE)
            aware = zone.localize(local)
            stay.date_from = aware.astimezone(pytz.utc).replace(tzinfo=None)
            stay.utc_offset = format_offset(aware.utcoffset())

    def _get_local(self):
        """The moment as clocks there show it, without a zone."""
        self.ensure_one()
        if not self.day or not 0 <= self.hour < 24:
            return None
        return datetime.combine(self.day, time.min) + timedelta(
            minutes=round(self.hour * 60)
        )

    @api.onchange("table")
    def _onchange_table(self):
        if self.table != "abroad":
            self.country_id = False

    @api.depends("table", "country_id", "day")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for stay in self:
            date = stay.day and format_date(self.env, stay.day)
            place = stay._get_place_label()
            stay.display_name = " ".join(filter(None, [place, date]))

    def _get_place_label(self):
        self.ensure_one()
        labels = dict(self._fields["table"]._description_selection(self.env))
        if self.table == "abroad":
            return self.country_id.name or labels["abroad"]
        return labels.get(self.table, "")

    def _is_same_place(self, other):
        return (self.table, self.country_id) == (other.table, other.country_id)

    @api.constrains("table", "country_id")
    def _check_is_abroad(self):
        for stay in self:
            if stay.country_id.code == HOME:
                raise ValidationError(
                    self.env._("For days at home choose “Back in Türkiye”.")
                )

    @api.constrains("share_percent", "share_reason")
    def _check_share(self):
        for stay in self:
            if stay.share_percent < 100 and not (stay.share_reason or "").strip():
                raise ValidationError(
                    self.env._(
                        "A share of the rate rests on what the person accepted in "
                        "writing before leaving: give date and number of the paper."
                    )
                )

    # -- the rate ------------------------------------------------------------

    @api.depends(
        "table",
        "country_id",
        "day",
        "claim_id.claimant_status",
        "claim_id.degree",
        "claim_id.post_degree",
        "claim_id.additional_indicator",
    )
    def _compute_rate_id(self):
        for stay in self:
            if stay.claim_id.state != "draft":
                # What was decided on rests on the rate of then.
                stay.rate_id = stay.rate_id
            else:
                stay.rate_id = stay._find_rate(stay.day)

    @api.depends("rate_id.certainty", "rate_id.tier_id.certainty")
    def _compute_rate_certainty(self):
        for stay in self:
            stay.rate_certainty = stay.rate_id and stay.rate_id._get_certainty()

    def _find_rate(self, day):
        """The rate of the person's tier on a day; none at home."""
        self.ensure_one()
        rates = self.env["mbb.travel.rate"]
        claim = self.claim_id
        if self.table not in ("abroad", "kktc") or not day:
            return rates
        tier = claim._get_tier(self.table)
        if not tier:
            return rates
        return rates._get_abroad_rate(
            self.table, self.country_id, tier, day, claim.company_id or self.env.company
        )

    def _get_rate(self, until):
        """The rate of the stay, in force to its end.

        :raise UserError: that says what finance has to enter
        """
        self.ensure_one()
        rate = self._find_rate(self.day)
        if not rate:
            raise UserError(self._explain_no_rate(self.day))
        last = self._find_rate(until)
        if (last.amount, last.currency_id) != (rate.amount, rate.currency_id):
            if not last:
                raise UserError(self._explain_no_rate(until))
            raise UserError(
                self.env._(
                    "The rate of %(place)s changes on %(date)s, during the stay. Enter "
                    "a further stay there from that day on.",
                    place=self._get_place_label(),
                    date=format_date(self.env, last.date_from),
                )
            )
        return rate

    def _explain_no_rate(self, day):
        tier = self.claim_id._get_tier(self.table)
        if not tier:
            return self.env._(
                "No tier of the table “%(table)s” fits this person. Malî Hizmetler "
                "enters it under Travel, Configuration, Tiers Abroad.",
                table=dict(self._fields["table"]._description_selection(self.env))[
                    self.table
                ],
            )
        return self.env._(
            "There is no daily allowance for %(place)s on %(date)s in the tier "
            "“%(tier)s”. Malî Hizmetler enters it from the decree in force, under "
            "Travel, Configuration, Daily Allowance Rates.",
            place=self._get_place_label(),
            date=format_date(self.env, day),
            tier=tier.name,
        )

    # -- records to data -----------------------------------------------------

    def _prepare_country(self, until):
        """The stay as the calculation takes it."""
        self.ensure_one()
        country = {
            "country": HOME,
            "from": f"{self._get_local():%Y-%m-%dT%H:%M}",
            "utc_offset": self.utc_offset,
        }
        if self.table == "domestic":
            return country
        rate = self._get_rate(until)
        country.update(
            country=KKTC if self.table == "kktc" else self.country_id.code,
            daily_rate=float_repr(rate.amount, 2),
            currency=rate.currency_id.name,
        )
        if self.share_percent < 100:
            country["share"] = float_repr(self.share_percent / 100, 4)
        return country

    # -- writing -------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_followed(vals)
        return super().create(vals_list)

    def write(self, vals):
        self.check_access("write")
        self._check_followed(vals)
        return super().write(vals)

    @api.model
    def _check_followed(self, vals):
        if set(vals).intersection(self._followed_fields):
            raise UserError(
                self.env._("The rate and the moment follow country, day and hour.")
            )


def get_zones(code):
    """The zones of a country whose clocks differ, the first of each.

    Germany has two names for one hour, the United States many hours.
    """
    found = {}
    for name in pytz.country_timezones.get(code or "", ()):
        zone = pytz.timezone(name)
        hours = tuple(
            zone.utcoffset(datetime(2026, month, 15, 12)) for month in (1, 4, 7, 10)
        )
        found.setdefault(hours, name)
    return tuple(found.values())
