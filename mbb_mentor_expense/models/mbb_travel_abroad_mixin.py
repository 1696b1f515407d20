# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""Abroad and the KKTC: stays in turn, foreign money, thirds of m.42/b."""

from datetime import timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_amount, format_date

from .mbb_travel_exchange import FINANCE, OPEN_STATES
from .mbb_travel_leg import HOME_ZONE, format_offset
from .mbb_travel_stay import HOME

#: Sums in the claim's currency: unknown while a rate of exchange is.
SUMS = ("allowance", "lodging", "transport", "gross", "stamp_tax", "net", "payable")
#: An interim claim goes on where the one before it ended.
SEAM = timedelta(minutes=1)
#: A rate of Odoo's own that is older is none of the declaration's date.
FRESH = timedelta(days=7)


class MbbTravelAbroadMixin(models.AbstractModel):
    """A claim abroad; the claim itself stays in the currency of the company."""

    _name = "mbb.travel.abroad.mixin"
    _description = "Claim Abroad"

    missing_exchange = fields.Char(
        compute="_compute_missing_exchange",
        help="Currencies without a rate of exchange.",
    )
    can_exchange = fields.Boolean(compute="_compute_can_exchange")
    unverified_rates = fields.Text(
        compute="_compute_unverified_rates",
        help="Rates of the stays that nobody has held against the decree.",
    )

    # -- computed ------------------------------------------------------------

    @api.depends(
        "stay_ids.table",
        "stay_ids.country_id",
        "stay_ids.day",
        "stay_ids.hour",
        "stay_ids.tz",
        "stay_ids.share_percent",
        "leg_ids.currency_id",
        "leg_ids.tz_arrival",
        "lodging_ids.currency_id",
        "exchange_ids",
    )
    def _compute_result(self):
        return super()._compute_result()

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

    @api.depends("result")
    @api.depends_context("lang")
    def _compute_unverified_rates(self):
        for claim in self:
            stays = (claim.result or {}).get("rate", {}).get("stays", [])
            unsure = [stay for stay in stays if stay["certainty"] == "unverified"]
            labels = claim._get_country_labels() if unsure else {}
            currencies = claim._get_foreign_currencies() if unsure else {}
            lines = []
            for stay in unsure:
                # Its names in the reader's language; what was paid stays as it was.
                rate_sudo = self.env["mbb.travel.rate"].sudo().browse(stay["rate_id"])
                lines.append(
                    self.env._(
                        "%(place)s, %(tier)s: %(amount)s. %(origin)s",
                        place=labels.get(stay["country"], stay["country"]),
                        tier=rate_sudo.tier_id.name,
                        amount=claim._format_foreign(
                            stay["amount"], currencies.get(stay["currency"])
                        ),
                        origin=rate_sudo._get_unsure_source(),
                    )
                )
            claim.unverified_rates = "\n".join(dict.fromkeys(lines)) or False

    def _get_country_labels(self):
        """{code: name} of the countries of the trip, in the reader's language."""
        stays = (self.result or {}).get("trip", {}).get("countries") or ()
        codes = [stay["country"] for stay in stays]
        countries = self.env["res.country"].search([("code", "in", codes)])
        return {country.code: country.name for country in countries}

    def _get_foreign_currencies(self):
        """{code: currency} of what stands in the trip."""
        codes = self._get_trip_currencies((self.result or {}).get("trip", {}))
        currencies = self.env["res.currency"].with_context(active_test=False)
        return {row.name: row for row in currencies.search([("name", "in", codes)])}

    def _format_foreign(self, amount, currency):
        return format_amount(self.env, float(amount), currency or self.currency_id)

    def _get_declaration_date(self):
        """The day of the declaration: of its submission, until then today."""
        self.ensure_one()
        if not self.date_submitted:
            return fields.Date.context_today(self.with_context(tz=HOME_ZONE))
        zone = pytz.timezone(HOME_ZONE)
        return pytz.utc.localize(self.date_submitted).astimezone(zone).date()

    # -- the person's tier ---------------------------------------------------

    def _get_tier(self, table):
        """By degree and indicator; who is compared, at most degree 4 (m.7, m.8)."""
        self.ensure_one()
        degree, indicator = self._get_row_choice().degree, 0
        if self.claimant_status == "civil_servant":
            indicator = self.additional_indicator
        return self.env["mbb.travel.tier"]._get_tier(
            table, degree, indicator, self.company_id or self.env.company
        )

    # -- records to data -----------------------------------------------------

    def _get_stays(self):
        """The stays in their turn, each with its last local day.

        Where the next goes on at the same place, that one has its own rate.
        """
        self.ensure_one()
        stays = self.sudo().stay_ids
        if not all(stay.date_from for stay in stays):
            raise UserError(self.env._("Give each country the day of its entry."))
        stays = stays.sorted(lambda stay: (stay.date_from, stay.sequence))
        if not stays:
            return []
        _departure, arrival = self._get_local_span()
        ends = [
            following.day - timedelta(days=stay._is_same_place(following))
            for stay, following in zip(stays, stays[1:], strict=False)
        ]
        return list(zip(stays, [*ends, arrival.date()], strict=True))

    def _prepare_abroad(self):
        self.ensure_one()
        claim = self.sudo()
        abroad = super()._prepare_abroad()
        stays = claim._get_stays()
        if stays:
            claim.stay_ids._check_own_limits()
            departure, arrival = claim._get_local_span()
            abroad.update(
                countries=[stay._prepare_country(until) for stay, until in stays],
                departure_offset=format_offset(departure - claim.date_departure),
                return_offset=format_offset(arrival - claim.date_return),
            )
            since = claim._get_abroad_since()
            if since:
                abroad["abroad_since"] = since
                # The stay has begun in the claim before.
                if stays[0][0].date_from < claim.date_departure:
                    del abroad["countries"][0]["from"]
                    del abroad["countries"][0]["utc_offset"]
        exchange = claim._prepare_exchange()
        if exchange:
            abroad["exchange"] = exchange
        return abroad

    def _prepare_exchange(self):
        return [row._prepare_exchange() for row in self.sudo().exchange_ids]

    def _prepare_rate(self, rate):
        """With the rates of the stays: one that is unverified makes the whole so."""
        values = super()._prepare_rate(rate)
        stays = []
        for stay, until in self._get_stays():
            if stay.table == "domestic":
                continue
            found = stay._get_rate(until)
            stays.append(
                {
                    **stay._prepare_country(until),
                    "amount": f"{found.amount:.2f}",
                    "rate_id": found.id,
                    "certainty": found._get_certainty(),
                }
            )
        if stays:
            values["stays"] = stays
            if any(stay["certainty"] == "unverified" for stay in stays):
                values["certainty"] = "unverified"
        return values

    def _is_abroad(self):
        self.ensure_one()
        return any(stay.table != "domestic" for stay in self.sudo().stay_ids)

    def _filter_carried(self, earlier):
        """Thirds abroad and at home are counted apart (m.42/a, m.42/b)."""
        abroad = self._is_abroad()
        return (
            super()
            ._filter_carried(earlier)
            .filtered(lambda claim: claim._is_abroad() == abroad)
        )

    def _get_abroad_since(self):
        """The exit from home, where an interim claim goes on abroad (m.34)."""
        first = self._get_stays()[0][0]
        if first.table == "domestic" or first.date_from > self.date_departure:
            return None
        before = self.search(
            [
                ("id", "not in", self._origin.ids),
                ("assignment_id", "=", self.assignment_id.id),
                ("state", "not in", ("draft", "refused")),
                ("date_return", "<=", self.date_departure),
                ("date_return", ">=", self.date_departure - SEAM),
            ],
            limit=1,
        )
        trip = (before.result or {}).get("trip", {})
        if not trip.get("countries") or trip["countries"][-1]["country"] == HOME:
            return None
        if trip.get("abroad_since") and all(
            row["country"] != HOME for row in trip["countries"]
        ):
            return trip["abroad_since"]
        stays = [stay for stay, _until in before._get_stays()]
        left = None
        for stay in stays:
            if stay.table == "domestic":
                left = None
            elif left is None:
                left = max(stay.date_from, before.date_departure)
        zone = pytz.timezone(HOME_ZONE)
        local = pytz.utc.localize(left).astimezone(zone)
        return f"{local:%Y-%m-%dT%H:%M}"

    # -- foreign money -------------------------------------------------------

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

    def _refresh_result(self):
        drafts = self.sudo().filtered(lambda claim: claim.state == "draft")
        stays = drafts.stay_ids
        self.env.add_to_compute(stays._fields["rate_id"], stays)
        # Now, while the claim is a draft: afterwards the rate stands.
        stays.flush_recordset()
        return super()._refresh_result()

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

    # -- data to words -------------------------------------------------------

    def _get_note_text(self, note):
        code = note["params"].get("country")
        if code:
            label = self._get_country_labels().get(code, code)
            note = {**note, "params": {**note["params"], "country": label}}
        return super()._get_note_text(note)

    def _get_result_values(self):
        values = super()._get_result_values()
        found = (self.result or {}).get("entitlement", {})
        abroad = "amounts" in found
        labels = self._get_country_labels() if abroad else {}
        currencies = self._get_foreign_currencies() if abroad else {}

        def money(amount, code):
            return self._format_foreign(amount, currencies.get(code))

        values["days"] = [
            {**row, "amount": money(day["amount"], day["currency"])}
            if day.get("currency")
            else row
            for row, day in zip(values["days"], found.get("days", ()), strict=True)
        ]
        values["amounts"] = [
            {
                "currency": code,
                **{name: money(value, code) for name, value in row.items()},
            }
            for code, row in found.get("amounts", {}).items()
            if any(float(value) for value in row.values())
        ]
        values["nights"] = [
            {
                "date": self._localise(night["date"]),
                "country": labels.get(night["country"], night["country"]),
                "amount": money(night["amount"], night["currency"]),
                "article": self._get_article(night["article"]),
            }
            for night in found.get("nights", ())
        ]
        values["missing_exchange"] = self.missing_exchange
        return values
