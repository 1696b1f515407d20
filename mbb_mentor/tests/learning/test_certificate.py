# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import io

from pypdf import PdfReader

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_evaluation import EvaluationCommon


@tagged("post_install", "-at_install")
class TestCertificate(EvaluationCommon):
    """Certificates for persons, thanks to institutions, each with its code."""

    def _close(self):
        self.match.action_start_evaluation()
        for side in ("mentor", "mentee"):
            self._answer(self._evaluation(side), 5)
        self.match.action_close()

    def test_only_after_the_close(self):
        with self.assertRefused("not completed yet"):
            self.match.action_issue_certificates()
        self._close()
        with self.assertRaises(AccessError):
            self.match.with_user(self.user_employee).action_issue_certificates()

    def test_who_came_and_both_institutions(self):
        """The expert came to the one session; the mentee's contact did not."""
        self._close()
        self.match.action_issue_certificates()
        rows = self.match.certificate_ids
        self.assertEqual(
            {(row.kind, row.partner_id) for row in rows},
            {
                ("certificate", self.expert),
                ("thanks", self.giving),
                ("thanks", self.asking),
            },
        )
        certificate = rows.filtered(lambda row: row.kind == "certificate")
        self.assertEqual((certificate.sessions, certificate.hours), (1, 1))
        letter = certificate.letter_id
        self.assertEqual(self.env["mbb.letter"]._find_by_code(letter.code), letter)
        self.assertEqual(letter._get_initials(), "A. U.")
        self.assertEqual(letter.standing, "valid")
        thanks = rows.filtered(lambda row: row.partner_id == self.giving).letter_id
        self.assertEqual(thanks._get_initials(), self.giving.name)
        # A second click issues nothing anew.
        self.match.action_issue_certificates()
        self.assertEqual(len(rows.letter_ids), 3)
        self.assertEqual(self.match.certificate_ids, rows)

    def test_what_the_paper_says(self):
        self._print_for_real()
        self._close()
        self.match.action_issue_certificates()
        letter = self.match.certificate_ids.letter_id.filtered(
            lambda letter: letter.kind == "match_certificate"
        )
        content = letter.evidence_id._get_content()
        text = " ".join(
            page.extract_text() for page in PdfReader(io.BytesIO(content)).pages
        )
        self.assertIn(self.expert.name, " ".join(text.split()))

    def test_a_correction_replaces_it(self):
        self._close()
        self.match.action_issue_certificates()
        row = self.match.certificate_ids[:1]
        letter = row.letter_id
        letter.with_user(self.user_manager).action_reissue("The name was misspelt")
        self.assertEqual(letter.standing, "replaced")
        self.assertNotEqual(row.letter_id, letter)

    def test_nobody_writes_one(self):
        self._close()
        self.match.action_issue_certificates()
        row = self.match.certificate_ids[:1]
        for attempt in (
            lambda: row.sudo().write({"hours": 99}),
            lambda: row.sudo().copy(),
            lambda: row.sudo().unlink(),
        ):
            with self.assertRaises(UserError):
                attempt()
