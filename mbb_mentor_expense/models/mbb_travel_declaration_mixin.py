# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""The paper: Geçici Görev Yolluğu Bildirimi, its lines as people read them."""

from fractions import Fraction
from math import ceil

from odoo import models
from odoo.tools import format_amount, format_date, formatLang

from ..harcirah.money import to_kurus

#: What a page of the form holds, in lines of its table: the first, which has the head,
#: and the others; and what the sum, the sentence and the signatures take.
FIRST_PAGE, PAGE, CLOSING = 34, 38, 13
#: Letters that stand in a line of the widest columns.
PLACE_WIDTH, KIND_WIDTH, DATE_WIDTH = 33, 24, 13


class MbbTravelDeclarationMixin(models.AbstractModel):
    """The claim's lines as they are printed."""

    _name = "mbb.travel.declaration.mixin"
    _description = "Claim on Paper"

    def _get_report_file_name(self):
        self.ensure_one()
        number = self.sudo().number
        return (number or self.env._("Draft travel claim")).replace("/", "-")

    def _prepare_declaration_paper(self, layout):
        """The form by its layout; its rows in pages, as not every printer repeats the
        head of a table."""
        form = self._prepare_declaration()
        pages = _paginate(form["rows"])
        return {
            "claim": self.sudo(),
            "form": form,
            "title": layout._get_title(form["abroad"]),
            "pages": [
                {"rows": rows, "is_first": not index, "is_last": rows is pages[-1]}
                for index, rows in enumerate(pages)
            ],
        }

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
        round_ = claim.currency_id.round
        allowance = round_(sum(r["amount"] for r in rows if r["part"] == "allowance"))
        costs = round_(sum(r["amount"] for r in rows if r["part"] != "allowance"))
        not_borne = round_(claim.gross - allowance - costs)
        return {
            "rows": rows,
            "abroad": bool(claim._get_trip().get("countries")),
            "year": arrival.year,
            "daily_rate": claim._format_money(claim.daily_rate),
            "office": claim._get_office_name(),
            "exchange": claim._get_exchange_note(),
            "allowance": claim._format_money(allowance),
            "costs": claim._format_money(costs),
            "not_borne": (
                claim._format_money(not_borne)
                if not claim.currency_id.is_zero(not_borne)
                else ""
            ),
            "gross": claim._format_money(claim.gross),
            "statement": self.env._(
                "This is the declaration of expenses of %(amount)s (%(words)s) for the "
                "temporary duty that I performed at %(place)s from %(start)s to "
                "%(end)s, on the assignment %(assignment)s.",
                amount=claim._format_money(claim.gross),
                words=claim._get_amount_in_words(claim.gross, claim.currency_id),
                place=claim.place or "",
                start=claim._format_moment(departure),
                end=claim._format_moment(arrival),
                assignment=claim.assignment_id.number or "–",
            ),
            "confirmed": claim._get_paper_sign_confirmed(),
            "claimant": claim._get_paper_sign_claimant(),
        }

    def _get_trip(self):
        """The trip as the calculation took it."""
        return (self.result or {}).get("trip", {})

    def _get_office_name(self):
        """Dairesi: for an expert of another institution that one too."""
        own = self.assignment_id.sending_institution_id
        names = [self.company_id.name]
        if own and own != self.company_id.partner_id:
            names.append(
                self.env._("own institution: %(institution)s", institution=own.name)
            )
        return "; ".join(names)

    # -- foreign money -----------------------------------------------------------

    def _get_exchange_rate(self, code):
        """The rate by which the calculation exchanged a currency, as text."""
        if code == self.currency_id.name:
            return ""
        for row in self._get_trip().get("exchange") or []:
            if row["currency"] == code:
                return row.get("declaration_rate") or row.get("advance_rate") or ""
        return ""

    def _get_exchange_note(self):
        """Which rate of which currency, for the head of the form."""
        labels = {
            "declaration_rate": self.env._("declaration date, döviz satış"),
            "advance_rate": self.env._("advance, efektif satış"),
        }
        notes = [
            f"1 {row['currency']} = {self._localise_rate(row[name])} ({label})"
            for row in self._get_trip().get("exchange") or []
            for name, label in labels.items()
            if row.get(name)
        ]
        return "; ".join(notes)

    def _localise_rate(self, text):
        """A rate with all its places: "35.1234"."""
        if "/" in text:
            return text
        places = len(text.partition(".")[2])
        return formatLang(self.env, float(text), digits=places)

    def _prepare_money_columns(self, amount, code):
        """Amount, currency, rate, and the total in the currency of the claim."""
        rate = self._get_exchange_rate(code)
        total = amount
        if rate:
            total = float(to_kurus(Fraction(f"{amount:.2f}") * Fraction(rate)))
        is_foreign = code != self.currency_id.name
        return {
            "amount": total,
            "total": self._format_number(total),
            "currency": code if is_foreign else "",
            "exchange_rate": self._localise_rate(rate) if rate else "",
        }

    # -- rows ----------------------------------------------------------------------

    def _prepare_row(self, part, key, amount, code=None, **columns):
        return {
            "part": part,
            "key": key,
            "departure": "",
            "arrival": "",
            "days": "",
            "rate": "",
            "allowance": "",
            "kind": "",
            "cost": "",
            **self._prepare_money_columns(amount, code or self.currency_id.name),
            **columns,
        }

    def _get_leg_label(self, leg):
        """Çeşidi ve mevkii: the vehicle, and how many tickets."""
        kinds = dict(leg._fields["kind"]._description_selection(self.env))
        label = kinds[leg.kind]
        return f"{label} × {leg.count}" if leg.count > 1 else label

    def _prepare_leg_rows(self):
        _departure, arrival = self._get_local_span()
        for leg in self.leg_ids:
            columns = {
                "place": "",
                "date": "",
                "kind": self._get_leg_label(leg),
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
                "transport",
                (key, 0, leg.sequence, leg.id),
                leg.total,
                leg.currency_id.name,
                **columns,
            )

    def _get_day_rate(self, day):
        """The daily allowance in force on a row of the calculation, and where."""
        trip, start = self._get_trip(), day["from"]
        code = day.get("currency") or self.currency_id.name
        found = (trip.get("daily_rate", "0"), "")
        for row in trip.get("rates") or []:
            if row["from"] <= start[:10]:
                found = (row["daily_rate"], "")
        for stay in trip.get("countries") or []:
            since = stay.get("from") or trip["departure"]
            if since <= start and stay.get("currency", code) == code:
                rate = stay.get("daily_rate") or trip.get("daily_rate", "0")
                found = (rate, stay["country"])
        return found

    def _get_country_label(self, code):
        country = self.env["res.country"].search([("code", "=", code)], limit=1)
        return country.name if country else code

    def _prepare_allowance_rows(self):
        """One row for each share of m.42, currency and rate; days are thirds added
        up."""
        groups = {}
        for day in (self.result or {}).get("entitlement", {}).get("days", []):
            rate, country = self._get_day_rate(day)
            code = day.get("currency") or self.currency_id.name
            groups.setdefault((day["article"], code, rate, country), []).append(day)
        for index, ((_article, code, rate, country), found) in enumerate(
            groups.items()
        ):
            count = sum(Fraction(day["fraction"]) for day in found)
            if not count:
                continue
            amount = float(sum(Fraction(day["amount"]) for day in found))
            first, last = found[0]["from"][:10], found[-1]["to"][:10]
            yield self._prepare_row(
                "allowance",
                (self._get_local_span()[0].date(), 1, index, 0),
                amount,
                code,
                date=self._format_span(first, last),
                place=" – ".join(
                    filter(None, (self.place, self._get_country_label(country)))
                ),
                days=_mixed(count),
                rate=self._format_number(float(rate)),
                allowance=self._format_number(amount),
            )

    def _prepare_lodging_rows(self):
        for line in self.lodging_ids:
            yield self._prepare_row(
                "lodging",
                (line.date_from, 2, line.id, 0),
                line.invoice_total,
                line.currency_id.name,
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
        return first if first == last else f"{first} – {last}"


def _mixed(number):
    """A count of thirds as people write it: `3`, `2/3`, `1 1/3`."""
    whole, rest = divmod(number, 1)
    return " ".join(str(part) for part in (whole, rest) if part) or "0"


def _get_height(row):
    """Lines of the table that a row takes, rather one too many."""
    texts = (
        (row["place"], PLACE_WIDTH),
        (row["kind"], KIND_WIDTH),
        (row["date"], DATE_WIDTH),
    )
    return max(1, *(ceil(len(text or "") / width) for text, width in texts))


def _paginate(rows):
    """Rows of one page each; the last page has room for the signatures."""
    pages, room = [[]], FIRST_PAGE
    for row in rows:
        height = _get_height(row)
        if height > room and pages[-1]:
            pages.append([])
            room = PAGE
        pages[-1].append(row)
        room -= height
    if room < CLOSING:
        pages.append([])
    return pages
