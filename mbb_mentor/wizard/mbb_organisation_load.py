# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import csv

from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import file_open

from ..models.organisation.fold import fold

SOURCE, TURKISH = "en_US", "tr_TR"


class MbbOrganisationLoad(models.TransientModel):
    """Load the units of the regulation on duties, onto departments that exist.

    The files are read, not declared in the manifest: an upgrade never touches what
    the Birlik made of them. What was loaded once is remembered, and does not come
    back after somebody deleted it.
    """

    _name = "mbb.organisation.load"
    _description = "Load the Organisation"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        default=lambda self: self.env.company,
        readonly=True,
    )
    line_ids = fields.One2many("mbb.organisation.load.line", "wizard_id")
    duty_count = fields.Integer(string="Duties to Load", compute="_compute_duty_count")

    @api.model_create_multi
    def create(self, vals_list):
        wizards = super().create(vals_list)
        for wizard in wizards.filtered(lambda w: not w.line_ids):
            wizard.line_ids = [
                Command.create(vals) for vals in wizard._prepare_lines()
            ]
        return wizards

    @api.depends("line_ids.action")
    def _compute_duty_count(self):
        duties = self._read_file("units_duty")
        for wizard in self:
            loaded, present = wizard._get_loaded_keys(), wizard._get_duty_keys()
            wanted = wizard.line_ids.filtered(lambda row: row.action != "skip")
            units = set(wanted.mapped("code"))
            wizard.duty_count = sum(
                row["unit"] in units
                and self._get_duty_key(row) not in present
                and f"duty:{self._get_duty_key(row)}" not in loaded
                for row in duties
            )

    # -- the files -------------------------------------------------------------

    @api.model
    def _read_file(self, name):
        path = f"mbb_mentor/data/organisation/{name}.csv"
        with file_open(path, "r") as stream:
            return list(csv.DictReader(stream))

    @api.model
    def _get_duty_key(self, row):
        return f"{row['article']}/{row['paragraph']}-{row['letter']}"

    def _get_loaded_keys(self):
        self.ensure_one()
        return set(self.company_id.sudo().mentor_loaded_keys or [])

    def _get_duty_keys(self):
        """Articles whose duty stands with some unit, wherever it was moved."""
        self.ensure_one()
        duties = self.env["mbb.duty"].sudo().search(
            [("company_id", "=", self.company_id.id), ("article", ">", 0)]
        )
        return {f"{d.article}/{d.paragraph}-{d.letter}" for d in duties}

    # -- the preview -----------------------------------------------------------

    def _get_departments(self):
        """Departments by code and by folded name, in every language."""
        self.ensure_one()
        model = self.env["hr.department"].sudo().with_context(active_test=False)
        departments = model.search([("company_id", "in", (False, self.company_id.id))])
        by_code = {d.mentor_code: d for d in departments if d.mentor_code}
        by_name = {}
        for code, _name in self.env["res.lang"].get_installed():
            for department in departments.with_context(lang=code):
                by_name.setdefault(fold(department.name), department)
        return by_code, by_name

    def _prepare_lines(self):
        self.ensure_one()
        by_code, by_name = self._get_departments()
        loaded = self._get_loaded_keys()
        for row in self._read_file("units"):
            name = row["name_tr"] if self.env.lang == TURKISH else row["name_en"]
            known = by_code.get(row["code"])
            found = known or next(
                (
                    by_name[key]
                    for key in (fold(row["name_tr"]), fold(row["name_en"]))
                    if key in by_name and not by_name[key].mentor_code
                ),
                None,
            )
            vals = {"code": row["code"], "name": name, "kind": row["kind"]}
            if found and not found.active:
                vals.update(action="skip", note=self.env._("Archived"))
            elif found:
                note = (
                    self.env._("Loaded before: only what is new")
                    if known
                    else self.env._("Same name")
                )
                vals.update(action="map", department_id=found.id, note=note)
            elif f"unit:{row['code']}" in loaded:
                vals.update(action="skip", note=self.env._("Was deleted"))
            else:
                vals.update(action="create")
            yield vals

    @api.model
    def _open_preview(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Load the Birlik's Organisation"),
            "res_model": self._name,
            "res_id": self.create({}).id,
            "views": [(False, "form")],
            "target": "new",
            "context": {"dialog_size": "extra-large"},
        }

    # -- loading ---------------------------------------------------------------

    @api.model
    def _load_all(self):
        """Take the preview as it is proposed; for setup and demo."""
        wizard = self.create({})
        wizard._apply()
        return wizard

    def action_apply(self):
        self.ensure_one()
        self._apply()
        return self.env["ir.actions.act_window"]._for_xml_id(
            "mbb_mentor.hr_department_action"
        )

    def _apply(self):
        """Write the preview into HR.

        As superuser: who loads the organisation of the programme keeps the
        programme's rules, and need not administer the staff.
        """
        self.ensure_one()
        self._check_lines()
        wizard = self.with_company(self.company_id).sudo()
        birlik = wizard.company_id.partner_id
        if not birlik.is_mentor_institution:
            # Its own units and experts may be mentors (MPY m.4/ç).
            birlik.write({"is_mentor_institution": True, "institution_type": "birlik"})
        keys = wizard._get_loaded_keys()
        units = {}
        # Who asks for a unit that was deleted gets it whole.
        created = wizard.line_ids.filtered(lambda row: row.action == "create")
        fresh = set(created.mapped("code"))
        rows = {row["code"]: row for row in self._read_file("units")}
        for line in wizard.line_ids:
            if line.action != "skip":
                row = rows[line.code]
                units[line.code] = line._load_unit(row, units)
                keys.add(f"unit:{line.code}")
                keys |= line._load_head(row, units[line.code], keys, fresh)
                keys |= line._load_subjects(row, units[line.code], keys, fresh)
        keys |= wizard._load_duties(units, keys, fresh)
        keys |= wizard._load_secretariats(units, keys, fresh)
        wizard.company_id.mentor_loaded_keys = sorted(keys)

    def _check_lines(self):
        mapped = self.line_ids.filtered(lambda row: row.action == "map")
        without = mapped.filtered(lambda row: not row.department_id)
        if without:
            raise UserError(
                self.env._("%(unit)s: name the department.", unit=without[0].name)
            )
        if len(mapped.department_id) < len(mapped):
            raise UserError(
                self.env._("Two units cannot be mapped onto one department.")
            )

    def _load_duties(self, units, keys, fresh):
        present = self._get_duty_keys()
        directive = self.env.ref(
            "mbb_mentor.mbb_directive_duties", raise_if_not_found=False
        )
        added, rows = set(), []
        for place, row in enumerate(self._read_file("units_duty")):
            key = self._get_duty_key(row)
            wanted = f"duty:{key}" not in keys or row["unit"] in fresh
            if row["unit"] not in units or key in present or not wanted:
                continue
            added.add(f"duty:{key}")
            rows.append(
                (
                    row,
                    {
                        "department_id": units[row["unit"]].id,
                        "sequence": place,
                        "article": int(row["article"]),
                        "paragraph": int(row["paragraph"]),
                        "letter": row["letter"],
                        "directive_id": directive.id if directive else False,
                        "company_id": self.company_id.id,
                    },
                )
            )
        self._create_translated("mbb.duty", rows, {"text": "text"})
        return added

    def _load_secretariats(self, units, keys, fresh):
        added, rows = set(), []
        for row in self._read_file("units_secretariat"):
            beneficiary = units.get(row["for_unit"])
            key = f"secretariat:{row['unit']}:{row['for_unit'] or row['body_en']}"
            wanted = key not in keys or {row["unit"], row["for_unit"]} & fresh
            if (
                row["unit"] not in units
                or (row["for_unit"] and not beneficiary)
                or not wanted
            ):
                continue
            added.add(key)
            rows.append(
                (
                    row,
                    {
                        "department_id": units[row["unit"]].id,
                        "beneficiary_id": beneficiary.id if beneficiary else False,
                        "article": int(row["article"]),
                        "paragraph": int(row["paragraph"]),
                        "letter": row["letter"] or False,
                        "company_id": self.company_id.id,
                    },
                )
            )
        self._create_translated("mbb.unit.secretariat", rows, {"body": "body"})
        return added

    @api.model
    def _create_translated(self, model, rows, columns):
        """Create from (row, vals), with the English and the Turkish column."""
        source = self.env[model].with_context(lang=SOURCE, mail_create_nolog=True)
        records = source.create(
            [
                {
                    **vals,
                    **{
                        name: row[f"{column}_en"] or False
                        for name, column in columns.items()
                    },
                }
                for row, vals in rows
            ]
        )
        for record, (row, _vals) in zip(records, rows, strict=True):
            for name, column in columns.items():
                self._translate(record, name, row[f"{column}_tr"])
        return records

    @api.model
    def _translate(self, record, name, value):
        if value and self.env["res.lang"]._lang_get(TURKISH):
            record.with_context(lang=TURKISH)[name] = value

    @api.model
    def _fill(self, record, row, columns):
        """Fill the empty fields of a record: what HR wrote stays."""
        source = record.with_context(lang=SOURCE)
        for name, column in columns.items():
            if not record[name] and not source[name] and row[f"{column}_en"]:
                source[name] = row[f"{column}_en"]
                self._translate(record, name, row[f"{column}_tr"])
