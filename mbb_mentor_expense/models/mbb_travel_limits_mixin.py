# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""What comes over RPC is any JSON: it is held against limits before it is used."""

import math

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import formatLang

MAX_LINE = 200
MAX_TEXT = 5000
MAX_WHOLE = 100_000
MAX_AMOUNT = 1_000_000_000
MAX_ID = 2**31 - 1
YEARS = (2000, 2100)


class MbbTravelLimitsMixin(models.AbstractModel):
    """Numbers, dates and texts that a person can mean; others are named, not kept."""

    _name = "mbb.travel.limits.mixin"
    _description = "Values within Limits"

    #: Fields without a column that are written through.
    _limited_fields = ()

    @api.model_create_multi
    def create(self, vals_list):
        defaults = {
            key.removeprefix("default_"): value
            for key, value in self.env.context.items()
            if key.startswith("default_")
        }
        self._check_limits([defaults, *vals_list])
        return super().create(vals_list)

    def write(self, vals):
        self._check_limits([vals])
        return super().write(vals)

    @api.model
    def _check_limits(self, vals_list):
        """Raise a ValidationError for the first value that nobody can mean."""
        for vals in vals_list:
            for name, value in vals.items():
                problem = self._get_limit_problem(name, value)
                if problem:
                    raise ValidationError(problem)

    def _check_own_limits(self):
        """The same for what an unsaved form holds."""
        for record in self:
            self._check_limits(
                [
                    {
                        name: record[name]
                        for name, field in self._fields.items()
                        if field.type != "many2one" and self._is_limited(field)
                    }
                ]
            )

    @api.model
    def _is_limited(self, field):
        return field.name in self._limited_fields or (
            field.store
            and not field.compute
            and field.name not in models.MAGIC_COLUMNS
        )

    @api.model
    def _get_limit_problem(self, name, value):
        field = self._fields.get(name)
        if not field or value is None or value is False or not self._is_limited(field):
            return False
        label = field._description_string(self.env)
        if field.type in ("char", "text"):
            limit = MAX_LINE if field.type == "char" else MAX_TEXT
            if len(str(value)) > limit:
                return self.env._(
                    "“%(field)s” has at most %(limit)s characters.",
                    field=label,
                    limit=limit,
                )
            if "\x00" in str(value):
                return self.env._(
                    "“%(field)s” holds a character that is no text.", field=label
                )
        elif field.type in ("float", "monetary"):
            if not _is_number(value, MAX_AMOUNT):
                return self.env._(
                    "“%(field)s” has to be a number below %(limit)s.",
                    field=label,
                    limit=formatLang(self.env, MAX_AMOUNT, digits=0),
                )
        elif field.type == "integer":
            if not _is_number(value, MAX_WHOLE) or float(value) != int(float(value)):
                return self.env._(
                    "“%(field)s” has to be a whole number of at most %(limit)s.",
                    field=label,
                    limit=formatLang(self.env, MAX_WHOLE, digits=0),
                )
        elif field.type in ("date", "datetime"):
            if not _is_day(value):
                return self.env._(
                    "“%(field)s” has to be a date between the years %(first)s and "
                    "%(last)s.",
                    field=label,
                    first=YEARS[0],
                    last=YEARS[1],
                )
        elif field.type == "many2one":
            if isinstance(value, int | float) and not _is_number(value, MAX_ID):
                return self.env._(
                    "“%(field)s” names a record that does not exist.", field=label
                )
        return False


def _is_number(value, limit):
    try:
        number = float(value)
    except (TypeError, ValueError, OverflowError):
        return False
    return math.isfinite(number) and abs(number) <= limit


def _is_day(value):
    try:
        # Date.to_date reads the day of a moment, too.
        day = fields.Date.to_date(value)
        if isinstance(value, str):
            fields.Datetime.to_datetime(value)
    except (TypeError, ValueError, OverflowError, AttributeError):
        return False
    return bool(day) and YEARS[0] <= day.year <= YEARS[1]
