# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import float_repr

from ..harcirah import TripError
from ..harcirah.policy import parse_policy
from .mbb_travel_rate import CERTAINTY

#: Factors and days abroad, as the calculation names them.
ABROAD_FACTORS = (
    "abroad_raise",
    "abroad_lodging_free",
    "abroad_lodging_share",
    "abroad_lodging_cap",
    "kktc_lodging_share",
)
ABROAD_VALUES = (
    "abroad_days",
    "abroad_full_thirds",
    "abroad_reduced_share",
    "abroad_raised_days",
    "abroad_lodging_days",
    "kktc_lodging_days",
    "home_offset",
)


class MbbTravelPolicy(models.Model):
    """What the footnote of the H cetveli and the tax tables set for a period.

    What the law leaves open stays at the defaults of the calculation, which its
    README describes.
    """

    _name = "mbb.travel.policy"
    _inherit = "mbb.travel.period.mixin"
    _description = "Travel Parameters"
    _order = "date_from desc, id"
    _rec_name = "date_from"
    _check_company_auto = True

    _locked_fields = (
        "first_days",
        "first_factor",
        "second_days",
        "second_factor",
        "third_days",
        "third_factor",
        "stamp_tax_permille",
        *ABROAD_FACTORS,
        *ABROAD_VALUES,
        "company_id",
        "active",
    )

    date_from = fields.Date(string="From", required=True, tracking=True)
    date_to = fields.Date(string="To", tracking=True)
    first_days = fields.Integer(required=True, default=10, tracking=True)
    first_factor = fields.Float(
        string="First Days: Factor", digits=(4, 2), default=1.6, tracking=True
    )
    second_days = fields.Integer(
        string="Following Days", required=True, default=80, tracking=True
    )
    second_factor = fields.Float(
        string="Following Days: Factor", digits=(4, 2), default=0.5, tracking=True
    )
    third_days = fields.Integer(
        string="Last Days", required=True, default=90, tracking=True
    )
    third_factor = fields.Float(
        string="Last Days: Factor",
        digits=(4, 2),
        default=0.4,
        tracking=True,
        help="Of the two thirds of the daily allowance that are still due (m.42).",
    )
    advance_percent = fields.Float(
        string="Advance, at Most (%)",
        digits=(5, 2),
        default=100,
        tracking=True,
        help="Of the expected cost of the assignment (6245 m.59).",
    )
    advance_months = fields.Integer(
        string="Months to Account for an Advance",
        default=1,
        tracking=True,
        help="Calendar months after the return (6245 m.59).",
    )
    stamp_tax_permille = fields.Float(
        string="Stamp Tax (‰)",
        digits=(6, 3),
        required=True,
        default=7.59,
        tracking=True,
    )
    control_from = fields.Float(
        string="Preliminary Control From (TL)",
        digits=(12, 2),
        tracking=True,
        help="Claims of this amount and above are put before ön malî kontrol (5018 "
        "m.58), by the day of submission. 0: every claim.",
    )
    # The yearly decree on m.34 and that of the KKTC; m.42/b.
    abroad_days = fields.Selection(
        [("24h", "By Periods of 24 Hours (m.43)"), ("thirds", "By Thirds (m.39)")],
        string="Days Abroad Are Counted",
        required=True,
        default="24h",
        tracking=True,
    )
    abroad_full_thirds = fields.Integer(
        string="Thirds Abroad in Full",
        required=True,
        default=540,
        tracking=True,
        help="180 days (6245 m.42/b); what follows is paid at the share.",
    )
    abroad_reduced_share = fields.Char(
        string="Share Afterwards", required=True, default="2/3", tracking=True
    )
    abroad_raised_days = fields.Integer(
        string="Raised Days",
        required=True,
        default=10,
        tracking=True,
        help="The first days of each exit; not in the KKTC.",
    )
    abroad_raise = fields.Float(
        string="Raise: Factor", digits=(4, 2), default=1.5, tracking=True
    )
    abroad_lodging_days = fields.Integer(
        string="Days with Lodging", required=True, default=10, tracking=True
    )
    abroad_lodging_free = fields.Float(
        string="Not Paid up to",
        digits=(4, 2),
        default=0.4,
        tracking=True,
        help="Of the raised rate: the part of a night that the person bears.",
    )
    abroad_lodging_share = fields.Float(
        string="Paid of What Is Above", digits=(4, 2), default=0.7, tracking=True
    )
    abroad_lodging_cap = fields.Float(
        string="At Most",
        digits=(4, 2),
        default=0.7,
        tracking=True,
        help="Of the raised rate, for a night.",
    )
    kktc_lodging_days = fields.Integer(
        string="KKTC: Days with Lodging", required=True, default=10, tracking=True
    )
    kktc_lodging_share = fields.Float(
        string="KKTC: At Most",
        digits=(4, 2),
        default=0.75,
        tracking=True,
        help="Of the rate, for a night.",
    )
    home_offset = fields.Char(
        string="Clocks at Home", required=True, default="+03:00", tracking=True
    )
    certainty = fields.Selection(
        CERTAINTY, required=True, default="unverified", tracking=True
    )
    source = fields.Char(translate=True, help="Where the factors were read.")
    company_id = fields.Many2one("res.company", index=True, tracking=True)
    active = fields.Boolean(default=True, tracking=True)

    _check_values = models.Constraint(
        "CHECK(first_days > 0 AND second_days > 0 AND third_days > 0 "
        "AND first_factor BETWEEN 0 AND 10 AND second_factor BETWEEN 0 AND 10 "
        "AND third_factor BETWEEN 0 AND 10 "
        "AND stamp_tax_permille BETWEEN 0 AND 1000 AND control_from >= 0)",
        "Days are at least 1, factors between 0 and 10, amounts not negative.",
    )
    _check_dates = models.Constraint(
        "CHECK(date_to IS NULL OR date_from <= date_to)",
        "A period cannot end before it starts.",
    )
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist ((COALESCE(company_id, 0)) WITH =, "
        "daterange(date_from, date_to, '[]') WITH &&) WHERE (active)",
        "Two rows of parameters cannot be in force on the same day.",
    )

    @api.constrains(*ABROAD_FACTORS, *ABROAD_VALUES)
    def _check_abroad(self):
        """Only what the calculation takes, said by the field that it refuses."""
        for policy in self:
            try:
                parse_policy(policy._prepare_abroad_policy())
            except TripError as error:
                field = self._fields.get(error.field.removeprefix("policy."))
                raise ValidationError(
                    self.env._(
                        "“%(field)s” does not have a value that can be computed with.",
                        field=field
                        and field._description_string(self.env)
                        or error.field,
                    )
                ) from error

    @api.model
    def _get_policy(self, date, company):
        return self.sudo().search(
            [
                ("date_from", "<=", date),
                "|",
                ("date_to", "=", False),
                ("date_to", ">=", date),
                ("company_id", "in", [False, company.id]),
            ],
            order="company_id, id",
            limit=1,
        )

    def _prepare_policy(self, stamp_tax_base=None):
        """The policy in the form that the calculation takes."""
        if not self:
            return {}
        self.ensure_one()
        policy = {
            "lodging_bands": [
                {
                    "days": self.first_days,
                    "factor": float_repr(self.first_factor, 2),
                    "of": "1",
                },
                {
                    "days": self.second_days,
                    "factor": float_repr(self.second_factor, 2),
                    "of": "1",
                },
                {
                    "days": self.third_days,
                    "factor": float_repr(self.third_factor, 2),
                    "of": "2/3",
                },
            ],
            **self._prepare_abroad_policy(),
        }
        if stamp_tax_base:
            policy["stamp_tax_base"] = stamp_tax_base
            policy["stamp_tax_rate"] = float_repr(self.stamp_tax_permille / 1000, 6)
        return policy

    def _prepare_abroad_policy(self):
        """The decrees on m.34 in the form that the calculation takes."""
        self.ensure_one()
        return {
            **{name: self[name] for name in ABROAD_VALUES},
            **{name: float_repr(self[name], 2) for name in ABROAD_FACTORS},
        }
