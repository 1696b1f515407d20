# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""Foreign money of a claim: what is due in it, and when it becomes lira."""

from datetime import timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import format_date

from .mbb_travel_exchange import FINANCE, OPEN_STATES
from .mbb_travel_leg import HOME_ZONE

#: Sums in the claim's currency: unknown while a rate of exchange is.
SUMS = ("allowance", "lodging", "transport", "gross", "stamp_tax", "net", "payable")
#: A rate of Odoo's own that is older is none of the declaration's date.
FRESH = timedelta(days=7)


class MbbTravelExchangeMixin(models.AbstractModel):
    """Without a rate of exchange a claim has amounts by currency and no sum."""

    _name = "mbb.travel.exchange.mixin"
    _description = "Claim in Foreign Money"

    missing_exchange = fields.Char(
        compute="_compute_missing_exchange",
        help="Currencies without a rate of exchange.",
    )
    can_exchange = fields.Boolean(compute="_compute_can_exchange")

    @api.depends("result")
    def _compute_missing_exchange(self):
        for claim in self:
            missing = (claim.result or {}).get("missing_exchange", [])
            claim.missing_exchange = ", ".join(missing) or False

    @api.depends_context("uid")
    @api.depends("state", "missing_exchange", "exchange_ids")
    def _compute_can_exchange(self):
        user = self.env.user
        for claim in self:
            claim.can_exchange = bool(
                (claim.missing_exchange or claim.sudo().exchange_ids)
                and user.has_groups(FINANCE)
                and not claim._is_own(user)
                and not claim._get_exchange_obstacle()
            )

    def _get_declaration_date(self):
        """The day of the declaration: of its submission, until then today."""
        self.ensure_one()
        if not self.date_submitted:
            return fields.Date.context_today(self.with_context(tz=HOME_ZONE))
        zone = pytz.timezone(HOME_ZONE)
        return pytz.utc.localize(self.date_submitted).astimezone(zone).date()

    def _prepare_exchange(self):
        return [row._prepare_exchange() for row in self.sudo().exchange_ids]

    @api.model
    def _get_trip_currencies(self, trip):
        """Each foreign currency in which something of a trip stands."""
        lines = [
            *(trip.get("countries") or ()),
            *(trip.get("lodging") or ()),
            *(trip.get("transport") or ()),
        ]
        codes = {line.get("currency") for line in lines}
        return codes - {None, "TRY"}

    def _run(self, trip, rate):
        """Without a rate of exchange: the amounts by currency, and no sum."""
        known = {row["currency"] for row in trip.get("exchange") or ()}
        missing = sorted(self._get_trip_currencies(trip) - known)
        if not missing:
            return super()._run(trip, rate)
        stand_in = [{"currency": code, "declaration_rate": "1"} for code in missing]
        filled = {**trip, "exchange": [*(trip.get("exchange") or ()), *stand_in]}
        result = super()._run(filled, rate)
        found = result["entitlement"]
        found.update(dict.fromkeys((*SUMS, "refund"), "0.00"))
        hidden = ("exchange", "exchange_advance", "stamp_tax", "advance", "ceiling")
        found["notes"] = [row for row in found["notes"] if row["code"] not in hidden]
        # An invoice in another currency than the country's was compared at no rate.
        nights = {row.get("currency") for row in trip.get("lodging") or ()}
        places = {row.get("currency") for row in trip.get("countries") or ()}
        if nights - places:
            found["nights"] = []
            for sums in found.get("amounts", {}).values():
                sums["lodging"] = "0.00"
        return {**result, "trip": trip, "missing_exchange": missing}

    def _apply_exchange(self):
        """Compute again with the rates that finance gave, the trip as it stands."""
        for claim in self.sudo():
            if claim.state == "draft":
                claim._refresh_result()
            elif claim.result:
                frozen = claim.result
                trip = {**frozen["trip"], "exchange": claim._prepare_exchange()}
                claim._write_guarded({"result": claim._run(trip, frozen["rate"])})

    def _get_exchange_obstacle(self):
        """Why the rates of exchange may not be changed any more, or False."""
        self.ensure_one()
        claim = self.sudo()
        decided = claim.state == "confirmed" and claim._get_round("checked").filtered(
            lambda row: row.state == "approved"
        )
        if claim.state not in OPEN_STATES or decided:
            return self.env._(
                "The amounts were checked at these rates of exchange. To change them, "
                "return the claim."
            )
        return False

    def _get_checking_obstacles(self):
        obstacles = super()._get_checking_obstacles()
        claim = self.sudo()
        if claim.missing_exchange:
            obstacles.append(
                self.env._(
                    "There is no rate of exchange for %(currencies)s. Malî Hizmetler "
                    "enters it.",
                    currencies=claim.missing_exchange,
                )
            )
        proposed = claim.exchange_ids.filtered(lambda r: r.certainty != "verified")
        if proposed:
            obstacles.append(
                self.env._(
                    "The rate of exchange of %(currencies)s is only a proposal. Hold "
                    "it against the bulletin of the central bank and mark it verified.",
                    currencies=", ".join(proposed.currency_id.mapped("name")),
                )
            )
        return obstacles

    def _entitles_to_nothing(self):
        """Foreign money has no sum before its rate of exchange, and is something."""
        amounts = (self.result or {}).get("entitlement", {}).get("amounts", {})
        if self.missing_exchange and any(
            float(value) for sums in amounts.values() for value in sums.values()
        ):
            return False
        return super()._entitles_to_nothing()

    # -- buttons -------------------------------------------------------------

    def action_open_exchange(self):
        """The rates of exchange; those that Odoo knows are proposed."""
        self.ensure_one()
        self.check_access("read")
        if not self.can_exchange:
            raise AccessError(
                self.env._(
                    "Malî Hizmetler gives the rates of exchange before the check, "
                    "never for oneself."
                )
            )
        self._propose_exchange()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mbb_mentor_expense.mbb_travel_exchange_action"
        )
        return {
            **action,
            "domain": [("claim_id", "=", self.id)],
            "context": {
                "default_claim_id": self.id,
                "default_currency_id": self._get_missing_currencies()[:1].id,
            },
        }

    def _get_missing_currencies(self):
        codes = (self.result or {}).get("missing_exchange", [])
        currencies = self.env["res.currency"].with_context(active_test=False)
        return currencies.search([("name", "in", codes)])

    def _propose_exchange(self):
        self.ensure_one()
        date = self._get_declaration_date()
        rows = []
        for currency in self._get_missing_currencies():
            # sudo: the table of rates of the company, to be seen by who checks.
            known = (
                self.env["res.currency.rate"]
                .sudo()
                .search(
                    [
                        ("currency_id", "=", currency.id),
                        ("company_id", "in", [False, self.company_id.root_id.id]),
                        ("name", "<=", date),
                        ("name", ">=", date - FRESH),
                    ],
                    order="name desc",
                    limit=1,
                )
            )
            if not known:
                continue
            rate = known.with_company(self.company_id).inverse_company_rate
            rows.append(
                {
                    "claim_id": self.id,
                    "currency_id": currency.id,
                    "declaration_rate": rate,
                    "declaration_date": date,
                    "certainty": "unverified",
                    "source": self.env._(
                        "Proposed from Odoo's rates of %(date)s; not read in the "
                        "bulletin of the central bank",
                        date=format_date(self.env, known.name),
                    ),
                }
            )
        self.env["mbb.travel.exchange"].create(rows)
