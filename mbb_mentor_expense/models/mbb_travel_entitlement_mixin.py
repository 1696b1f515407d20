# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""Records to the calculation's plain data and back. No formula lives here."""

import json
import re

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import (
    float_repr,
    format_amount,
    format_date,
    format_datetime,
    formatLang,
)

from ..harcirah import TripError, entitlement
from ..harcirah_texts import ARTICLES, NOTES, TRIP_ERRORS
from .mbb_travel_leg import FARES, FEEDERS

MONEY = re.compile(r"[0-9]+\.[0-9]{2}")
NUMBER = re.compile(r"[0-9]+\.[0-9]+")
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}")


class MbbTravelEntitlementMixin(models.AbstractModel):
    """The claim's calculation; its fields stand with the claim."""

    _name = "mbb.travel.entitlement.mixin"
    _description = "What a Trip Entitles To"

    #: What follows from the trip; nobody writes it.
    _result_fields = (
        "result",
        "daily_rate",
        "rate_row",
        "rate_certainty",
        "allowance",
        "lodging",
        "transport",
        "gross",
        "stamp_tax",
        "net",
        "advance",
        "payable",
        "refund",
        "thirds",
        "date_file_due",
    )

    # -- the calculation -------------------------------------------------------

    @api.depends(
        "state",
        "assignment_id",
        "claimant_status",
        "degree",
        "post_degree",
        "additional_indicator",
        "inside_duty_station",
        "usual_departure",
        "usual_return",
        "own_car_cost",
        "leg_ids.kind",
        "leg_ids.tz",
        "leg_ids.date_departure",
        "leg_ids.date_arrival",
        "leg_ids.amount",
        "leg_ids.count",
        "lodging_ids.date_from",
        "lodging_ids.nights",
        "lodging_ids.invoice_total",
        "company_id.mbb_stamp_tax_base",
    )
    def _compute_result(self):
        for claim in self:
            if claim.state != "draft":
                # Frozen: what was decided on does not change behind the deciders.
                claim.result = claim.result
                continue
            try:
                claim.result = claim._get_result()
            except UserError:
                claim.result = False

    @api.depends("result", "state")
    @api.depends_context("lang")
    def _compute_problem(self):
        for claim in self:
            claim.problem = False
            if claim.state == "draft":
                try:
                    claim._get_result()
                except UserError as error:
                    claim.problem = str(error)

    @api.depends("result")
    def _compute_amounts(self):
        money = (
            "allowance",
            "lodging",
            "transport",
            "gross",
            "stamp_tax",
            "net",
            "advance",
            "payable",
            "refund",
        )
        for claim in self:
            result = claim.result or {}
            found = result.get("entitlement", {})
            rate = result.get("rate", {})
            for name in money:
                claim[name] = float(found.get(name, 0))
            claim.thirds = found.get("thirds", 0)
            claim.date_file_due = found.get("due_date", False)
            claim.daily_rate = float(rate.get("amount", 0))
            claim.rate_row = rate.get("row", False)
            claim.rate_certainty = rate.get("certainty", False)

    def _refresh_result(self):
        """Compute a draft again: rates and earlier claims may have changed."""
        for claim in self.sudo().filtered(lambda c: c.state == "draft"):
            self.env.add_to_compute(claim._fields["result"], claim)
            claim.flush_recordset()

    def _get_result(self):
        """The frozen form of what this trip entitles to.

        :raise UserError: in the words of the form, when it cannot be computed
        """
        self.ensure_one()
        claim = self.sudo()
        for records in (claim, claim.leg_ids, claim.lodging_ids):
            records._check_own_limits()
        rate = claim._get_rate()
        return claim._run(
            claim._prepare_trip(rate),
            {
                "row": rate.rate_row,
                "amount": float_repr(rate.amount, 2),
                "certainty": rate.certainty,
            },
        )

    def _run(self, trip, rate):
        try:
            found = entitlement(trip)
        except TripError as error:
            raise UserError(self._explain_error(error)) from error
        return {
            "trip": trip,
            "rate": rate,
            "entitlement": {
                **found.as_json(),
                "notes": [
                    {"code": note.code, "article": note.article, **_plain(note)}
                    for note in found.notes
                ],
                "thirds": found.thirds,
                "due_date": found.due_date.isoformat(),
            },
        }

    # -- records to data -------------------------------------------------------

    def _get_local_span(self):
        """Departure and return as they were at the place.

        :rtype: tuple[datetime, datetime]
        """
        self.ensure_one()
        journeys = self.leg_ids.filtered("is_journey")
        if not journeys:
            raise UserError(self.env._("Add the journeys there and back."))
        for leg in journeys:
            if not leg.date_departure or not leg.date_arrival:
                raise UserError(
                    self.env._("Give each journey its departure and its arrival.")
                )
        first = min(journeys, key=lambda leg: leg.date_departure)
        last = max(journeys, key=lambda leg: leg.date_arrival)
        return first._get_local("date_departure"), last._get_local("date_arrival")

    def _get_rate(self):
        """The rate of the day of departure."""
        self.ensure_one()
        departure, arrival = self._get_local_span()
        rates = self.env["mbb.travel.rate"]
        row, _code = self._get_rate_row()
        company = self.company_id or self.env.company
        rate = rates._get_rate(row, departure.date(), company)
        if not rate:
            raise UserError(
                self.env._(
                    "There is no daily allowance for %(date)s in the table of rates.",
                    date=format_date(self.env, departure.date()),
                )
            )
        last = rates._get_rate(row, arrival.date(), company)
        if last.amount != rate.amount:
            raise UserError(
                self.env._(
                    "The daily allowance changes during this trip, on %(date)s. Trips "
                    "over such a day cannot be computed yet.",
                    date=format_date(self.env, last.date_from or arrival.date()),
                )
            )
        return rate

    def _prepare_trip(self, rate):
        """The trip as the calculation takes it."""
        self.ensure_one()
        departure, arrival = self._get_local_span()
        assignment = self.assignment_id
        company = self.company_id or self.env.company
        policy = self.env["mbb.travel.policy"]._get_policy(departure.date(), company)
        start = min(assignment.date_from or departure.date(), departure.date())
        trip = {
            "daily_rate": float_repr(rate.amount, 2),
            "departure": departure.strftime("%Y-%m-%dT%H:%M"),
            "return": arrival.strftime("%Y-%m-%dT%H:%M"),
            "inside_duty_station": self.inside_duty_station,
            "thirds_already_paid": self._get_thirds_already_paid(departure),
            "assignment_start": start.isoformat(),
            "lodging": [
                {
                    "from": line.date_from.isoformat() if line.date_from else None,
                    "nights": line.nights,
                    "invoice_total": float_repr(line.invoice_total, 2),
                }
                for line in self.lodging_ids
            ],
            "transport": [
                {
                    "kind": leg.kind,
                    "amount": float_repr(leg.amount, 2),
                    "count": leg.count,
                }
                for leg in self.leg_ids
                if leg.kind in FARES + FEEDERS
            ],
            "own_vehicle": self._prepare_own_vehicle(),
            "policy": policy._prepare_policy(company.mbb_stamp_tax_base),
            **assignment._mbb_prepare_coverage(),
        }
        return trip

    def _prepare_own_vehicle(self):
        legs = self.leg_ids.filtered(lambda leg: leg.kind == "own_car")
        if not legs:
            return None
        fares = set(legs.mapped("amount"))
        if len(fares) > 1 or sum(legs.mapped("count")) != 2:
            raise UserError(
                self.env._(
                    "Own car: enter one journey there and one back, each with the "
                    "usual vehicle's fare for one way."
                )
            )
        vehicle = {"usual_fare_each_way": float_repr(fares.pop(), 2)}
        for name in ("usual_departure", "usual_return"):
            if self[name]:
                local = legs[0]._to_local(self[name])
                vehicle[name] = local.strftime("%Y-%m-%dT%H:%M")
        if self.own_car_cost:
            vehicle["actual_cost"] = float_repr(self.own_car_cost, 2)
        return vehicle

    def _get_thirds_already_paid(self, departure):
        """Thirds of the same person, place and work within 365 days (m.42)."""
        since = fields.Datetime.subtract(departure, days=364)
        earlier = self.search(
            [
                ("id", "not in", self._origin.ids),
                ("expert_id", "=", self.expert_id.id),
                ("host_institution_id", "=", self.assignment_id.host_institution_id.id),
                ("assignment_id.match_id", "=", self.assignment_id.match_id.id),
                ("company_id", "=", (self.company_id or self.env.company).id),
                ("state", "not in", ("draft", "refused")),
                ("date_departure", ">=", since),
                ("date_departure", "<", departure),
            ]
        )
        return sum(earlier.mapped("thirds"))

    # -- data to words ---------------------------------------------------------

    def _explain_error(self, error):
        """An error of the calculation in the words of the form."""
        for pattern, text in TRIP_ERRORS:
            found = re.fullmatch(pattern, error.field)
            if found:
                row = int(found.groupdict().get("row") or 0) + 1
                translated = self.env._
                template = translated(text)
                return template % {"row": row}
        return self.env._(
            "The trip cannot be computed (%(detail)s).", detail=str(error)
        )

    def _localise(self, text):
        """A value of the calculation as the reader writes it."""
        if MONEY.fullmatch(text):
            return formatLang(self.env, float(text), digits=2)
        if NUMBER.fullmatch(text):
            places = len(text.partition(".")[2])
            return formatLang(self.env, float(text), digits=places)
        if DAY.fullmatch(text):
            return format_date(self.env, text)
        if MOMENT.fullmatch(text):
            # Local already: shown as it stands, whatever the reader's zone is.
            return format_datetime(
                self.env,
                fields.Datetime.to_datetime(text.replace("T", " ") + ":00"),
                tz="UTC",
                dt_format="short",
            )
        return text

    def _get_result_values(self):
        """Days and notes in the reader's language, for form, paper and portal."""
        self.ensure_one()
        found = (self.result or {}).get("entitlement", {})
        return {
            "claim": self,
            "days": [
                {
                    "from": self._localise(day["from"]),
                    "to": self._localise(day["to"]),
                    "fraction": day["fraction"],
                    "amount": format_amount(
                        self.env, float(day["amount"]), self.currency_id
                    ),
                    "article": self._get_article(day["article"]),
                }
                for day in found.get("days", [])
            ],
            "notes": [
                {
                    "article": self._get_article(note["article"]),
                    "text": self._get_note_text(note),
                }
                for note in found.get("notes", [])
            ],
        }

    def _get_note_text(self, note):
        if note["code"] == "no_degree":
            # The degree chose the rate; the calculation has no rule of it yet.
            return self.env._(
                "The class of the ticket and the right to fly are checked by people."
            )
        values = {
            name: self._localise(value) for name, value in note["params"].items()
        }
        if note["code"] == "stamp_tax":
            rate = float(note["params"]["rate"]) * 1000
            values["rate"] = f"‰{formatLang(self.env, rate, digits=2)}"
        translated = self.env._
        template = translated(NOTES[note["code"]])
        return template % values

    def _get_article(self, article):
        translated = self.env._
        return translated(ARTICLES[article]) if article in ARTICLES else article

    @api.depends("result", "problem")
    @api.depends_context("lang")
    def _compute_result_html(self):
        for claim in self:
            claim.result_html = claim.result and self.env["ir.qweb"]._render(
                "mbb_mentor_expense.claim_result", claim._get_result_values()
            )


def _plain(note):
    """The parameters of a note as JSON keeps them."""
    return {"params": json.loads(json.dumps(dict(note.params)))}
