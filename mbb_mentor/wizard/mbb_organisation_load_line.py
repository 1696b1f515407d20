# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models

from ..models.organisation.fold import fold
from ..models.organisation.hr_department import UNIT_KINDS

JOB_COLUMNS = {
    "mentor_schooling": "schooling",
    "mentor_languages": "languages",
    "mentor_experience": "experience",
}


class MbbOrganisationLoadLine(models.TransientModel):
    _name = "mbb.organisation.load.line"
    _description = "Unit to Load"
    _check_company_auto = True

    wizard_id = fields.Many2one(
        "mbb.organisation.load", required=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="wizard_id.company_id")
    code = fields.Char(required=True, readonly=True)
    name = fields.Char(string="Unit", readonly=True)
    kind = fields.Selection(UNIT_KINDS, readonly=True)
    action = fields.Selection(
        [
            ("create", "Create"),
            ("map", "Map onto a Department"),
            ("skip", "Leave Out"),
        ],
        required=True,
        default="create",
    )
    department_id = fields.Many2one(
        "hr.department",
        domain="[('company_id', 'in', (False, company_id))]",
        check_company=True,
    )
    note = fields.Char(string="Remark", readonly=True)

    def _load_unit(self, row, units):
        """The department of this unit, made or completed."""
        self.ensure_one()
        wizard = self.wizard_id
        parent = units.get(row["parent"])
        if self.action == "create":
            department = wizard._create_translated(
                "hr.department",
                [
                    (
                        row,
                        {
                            "company_id": self.company_id.id,
                            "parent_id": parent.id if parent else False,
                        },
                    )
                ],
                {"name": "name", "mentor_purpose": "purpose"},
            )
        else:
            department = self.department_id
            wizard._fill(department, row, {"mentor_purpose": "purpose"})
            if (
                parent
                and not department.parent_id
                and department not in parent.search([("id", "parent_of", parent.id)])
            ):
                department.parent_id = parent
        department.mentor_code = row["code"]
        department.mentor_kind = department.mentor_kind or row["kind"]
        department.mentor_article = department.mentor_article or int(row["article"])
        return department

    def _load_head(self, row, department, keys, fresh):
        """The head's position with the preferences of its article."""
        self.ensure_one()
        key = f"head:{row['code']}"
        if key in keys and row["code"] not in fresh:
            return set()
        wizard = self.wizard_id
        job = self._find_job(row, department)
        if not job:
            job = wizard._create_translated(
                "hr.job",
                [(row, {"company_id": self.company_id.id, "no_of_recruitment": 0})],
                {"name": "head"},
            )
        wizard._fill(job, row, JOB_COLUMNS)
        job.write(
            {
                "department_id": department.id,
                "is_unit_head": True,
                "mentor_article": job.mentor_article or int(row["head_article"]),
            }
        )
        return {key}

    def _find_job(self, row, department):
        names = {fold(row["head_tr"]), fold(row["head_en"])}
        jobs = self.env["hr.job"].search(
            [
                ("company_id", "in", (False, self.company_id.id)),
                ("department_id", "in", (False, department.id)),
            ]
        )
        found = jobs.filtered(lambda j: j.is_unit_head and j.department_id)
        for code, _name in self.env["res.lang"].get_installed():
            found |= jobs.with_context(lang=code).filtered(
                lambda j: fold(j.name) in names
            )
        return found[:1]

    def _load_subjects(self, row, department, keys, fresh):
        """The unit answers for these subjects, where nobody does yet."""
        self.ensure_one()
        added = set()
        for name in row["subjects"].split():
            key = f"subject:{name}"
            subject = self.env.ref(f"mbb_mentor.{name}", raise_if_not_found=False)
            if subject and (key not in keys or row["code"] in fresh):
                subject.mentor_unit_id = subject.mentor_unit_id or department
                added.add(key)
        return added
