# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import date, timedelta
from decimal import Decimal

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_repr, format_amount, format_date, formatLang

from ..models.mbb_travel_rate import CERTAINTY, RATE_ROWS, TABLES
from ..rate_table import raise_amount, read_amount, read_day, read_row

MAX_ROWS = 200
MAX_AMOUNT = 1_000_000
#: What tells one row of a table from another.
KEY = ("rate_row", "tier_id", "country_id", "country_group")
#: Percent; beyond it a decimal comma has probably moved.
UNUSUAL = 60


class MbbTravelRateTable(models.TransientModel):
    """A whole table of rates at once, seen before it is stored.

    From an earlier table with a percentage, or pasted from a spreadsheet.
    """

    _name = "mbb.travel.rate.table"
    _inherit = "mbb.travel.limits.mixin"
    _description = "New Table of Rates"

    _limited_fields = ("date_from", "date_to")

    table = fields.Selection(TABLES, required=True, default="domestic")
    method = fields.Selection(
        [("percent", "From an Earlier Table"), ("paste", "From a Spreadsheet")],
        required=True,
        default="percent",
    )
    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: date(fields.Date.context_today(self).year + 1, 1, 1),
    )
    date_to = fields.Date(
        string="To",
        compute="_compute_date_to",
        store=True,
        readonly=False,
        help="Empty: until the next table.",
    )
    source_date = fields.Date(
        string="Table in Force on",
        default=fields.Date.context_today,
        help="The rows in force on this day are copied.",
    )
    percent = fields.Float(string="Increase (%)", digits=(6, 2))
    step = fields.Selection(
        [("0.01", "To the Kuruş"), ("1", "To the Lira"), ("5", "To Five Lira")],
        string="Rounding",
        required=True,
        default="0.01",
        help="Half-up, after the increase.",
    )
    pasted = fields.Text(
        string="Rows",
        help="One row a line, columns by tab: row (B-a to B-e), amount, and if they "
        "differ from those above first day and last day.",
    )
    source = fields.Char(help="Where the amounts were read: number and date.")
    certainty = fields.Selection(CERTAINTY, required=True, default="unverified")
    company_id = fields.Many2one(
        "res.company", help="Empty: the amounts of the budget law, for all."
    )
    skip_refused = fields.Boolean(string="Store Without the Refused Rows")
    accepted_count = fields.Integer(compute="_compute_preview")
    refused_count = fields.Integer(compute="_compute_preview")
    preview = fields.Html(compute="_compute_preview", sanitize=False)

    @api.depends("date_from")
    def _compute_date_to(self):
        for wizard in self:
            start = wizard.date_from
            wizard.date_to = start and date(start.year, 12, 31)

    @api.depends(
        "table",
        "method",
        "date_from",
        "date_to",
        "source_date",
        "percent",
        "step",
        "pasted",
        "company_id",
    )
    @api.depends_context("lang")
    def _compute_preview(self):
        for wizard in self:
            lines = wizard._read_lines()
            refused = [line for line in lines if line["refused"]]
            wizard.refused_count = len(refused)
            wizard.accepted_count = len(lines) - len(refused)
            wizard.preview = bool(lines) and self.env["ir.qweb"]._render(
                "mbb_mentor_expense.rate_table_preview",
                {
                    "with_exact": wizard.method == "percent",
                    "lines": [wizard._format_line(line) for line in lines],
                },
            )

    # -- lines ---------------------------------------------------------------

    def _read_lines(self):
        """What each row becomes, in the order given; `refused` says why it does not.

        :rtype: list[dict]
        """
        self.ensure_one()
        if not self.date_from:
            return []
        try:
            self._check_own_limits()
        except UserError as error:
            return [self._prepare_line("", refused=str(error))]
        lines = (
            self._read_earlier() if self.method == "percent" else self._read_pasted()
        )
        taken = []
        for line in lines:
            if not line["refused"]:
                line["refused"] = self._get_refusal(line, taken)
            if not line["refused"]:
                taken.append(line)
        return lines

    def _prepare_line(self, text, **values):
        return {
            "text": text,
            **dict.fromkeys(KEY, False),
            "currency": self.env["res.currency"],
            "amount": None,
            "exact": None,
            "date_from": self.date_from,
            "date_to": self.date_to or None,
            "before": self.env["mbb.travel.rate"],
            "ends": self.env["mbb.travel.rate"],
            "refused": "",
            **values,
        }

    def _read_earlier(self):
        if not self.source_date:
            return []
        rates = self.env["mbb.travel.rate"]
        company = self.company_id or self.env["res.company"]
        percent = Decimal(float_repr(self.percent, 2))
        lines = []
        for row, label in self._get_row_labels().items():
            rate = rates._get_rate(row, self.source_date, company)
            if not rate:
                refused = self.env._(
                    "No rate is in force on %(date)s.",
                    date=format_date(self.env, self.source_date),
                )
                lines.append(self._prepare_line(label, refused=refused))
                continue
            exact, amount = raise_amount(
                Decimal(float_repr(rate.amount, 2)), percent, Decimal(self.step)
            )
            lines.append(
                self._prepare_line(
                    label, rate_row=row, exact=exact, amount=amount, before=rate
                )
            )
        return lines

    def _read_pasted(self):
        texts = [text for text in (self.pasted or "").splitlines() if text.strip()]
        if len(texts) > MAX_ROWS:
            refused = self.env._("At most %(count)s rows at once.", count=MAX_ROWS)
            return [self._prepare_line("", refused=refused)]
        # The heading of the columns is no row of the table.
        if texts and not any(sign.isdigit() for sign in texts[0]):
            if not read_row(texts[0]):
                texts = texts[1:]
        return [self._read_text(text) for text in texts]

    def _read_text(self, text):
        cells = [cell.strip() for cell in text.split("\t")]
        line = self._prepare_line(text.replace("\t", " · "))
        if len(cells) < 2:
            line["refused"] = self.env._(
                "There is one column only: row and amount are divided by a tab."
            )
            return line
        line["rate_row"] = read_row(cells[0])
        line["amount"] = read_amount(cells[1])
        columns = zip(("date_from", "date_to"), cells[2:4], strict=False)
        days = [(name, cell) for name, cell in columns if cell]
        for name, cell in days:
            line[name] = read_day(cell)
        if not line["rate_row"]:
            line["refused"] = self.env._(
                "“%(text)s” is no row of part B: write B-a to B-e.", text=cells[0]
            )
        elif line["amount"] is None:
            line["refused"] = self.env._(
                "“%(text)s” is no amount: write it as 1.234,50.", text=cells[1]
            )
        elif not all(line[name] for name, _cell in days):
            line["refused"] = self.env._(
                "The day cannot be read: write it as 31.12.2026."
            )
        elif any(cells[4:]):
            line["refused"] = self.env._("There are more than four columns.")
        else:
            line["before"] = self.env["mbb.travel.rate"]._get_rate(
                line["rate_row"],
                line["date_from"] - timedelta(days=1),
                self.company_id or self.env["res.company"],
            )
        return line

    def _get_refusal(self, line, taken):
        """Why a line that could be read cannot be stored, or an empty text."""
        start, end = line["date_from"], line["date_to"] or date.max
        if not 0 < line["amount"] <= MAX_AMOUNT:
            return self.env._("A daily allowance is more than zero.")
        if end < start:
            return self.env._("A rate cannot end before it starts.")
        problem = self._get_limit_problem("date_from", start) or (
            line["date_to"] and self._get_limit_problem("date_to", end)
        )
        if problem:
            return problem
        if any(
            all(other[name] == line[name] for name in KEY)
            and other["date_from"] <= end
            and start <= (other["date_to"] or date.max)
            for other in taken
        ):
            return self.env._("The same row stands above for the same days.")
        for rate in self._find_overlapping(line):
            if rate.date_to or rate.date_from >= start:
                return self.env._(
                    "A rate of %(amount)s is in force from %(date)s.",
                    amount=format_amount(self.env, rate.amount, rate.currency_id),
                    date=format_date(self.env, rate.date_from),
                )
            # An open-ended rate ends the day before the new one.
            line["ends"] = rate
            if any(day >= start for day in rate._get_days_in_use()):
                return self.env._(
                    "Submitted claims rest on the earlier rate after %(date)s.",
                    date=format_date(self.env, start),
                )
        return ""

    def _find_overlapping(self, line):
        # sudo: what is in the way is in the way, of whichever company.
        domain = [
            ("table", "=", self.table),
            *((name, "=", line[name]) for name in KEY),
            ("company_id", "=", self.company_id.id),
            "|",
            ("date_to", "=", False),
            ("date_to", ">=", line["date_from"]),
        ]
        if line["date_to"]:
            domain.append(("date_from", "<=", line["date_to"]))
        return self.env["mbb.travel.rate"].sudo().search(domain)

    # -- words ---------------------------------------------------------------

    def _get_row_labels(self):
        field = self.env["mbb.travel.rate"]._fields["rate_row"]
        labels = dict(field._description_selection(self.env))
        return {row: labels[row] for row, _label in RATE_ROWS}

    def _get_line_label(self, line):
        return self._get_row_labels().get(line["rate_row"])

    def _format_line(self, line):
        currency = self._get_currency(line)
        change = self._get_change(line)
        return {
            "label": self._get_line_label(line) or line["text"],
            "text": line["text"],
            "period": " – ".join(
                format_date(self.env, day) if day else "…"
                for day in (line["date_from"], line["date_to"])
            ),
            "before": line["before"]
            and format_amount(self.env, line["before"].amount, currency),
            "exact": line["exact"] is not None
            and formatLang(self.env, float(line["exact"]), digits=4),
            "amount": line["amount"] is not None
            and format_amount(self.env, float(line["amount"]), currency),
            "change": change is not None
            and self.env._(
                "%(sign)s%(number)s%%",
                sign="+" if change >= 0 else "−",
                number=formatLang(self.env, abs(change), digits=1),
            ),
            "unusual": change is not None and abs(change) > UNUSUAL,
            "ends": line["ends"]
            and self.env._(
                "The rate in force until now ends on %(date)s.",
                date=format_date(self.env, line["date_from"] - timedelta(days=1)),
            ),
            "refused": line["refused"],
        }

    def _get_currency(self, line):
        company = self.company_id or self.env.company
        return line["currency"] or line["before"].currency_id or company.currency_id

    def _get_change(self, line):
        """Percent against the rate before, or None."""
        before = line["before"].amount
        if not before or line["amount"] is None:
            return None
        return float(line["amount"]) / before * 100 - 100

    # -- storing -------------------------------------------------------------

    def action_confirm(self):
        """Store what the preview shows; access is that of the rates themselves."""
        self.ensure_one()
        self.env["mbb.travel.rate"].check_access("create")
        lines = self._read_lines()
        accepted = [line for line in lines if not line["refused"]]
        if not accepted:
            raise UserError(self.env._("There is no row to be stored."))
        if len(accepted) < len(lines) and not self.skip_refused:
            raise UserError(
                self.env._(
                    "Some rows are refused. Mend them, or say that the table is to be "
                    "stored without them."
                )
            )
        if not (self.source or "").strip():
            raise UserError(self.env._("Say where the amounts were read."))
        for line in accepted:
            if line["ends"]:
                line["ends"].sudo(False).date_to = line["date_from"] - timedelta(days=1)
        # The database looks at both: the earlier rate has ended there, too.
        self.env.flush_all()
        rates = self.env["mbb.travel.rate"].create(
            [
                {
                    "table": self.table,
                    **{name: line[name] for name in KEY},
                    "date_from": line["date_from"],
                    "date_to": line["date_to"],
                    "amount": float(line["amount"]),
                    "currency_id": self._get_currency(line).id,
                    "certainty": self.certainty,
                    "source": self.source,
                    "company_id": self.company_id.id,
                }
                for line in accepted
            ]
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mbb_mentor_expense.mbb_travel_rate_action"
        )
        return {**action, "domain": [("id", "in", rates.ids)], "context": {}}
