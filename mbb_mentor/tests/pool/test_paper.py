# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import io
from unittest.mock import patch

from pypdf import PdfReader
from reportlab.pdfgen import canvas

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import format_datetime

from odoo.addons.base.models.ir_actions_report import IrActionsReport

from .common import ApplicationCommon


@tagged("post_install", "-at_install")
class TestPaper(ApplicationCommon):
    """The application form: what was submitted, and what was corrected since."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.partner_id.lang = "en_US"
        cls.env["ir.model.access"].create(
            {
                "name": "test portal mbb.mentor",
                "model_id": cls.env["ir.model"]._get_id("mbb.mentor"),
                "group_id": cls.env.ref("base.group_portal").id,
                "perm_read": True,
            }
        )
        cls.mentor = cls._create_mentor(
            accepted=False,
            contact_id=cls.user_giving.partner_id.id,
            applicant_type="person",
            person_id=cls.expert.id,
            person_title="City Planner",
            background="Ten years of plan notes",
            expectation="Once a week",
            capacity=3,
        )
        cls.mentor.skill_ids.note = "Plan notes most of all"
        cls.env["mbb.evidence"]._record(
            cls.mentor, "diploma.pdf", b"%PDF-1.4\n%%EOF\n", "other"
        )

    def _print(self, record=None):
        """The printed form as text, with the slow printer left out."""
        pages = []

        def keep(_report, bodies, **_kwargs):
            pages.extend(bodies)
            buffer = io.BytesIO()
            page = canvas.Canvas(buffer)
            page.showPage()
            page.save()
            return buffer.getvalue()

        with patch.object(IrActionsReport, "_run_wkhtmltopdf", keep):
            content = (record or self.mentor)._print_application()
        number = self.mentor.number or ""
        self.assertIn(number, PdfReader(io.BytesIO(content)).pages[0].extract_text())
        return pages[0]

    def test_every_answer_is_on_it(self):
        self.mentor.sudo().action_submit()
        page = self._print()
        line = self.mentor.skill_ids
        for text in (
            self.mentor.number,
            format_datetime(
                self.env,
                self.mentor.date_submitted,
                tz="Europe/Istanbul",
                dt_format="dd.MM.yyyy HH:mm",
            ),
            self.giving.name,
            self.expert.name,
            "City Planner",
            self.mentor.summary,
            "Ten years of plan notes",
            "Once a week",
            line.skill_id.name,
            line.skill_level_id.name,
            "Plan notes most of all",
            self.user_giving.partner_id.name,
            self.mentor.evidence_ids.sha256,
        ):
            with self.subTest(text):
                self.assertIn(text, page)
        self.assertNotIn("Corrections After", page)

    def test_as_it_was_submitted(self):
        """What changed later stands on it as a correction only."""
        self.assertFalse(self.mentor.submitted_content)
        self.assertIn("Not submitted yet", self._print())
        self.mentor.sudo().action_submit()
        officer = self.mentor.with_user(self.user_officer)
        officer.action_review()
        officer.capacity = 9
        officer._correct({"background": "Eleven years"}, "Counted again")
        self.assertEqual(self.mentor.submitted_content["capacity"], 3)
        page = self._print(officer)
        for text in ("Ten years of plan notes", "Eleven years", "Counted again"):
            self.assertIn(text, page)

    def test_completed_is_submitted_anew(self):
        self.mentor.sudo().action_submit()
        officer = self.mentor.with_user(self.user_officer)
        officer.action_review()
        officer.action_return("What rests it on?")
        self.mentor.background = "A study of 2020"
        self.assertNotIn("A study of 2020", self._print())
        self.mentor.sudo().action_submit()
        page = self._print()
        self.assertIn("A study of 2020", page)
        self.assertNotIn("Ten years", page)

    def test_what_was_submitted_is_guarded(self):
        self.mentor.sudo().action_submit()
        for record in (self.mentor.sudo(), self.mentor.with_user(self.user_manager)):
            with self.assertRaises(UserError):
                record.write({"submitted_content": {}})
        copy = self.mentor.copy()
        self.assertFalse(copy.submitted_content)

    def test_who_prints(self):
        self.mentor.sudo().action_submit()
        for user in (self.user_officer, self.user_giving):
            with self.subTest(user=user.login):
                self.assertIn(
                    self.mentor.number, self._print(self.mentor.with_user(user))
                )
        with self.assertRaises(AccessError):
            self._print(self.mentor.with_user(self.user_employee))
        action = self.mentor.with_user(self.user_officer).action_print()
        self.assertEqual(action["report_type"], "qweb-pdf")

    def test_report_of_several(self):
        mentee = self._create_mentee()
        other = self._create_mentee(institution=self.other)
        blank = io.BytesIO()
        page = canvas.Canvas(blank)
        page.showPage()
        page.save()
        with patch.object(
            IrActionsReport, "_run_wkhtmltopdf", lambda *a, **k: blank.getvalue()
        ):
            report = self.env["ir.actions.report"].with_user(self.user_officer)
            content, kind = report.with_context(
                force_report_rendering=True
            )._render_qweb_pdf(
                "mbb_mentor.report_application_mentee", (mentee | other).ids
            )
        self.assertEqual(kind, "pdf")
        pages = PdfReader(io.BytesIO(content)).pages
        self.assertEqual(len(pages), 2)
        self.assertIn(other.number, pages[1].extract_text() + pages[0].extract_text())

    def test_in_the_language_of_the_birlik(self):
        self.env["res.lang"]._activate_lang("tr_TR")
        self.env.company.partner_id.lang = "tr_TR"
        self.skill.with_context(lang="tr_TR").name = "İmar planı"
        self.mentor.with_context(lang="en_US").sudo().action_submit()
        subjects = self.mentor.submitted_content["subjects"]
        self.assertEqual(subjects[0]["subject"], "İmar planı")
