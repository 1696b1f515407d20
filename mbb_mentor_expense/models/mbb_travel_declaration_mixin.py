# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""The paper: Geçici Görev Yolluğu Bildirimi, its lines as people read them."""

from fractions import Fraction

from odoo import models
from odoo.tools import format_amount, format_date, formatLang


class MbbTravelDeclarationMixin(models.AbstractModel):
    """The claim's lines as they are printed."""

    _name = "mbb.travel.declaration.mixin"
    _description = "Claim on Paper"

    def _get_report_file_name(self):
        self.ensure_one()
        return (self.number or self.env._("Draft travel claim")).replace("/", "-")

    def _prepare_declaration(self):
        """The values of the form; its rows add up to what the Birlik bears."""
        self.ensure_one()
        claim = self.sudo()
        departure, arrival = claim._get_local_span()
        rows = [
            *claim._prepare_leg_rows(),
            *claim._prepare_allowance_rows(),
            *claim._prepare_lodging_rows(),
        ]
        rows.sort(key=lambda row: row["key"])
        allowance = sum(row["amount"] for row in rows if row["part"] == "allowance")
        costs = sum(row["amount"] for row in rows if row["part"] != "allowance")
        not_borne = claim.gross - allowance - costs
        confirmed = claim.approval_ids.filtered(
            lambda row: row.target == "confirmed" and row.state == "approved"
        )[:1]
        mapping = claim.company_id.mbb_travel_account_ids
        codes = [
            " ".join(filter(None, (row.official_code, row.budget_code)))
            for row in mapping
            if row.element in ("allowance", "lodging", "transport")
        ]
        return {
            "rows": rows,
            "year": arrival.year,
            "daily_rate": claim._format_money(claim.daily_rate),
            "allowance": claim._format_money(allowance),
            "costs": claim._format_money(costs),
            "not_borne": (
                claim._format_money(not_borne)
                if not claim.currency_id.is_zero(not_borne)
                else ""
            ),
            "gross": claim._format_money(claim.gross),
            "stamp_tax": claim._format_money(-claim.stamp_tax),
            "payable": claim._format_money(claim.payable),
            "statement": self.env._(
                "This is the declaration of expenses of %(amount)s (%(words)s) for the "
                "temporary duty that I performed at %(place)s from %(start)s to "
                "%(end)s, on the assignment %(assignment)s.",
                amount=claim._format_money(claim.gross),
                words=claim.currency_id.amount_to_text(claim.gross),
                place=claim.place or "",
                start=claim._format_moment(departure),
                end=claim._format_moment(arrival),
                assignment=claim.assignment_id.number or "–",
            ),
            "codes": "; ".join(dict.fromkeys(filter(None, codes))),
            "confirmed_by": confirmed
            and self.env._(
                "%(name)s, confirmed in the system on %(date)s",
                name=confirmed.decided_by_id.name,
                date=format_date(self.env, confirmed.date_decided),
            ),
        }

    def _prepare_row(self, part, key, amount, **columns):
        return {
            "part": part,
            "key": key,
            "amount": amount,
            "total": self._format_number(amount),
            "departure": "",
            "arrival": "",
            "days": "",
            "rate": "",
            "allowance": "",
            "kind": "",
            "cost": "",
            **columns,
        }

    def _prepare_leg_rows(self):
        kinds = dict(self.leg_ids._fields["kind"]._description_selection(self.env))
        _departure, arrival = self._get_local_span()
        for leg in self.leg_ids:
            label = kinds[leg.kind]
            if leg.count > 1:
                label = f"{label} × {leg.count}"
            columns = {
                "place": "",
                "date": "",
                "kind": label,
                "cost": self._format_number(leg.total),
            }
            key = arrival.date()
            if leg.is_journey:
                start = leg._get_local("date_departure")
                end = leg._get_local("date_arrival")
                key = start.date()
                columns.update(
                    date=format_date(self.env, start.date()),
                    place=f"{leg.place_from} – {leg.place_to}",
                    departure=f"{start:%H:%M}",
                    arrival=f"{end:%H:%M}",
                )
            yield self._prepare_row(
                "transport", (key, 0, leg.sequence, leg.id), leg.total, **columns
            )

    def _prepare_allowance_rows(self):
        """One row for each share of m.42; the days are thirds added up."""
        days = (self.result or {}).get("entitlement", {}).get("days", [])
        departure, arrival = self._get_local_span()
        for index, article in enumerate(dict.fromkeys(d["article"] for d in days)):
            found = [day for day in days if day["article"] == article]
            count = sum(Fraction(day["fraction"]) for day in found)
            if not count:
                continue
            amount = sum(float(day["amount"]) for day in found)
            yield self._prepare_row(
                "allowance",
                (departure.date(), 1, index, 0),
                amount,
                date=self._format_span(departure.date(), arrival.date()),
                place=self.place or "",
                days=_mixed(count),
                rate=self._format_number(self.daily_rate),
                allowance=self._format_number(amount),
            )

    def _prepare_lodging_rows(self):
        for line in self.lodging_ids:
            yield self._prepare_row(
                "lodging",
                (line.date_from, 2, line.id, 0),
                line.invoice_total,
                date=format_date(self.env, line.date_from),
                place=line.name,
                kind=self.env._(
                    "Lodging, %(nights)s nights, invoice %(number)s",
                    nights=line.nights,
                    number=line.invoice_number,
                ),
                cost=self._format_number(line.invoice_total),
            )

    def _format_money(self, amount):
        return format_amount(self.env, amount, self.currency_id)

    def _format_number(self, amount):
        return formatLang(self.env, amount, digits=2)

    def _format_moment(self, moment):
        return f"{format_date(self.env, moment.date())} {moment:%H:%M}"

    def _format_span(self, start, end):
        first, last = format_date(self.env, start), format_date(self.env, end)
        return first if start == end else f"{first} – {last}"


def _mixed(number):
    """A count of thirds as people write it: `3`, `2/3`, `1 1/3`."""
    whole, rest = divmod(number, 1)
    return " ".join(str(part) for part in (whole, rest) if part) or "0"
