# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta
from decimal import Decimal

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import float_repr

from ..models.mbb_travel_rate import COUNTRY_GROUPS
from ..rate_table import COUNTRIES, fold, raise_amount, read_amount, read_day
from .mbb_travel_rate_table import KEY


class MbbTravelRateTable(models.TransientModel):
    """The tables abroad and of the KKTC.

    Abroad a column of the decree, one tier, is pasted at a time.
    """

    _inherit = "mbb.travel.rate.table"

    tier_id = fields.Many2one(
        "mbb.travel.tier",
        domain="[('table', '=', table)]",
        help="The column of the decree. Empty, with a percentage: all of them.",
    )

    @api.onchange("table")
    def _onchange_table(self):
        if self.tier_id.table != self.table:
            self.tier_id = False

    @api.depends("tier_id")
    def _compute_preview(self):
        return super()._compute_preview()

    # -- lines ---------------------------------------------------------------

    def _read_earlier(self):
        if self.table == "domestic" or not self.source_date:
            return super()._read_earlier()
        day = self.source_date
        domain = (
            Domain("table", "=", self.table)
            & Domain("company_id", "=", self.company_id.id)
            & Domain("date_from", "<=", day)
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", day))
        )
        if self.tier_id:
            domain &= Domain("tier_id", "=", self.tier_id.id)
        percent = Decimal(float_repr(self.percent, 2))
        lines = []
        for rate in self.env["mbb.travel.rate"].search(domain):
            exact, amount = raise_amount(
                Decimal(float_repr(rate.amount, 2)), percent, Decimal(self.step)
            )
            key = {
                name: rate[name].id if name.endswith("_id") else rate[name]
                for name in KEY
            }
            lines.append(
                self._prepare_line(
                    rate._get_row_label(),
                    **key,
                    exact=exact,
                    amount=amount,
                    before=rate,
                )
            )
        return lines

    def _read_text(self, text):
        if self.table == "domestic":
            return super()._read_text(text)
        cells = [cell.strip() for cell in text.split("\t")]
        line = self._prepare_line(text.replace("\t", " · "))
        line["refused"] = (
            self._read_place(line, cells)
            or self._read_money(line, cells)
            or self._read_days(line, cells[3:])
        )
        if not line["refused"]:
            line["before"] = self._find_before(line)
        return line

    def _read_place(self, line, cells):
        """The first column: a country abroad, a tier in the KKTC."""
        if len(cells) < 2:
            return self.env._(
                "There is one column only: row and amount are divided by a tab."
            )
        if self.table == "kktc":
            tiers = self._get_tiers()
            line["tier_id"] = tiers.get(fold(cells[0]), False)
            if line["tier_id"]:
                return ""
            return self.env._(
                "“%(text)s” is no tier of the KKTC: write one of %(tiers)s.",
                text=cells[0],
                tiers=", ".join(self._get_tier_names()),
            )
        if not self.tier_id:
            return self.env._("Choose the tier whose column is pasted.")
        line["tier_id"] = self.tier_id.id
        place = self._get_places().get(fold(cells[0]))
        if not place:
            return self.env._("“%(text)s” is no country.", text=cells[0])
        line.update([place])
        return ""

    def _read_money(self, line, cells):
        """Amount and currency; the KKTC's are in lira."""
        line["amount"] = read_amount(cells[1])
        if line["amount"] is None:
            return self.env._(
                "“%(text)s” is no amount: write it as 1.234,50.", text=cells[1]
            )
        code = cells[2].upper() if len(cells) > 2 else ""
        if not code and self.table == "kktc":
            code = "TRY"
        currencies = self.env["res.currency"].with_context(active_test=False)
        line["currency"] = currencies.search([("name", "=", code)], limit=1)
        if not line["currency"]:
            return self.env._(
                "“%(text)s” is no currency: write its code, like EUR.", text=code
            )
        return ""

    def _read_days(self, line, cells):
        if any(cells[2:]):
            return self.env._("There are more than five columns.")
        for name, cell in zip(("date_from", "date_to"), cells, strict=False):
            if not cell:
                continue
            line[name] = read_day(cell)
            if not line[name]:
                return self.env._("The day cannot be read: write it as 31.12.2026.")
        return ""

    def _find_before(self, line):
        """What the same row was on the day before."""
        domain = Domain("table", "=", self.table) & Domain.AND(
            [Domain(name, "=", line[name]) for name in KEY]
        )
        return self.env["mbb.travel.rate"]._get_first(
            domain,
            line["date_from"] - timedelta(days=1),
            self.company_id or self.env["res.company"],
        )

    # -- words ---------------------------------------------------------------

    def _get_tier_names(self):
        tiers = self.env["mbb.travel.tier"].search([("table", "=", self.table)])
        return tiers.mapped("name")

    def _get_tiers(self):
        """{folded name: id} in the languages that people paste from."""
        tiers = self.env["mbb.travel.tier"].search([("table", "=", self.table)])
        return {
            fold(tier.with_context(lang=lang).name): tier.id
            for lang in self._get_languages()
            for tier in tiers
        }

    def _get_places(self):
        """{folded name or code: (field, value)} of countries and their groups."""
        countries = self.env["res.country"].search([("code", "!=", False)])
        codes = {country.code: country.id for country in countries}
        places = {fold(code): ("country_id", id_) for code, id_ in codes.items()}
        for lang in self._get_languages():
            for country in countries.with_context(lang=lang):
                places[fold(country.name)] = ("country_id", country.id)
        for name, code in COUNTRIES.items():
            value = (
                ("country_group", code)
                if code in dict(COUNTRY_GROUPS)
                else ("country_id", codes.get(code))
            )
            places[fold(name)] = value
        return places

    def _get_languages(self):
        return dict.fromkeys(["en_US", self.env.lang or "en_US"])

    def _get_line_label(self, line):
        if self.table == "domestic":
            return super()._get_line_label(line)
        if not line["tier_id"]:
            return ""
        rate = self.env["mbb.travel.rate"].new(
            {"table": self.table, **{name: line[name] for name in KEY}}
        )
        return rate._get_row_label()
