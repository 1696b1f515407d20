# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import float_repr, format_date, formatLang

from .mbb_travel_rate import CERTAINTY

FINANCE = (
    "mbb_mentor_expense.group_travel_checker,"
    "mbb_mentor_expense.group_travel_control,"
    "mbb_mentor_expense.group_travel_accountant"
)
#: States in which finance still gives the rates: nothing was checked yet.
OPEN_STATES = ("draft", "submitted", "confirmed")


class MbbTravelExchange(models.Model):
    """What a foreign currency of a claim is worth, by the central bank (TCMB).

    The decree on m.34: what an advance covered at its efektif satış rate of the
    accrual date, the rest at the döviz satış rate of the declaration's date.
    """

    _name = "mbb.travel.exchange"
    _inherit = "mbb.travel.limits.mixin"
    _description = "Rate of Exchange of a Claim"
    _order = "claim_id, currency_id, id"
    _check_company_auto = True

    claim_id = fields.Many2one(
        "mbb.travel.claim",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(related="claim_id.company_id", store=True, index=True)
    currency_id = fields.Many2one("res.currency", required=True, ondelete="restrict")
    declaration_rate = fields.Float(
        string="Rate of the Declaration",
        digits=(12, 6),
        required=True,
        help="TCMB döviz satış of the declaration's date, for one unit.",
    )
    declaration_date = fields.Date(
        string="Declaration's Date",
        compute="_compute_declaration_date",
        store=True,
        readonly=False,
        precompute=True,
    )
    advance = fields.Monetary(
        string="Advance in This Currency", help="What was paid in advance in it."
    )
    advance_rate = fields.Float(
        string="Rate of the Advance",
        digits=(12, 6),
        help="TCMB efektif satış of the accrual date, for one unit.",
    )
    advance_date = fields.Date(string="Accrual Date")
    certainty = fields.Selection(CERTAINTY, required=True, default="verified")
    source = fields.Char(
        required=True, help="Number and hour of the bulletin of the central bank."
    )

    _unique_currency = models.UniqueIndex(
        "(claim_id, currency_id)", "A currency has one row in a claim."
    )
    _check_rates = models.Constraint(
        "CHECK(declaration_rate > 0 AND COALESCE(advance_rate, 0) >= 0 "
        "AND COALESCE(advance, 0) >= 0 "
        "AND (COALESCE(advance, 0) = 0 OR COALESCE(advance_rate, 0) > 0))",
        "A rate of exchange is more than zero; an advance has a rate of its own.",
    )

    @api.depends("claim_id")
    def _compute_declaration_date(self):
        for row in self:
            if not row.declaration_date:
                row.declaration_date = row.claim_id._get_declaration_date()

    @api.depends("currency_id", "declaration_rate")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for row in self:
            rate = formatLang(self.env, row.declaration_rate, digits=4)
            row.display_name = f"{row.currency_id.name or ''} {rate}".strip()

    @api.constrains("currency_id", "claim_id")
    def _check_currency(self):
        for row in self:
            if row.currency_id == row.claim_id.currency_id:
                raise ValidationError(
                    self.env._("The claim's own currency needs no rate.")
                )

    def _prepare_exchange(self):
        """The row as the calculation takes it."""
        self.ensure_one()
        values = {
            "currency": self.currency_id.name,
            "declaration_rate": float_repr(self.declaration_rate, 6),
        }
        if self.advance:
            values["advance"] = float_repr(self.advance, 2)
            values["advance_rate"] = float_repr(self.advance_rate, 6)
        return values

    # -- writing -------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows._check_may_change()
        # The database says first what is no rate.
        rows.flush_recordset()
        rows.claim_id._apply_exchange()
        rows._tell()
        return rows

    def write(self, vals):
        self.check_access("write")
        self._check_may_change()
        if "claim_id" in vals and self.sudo().claim_id.ids != [vals["claim_id"]]:
            raise UserError(self.env._("A rate of exchange stays with its claim."))
        result = super().write(vals)
        self.flush_recordset()
        self.claim_id._apply_exchange()
        self._tell()
        return result

    def unlink(self):
        claims = self.claim_id
        result = super().unlink()
        claims.exists()._apply_exchange()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_only_open(self):
        self._check_may_change()

    def _check_may_change(self):
        """Malî Hizmetler, before the check, and nobody for oneself (5018 m.60)."""
        user = self.env.user
        for claim in self.sudo().claim_id:
            if not self.env.su and (
                not user.has_groups(FINANCE) or claim._is_own(user)
            ):
                raise AccessError(
                    self.env._(
                        "Malî Hizmetler gives the rates of exchange, never the "
                        "claimant."
                    )
                )
            obstacle = claim._get_exchange_obstacle()
            if obstacle:
                raise UserError(obstacle)

    def _tell(self):
        """What the amounts rest on stands in the history of the claim."""
        for row in self.sudo():
            row.claim_id._message_log(
                body=self.env._(
                    "Rate of exchange: 1 %(currency)s = %(rate)s (%(date)s; "
                    "%(origin)s).",
                    currency=row.currency_id.name,
                    rate=formatLang(self.env, row.declaration_rate, digits=4),
                    date=format_date(self.env, row.declaration_date),
                    origin=row.source,
                )
            )
