# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64
import csv
import io
import re
import zipfile
from datetime import date, datetime

from openpyxl import load_workbook

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import email_normalize, file_open

from ..models.organisation.fold import fold

MAX_SIZE, MAX_ROWS, MAX_COLUMNS = 5 * 1024 * 1024, 5000, 100
#: What the database and a municipality can hold.
MAX_POPULATION = 10**9
#: Headings that are understood, folded; the technical names are, too.
HEADINGS = {
    "name": ("name", "institution", "ad", "adi", "kurum", "kurum adi", "belediye"),
    "institution_type": ("institution type", "type", "tur", "turu", "kurum turu"),
    "province": ("province", "il", "sehir"),
    "detsis": ("detsis", "detsis no", "detsis number", "detsis numarasi"),
    "vat": ("vat", "tax number", "vergi no", "vergi numarasi", "vkn"),
    "email": ("email", "e mail", "eposta", "e posta"),
    "kep": ("kep", "kep address", "kep adresi"),
    "population": ("population", "nufus"),
    "membership_from": ("membership from", "member since", "uyelik baslangici"),
    "membership_to": ("membership to", "member until", "uyelik bitisi"),
}
DATE_FORMATS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y")


class MbbInstitutionImport(models.TransientModel):
    """Institutions from a table: looked at row by row, then all or none."""

    _name = "mbb.institution.import"
    _description = "Import of Institutions"

    source = fields.Selection(
        [
            ("shipped", "Municipalities of the Marmara Provinces"),
            ("file", "A File (CSV or XLSX)"),
            ("text", "Pasted Text"),
        ],
        required=True,
        default="file",
    )
    file = fields.Binary(attachment=False)
    file_name = fields.Char()
    text = fields.Text(
        string="Rows",
        help="The first row holds the headings; as copied from a spreadsheet.",
    )
    line_ids = fields.One2many("mbb.institution.import.line", "wizard_id")
    line_count = fields.Integer(string="Rows Read", compute="_compute_counts")
    error_count = fields.Integer(string="To Be Settled", compute="_compute_counts")

    @api.depends("line_ids.action", "line_ids.error")
    def _compute_counts(self):
        for wizard in self:
            lines = wizard.line_ids
            wizard.line_count = len(lines)
            wizard.error_count = len(lines.filtered(lambda row: row._is_unsettled()))

    # -- reading ---------------------------------------------------------------

    def _read_rows(self):
        """The table as a list of {field: text}."""
        self.ensure_one()
        if self.source == "shipped":
            with file_open("mbb_mentor/data/organisation/institutions.csv") as stream:
                return list(csv.DictReader(stream))
        if self.source == "text":
            table = self._read_text(self.text or "")
        else:
            content = base64.b64decode(self.file or b"")
            if not content:
                raise UserError(self.env._("Choose a file."))
            if len(content) > MAX_SIZE:
                raise UserError(self.env._("The file is larger than 5 MB."))
            table = (
                self._read_workbook(content)
                if content.startswith(b"PK")
                else self._read_text(self._decode(content))
            )
        return self._name_columns(table)

    @api.model
    def _decode(self, content):
        # Turkish spreadsheets still save CSV in the old code page.
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError:
            return content.decode("cp1254", errors="replace")

    @api.model
    def _read_text(self, text):
        first = text.lstrip().partition("\n")[0]
        delimiter = max("\t;,", key=first.count)
        lines = io.StringIO(text.strip(), newline=None)
        try:
            return list(csv.reader(lines, delimiter=delimiter))
        except csv.Error as error:
            raise UserError(
                self.env._("The file cannot be read as a table.")
            ) from error

    @api.model
    def _read_workbook(self, content):
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                size = sum(entry.file_size for entry in archive.infolist())
            if size > 10 * MAX_SIZE:
                raise UserError(self.env._("The file is larger than 5 MB."))
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            sheet = book.worksheets[0]
            return [
                [self._to_text(value) for value in row]
                for row in sheet.iter_rows(
                    max_row=MAX_ROWS + 2, max_col=MAX_COLUMNS, values_only=True
                )
            ]
        except UserError:
            raise
        except Exception as error:
            # Whatever a broken or hostile file makes the reader stumble over.
            raise UserError(
                self.env._("The file cannot be read as a spreadsheet.")
            ) from error

    @api.model
    def _to_text(self, value):
        if value is None:
            return ""
        if isinstance(value, (datetime, date)):
            return value.strftime("%Y-%m-%d")
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        return str(value).strip()

    @api.model
    def _clean(self, cell):
        """Without what no name has: control characters, NUL among them."""
        return re.sub(r"[\x00-\x1f\x7f]+", " ", cell).strip()

    @api.model
    def _name_columns(self, table):
        table = [
            row
            for row in ([self._clean(cell) for cell in row] for row in table)
            if any(row)
        ]
        if not table:
            raise UserError(self.env._("There are no rows."))
        known = {
            heading: name for name, headings in HEADINGS.items() for heading in headings
        }
        columns = [known.get(fold(cell.replace("_", " "))) for cell in table[0]]
        if "name" not in columns:
            raise UserError(
                self.env._("The first row needs headings, “Name” among them.")
            )
        if len(table) - 1 > MAX_ROWS:
            raise UserError(
                self.env._("At most %(count)s rows at a time.", count=MAX_ROWS)
            )
        return [
            {
                name: cell
                for name, cell in zip(columns, row, strict=False)
                if name
            }
            for row in table[1:]
        ]

    # -- the preview -----------------------------------------------------------

    def action_preview(self):
        self.ensure_one()
        rows = self._read_rows()
        self.line_ids.unlink()
        self.line_ids = [Command.create(vals) for vals in self._prepare_lines(rows)]
        return self._reopen()

    def _prepare_lines(self, rows):
        partner = self.env["res.partner"]
        index = partner._get_mentor_duplicate_index()
        choices = self._get_choices()
        before = {}
        for number, row in enumerate(rows, 1):
            values, errors = self._read_row(row, choices)
            vals = {"number": number, **values, "action": "create"}
            # A second row for what an earlier one makes.
            for mark in partner._get_mentor_marks(values):
                key = (*mark, values["state_id"]) if mark[0] == "name" else mark
                if mark[0] != "email" and before.setdefault(key, number) != number:
                    errors.append(
                        self.env._("Is in row %(row)s already.", row=before[key])
                    )
                    break
            found = partner._find_mentor_duplicates(values, index)
            if found:
                other, kind = found[0]
                vals.update(
                    duplicate_id=other.id,
                    note=partner._get_mentor_duplicate_text(kind),
                    # A shared domain may be a company's or an affiliate's.
                    action="ask" if kind == "email" else "update",
                )
            if len(found) > 1 and found[1][1] in ("detsis", "vat"):
                vals["action"] = "ask"
            vals["error"] = " ".join(errors)
            yield vals

    def _get_choices(self):
        """What is understood as a type and as a province: {folded: value}."""
        field = self.env["res.partner"]._fields["institution_type"]
        types = {}
        for code, _name in self.env["res.lang"].get_installed():
            env = self.with_context(lang=code).env
            for value, label in field._description_selection(env):
                types[fold(label)] = value
                types[fold(value.replace("_", " "))] = value
        states = self.env["res.country.state"].search([("country_id.code", "=", "TR")])
        provinces = {fold(state.name): state.id for state in states}
        provinces.update({state.code: state.id for state in states})
        return types, provinces

    def _read_row(self, row, choices):
        types, provinces = choices
        errors = []
        values = {
            name: row.get(name) or False for name in ("name", "detsis", "vat", "kep")
        }
        if not values["name"]:
            errors.append(self.env._("The name is missing."))
        kind = row.get("institution_type") or ""
        values["institution_type"] = types.get(fold(kind.replace("_", " ")))
        if not values["institution_type"]:
            errors.append(
                self.env._("Unknown type: %(value)s.", value=kind or "–")
            )
        province = row.get("province") or ""
        values["state_id"] = provinces.get(fold(province), False)
        if province and not values["state_id"]:
            errors.append(self.env._("Unknown province: %(value)s.", value=province))
        email = row.get("email") or ""
        values["email"] = email_normalize(email) or False
        if email and not values["email"]:
            errors.append(self.env._("Not an e-mail address: %(value)s.", value=email))
        population = (row.get("population") or "").replace(".", "").replace(" ", "")
        is_number = population.isdecimal() and len(population) < 11
        values["population"] = int(population) if is_number else 0
        if population and not (is_number and values["population"] <= MAX_POPULATION):
            values["population"] = 0
            errors.append(
                self.env._("Not a number: %(value)s.", value=row["population"])
            )
        for name in ("membership_from", "membership_to"):
            values[name] = self._read_date(row.get(name), errors)
        start, end = values["membership_from"], values["membership_to"]
        if end and not (start and start <= end):
            errors.append(self.env._("A membership cannot end before it starts."))
        return values, errors

    def _read_date(self, text, errors):
        for pattern in DATE_FORMATS if text else ():
            try:
                return datetime.strptime(text, pattern).date()
            except ValueError:
                continue
        if text:
            errors.append(self.env._("Not a date: %(value)s.", value=text))
        return False

    # -- applying --------------------------------------------------------------

    def action_apply(self):
        """All rows or none: an unsettled one stops everything."""
        self.ensure_one()
        unsettled = self.line_ids.filtered(lambda row: row._is_unsettled())
        if not self.line_ids or unsettled:
            raise UserError(
                self.env._(
                    "Settle or leave out first, rows: %(rows)s",
                    rows=", ".join(str(row.number) for row in unsettled) or "–",
                )
            )
        institutions = self.env["res.partner"]
        for line in self.line_ids.filtered(lambda row: row.action != "skip"):
            institutions |= line._apply()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mbb_mentor.res_partner_action_institution"
        )
        return {**action, "domain": [("id", "in", institutions.ids)]}

    def _reopen(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Import Institutions"),
            "res_model": self._name,
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    @api.model
    def _open_shipped(self):
        """The preview of the municipalities of the Marmara provinces."""
        return self.create({"source": "shipped"}).action_preview()
