# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import hashlib
import io
import zipfile
from datetime import timedelta

from lxml import etree
from markupsafe import escape
from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from ..common import PDF
from .common import RelationCommon


@tagged("post_install", "-at_install")
class TestLetter(RelationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.match = cls._agree()
        cls.assignment = cls._approved(cls.match)
        cls.letter = cls.assignment.letter_ids

    def _get_html(self, record=None, **values):
        letters = self.env["mbb.letter"].with_context(lang="en_US")
        vals = {
            "kind": "assignment",
            "code": "A" * 20,
            "number": "MP-2026/0001",
            "date": self.today,
            "signatory": letters._get_signatory(self.assignment),
            "correction_reason": False,
            **values,
        }
        record = (record or self.assignment).sudo().with_context(lang="en_US")
        return str(
            self.env["ir.qweb"]
            .with_context(lang="en_US")
            ._render(
                "mbb_mentor.report_letter",
                letters._prepare_print(vals, record),
            )
        )

    def test_issued_with_hash_number_and_code(self):
        self.assertEqual(len(self.letter), 1)
        content = self.letter.evidence_id.sudo()._get_content()
        self.assertEqual(self.letter.sha256, hashlib.sha256(content).hexdigest())
        self.assertRegex(self.letter.number, r"^MP-\d{4}/\d{4}$")
        self.assertEqual(len(self.letter.code), 20)
        self.assertEqual(self.letter.standing, "valid")
        page = PdfReader(io.BytesIO(content)).pages[0].extract_text()
        self.assertIn("1/1", page)
        self.assertIn(self.letter._format_code(self.letter.code), page)

    def test_what_the_letter_says(self):
        html = self._get_html()
        for text in (
            self.expert.name,
            self.giving.name,
            self.asking.name,
            self.assignment.place,
            self.assignment.tasks,
            self.assignment._get_rights_text(),
            self.assignment._get_payment_text(),
            "Art. 5/4",
            "Art. 5/5",
            "E-123",
            self.user_approver.name,
            "AAAAA-AAAAA",
        ):
            with self.subTest(text=text):
                self.assertIn(str(escape(text)), html)
        self.assertNotIn("http://", html.replace(self.letter.get_base_url(), ""))

    def test_deputy_signs_in_the_name_of_the_office(self):
        self.user_approver.partner_id.function = "Genel Sekreter"
        deputy = self.user_approver2
        self.env["mbb.deputy"].create(
            {
                "principal_id": self.user_approver.id,
                "deputy_id": deputy.id,
                "date_from": self.today,
                "date_to": self.today + timedelta(days=1),
                "ground": "Leave",
            }
        )
        day = self.assignment.date_to + timedelta(days=1)
        assignment = self._draw_up(self.match, date_from=day, date_to=day)
        self._to_approval(assignment)
        row = assignment.sudo().approval_ids
        row._write_private({"approver_ids": [(6, 0, self.user_approver.ids)]})
        self._approve(assignment, deputy)
        self.assertEqual(row.principal_id, self.user_approver)
        self.assertTrue(assignment.letter_ids.signatory.startswith(deputy.name))
        self.assertIn("Genel Sekreter", assignment.letter_ids.signatory)

    def test_nobody_writes_creates_or_deletes(self):
        for user in (self.user_officer, self.user_manager, self.user_approver):
            letter = self.letter.with_user(user)
            with self.assertRaises(UserError):
                letter.write({"number": "X"})
            with self.assertRaises(UserError):
                letter.unlink()
            with self.assertRaises(UserError):
                letter.copy()
        letter = self.letter.sudo()
        for values in ({"number": "X"}, {"sha256": "0"}, {"replaced_by_id": False}):
            for context in ({}, {"mbb_passage": True}):
                with self.assertRaises(UserError):
                    letter.with_context(**context).write(values)
        with self.assertRaises(UserError):
            letter.copy({"number": "X", "code": "Y"})
        with self.assertRaises(UserError):
            letter.unlink()

    def test_reissue_replaces(self):
        with self.assertRaises(AccessError):
            self.letter.with_user(self.user_officer).action_reissue("A typo")
        letter = self.letter.with_user(self.user_manager)
        with self.assertRaises(UserError):
            letter.action_reissue(" ")
        action = letter.action_reissue("A typo")
        new = letter.replaced_by_id
        self.assertEqual(letter.standing, "replaced")
        self.assertEqual(new.standing, "valid")
        self.assertEqual(new.correction_reason, "A typo")
        self.assertIn(str(new.id), action["url"])
        with self.assertRaises(UserError):
            letter.action_reissue("Again")

    def test_correction_names_the_letter_that_it_replaces(self):
        html = self._get_html(correction_reason="A typo", replaced=self.letter)
        for text in (self.letter.number, "A typo"):
            self.assertIn(text, html)
        # One addressee is named above; a list is for several.
        self.assertIn("Distribution", html)
        consent = self.assignment.consent_ids[0]
        html = self._get_html(consent, kind="consent_request")
        self.assertNotIn("Distribution", html)

    def test_standing_follows_the_assignment(self):
        self.assignment.action_start()
        self.assignment.action_end("Done sooner")
        self.assertEqual(self.letter.standing, "ended")

    def test_code_is_found_as_typed(self):
        letters = self.env["mbb.letter"]
        code = letters._format_code(self.letter.code)
        for typed in (code, code.lower(), self.letter.code, f" {code} "):
            self.assertEqual(letters._find_by_code(typed), self.letter)
        for typed in ("", "A" * 20, code[:-1], code + "A", "%" * 20, "_" * 20, None):
            self.assertFalse(letters._find_by_code(typed))


@tagged("post_install", "-at_install")
class TestLetterExchange(RelationCommon, HttpCase):
    """The letter in the official correspondence."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.match = cls._agree()
        cls.asking.detsis = "24308110"
        cls.letter = cls._approved(cls.match).letter_ids

    @staticmethod
    def _make_package(*names):
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as package:
            for name in names:
                package.writestr(name, "<x/>")
        return buffer.getvalue()

    def test_number_of_the_official_system(self):
        letter = self.letter.with_user(self.user_registry)
        for user in (self.user_approver, self.user_employee):
            with self.assertRaises(AccessError):
                self.letter.with_user(user)._record_ebys("E-1", self.today)
        for number, date in (
            (" ", self.today),
            ("E-1", False),
            ("E-1", self.today + timedelta(days=1)),
        ):
            with self.assertRaises(UserError):
                letter._record_ebys(number, date)
        letter._record_ebys("E-24308110-903.07-1", self.today)
        self.assertEqual(self.letter.ebys_number, "E-24308110-903.07-1")
        with self.assertRaises(UserError):
            letter._record_ebys("E-2", self.today)
        with self.assertRaises(UserError):
            self.letter.sudo().write({"ebys_number": "E-2"})
        code = self.letter._format_code(self.letter.code)
        page = self.url_open(f"/mentoring/verify/{code}")
        self.assertIn("E-24308110-903.07-1", page.text)

    def test_packages_are_evidence(self):
        package = self._make_package("[Content_Types].xml", "Ustveri/Ustveri.xml")
        letter = self.letter.with_user(self.user_officer)
        evidence = letter._attach_exchange("a.eyp", package, "eyp")
        self.assertEqual(letter.exchange_evidence_ids, evidence)
        for content, kind in (
            (self._make_package("a.txt"), "eyp"),
            (PDF, "eyp"),
            (package, "kep"),
            (package, "letter"),
        ):
            with self.subTest(kind=kind), self.assertRaises(UserError):
                letter._attach_exchange("a", content, kind)
        letter._attach_exchange("delil.pdf", PDF, "kep")
        # What was issued stays what it was.
        self.assertEqual(letter.sha256, letter.evidence_id.sudo().sha256)

    def test_metadata(self):
        url = self.letter.action_download_metadata()["url"]
        self.authenticate(self.user_officer.login, self.user_officer.login)
        answer = self.url_open(url)
        self.assertEqual(answer.headers["Content-Type"], "application/xml")
        root = etree.fromstring(answer.content)
        self.assertEqual(etree.QName(root).localname, "UstVeri")
        texts = [node.text for node in root.iter() if node.text]
        for text in (self.letter.number, "24308110", self.expert.name.split()[-1]):
            self.assertIn(text, texts)
        self.assertEqual(answer.content, self.url_open(url).content)
        self.authenticate(self.user_employee.login, self.user_employee.login)
        self.assertEqual(self.url_open(url).status_code, 404)


@tagged("post_install", "-at_install")
class TestLetterPdf(RelationCommon):
    def test_printed_for_real(self):
        """The printer fetches nothing, and each page has its number."""
        match = self._agree()
        self._print_for_real()
        with self.assertNoLogs("odoo.addons.base.models.ir_actions_report", "WARNING"):
            assignment = self._approved(
                match, tasks="\n".join(f"Task {number}" for number in range(90))
            )
        content = assignment.letter_ids.evidence_id.sudo()._get_content()
        pages = PdfReader(io.BytesIO(content)).pages
        self.assertGreater(len(pages), 1)
        text = " ".join(" ".join(page.extract_text() for page in pages).split())
        for number in range(1, len(pages) + 1):
            self.assertIn(f"{number}/{len(pages)}", text)
        self.assertIn("Task 89", text)


@tagged("post_install", "-at_install")
class TestVerify(RelationCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.match = cls._agree()
        cls.assignment = cls._approved(cls.match)
        cls.letter = cls.assignment.letter_ids.sudo()
        cls.code = cls.letter._format_code(cls.letter.code)

    def test_known_and_unknown_codes(self):
        page = self.url_open(f"/mentoring/verify/{self.code}")
        self.assertEqual(page.status_code, 200)
        self.assertIn(self.letter.number, page.text)
        self.assertIn(self.letter.sha256, page.text)
        self.assertIn("A. U.", page.text)
        self.assertNotIn(self.expert.name, page.text)
        self.assertNotIn(self.expert.email, page.text)
        self.assertIn("noindex", page.headers["X-Robots-Tag"])
        for code in ("A" * 20, "1", "x' OR 1=1", self.code[:-1], str(self.letter.id)):
            page = self.url_open(f"/mentoring/verify/{code}")
            self.assertEqual(page.status_code, 404, code)
            self.assertNotIn(self.letter.number, page.text)
            self.assertIn("<form", page.text)
        page = self.url_open("/mentoring/verify")
        self.assertEqual(page.status_code, 200)
        page = self.url_open(f"/mentoring/verify?code={self.code.lower()}")
        self.assertIn(self.letter.number, page.text)

    def test_replaced_and_cancelled(self):
        self.letter.with_user(self.user_manager).action_reissue("A typo")
        page = self.url_open(f"/mentoring/verify/{self.code}")
        self.assertIn(self.letter.replaced_by_id.number, page.text)
        new = self.letter.replaced_by_id
        self.assignment.action_cancel("Not needed")
        page = self.url_open(f"/mentoring/verify/{new.code}")
        self.assertEqual(page.status_code, 200)
        self.assertNotIn("state valid", page.text)

    def test_download_is_the_stored_file(self):
        url = f"/mentoring/letters/{self.letter.id}/download"
        page = self.url_open(url, allow_redirects=False)
        self.assertIn(page.status_code, (302, 303))
        self.authenticate(self.user_officer.login, self.user_officer.login)
        page = self.url_open(url)
        self.assertEqual(page.status_code, 200)
        self.assertEqual(
            hashlib.sha256(page.content).hexdigest(), self.letter.sha256
        )
        page = self.url_open("/mentoring/letters/0/download")
        self.assertEqual(page.status_code, 404)
        self.authenticate(self.user_employee.login, self.user_employee.login)
        self.assertEqual(self.url_open(url).status_code, 404)
