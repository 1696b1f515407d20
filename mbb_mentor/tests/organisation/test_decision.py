# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from ..base.test_approval import ApprovalCommon
from ..common import PDF


@tagged("post_install", "-at_install")
class TestDecision(ApprovalCommon):
    """A matter goes to the Encümen and comes back with its decision (MPY m.9)."""

    def _put(self, record=None, user=None, **values):
        record = (self.match if record is None else record).with_user(
            user or self.user_officer
        )
        return record._put_before_organ(
            **{
                "organ": self.committee,
                "subject": "Yurt dışından mentor",
                "question": "Bir yabancı belediyenin uzmanı mentor olabilir mi?",
                "ground": "Yönetmelikte açık hüküm yok.",
                **values,
            }
        )

    def test_there_and_back(self):
        match = self.match.with_user(self.user_officer)
        decision = self._put()
        self.assertEqual(decision.state, "awaiting")
        self.assertEqual(decision.asked_by_id, self.user_officer)
        self.assertIn(self.committee.name, match.decision_notice)
        with self.assertRaisesRegex(UserError, "Yurt dışından"):
            match.action_ask_consents()
        with self.assertRaisesRegex(UserError, "Yurt dışından"):
            match.action_cancel("No more")
        self._decide_matter(decision)
        self.assertEqual(decision.state, "decided")
        self.assertEqual(decision.year, self.today.year)
        self.assertTrue(decision.sudo().evidence_id.sha256)
        self.assertFalse(match.has_open_decision)
        match.action_ask_consents()
        self.assertEqual(match.state, "approval")

    def test_every_arrow_waits(self):
        self._put()
        for source in self.match._arrows:
            self.match._write_guarded({"state": source})
            for target in self.match._arrows[source]:
                with self.subTest(source=source, target=target):
                    reason = self.match.with_user(
                        self.user_officer
                    )._get_arrow_obstacle(target)
                    self.assertTrue(reason)

    def test_a_party_may_still_withdraw(self):
        """What ends the record by itself is not held up."""
        self._put()
        self.match._write_guarded({"state": "consent"})
        self.assertTrue(self.match.sudo()._get_arrow_obstacle("approval"))
        self.assertFalse(self.match.sudo()._get_arrow_obstacle("declined"))

    def test_approval_waits_too(self):
        row = self._ask()
        self._put()
        with self.assertRaisesRegex(UserError, "Yurt dışından"), self.cr.savepoint():
            row.with_user(self.user_approver)._do_approve()

    def test_does_not_go_on(self):
        self._decide_matter(self._put(), outcome="end")
        self.assertEqual(self.match.state, "cancelled")
        self.assertIn(self.committee.name, self.match.cancel_reason)

    def test_nothing_lapses_meanwhile(self):
        rule = self.env["mbb.clock.rule"].create(
            {
                "name": "Match",
                "model_id": self.env["ir.model"]._get_id("mbb.match"),
                "state": "consent",
                "days": 1,
                "expire": True,
            }
        )
        self.match._write_guarded({"state": "consent"})
        self.match._set_clock()
        decision = self._put()
        with freeze_time(self.today + timedelta(days=9)):
            rule._tick(self.match)
            self.assertEqual(self.match.state, "consent")
            decision.action_cancel("Settled otherwise")
            rule._tick(self.match)
            self.assertEqual(self.match.state, "declined")

    def test_one_open_matter(self):
        self._put()
        with self.assertRaises(AccessError):
            self._put()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            self.env["mbb.decision"].create(
                {
                    "organ_id": self.committee.id,
                    "subject": "Again",
                    "question": "?",
                    "ground": "!",
                    "res_model": self.match._name,
                    "res_id": self.match.id,
                }
            )

    def test_who_may(self):
        with self.assertRaises(AccessError):
            self._put(user=self.user_employee)
        decision = self._put()
        with self.assertRaises(UserError):
            decision.with_user(self.user_registry).asked_by_id = self.user_registry
        decision.sudo().meeting_date = self.today
        for user in (self.user_officer, self.user_manager, self.user_approver):
            with self.subTest(user.login), self.assertRaises(UserError):
                decision.with_user(user).action_put_on_agenda()
        with self.assertRaises(UserError):
            decision.with_user(self.user_officer2).action_cancel("Not needed")
        decision.with_user(self.user_officer).action_cancel("Not needed")
        self.assertFalse(self.match.has_open_decision)

    def test_recorded_once_with_its_paper(self):
        decision = self._put().with_user(self.user_registry)
        values = {
            "number": "7",
            "date": self.today,
            "outcome": "go_on",
            "text": "Yes.",
            "file_name": "karar.pdf",
            "content": PDF,
        }
        with self.assertRaises(UserError):  # not on an agenda
            decision._record_decision(**values)
        with self.assertRaises(UserError):  # no meeting
            decision.action_put_on_agenda()
        decision.meeting_date = self.today
        decision.action_put_on_agenda()
        self.assertEqual(decision.agenda_order, 1)
        for name, value in (
            ("number", " "),
            ("text", ""),
            ("content", b""),
            ("date", self.today + timedelta(days=2)),
        ):
            with self.subTest(name=name), self.assertRaises(UserError):
                decision._record_decision(**{**values, name: value})
        decision._record_decision(**values)
        with self.assertRaises(UserError):
            decision._record_decision(**{**values, "number": "8"})
        for record in (decision, decision.sudo()):
            for vals in (
                {"number": "9"},
                {"outcome": "end"},
                {"text": "No."},
                {"subject": "Other"},
                {"state": "awaiting"},
                {"res_id": decision.res_id + 1},
            ):
                with self.subTest(vals=vals), self.assertRaises(UserError):
                    record.write(vals)
        with self.assertRaises(UserError):
            decision.sudo().unlink()

    def test_number_is_unique_in_its_year(self):
        self._decide_matter(self._put(), "15")
        other = self._put(self._create_mentee())
        for number in (" 015 ", "1\u200b5", "\uff11\uff15"):
            with self.subTest(number), self.assertRaisesRegex(UserError, "15"):
                with self.cr.savepoint():
                    self._decide_matter(other, number)
        other.with_user(self.user_registry).meeting_date = self.today
        other.with_user(self.user_registry).action_put_on_agenda()
        self.assertEqual(other.state, "agenda")
        # The database holds, whatever the code has seen.
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            self.cr.execute(
                "UPDATE mbb_decision SET number = '15', year = %s WHERE id = %s",
                [self.today.year, other.id],
            )

    def test_postponed(self):
        decision = self._put().with_user(self.user_registry)
        decision.meeting_date = self.today
        decision.action_put_on_agenda()
        decision.action_postpone()
        self.assertEqual(decision.state, "awaiting")
        self.assertFalse(decision.meeting_date)
        self.assertTrue(self.match.has_open_decision)

    def test_precedents(self):
        old = self._decide_matter(self._put())
        found = self.env["mbb.decision"]._find_precedents(
            "YURT DIŞINDAN gelecek MENTORLAR", "mbb.match", self.env.company
        )
        self.assertIn(old, found)
        self.assertFalse(
            self.env["mbb.decision"]._find_precedents(
                "Bütçe aktarımı", "mbb.match", self.env.company
            )
        )

    def test_wizard_shows_precedents(self):
        old = self._decide_matter(self._put())
        mentee = self._create_mentee().with_user(self.user_officer)
        action = mentee.action_put_before_organ()
        form = Form(
            self.env[action["res_model"]]
            .with_user(self.user_officer)
            .with_context(**action["context"])
        )
        self.assertEqual(form.organ_id, self.committee)
        form.subject = "Yurt dışından menti"
        self.assertIn(old.id, form.precedent_ids.ids)
        form.question = "Olur mu?"
        form.ground = "Hüküm yok."
        form.save().action_confirm()
        self.assertTrue(mentee.has_open_decision)

    def test_wizard_takes_no_other_record(self):
        wizard = (
            self.env["mbb.decision.ask"]
            .with_user(self.user_officer)
            .create(
                {
                    "res_model": "res.users",
                    "res_id": self.env.uid,
                    "organ_id": self.committee.id,
                    "subject": "A",
                    "question": "B",
                    "ground": "C",
                }
            )
        )
        with self.assertRaises(UserError):
            wizard.action_confirm()

    def test_extract_hides_names(self):
        self.expert.name = "Ayşe Işık Uzman"
        mentor = self._create_mentor(
            applicant_type="person", person_id=self.expert.id, accepted=False
        )
        decision = self._decide_matter(
            self._put(mentor),
            text="AYŞE IŞIK UZMAN'ın ve Ayşe Işık Uzman'a ilişkin talep kabul edildi.",
        )
        self.assertEqual(
            decision.extract, "A. I. U.'ın ve A. I. U.'a ilişkin talep kabul edildi."
        )

    def test_papers_print(self):
        decision = self._put().with_user(self.user_registry)
        report = self.env["ir.actions.report"].with_user(self.user_registry)
        # Neither an extract before the decision, nor an agenda without a meeting.
        for name in ("extract", "agenda"):
            with self.assertRaises(UserError):
                report._render_qweb_html(
                    f"mbb_mentor.report_decision_{name}", decision.ids
                )
        self._decide_matter(decision)
        for name, text in (("agenda", "Yabancı"), ("extract", "It was decided.")):
            html, _kind = report._render_qweb_html(
                f"mbb_mentor.report_decision_{name}", decision.ids
            )
            # What becomes the PDF: one body that holds all.
            action = report._get_report(f"mbb_mentor.report_decision_{name}")
            (html,), _ids, header, footer, _paper = action._prepare_html(
                html, "mbb.decision"
            )
            self.assertFalse(header or footer)
            self.assertIn(text.lower(), html.lower())
            self.assertIn(self.committee.name, html)

    def test_clean_matter_of_the_registry(self):
        """One that is about no record, e.g. for a reorganisation."""
        decision = (
            self.env["mbb.decision"]
            .with_user(self.user_registry)
            .create(
                {
                    "organ_id": self.council.id,
                    "subject": "A new unit",
                    "question": "Shall it be made?",
                    "ground": "GÇY m.4/h",
                    "res_model": "mbb.match",
                    "res_id": self.match.id,
                }
            )
        )
        self.assertFalse(decision.res_model)
        self._decide_matter(decision)
        self.assertEqual(decision.state, "decided")
