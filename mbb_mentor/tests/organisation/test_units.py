# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from collections import Counter
from datetime import timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged
from odoo.tools import mute_logger

from ..common import MentorCommon
from .regulation import SECRETARIATS, UNITS


@tagged("post_install", "-at_install")
class TestUnits(MentorCommon):
    """What is loaded is what the regulation says, and stays what it was made."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env["res.company"].create({"name": "A Union"})
        cls.env.user.company_ids |= cls.company
        cls.env = cls.env(
            context={**cls.env.context, "allowed_company_ids": cls.company.ids}
        )
        cls.subjects = cls.env["hr.skill.type"].search(
            [("is_mentor_subject", "=", True)]
        )
        cls.subjects.mentor_unit_id = False
        cls.load = cls.env["mbb.organisation.load"]

    def _get_units(self):
        return self.env["hr.department"].search(
            [("company_id", "=", self.company.id), ("mentor_code", "!=", False)]
        )

    def _get_unit(self, code):
        return self._get_units().filtered(lambda unit: unit.mentor_code == code)

    def test_every_unit_and_duty_once(self):
        self.load._load_all()
        units = self._get_units()
        by_article = {unit.mentor_article: unit for unit in units}
        self.assertEqual(len(units), len(UNITS))
        for name, article, paragraph, letters, head in UNITS:
            with self.subTest(name):
                unit = by_article[article]
                self.assertEqual(unit.with_context(lang="tr_TR").name, name)
                self.assertTrue(unit.mentor_purpose)
                duties = [
                    (duty.article, duty.paragraph, duty.letter)
                    for duty in unit.mentor_duty_ids
                ]
                self.assertEqual(
                    Counter(duties),
                    Counter((article, paragraph, letter) for letter in letters),
                )
                job = unit.mentor_head_job_ids
                self.assertEqual(job.mentor_article, head)
                self.assertTrue(
                    job.mentor_schooling
                    or job.mentor_languages
                    or job.mentor_experience
                )
        root = by_article[8]
        self.assertEqual(units.parent_id, root)
        self.assertFalse(root.parent_id)

    def test_two_languages(self):
        self.env["res.lang"]._activate_lang("tr_TR")
        self.load._load_all()
        for duty in self.env["mbb.duty"].search([("company_id", "=", self.company.id)]):
            english = duty.with_context(lang="en_US").text
            turkish = duty.with_context(lang="tr_TR").text
            self.assertTrue(english and turkish)
            self.assertNotEqual(english, turkish)

    def test_secretariats(self):
        self.load._load_all()
        rows = self.env["mbb.unit.secretariat"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertEqual(
            {(row.article, row.paragraph, row.letter) for row in rows},
            set(SECRETARIATS),
        )
        academy = self._get_unit("yerel_yonetim_akademisi")
        self.assertEqual(academy.mentor_keeper_ids.department_id.mentor_code, "egitim")

    def test_each_subject_has_an_answering_unit(self):
        self.load._load_all()
        for subject in self.subjects:
            with self.subTest(subject.name):
                self.assertIn(subject.mentor_unit_id, self._get_units())

    def test_maps_onto_what_is_there(self):
        department = self.env["hr.department"].create(
            {"name": "ŞEHIR planlama  KOORDINATÖRLÜĞÜ", "company_id": self.company.id}
        )
        wizard = self.load.with_user(self.user_manager).sudo(False)
        self.user_manager.company_ids |= self.company
        wizard = wizard.create({})
        line = wizard.line_ids.filtered("department_id")
        self.assertEqual((line.code, line.action), ("sehir_planlama", "map"))
        self.assertEqual(wizard.duty_count, sum(len(row[3]) for row in UNITS))
        wizard.line_ids.filtered(lambda row: row.code == "kutuphane").action = "skip"
        wizard.action_apply()
        self.assertEqual(department.name, "ŞEHIR planlama  KOORDINATÖRLÜĞÜ")
        self.assertEqual(department.mentor_code, "sehir_planlama")
        self.assertEqual(len(department.mentor_duty_ids), 6)
        self.assertEqual(department.parent_id.mentor_code, "genel_sekreterlik")
        self.assertFalse(self._get_unit("kutuphane"))

    def test_a_second_time_changes_nothing(self):
        self.load._load_all()
        before = self._count()
        self.load._load_all()
        self.assertEqual(self._count(), before)

    def _count(self):
        domain = [("company_id", "=", self.company.id)]
        return [
            self.env[model].with_context(active_test=False).search_count(domain)
            for model in ("hr.department", "hr.job", "mbb.duty", "mbb.unit.secretariat")
        ]

    def test_what_was_deleted_stays_away(self):
        self.load._load_all()
        library = self._get_unit("kutuphane")
        self.env["mbb.duty"].search([("department_id", "=", library.id)]).unlink()
        library.mentor_head_job_ids.unlink()
        library.unlink()
        self._get_unit("egitim").mentor_duty_ids[0].unlink()
        before = self._count()
        self.load._load_all()
        self.assertEqual(self._count(), before)
        # Whoever asks for the unit gets it whole.
        wizard = self.load.create({})
        wizard.line_ids.filtered(lambda row: row.code == "kutuphane").action = "create"
        wizard._apply()
        self.assertEqual(len(self._get_unit("kutuphane").mentor_duty_ids), 6)
        self.assertEqual(len(self._get_unit("egitim").mentor_duty_ids), 6)

    def test_duty_moves_and_the_past_stays(self):
        self.load._load_all()
        duty = self._get_unit("egitim").mentor_duty_ids[0]
        target = self._get_unit("insan_kaynaklari")
        moved = duty._move(target, self.today, "2026/7")
        self.assertEqual(duty.date_to, self.today - timedelta(days=1))
        self.assertEqual(duty.department_id.mentor_code, "egitim")
        self.assertEqual(moved.department_id, target)
        self.assertIn(moved, target.mentor_duty_ids)
        self.assertIn(duty, self._get_unit("egitim").mentor_past_duty_ids)
        self.assertEqual(moved.with_context(lang="tr_TR").reference, "m.16/2-a")
        with self.assertRaises(UserError):
            duty._move(target, self.today, "2026/8")
        before = self._count()
        self.load._load_all()
        self.assertEqual(self._count(), before)

    def test_what_a_unit_has_moves_by_a_reorganisation_only(self):
        self.load._load_all()
        self.user_manager.company_ids |= self.company
        unit, target = self._get_unit("egitim"), self._get_unit("kutuphane")
        things = (unit.mentor_duty_ids[0], unit.mentor_kept_ids[0])
        for thing in things:
            for vals in (
                {"department_id": target.id},
                {"date_from": "2020-01-01"},
                {"date_to": self.today},
            ):
                with (
                    self.subTest(thing=thing, vals=vals),
                    self.assertRaisesRegex(UserError, "m.8/4"),
                ):
                    thing.with_user(self.user_manager).write(vals)
        things[0].with_user(self.user_manager).text = "Worded better"
        subject = self.skill_type.with_user(self.user_manager)
        self.skill_type.mentor_unit_id = False
        subject.mentor_unit_id = unit
        with self.assertRaisesRegex(UserError, "m.8/4"):
            subject.mentor_unit_id = target

    def test_a_unit_with_duties_is_not_archived(self):
        self.load._load_all()
        hr_officer = new_test_user(
            self.env, "test.hr", groups="hr.group_hr_user"
        )
        unit = self._get_unit("kutuphane").with_user(hr_officer)
        with self.assertRaisesRegex(UserError, "m.8/4"):
            unit.action_archive()
        unit.sudo().mentor_duty_ids.unlink()
        unit.action_archive()
        self.assertFalse(unit.active)

    @mute_logger("odoo.sql_db")
    def test_one_general_secretariat(self):
        self.load._load_all()
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self.env["hr.department"].create(
                {
                    "name": "A second one",
                    "mentor_kind": "general_secretariat",
                    "company_id": self.company.id,
                }
            )

    def test_loaded_for_ones_own_company(self):
        user = self.user_manager
        load = self.load.with_user(user).with_context(
            allowed_company_ids=user.company_ids.ids
        )
        self.assertTrue(load.create({"company_id": user.company_id.id}))
        with self.assertRaises(AccessError):
            load.create({"company_id": self.company.id})

    @mute_logger("odoo.sql_db")
    def test_a_duty_stands_once(self):
        self.load._load_all()
        duty = self._get_unit("egitim").mentor_duty_ids[0]
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            duty.copy({"department_id": self._get_unit("kutuphane").id})

    def test_names_in_turkish_order(self):
        names = ["Zeytin", "Ümit", "Şahin", "Şafak", "Işık", "İnci", "Çınar", "Cem"]
        expected = ["Cem", "Çınar", "Işık", "İnci", "Şafak", "Şahin", "Ümit", "Zeytin"]
        for model in ("hr.department", "res.partner"):
            records = self.env[model].with_context(lang="tr_TR")
            made = records.create([{"name": name} for name in names])
            with self.subTest(model):
                found = records.search([("id", "in", made.ids)])
                self.assertEqual(found.mapped("name"), expected)

    def test_only_the_manager_loads(self):
        for user in (self.user_officer, self.user_registry, self.user_employee):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.load.with_user(user).create({})

    def test_unit_page_opens(self):
        self.load._load_all()
        with Form(self._get_unit("egitim")) as form:
            self.assertEqual(len(form.mentor_duty_ids), 7)
