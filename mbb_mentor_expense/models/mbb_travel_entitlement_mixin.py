# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""Records to the calculation's plain data and back. No formula lives here."""

import json
import re

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import (
    format_amount,
    format_date,
    format_datetime,
    formatLang,
)

from ..harcirah import TripError, entitlement
from ..harcirah_texts import ARTICLES, NOTES, REFUSED_LINE, TRIP_ERRORS

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
        "return_day_thirds",
        "sickness_days",
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
        # What follows from it may have been computed meanwhile, with the old result:
        # reading the thirds of earlier claims computes all that is pending.
        self.modified(["result"])

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
            claim.return_day_thirds = found.get("return_day_thirds", 0)
            claim.sickness_days = found.get("sickness_days", 0)
            claim.date_file_due = found.get("due_date", False)
            claim.daily_rate = float(rate.get("amount", 0))
            claim.rate_row = rate.get("row", False)
            claim.rate_certainty = rate.get("certainty", False)

    def _refresh_result(self):
        """Compute a draft again: rates and earlier claims may have changed."""
        for claim in self.sudo().filtered(lambda c: c.state == "draft"):
            self.env.add_to_compute(claim._fields["result"], claim)
            claim.flush_recordset(["result"])
            # What is computed by name alone pulls nothing along: the sums, too.
            claim.modified(["result"])
            claim.flush_recordset()

    def _get_result(self):
        """The frozen form of what this trip entitles to.

        :raise UserError: in the words of the form, when it cannot be computed
        """
        self.ensure_one()
        claim = self.sudo()
        for records in (
            claim,
            claim.leg_ids,
            claim.lodging_ids,
            claim.absence_ids,
            claim.benefit_ids,
        ):
            records._check_own_limits()
        rate = claim._get_rate()
        return claim._run(claim._prepare_trip(rate), claim._prepare_rate(rate))

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
                "return_day_thirds": found.return_day_thirds,
                "sickness_days": found.sickness_days,
                "due_date": found.due_date.isoformat(),
            },
        }

    # -- data to words ---------------------------------------------------------

    def _explain_error(self, error):
        """An error of the calculation in the words of the form."""
        translated = self.env._
        for pattern, text in TRIP_ERRORS:
            found = re.fullmatch(pattern, error.field)
            if found:
                row = int(found.groupdict().get("row") or 0)
                line = self._get_trip_line(error.field.partition("[")[0], row)
                values = {"row": row + 1, "line": line.display_name or ""}
                if line._name == "mbb.travel.leg" and line.refusal:
                    values["reason"] = line.refusal
                    template = translated(REFUSED_LINE)
                else:
                    template = translated(text)
                return template % values
        return self.env._(
            "The trip cannot be computed (%(detail)s).", detail=str(error)
        )

    def _get_trip_line(self, name, index):
        """The record of a row of the trip, so that an error can name it."""
        lines = {
            "transport": self._get_fares,
            "lodging": self._get_invoices,
            "sickness": lambda: self._get_absences("sickness"),
            "waiting": lambda: self._get_absences("waiting"),
        }
        found = lines[name]() if name in lines else self.leg_ids[:0]
        return found[index : index + 1]

    def _localise_param(self, name, value):
        """Words of the calculation as the form has them; else a value."""
        words = {
            "row": self._fields["rate_row"],
            "kind": self.leg_ids._fields["kind"],
        }
        if name in words:
            labels = dict(words[name]._description_selection(self.env))
            return labels.get(value, value)
        return self._localise(value)

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
        values = {
            name: self._localise_param(name, value)
            for name, value in note["params"].items()
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
