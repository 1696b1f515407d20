# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import MentorCommon


@tagged("post_install", "-at_install")
class TestEmployee(MentorCommon):
    """The Birlik's own experts are offered without a second entry (MPY m.4/ç)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.birlik = cls.env.company.partner_id
        cls.birlik.write(
            {"is_mentor_institution": True, "institution_type": "birlik"}
        )
        cls.employee = cls.env["hr.employee"].create(
            {
                "name": "Deniz Usta",
                "job_title": "City Planner",
                "company_id": cls.env.company.id,
                "current_employee_skill_ids": cls._skill_commands(5),
            }
        )
        cls.employee.work_contact_id = cls.env["res.partner"].create(
            {"name": "Deniz Usta"}
        )

    def test_offered_from_the_skills(self):
        public = self.env["hr.employee.public"].browse(self.employee.id)
        self.env.flush_all()
        action = public.with_user(self.user_officer).action_offer_as_mentor()
        mentor = self.env["mbb.mentor"].browse(action["res_id"])
        self.assertEqual(mentor.state, "draft")
        self.assertEqual(mentor.origin, "officer")
        self.assertEqual(mentor.institution_id, self.birlik)
        self.assertEqual(mentor.person_id, self.employee.work_contact_id)
        self.assertEqual(mentor.skill_ids.skill_id, self.skill)
        self.assertEqual(mentor.skill_ids.mentor_level, 5)
        again = public.with_user(self.user_officer).action_offer_as_mentor()
        self.assertEqual(again["res_id"], mentor.id)

    def test_candidates_for_a_need(self):
        mentee = self._create_mentee()
        employees = self.env["hr.employee"].with_user(self.user_officer)
        find = employees._find_mentor_candidates
        self.assertIn(self.employee, find(mentee))
        self.assertNotIn(self.employee, find(self._create_mentee(level=5)))
        self.employee.with_user(self.user_officer).action_offer_as_mentor()
        self.assertNotIn(self.employee, find(mentee))

    def test_needs_a_subject(self):
        self.employee.employee_skill_ids.unlink()
        with self.assertRaises(UserError):
            self.employee.with_user(self.user_officer).action_offer_as_mentor()

    def test_only_the_sekreterya(self):
        with self.assertRaises(AccessError):
            self.employee.with_user(self.user_employee).action_offer_as_mentor()

    def test_found_in_the_list(self):
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mbb_mentor.hr_employee_public_action_expert"
        )
        self.env.flush_all()
        found = (
            self.env["hr.employee.public"]
            .with_user(self.user_officer)
            .search([("employee_skill_ids.skill_type_id.is_mentor_subject", "=", True)])
        )
        self.assertIn("is_mentor_subject", action["domain"])
        self.assertIn(self.employee.id, found.ids)

    def test_open_work_of_a_unit(self):
        unit = self.env["hr.department"].create({"name": "Planning"})
        self.skill_type.mentor_unit_id = unit
        unit = unit.with_user(self.user_officer)
        mentors, mentees = unit.mentor_count, unit.mentee_count
        self._create_mentor()
        mentee = self._create_mentee()
        self.env.flush_all()
        unit.invalidate_recordset()
        self.assertEqual(unit.mentor_count, mentors + 1)
        self.assertEqual(unit.mentee_count, mentees + 1)
        found = self.env["mbb.mentee"].search(unit.action_view_mentees()["domain"])
        self.assertIn(mentee, found)
        other = self.env["hr.department"].create({"name": "Elsewhere"})
        self.skill_type.mentor_unit_id = other
        self.env.flush_all()
        unit.invalidate_recordset()
        self.assertEqual(unit.mentee_count, 0)

    def test_queries_do_not_grow(self):
        units = self.env["hr.department"].create([{"name": f"U{i}"} for i in range(6)])
        self._create_mentor()
        counts = []
        for number in (1, 6):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            units[:number].mapped("mentor_count")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])

