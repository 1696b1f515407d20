# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""Hesap cetveli: how each amount of a claim came about, on one page."""

from fractions import Fraction

from odoo import models
from odoo.tools import format_amount

#: Up to this many days each stands for itself; of more, equal ones are put together.
MOST_DAYS = 12


class MbbTravelCalculationMixin(models.AbstractModel):
    """The calculation sheet of a claim; its figures are those of the calculation."""

    _name = "mbb.travel.calculation.mixin"
    _description = "Calculation Sheet of a Claim"

    def _prepare_calculation_paper(self, layout):
        self.ensure_one()
        claim = self.sudo()
        values = claim._get_result_values()
        return {
            "claim": claim,
            "title": layout._get_title(),
            "person": claim._prepare_person_facts(),
            "duty": claim._prepare_duty_facts(),
            "days": claim._prepare_sheet_days(),
            "nights": claim._prepare_sheet_nights(),
            "costs": claim._prepare_sheet_costs(),
            "notes": values["notes"],
            "others": claim._prepare_sheet_others(),
            "sums": claim._prepare_sheet_sums(),
        }

    def _get_found(self, name):
        """A part of the frozen calculation."""
        return (self.result or {}).get("entitlement", {}).get(name) or []

    def _get_label(self, name):
        """The label of what a selection field holds."""
        labels = dict(self._fields[name]._description_selection(self.env))
        return labels.get(self[name], "–")

    def _prepare_person_facts(self):
        facts = {
            self.env._("Person"): ", ".join(
                filter(None, (self._get_person_name(), self.title))
            ),
            self.env._("Own institution"): (
                self.assignment_id.sending_institution_id.name or "–"
            ),
            self.env._("Status"): self._get_label("claimant_status"),
            self.env._("Degree, degree of the post, additional indicator"): (
                f"{self.degree} / {self.post_degree or '–'} / "
                f"{self.additional_indicator or '–'}"
            ),
            self.env._("Row of the table"): self._get_label("rate_row"),
            self.env._("Why this row"): self.rate_reason,
            self.env._("Daily allowance"): (
                f"{self._format_money(self.daily_rate)} "
                f"({self._get_label('rate_certainty')})"
            ),
        }
        ground = self.ground or self.status_reason
        if ground:
            facts[self.env._("Ground")] = ground
        return list(facts.items())

    def _prepare_duty_facts(self):
        departure, arrival = self._get_local_span()
        assignment = self.assignment_id
        trip = self._get_trip()
        coverage = trip.get("coverage") or {}
        shares = " / ".join(
            self._format_share(coverage.get(name, "1"))
            for name in ("allowance", "lodging", "transport")
        )
        ceiling = trip.get("coverage_ceiling")
        facts = {
            self.env._("Assignment"): assignment.number or "–",
            self.env._("Place of duty"): self.place or "–",
            self.env._("Departure – return"): (
                f"{self._format_moment(departure)} – {self._format_moment(arrival)}"
            ),
            self.env._("Inside the duty station"): (
                self.inside_reason if self.inside_duty_station else self.env._("No")
            ),
            self.env._("Thirds paid before (m.42)"): trip.get(
                "thirds_already_paid", 0
            ),
            self.env._("Borne by the Birlik: allowance, lodging, transport"): shares,
            self.env._("Ceiling of the assignment"): (
                self._format_money(float(ceiling)) if ceiling else "–"
            ),
        }
        return list(facts.items())

    def _format_share(self, share):
        """A share of the calculation, "0.5" or "1/3", as people write it."""
        if "/" in share:
            return share
        percentage = f"{float(Fraction(share) * 100):.10g}"
        return self.env._("%(number)s%%", number=self._localise_rate(percentage))

    def _format_amount(self, amount, code=None):
        currency = self.currency_id
        if code and code != currency.name:
            return f"{self._format_number(float(amount))} {code}"
        return format_amount(self.env, float(amount), currency)

    def _prepare_sheet_days(self):
        days = self._get_found("days")
        groups = []
        for day in days:
            terms = (day["fraction"], day["article"], day.get("currency"))
            if len(days) > MOST_DAYS and groups and groups[-1][0] == terms:
                groups[-1][1].append(day)
            else:
                groups.append((terms, [day]))
        return [
            {
                "from": self._localise(found[0]["from"]),
                "to": self._localise(found[-1]["to"]),
                "fraction": " × ".join(
                    filter(None, (len(found) > 1 and str(len(found)), fraction))
                ),
                "rate": self._format_number(float(self._get_day_rate(found[0])[0])),
                "amount": self._format_amount(
                    sum(Fraction(day["amount"]) for day in found), code
                ),
                "article": self._get_article(article),
            }
            for (fraction, article, code), found in groups
        ]

    def _prepare_sheet_nights(self):
        """Nights abroad; those at home are said by the notes, band by band."""
        return [
            {key: self._localise(str(value)) for key, value in night.items()}
            for night in self._get_found("nights")
        ]

    def _prepare_sheet_costs(self):
        """Each invoice and ticket as it was declared, with its article."""
        rows = [
            {
                "name": line.display_name,
                "detail": self.env._(
                    "%(nights)s nights, invoice %(number)s",
                    nights=line.nights,
                    number=line.invoice_number,
                ),
                "amount": self._format_amount(
                    line.invoice_total, line.currency_id.name
                ),
                "article": "6245 m.33/d",
            }
            for line in self.lodging_ids
        ]
        for leg in self.leg_ids:
            amount = self._format_amount(leg.amount, leg.currency_id.name)
            rows.append(
                {
                    "name": leg.display_name,
                    "detail": " ".join(
                        filter(None, (f"{leg.count} × {amount}", leg.document_number))
                    ),
                    "amount": self._format_amount(leg.total, leg.currency_id.name),
                    "article": "6245 m.27" if leg.is_journey else "6245 m.14",
                }
            )
        return rows

    def _prepare_sheet_others(self):
        """What other payers bear, by element."""
        return [
            {
                "name": part.get("name", ""),
                "text": ", ".join(
                    f"{self._get_element_label(name)} {self._format_amount(value)}"
                    for name, value in part.items()
                    if name != "name"
                ),
            }
            for part in self._get_found("others")
        ]

    def _get_element_label(self, name):
        field = self._fields.get(name)
        return field._description_string(self.env) if field else name

    def _prepare_sheet_sums(self):
        """From the three elements to what is paid, in the order of the deductions."""
        names = (
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
        labels = {
            "advance": self.env._("Advance"),
            "refund": self.env._("To be refunded"),
        }
        found = (self.result or {}).get("entitlement", {})
        return [
            {
                "name": name,
                "label": labels.get(name) or self._get_element_label(name),
                "amount": self._format_amount(found.get(name, "0")),
            }
            for name in names
            if name != "refund" or float(found.get(name, 0))
        ]
