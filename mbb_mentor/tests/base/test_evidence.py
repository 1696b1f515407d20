# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64
import hashlib

from odoo.exceptions import UserError
from odoo.tests import tagged

from ..common import PDF, MentorCommon


@tagged("post_install", "-at_install")
class TestEvidence(MentorCommon):
    """Evidence is what came in: nobody changes or removes it."""

    def setUp(self):
        super().setUp()
        self.evidence = (
            self.env["mbb.evidence"]
            .with_user(self.user_officer)
            ._record(self.giving, "letter.pdf", PDF, "letter")
        )

    def test_hash_who_when(self):
        self.assertEqual(self.evidence.sha256, hashlib.sha256(PDF).hexdigest())
        self.assertEqual(self.evidence.user_id, self.user_officer)
        self.assertTrue(self.evidence.date)
        self.assertEqual(self.evidence._get_content(), PDF)

    def test_name_alone(self):
        for given, kept in (
            ("../../etc/letter.pdf", "letter.pdf"),
            ("C:\\papers\\letter.pdf", "letter.pdf"),
            ("letter\r\n\x00\x85.pdf", "letter.pdf"),
            # Shown as "letterexe.pdf" where the direction is turned.
            ("letter\u202efdp.exe", "letterfdp.exe.pdf"),
            # It would be opened as what its ending says.
            ("letter.html", "letter.html.pdf"),
            ("LETTER.PDF", "LETTER.PDF"),
            ("Yazı", "Yazı.pdf"),
            ("Yazı  örneği.pdf", "Yazı örneği.pdf"),
            ("x" * 200 + ".pdf", "x" * 116 + ".pdf"),
            ("papers/..", "Document.pdf"),
        ):
            with self.subTest(given=given):
                evidence = self.env["mbb.evidence"].with_context(lang="en_US")
                evidence = evidence._record(self.giving, given, PDF, "letter")
                self.assertEqual(evidence.name, kept)

    def test_forged_facts_are_overwritten(self):
        evidence = (
            self.env["mbb.evidence"]
            .with_user(self.user_officer)
            .create(
                {
                    "name": "x.pdf",
                    "file": base64.b64encode(PDF),
                    "sha256": "0" * 64,
                    "user_id": self.user_manager.id,
                    "date": "2001-01-01 00:00:00",
                }
            )
        )
        self.assertEqual(evidence.sha256, hashlib.sha256(PDF).hexdigest())
        self.assertEqual(evidence.user_id, self.user_officer)
        self.assertGreater(evidence.date.year, 2001)

    def test_no_write_no_unlink_for_anybody(self):
        for evidence in (
            self.evidence.with_user(self.user_manager),
            self.evidence.with_user(self.env.ref("base.user_admin")),
            self.evidence.sudo(),
        ):
            with self.assertRaises(UserError):
                evidence.write({"note": "changed"})
            with self.assertRaises(UserError):
                evidence.unlink()

    def test_bytes_cannot_be_changed_behind(self):
        attachment = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", "mbb.evidence"),
                    ("res_field", "=", "file"),
                    ("res_id", "=", self.evidence.id),
                ]
            )
        )
        self.assertTrue(attachment)
        with self.assertRaises(UserError):
            attachment.raw = b"%PDF-1.4 other"
        with self.assertRaises(UserError):
            attachment.res_id = 0
        with self.assertRaises(UserError):
            attachment.unlink()

    def test_content_is_checked_not_the_name(self):
        record = self.env["mbb.evidence"]._record
        for name, content in (
            ("empty.pdf", b""),
            ("page.pdf", b"<html><script>alert(1)</script></html>"),
            ("big.pdf", PDF + b"0" * (10 * 1024 * 1024)),
            ("drawing.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
        ):
            with self.subTest(name), self.assertRaises(UserError):
                record(self.giving, name, content)
