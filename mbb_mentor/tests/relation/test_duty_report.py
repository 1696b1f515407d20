# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..common import PDF
from .common import RelationCommon


@tagged("post_install", "-at_install")
class TestDutyReport(RelationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # What parties may read is the portal addon's; their authority is ours.
        for model in ("mbb.duty.report", "mbb.assignment"):
            cls.env["ir.model.access"].create(
                {
                    "name": f"test portal {model}",
                    "model_id": cls.env["ir.model"]._get_id(model),
                    "group_id": cls.env.ref("base.group_portal").id,
                    "perm_read": True,
                    "perm_write": model == "mbb.duty.report",
                }
            )
        cls.match = cls._agree()
        cls.assignment = cls._approved(cls.match, date_to=cls.today)
        cls.assignment.action_start()
        cls.assignment.action_complete()
        cls.report = cls.assignment.report_ids

    def test_asked_for_when_the_duty_is_over(self):
        """`done` does not wait for it; the certificate does."""
        self.assertEqual(self.assignment.state, "done")
        self.assertEqual(self.report.state, "draft")
        self.assertEqual(self.report.date_due, self.today + timedelta(days=15))
        self.assertIn(self.expert.name, self.report.activity_ids.summary)
        with self.assertRefused("confirmed by the host"):
            self.assignment.action_issue_certificate()

    def test_early_end_asks_for_it_too(self):
        day = self.today + timedelta(days=1)
        assignment = self._approved(self.match, date_from=day, date_to=day)
        with freeze_time(f"{day} 10:00:00"):
            assignment.action_start()
            assignment.action_end("Sooner")
        self.assertEqual(assignment.report_ids.state, "draft")

    def _get_mails(self):
        """Who was written to about the report, newest first."""
        mails = self.env["mail.mail"].sudo().search(
            [("model", "=", "mbb.duty.report"), ("res_id", "=", self.report.id)],
            order="id desc",
        )
        return [mail.recipient_ids for mail in mails]

    def test_whose_turn_it_is_hears_of_it(self):
        """Everybody by themselves, without a word of what stands in the report."""
        host = self.user_asking.partner_id
        self.assertEqual(self._get_mails(), [self.expert])
        self.report.text = "Three plan notes were written"
        self.report.with_user(self.user_expert).sudo(False).action_submit()
        self.assertEqual(self._get_mails()[0], host)
        self.report.with_user(self.user_asking).sudo(False).action_return("Too short")
        self.assertEqual(self._get_mails()[0], self.expert)
        for mail in self.env["mail.mail"].sudo().search([("res_id", "=", self.report.id)]):
            self.assertNotIn("plan notes", mail.body_html or "")
            self.assertNotIn("Too short", mail.body_html or "")

    def test_expert_submits_and_host_confirms(self):
        mine = self.report.with_user(self.user_expert).sudo(False)
        with self.assertRefused("Say what was done"):
            mine.action_submit()
        self.report.text = "Three plan notes were written"
        for user in (self.user_asking, self.user_giving, self.user_officer):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                self.report.with_user(user).action_submit()
        self.assertTrue(self.report.activity_ids)
        mine.action_submit()
        self.assertFalse(self.report.activity_ids, "nobody asks for what is there")
        self.assertEqual(self.report.date_submitted, self.today)
        self.assertFalse(self.report.activity_ids)
        for record in (self.report, self.report.sudo()):
            with self.assertRefused("stays"):
                record.text = "Something else"
        for user in (self.user_expert, self.user_giving, self.user_officer):
            with self.subTest(user=user.login), self.assertRaises(UserError):
                self.report.with_user(user).action_confirm()
        host = self.report.with_user(self.user_asking)
        host.action_return("Name the outputs")
        self.assertEqual(self.report.state, "draft")
        self.report.outputs = "A draft by-law"
        mine.action_submit()
        host.action_confirm()
        self.assertEqual(self.report.confirmed_by_id, self.user_asking)
        self.assertEqual(self.report.date_confirmed, self.today)

    def test_signed_papers_by_the_sekreterya(self):
        report = self.report.with_user(self.user_officer)
        report.text = "Three plan notes were written"
        with self.assertRefused("came signed"):
            report.action_submit()
        report._attach("rapor.pdf", PDF)
        report.action_submit()
        with self.assertRefused("came signed"):
            report.action_confirm()
        with self.assertRaises(AccessError):
            self.report.with_user(self.user_other)._attach("x.pdf", PDF, "host")
        report._attach("onay.pdf", PDF, "host")
        report.action_confirm()
        self.assertEqual(self.report.state, "confirmed")
        self.assertTrue(self.report.host_evidence_id.sha256)

    def test_nobody_confirms_their_own_duty(self):
        """Also where the Sekreterya submitted it for an expert who represents the
        host."""
        self.env["mbb.representative"].create(
            {
                "user_id": self.user_expert.id,
                "institution_id": self.asking.id,
                "role": "representative",
                "date_from": self.today,
            }
        )
        report = self.report.with_user(self.user_officer)
        report.text = "Three plan notes were written"
        report._attach("rapor.pdf", PDF)
        report.action_submit()
        with self.assertRefused("does not confirm it"):
            self.report.with_user(self.user_expert).sudo(False).action_confirm()
        self.assertEqual(self.report.state, "submitted")

    def test_no_way_around(self):
        for state in ("submitted", "confirmed"):
            self._try_to_forge(self.report, state)
        for values in (
            {"confirmed_by_id": self.user_asking.id},
            {"evidence_ids": [(5,)]},
            {"date_submitted": self.today},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                self.report.sudo().write(values)
        with self.assertRaises(AccessError):
            self.report.with_user(self.user_officer).unlink()

    def test_thanks_and_certificate(self):
        url = self.assignment.action_issue_thanks()["url"]
        self.assertEqual(self.assignment.action_issue_thanks()["url"], url)
        self.report.text = "Done"
        self.report.sudo().action_submit()
        self.report.sudo().action_confirm()
        self.assignment.action_issue_certificate()
        letter = self.assignment.letter_ids.filtered(lambda r: r.kind == "certificate")
        self.assertEqual(len(letter), 1)
        self.assertEqual(letter.standing, "valid")
        self.assertEqual(letter._get_initials(), "A. U.")
        with self.assertRaises(AccessError):
            self.assignment.with_user(self.user_approver).action_issue_thanks()
        # The assignment's own letter is what "Letter" still opens.
        self.assertNotEqual(
            self.assignment.action_print_letter(), letter.action_download()
        )
