# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from collections import Counter

from odoo import api, fields, models
from odoo.fields import Domain

OFFICER = "mbb_mentor.group_mentor_officer"


class HrDepartment(models.Model):
    """The open work of the programme that a unit answers for, by its subjects."""

    _inherit = "hr.department"  # pylint: disable=consider-merging-classes-inherited

    mentor_count = fields.Integer(
        string="Mentors", compute="_compute_mentor_work", groups=OFFICER
    )
    mentee_count = fields.Integer(
        string="Mentees", compute="_compute_mentor_work", groups=OFFICER
    )

    @api.model
    def _get_mentor_work_fields(self):
        """{count field: (model, path to its subjects)}; each room adds its own."""
        return {
            "mentor_count": ("mbb.mentor", "subject_ids"),
            "mentee_count": ("mbb.mentee", "subject_ids"),
        }

    @api.depends("mentor_subject_type_ids")
    def _compute_mentor_work(self):
        for name, (model, path) in self._get_mentor_work_fields().items():
            unit_path = f"{path}.skill_type_id.mentor_unit_id"
            records = self.env[model].search(self._get_mentor_work_domain(model, path))
            counts = Counter(
                unit for record in records for unit in record.mapped(unit_path)
            )
            for department in self:
                department[name] = counts[department._origin]

    def _get_mentor_work_domain(self, model, path):
        work = self.env["res.users"]._get_mentor_open_work()[model]
        return Domain(work) & Domain(
            f"{path}.skill_type_id.mentor_unit_id", "in", self.ids
        )

    def _open_mentor_work(self, name, action):
        self.ensure_one()
        model, path = self._get_mentor_work_fields()[name]
        action = self.env["ir.actions.act_window"]._for_xml_id(f"mbb_mentor.{action}")
        action["domain"] = list(self._get_mentor_work_domain(model, path))
        action["context"] = {"create": False}
        return action

    def action_view_mentors(self):
        return self._open_mentor_work("mentor_count", "mbb_mentor_action")

    def action_view_mentees(self):
        return self._open_mentor_work("mentee_count", "mbb_mentee_action")
