# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.mbb_mentor.tests.common import PDF

from .common import PortalCase

HOST = ("asking", "applicant", "viewer")
EVERYBODY = (*HOST, "giving", "former", "other", "expert", "stranger")


@tagged("post_install", "-at_install")
class TestDutyReport(PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._load_relation()
        cls.assignment.action_start()
        cls.assignment.action_complete()
        cls.report = cls.assignment.sudo().report_ids
        cls.url = f"/my/mentoring/reports/{cls.report.id}"

    def _write(self, status=303, files=None, **values):
        values = {"text": "Three plan notes", "do": "submit", **values}
        return self._post(f"{self.url}/write", values, status, files)

    def _submit(self):
        self.report.with_user(self.user_expert).write({"text": "Three plan notes"})
        self.report.with_user(self.user_expert).action_submit()

    def test_expert_writes_and_submits(self):
        self._sign_in(self.user_expert)
        self.assertIn(self.url, self._get("/my/mentoring").text)
        self.assertIn(self.url, self._get(self.assignment._get_portal_url()).text)
        # A draft may be empty; what is submitted may not.
        self._write(do="draft", text="", outputs="A plan")
        self.assertEqual(self.report.state, "draft")
        self._write(422, text=" ")
        files = {"paper": ("plan.pdf", PDF, "application/pdf")}
        self._write(files=files, proposals="A second visit")
        self.assertEqual(
            (self.report.state, self.report.text, self.report.proposals),
            ("submitted", "Three plan notes", "A second visit"),
        )
        self.assertEqual(self.report.submitted_by_id, self.user_expert)
        paper = self.report.evidence_ids
        self.assertEqual(paper.user_id, self.user_expert)
        self.assertEqual(self._get(f"{self.url}/papers/{paper.id}").content, PDF)
        with mute_logger("odoo.http"):
            self._write(403)

    def test_paper_is_judged_by_its_content(self):
        self._sign_in(self.user_expert)
        files = {"paper": ("plan.pdf", b"<script>alert()</script>", "application/pdf")}
        self._write(422, files=files)
        self.assertEqual(self.report.state, "draft")
        self.assertFalse(self.report.evidence_ids)

    @mute_logger("odoo.http")
    def test_papers_are_counted(self):
        self._sign_in(self.user_expert)
        files = {"paper": ("plan.pdf", PDF, "application/pdf")}
        for _number in range(10):
            self._write(do="draft", files=files)
        self._write(422, do="draft", files=files)
        self.assertEqual(len(self.report.evidence_ids), 10)

    @mute_logger("odoo.http")
    def test_host_confirms(self):
        self._submit()
        self._sign_in(self.user_asking)
        self.assertIn(self.url, self._get("/my/mentoring").text)
        self.assertIn("Three plan notes", self._get(self.url).text)
        page = self._get(self.assignment._get_portal_url()).text
        self.assertIn("Three plan notes", page)
        self._post(f"{self.url}/confirm")
        self.assertEqual(self.report.state, "confirmed")
        self.assertEqual(self.report.confirmed_by_id, self.user_asking)
        self._post(f"{self.url}/confirm", status=403)
        self.assertNotIn(self.url, self._get("/my/mentoring").text)

    def test_host_returns_with_a_reason(self):
        self._submit()
        self._sign_in(self.user_asking)
        self._post(f"{self.url}/return", {"return_reason": " "}, 422)
        self.assertEqual(self.report.state, "submitted")
        reason = {"return_reason": "The second day is missing"}
        response = self._post(f"{self.url}/return", reason)
        # Back on a page that the host still reads.
        self._get(response.headers["Location"])
        self.assertEqual(self.report.state, "draft")
        self._sign_in(self.user_expert)
        self.assertIn(reason["return_reason"], self._get(self.url).text)
        self.assertIn(reason["return_reason"], self._get("/my/mentoring").text)

    @mute_logger("odoo.http")
    def test_who_reads_it_when(self):
        readers = {
            "draft": {"expert"},
            "submitted": {"expert", *HOST},
            "confirmed": {"expert", "giving", *HOST},
        }
        paper = self.report.with_user(self.user_expert)._attach("plan.pdf", PDF)
        for state, allowed in readers.items():
            self.report._write_guarded({"state": state})
            for who in EVERYBODY:
                self._sign_in(getattr(self, f"user_{who}"))
                with self.subTest(state=state, who=who):
                    status = 200 if who in allowed else 404
                    self._get(self.url, status)
                    self._get(f"{self.url}/papers/{paper.id}", status)
        # A paper of something else is not reached by the report.
        letter = self.letter.evidence_id
        self._sign_in(self.user_expert)
        self._get(f"{self.url}/papers/{letter.id}", 404)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.models")
    def test_who_does_what(self):
        steps = {
            "draft": {"expert": {"write": 303, "confirm": 403, "return": 403}},
            "submitted": {
                "expert": {"write": 403, "confirm": 403, "return": 403},
                "asking": {"write": 403},
                "applicant": {"write": 403, "confirm": 403, "return": 403},
                "viewer": {"write": 403, "confirm": 403, "return": 403},
            },
        }
        values = {"text": "Mine", "return_reason": "x", "do": "draft"}
        for state, expected in steps.items():
            self.report._write_guarded({"state": state})
            for who in EVERYBODY:
                self._sign_in(getattr(self, f"user_{who}"))
                for step in ("write", "confirm", "return"):
                    if who == "asking" and state == "submitted" and step != "write":
                        continue
                    with self.subTest(state=state, who=who, step=step):
                        status = expected.get(who, {}).get(step, 404)
                        self._post(f"{self.url}/{step}", values, status)
            self.assertEqual(self.report.state, state)
        # Nor past the pages.
        for user in (self.user_asking, self.user_giving, self.user_other):
            with self.assertRaises(AccessError):
                self.report.with_user(user).write({"text": "Mine"})

    @mute_logger("odoo.http")
    def test_who_wrote_it_does_not_confirm_it(self):
        """Also where the expert represents the host."""
        self.env["mbb.representative"].create(
            {
                "user_id": self.user_expert.id,
                "institution_id": self.asking.id,
                "role": "representative",
                "date_from": self.today,
            }
        )
        self._submit()
        self._sign_in(self.user_expert)
        self.assertNotIn(f"{self.url}/confirm", self._get(self.url).text)
        self._post(f"{self.url}/confirm", status=403)
        self.assertEqual(self.report.state, "submitted")
