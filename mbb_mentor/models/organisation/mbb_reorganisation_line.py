# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..base.mbb_state_mixin import lock_or_tell


class MbbReorganisationLine(models.Model):
    """One thing that moves from one unit to another. Moved, it is the history."""

    _name = "mbb.reorganisation.line"
    _description = "Item of a Reorganisation"
    _order = "reorganisation_id, kind, id"
    _check_company_auto = True

    reorganisation_id = fields.Many2one(
        "mbb.reorganisation", required=True, index=True, ondelete="cascade"
    )
    state = fields.Selection(related="reorganisation_id.state")
    company_id = fields.Many2one(
        related="reorganisation_id.company_id", store=True, index=True
    )
    kind = fields.Selection(
        [
            ("duty", "Duties"),
            ("subject", "Subjects"),
            ("employee", "Employees"),
            ("secretariat", "Secretariats Kept"),
        ],
        required=True,
    )
    duty_id = fields.Many2one("mbb.duty", check_company=True, ondelete="restrict")
    subject_id = fields.Many2one(
        "hr.skill.type",
        ondelete="restrict",
        domain=[("is_mentor_subject", "=", True)],
    )
    employee_id = fields.Many2one(
        "hr.employee", check_company=True, ondelete="restrict"
    )
    secretariat_id = fields.Many2one(
        "mbb.unit.secretariat", check_company=True, ondelete="restrict"
    )
    name = fields.Char(
        string="What", readonly=True, help="As it was called on that day."
    )
    from_id = fields.Many2one(
        "hr.department",
        string="From Unit",
        required=True,
        check_company=True,
        ondelete="restrict",
    )
    to_id = fields.Many2one(
        "hr.department",
        string="Went To",
        readonly=True,
        check_company=True,
        ondelete="restrict",
    )
    date = fields.Date(string="As Of", readonly=True)
    open_count = fields.Integer(
        string="Open Applications",
        readonly=True,
        help="Those that follow the subject, counted at the dry run and when it moved.",
    )

    _one_thing = models.Constraint(
        "CHECK(num_nonnulls(duty_id, subject_id, employee_id, secretariat_id) = 1 "
        "AND CASE kind WHEN 'duty' THEN duty_id WHEN 'subject' THEN subject_id "
        "WHEN 'employee' THEN employee_id ELSE secretariat_id END IS NOT NULL)",
        "A line is one thing, of the kind it says.",
    )

    @api.depends("name", "duty_id", "subject_id", "employee_id", "secretariat_id")
    def _compute_display_name(self):
        for line in self:
            line.display_name = line.name or line._get_thing().display_name

    def _get_open_count(self):
        """Open applications that follow the subject. The pool tells."""
        self.ensure_one()
        return 0

    # -- what it is ----------------------------------------------------------

    def _get_thing(self):
        self.ensure_one()
        return self.duty_id or self.subject_id or self.employee_id or self.secretariat_id

    def _get_unit(self):
        """The unit that has it today."""
        self.ensure_one()
        line = self.sudo()
        if line.duty_id:
            return line.duty_id.department_id if not line.duty_id.date_to else None
        if line.subject_id:
            return line.subject_id.mentor_unit_id
        if line.employee_id:
            return line.employee_id.department_id
        ended = line.secretariat_id.date_to
        return line.secretariat_id.department_id if not ended else None

    @api.model
    def _collect(self, units, date):
        """Values of a line for each thing of the units."""
        found = [
            ("duty", "duty_id", "department_id", self._search_dated("mbb.duty", units)),
            (
                "subject",
                "subject_id",
                "mentor_unit_id",
                self.env["hr.skill.type"].search([("mentor_unit_id", "in", units.ids)]),
            ),
            (
                "employee",
                "employee_id",
                "department_id",
                self.env["hr.employee"].search([("department_id", "in", units.ids)]),
            ),
            (
                "secretariat",
                "secretariat_id",
                "department_id",
                self._search_dated("mbb.unit.secretariat", units),
            ),
        ]
        return [
            {
                "kind": kind,
                name: thing.id,
                "from_id": thing[unit].id,
            }
            for kind, name, unit, things in found
            for thing in things
        ]

    def _search_dated(self, model, units):
        return self.env[model].search(
            Domain("department_id", "in", units.ids) & Domain("date_to", "=", False)
        )

    # -- writing -------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_draft()
        for line in lines.sudo():
            line.write(
                {
                    "name": line._get_thing().display_name,
                    "open_count": line._get_open_count(),
                }
            )
        return lines

    def write(self, vals):
        self._check_draft()
        res = super().write(vals)
        # Neither out of what was handed in, nor into it.
        self._check_draft()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        self._check_draft()

    def _check_draft(self):
        """UserError where the plan was handed in: its lines are what is approved."""
        if self.env.su:
            return
        # Nobody hands the plan in at this moment.
        lock_or_tell(self.reorganisation_id)
        if any(line.state != "draft" for line in self):
            raise UserError(
                self.env._("The reorganisation is not a draft: take it back first.")
            )

    # -- moving (as superuser) -----------------------------------------------

    def _move(self, target):
        self.ensure_one()
        plan = self.reorganisation_id
        self.open_count = self._get_open_count()
        getattr(self, f"_move_{self.kind}")(target, plan.date)
        self.write(
            {
                "to_id": target.id,
                "date": plan.date,
                "name": self._get_thing().display_name,
            }
        )

    def _move_duty(self, target, date):
        self.duty_id._move(target, date, self.reorganisation_id.display_name)

    def _move_subject(self, target, date):
        """The open applications of the subject follow: they are computed from it."""
        self.subject_id.mentor_unit_id = target

    def _move_employee(self, target, date):
        """A new version of the employee from that day on; the old one stays."""
        # create_version() goes back to the user in between, so superuser is not enough.
        employee = self.employee_id.with_user(SUPERUSER_ID)
        source = self.from_id
        version = employee.create_version(
            {"date_version": date, "department_id": target.id}
        )
        later = employee.env["hr.version"].search(
            [
                ("employee_id", "=", employee.id),
                ("date_version", ">", date),
                ("department_id", "=", source.id),
            ]
        )
        (version | later).write({"department_id": target.id})
        head = target.manager_id
        if employee.parent_id == source.manager_id and head and head != employee:
            employee.parent_id = head.id

    def _move_secretariat(self, target, date):
        row = self.secretariat_id
        row.date_to = fields.Date.subtract(date, days=1)
        if row.beneficiary_id != target:
            row.copy({"department_id": target.id, "date_from": date, "date_to": False})
