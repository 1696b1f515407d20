# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""Abroad and the KKTC: stays in turn, their rates, thirds of m.42/b."""

from datetime import timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount

from .mbb_travel_leg import HOME_ZONE, format_offset
from .mbb_travel_stay import HOME

#: An interim claim goes on where the one before it ended.
SEAM = timedelta(minutes=1)


class MbbTravelAbroadMixin(models.AbstractModel):
    """A claim abroad; the claim itself stays in the currency of the company."""

    _name = "mbb.travel.abroad.mixin"
    _description = "Claim Abroad"

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

    def _refresh_result(self):
        drafts = self.sudo().filtered(lambda claim: claim.state == "draft")
        stays = drafts.stay_ids
        self.env.add_to_compute(stays._fields["rate_id"], stays)
        # Now, while the claim is a draft: afterwards the rate stands.
        stays.flush_recordset()
        return super()._refresh_result()

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
