# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import ApplicationCommon


@tagged("post_install", "-at_install")
class TestCorrection(ApplicationCommon):
    """Düzeltme: a new version with its reason; the old one stays readable."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # What people may read on the portal is another addon's.
        cls.env["ir.model.access"].create(
            [
                {
                    "name": f"test portal {model}",
                    "model_id": cls.env["ir.model"]._get_id(model),
                    "group_id": cls.env.ref("base.group_portal").id,
                    "perm_read": True,
                }
                for model in ("mbb.mentor", "mbb.application.correction")
            ]
        )
        cls.user_giving.partner_id.email = "giving@example.org"
        cls.mentor = cls._create_mentor(
            accepted=False,
            contact_id=cls.user_giving.partner_id.id,
            summary="Zonning plan notes",
            background="Ten years",
            on_behalf=True,
        )
        cls.env["mbb.evidence"]._record(
            cls.mentor, "form.pdf", cls._paper(), "application"
        )
        cls.officer = cls.mentor.with_user(cls.user_officer)
        cls.applicant = cls.mentor.with_user(cls.user_giving).sudo(False)
        cls.values = {"summary": "Zoning plan notes"}

    @classmethod
    def _paper(cls):
        return b"%PDF-1.4\n%%EOF\n"

    def _accept(self):
        self.mentor.sudo().action_submit()
        self.officer.action_review()
        self.officer.action_accept()

    def _ask(self, values=None, reason="A letter too many"):
        return self.applicant._correct(values or self.values, reason).sudo()

    # -- when and by whom ------------------------------------------------------

    def test_open_application_needs_none(self):
        with self.assertRaisesRegex(UserError, "needs no correction"):
            self.officer._correct(self.values, "A slip")
        self.mentor.sudo().action_submit()
        self.officer.action_review()
        self.officer.action_return("More")
        with self.assertRaisesRegex(UserError, "needs no correction"):
            self.officer._correct(self.values, "A slip")
        self.mentor.summary = "Open again"

    def test_nothing_else_changes_the_words(self):
        self._accept()
        forged = {"mbb_correction_passage": {"open": True, "ids": self.mentor.ids}}
        for values in (
            {"summary": "X"},
            {"background": "X"},
            {"expectation": "X"},
            {"person_title": "X"},
        ):
            for record in (
                self.officer,
                self.mentor.sudo(),
                self.officer.with_context(**forged),
            ):
                with self.subTest(values), self.assertRaisesRegex(
                    UserError, "correct it with a reason"
                ):
                    record.write(values)
        result = (
            self.env["mbb.mentor"]
            .with_user(self.user_manager)
            .load([".id", "summary"], [[str(self.mentor.id), "Imported"]])
        )
        self.assertFalse(result["ids"])
        # A form may send back what is there.
        self.officer.write({"summary": self.mentor.summary, "capacity": 2})

    def test_applicant_before_the_review(self):
        """Nobody has read it yet: the words are the applicant's own."""
        self.mentor.sudo().action_submit()
        correction = self._ask()
        self.assertEqual(correction.state, "applied")
        self.assertEqual(self.mentor.summary, "Zoning plan notes")
        self.assertEqual(correction.version, 2)
        self.assertEqual(correction.create_uid, self.user_giving)
        self.assertEqual(correction.old_values, {"summary": "Zonning plan notes"})
        self.assertEqual(correction.new_values, {"summary": "Zoning plan notes"})

    def test_applicant_after_the_review_began(self):
        self.mentor.sudo().action_submit()
        self.officer.action_review()
        for step in (False, "action_accept", "action_suspend"):
            if step:
                arguments = ["Away"] if step == "action_suspend" else []
                getattr(self.officer, step)(*arguments)
            with self.subTest(state=self.mentor.state):
                before = self.mentor.summary
                correction = self._ask({"summary": f"{before}."})
                self.assertEqual(correction.state, "asked")
                self.assertEqual(self.mentor.summary, before)
                self.assertEqual(
                    correction.activity_ids.user_id, self.mentor.responsible_id
                )
                self.assertTrue(correction.date_due)
                with self.assertRaisesRegex(UserError, "waits for an answer"):
                    self._ask({"background": "Eleven years"})
                with self.assertRaises(UserError):
                    correction.with_user(self.user_giving).action_apply()
                correction.with_user(self.user_officer).action_apply()
                self.assertEqual(self.mentor.summary, f"{before}.")
                self.assertEqual(correction.decided_by_id, self.user_officer)
                told = correction.message_ids.filtered("partner_ids")
                self.assertEqual(told.partner_ids, self.user_giving.partner_id)

    def test_officer_at_once(self):
        self._accept()
        first = self.officer._correct(self.values, "A letter too many")
        self.assertEqual(first.state, "applied")
        second = self.officer._correct(
            {"summary": "Zoning plan notes, and more", "background": "Eleven years"},
            "As on the paper",
        )
        self.assertEqual((first.version, second.version), (2, 3))
        rows = second._get_changes()
        self.assertEqual([row["old"] for row in rows], ["Zoning plan notes", "Ten years"])
        self.assertIn("Ten years", second.changes)
        self.assertIn("What It Rests On", second.field_names)
        self.assertEqual(self.mentor.correction_count, 2)
        self.assertIn("As on the paper", str(self.mentor.message_ids.mapped("body")))

    def test_refused_with_a_reason(self):
        self._accept()
        correction = self._ask()
        officer = correction.with_user(self.user_officer)
        with self.assertRaises(UserError):
            officer.action_refuse(" ")
        officer.action_refuse("It says something else")
        self.assertEqual(self.mentor.summary, "Zonning plan notes")
        told = correction.message_ids.filtered("partner_ids")
        self.assertIn("It says something else", told.body)
        again = self._ask()
        again.with_user(self.user_giving).action_withdraw()
        self.assertEqual(again.state, "withdrawn")
        with self.assertRaises(UserError):
            again.with_user(self.user_officer).action_apply()

    def test_who(self):
        self._accept()
        for user in (self.user_other, self.user_asking, self.user_expert):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                self.mentor.with_user(user).sudo(False)._correct(self.values, "Mine")
        with self.assertRaises(UserError):
            self.mentor.with_user(self.user_employee)._correct(self.values, "Mine")
        with self.assertRaises(UserError):
            self.officer._correct(self.values, " ")

    # -- what ------------------------------------------------------------------

    def test_material_is_no_correction(self):
        self._accept()
        for values in (
            {"institution_id": self.other.id},
            {"person_id": self.expert.id},
            {"applicant_type": "unit"},
            {"skill_ids": self._skill_commands(1, self._skill_other())},
            {"date_to": self.today},
            {"mode_onsite": True},
            {"language_ids": [(5, 0, 0)]},
            {"state": "retired"},
            {"company_id": 1},
            {"no_such_field": 1},
        ):
            for record in (self.officer, self.applicant):
                with self.subTest(values), self.assertRaisesRegex(
                    UserError, "no matter of a correction"
                ):
                    record._correct({**self.values, **values}, "A slip")

    def test_capacity_is_of_mentors(self):
        self._accept()
        self.officer._correct({"capacity": 3}, "Three, not one")
        self.assertEqual(self.mentor.capacity, 3)
        mentee = self._create_mentee()
        with self.assertRaisesRegex(UserError, "no matter of a correction"):
            mentee.with_user(self.user_officer)._correct({"capacity": 3}, "Three")

    def test_nothing_new(self):
        self._accept()
        with self.assertRaisesRegex(UserError, "Nothing is different"):
            self.officer._correct({"summary": " Zonning plan notes "}, "A slip")
        with self.assertRaisesRegex(UserError, "cannot be empty"):
            self.officer._correct({"summary": "  "}, "A slip")
        self.officer._correct({"background": ""}, "Belongs elsewhere")
        self.assertFalse(self.mentor.background)

    def test_closed_application(self):
        self._accept()
        correction = self._ask()
        self.officer.action_retire()
        with self.assertRaisesRegex(UserError, "closed"):
            self.officer._correct(self.values, "A slip")
        with self.assertRaisesRegex(UserError, "closed"):
            correction.with_user(self.user_officer).action_apply()

    def test_open_decision_waits(self):
        """What lies before an organ stays as it lies there (MPY m.9)."""
        self._accept()
        self.env["mbb.decision"].create(
            {
                "organ_id": self.committee.id,
                "subject": "This offer",
                "question": "May it be?",
                "ground": "The regulation says nothing.",
                "res_model": "mbb.mentor",
                "res_id": self.mentor.id,
            }
        )
        with self.assertRaises(UserError):
            self.officer._correct(self.values, "A slip")
        self.assertEqual(self.mentor.summary, "Zonning plan notes")

    def test_changed_meanwhile(self):
        self._accept()
        correction = self._ask()
        self.mentor._apply_correction({"summary": "Other words"})
        with self.assertRaisesRegex(UserError, "in the meantime"):
            correction.with_user(self.user_officer).action_apply()

    # -- kept ------------------------------------------------------------------

    def test_stays_as_it_was_made(self):
        self._accept()
        correction = self.officer._correct(self.values, "A slip")
        for vals in (
            {"old_values": {}},
            {"new_values": {"summary": "X"}},
            {"reason": "Another"},
            {"mentor_id": False},
        ):
            for record in (correction, correction.sudo()):
                with self.subTest(vals), self.assertRaisesRegex(UserError, "as it was"):
                    record.write(vals)
        for vals in ({"version": 9}, {"decided_by_id": self.user_manager.id}):
            with self.assertRaises(UserError):
                correction.sudo().write(vals)
        with self.assertRaises(UserError):
            correction.sudo().unlink()

    def test_state_moves_by_the_arrows_only(self):
        self._accept()
        self.assertGuarded(self._ask(), (self.user_officer, self.user_giving))

    def test_obstacles(self):
        self._accept()
        roles = {
            "applicant": self.user_giving,
            "officer": self.user_officer,
            "other": self.user_other,
            "employee": self.user_employee,
        }
        allowed = {"applicant": ("applicant", "officer"), "officer": ("officer",)}
        self.assertObstacles(
            self._ask(), lambda authority, role: role in allowed[authority], roles
        )

    def test_one_waits_at_a_time(self):
        self._accept()
        correction = self._ask()
        with self.assertRaises(UniqueViolation), self.cr.savepoint(), mute_logger(
            "odoo.sql_db"
        ):
            correction.create(
                {"mentor_id": self.mentor.id, "new_values": {}, "reason": "Again"}
            )

    def test_dialog(self):
        self._accept()
        action = self.officer.action_correct()
        dialog = Form(
            self.env[action["res_model"]]
            .with_user(self.user_officer)
            .with_context(**action["context"])
        )
        self.assertEqual(dialog.summary, "Zonning plan notes")
        dialog.summary = "Zoning plan notes"
        with self.assertRaises(AssertionError):
            dialog.save()
        dialog.reason = "A slip"
        dialog.save().action_apply()
        self.assertEqual(self.mentor.summary, "Zoning plan notes")
        self.assertEqual(
            self.mentor.correction_ids.new_values, {"summary": "Zoning plan notes"}
        )

    def test_matrix(self):
        self._accept()
        matrix = {
            self.user_officer: "rw",
            self.user_manager: "rw",
            self.user_approver: "",
            self.user_registry: "",
            self.user_employee: "",
        }
        vals = {"mentor_id": self.mentor.id, "reason": "X", "new_values": {}}
        self.assertAccess(self._ask(), matrix, vals)
        with self.assertRaises(AccessError):
            self.env["mbb.application.correction"].with_user(
                self.user_manager
            ).create(vals)

    def test_other_company(self):
        company = self.env["res.company"].create({"name": "Another Union"})
        mentor = self._create_mentor(accepted=False, company_id=company.id)
        mentor.sudo().action_submit()
        correction = mentor.sudo()._correct({"summary": "Other words"}, "A slip")
        self.assertEqual(correction.company_id, company)
        self.assertFalse(correction.with_user(self.user_officer).has_access("read"))
