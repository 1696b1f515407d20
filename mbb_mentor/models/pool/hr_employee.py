# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError


class HrEmployee(models.Model):
    """The Birlik's own experts (MPY m.4/ç): HR's skills are their offer."""

    _inherit = "hr.employee"

    def _get_mentor_skills(self):
        """The present skills that are subjects of the programme."""
        today = fields.Date.context_today(self)
        return self.sudo().employee_skill_ids.filtered(
            lambda row: row.skill_type_id.is_mentor_subject
            and row.skill_level_id.mentor_level
            and row.valid_from <= today
            and (not row.valid_to or row.valid_to >= today)
        )

    @api.model
    def _find_mentor_candidates(self, mentee):
        """Employees with a needed subject above the mentee's level, not in the pool.

        For the Sekreterya, which does not administer the staff.
        """
        needs = {line.skill_id: line.mentor_level for line in mentee.skill_ids}
        rows = self.env["hr.employee.skill"].sudo().search(
            [
                ("skill_id", "in", [skill.id for skill in needs]),
                ("employee_id.company_id", "=", mentee.company_id.id),
                ("valid_from", "<=", "today"),
                "|",
                ("valid_to", "=", False),
                ("valid_to", ">=", "today"),
            ]
        )
        able = rows.filtered(
            lambda row: row.skill_level_id.mentor_level > needs[row.skill_id]
        ).employee_id.filtered("active")
        work = self.env["res.users"]._get_mentor_open_work()["mbb.mentor"]
        entered = self.env["mbb.mentor"].search(
            [("person_id", "in", able.work_contact_id.ids), *work]
        ).person_id
        return able.filtered(lambda e: e.work_contact_id not in entered)

    def action_offer_as_mentor(self):
        """Open the mentor application of an employee; made from HR's skills."""
        self.ensure_one()
        if not self.env.user.has_group("mbb_mentor.group_mentor_officer"):
            raise AccessError(self.env._("Only the Sekreterya may take this step."))
        mentor = self._find_mentor() or self.env["mbb.mentor"].create(
            self._prepare_mentor()
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Mentor Application"),
            "res_model": "mbb.mentor",
            "res_id": mentor.id,
            "views": [(False, "form")],
        }

    def _find_mentor(self):
        person = self.sudo().work_contact_id
        work = self.env["res.users"]._get_mentor_open_work()["mbb.mentor"]
        return person and self.env["mbb.mentor"].search(
            [("person_id", "=", person.id), *work], limit=1
        )

    def _prepare_mentor(self):
        self.ensure_one()
        employee = self.sudo()
        skills = self._get_mentor_skills()
        institution = employee.company_id.partner_id
        if not employee.work_contact_id:
            raise UserError(
                self.env._("%(name)s has no contact of work.", name=employee.name)
            )
        if not institution.is_mentor_institution:
            raise UserError(
                self.env._(
                    "%(name)s is not registered as an institution of the programme.",
                    name=institution.name,
                )
            )
        if not skills:
            raise UserError(
                self.env._(
                    "%(name)s has no skill that is a subject of the programme.",
                    name=employee.name,
                )
            )
        return {
            "company_id": employee.company_id.id,
            "origin": "officer",
            "applicant_type": "person",
            "institution_id": institution.id,
            "person_id": employee.work_contact_id.id,
            "person_confirmed": True,
            "person_title": employee.job_title,
            "responsible_id": self.env.uid,
            "summary": ", ".join(
                f"{row.skill_id.name} ({row.skill_level_id.name})" for row in skills
            ),
            "skill_ids": [
                Command.create(
                    {
                        "skill_type_id": row.skill_type_id.id,
                        "skill_id": row.skill_id.id,
                        "skill_level_id": row.skill_level_id.id,
                    }
                )
                for row in skills
            ],
        }
