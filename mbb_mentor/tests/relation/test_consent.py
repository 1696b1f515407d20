# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64
import hashlib
from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ...models.relation.mbb_consent import ANSWER_FIELDS
from ..common import PDF
from .common import RelationCommon


@tagged("post_install", "-at_install")
class TestConsent(RelationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.match = cls._propose()
        cls.startClassPatcher(
            patch.object(
                type(cls.env["ir.cron"]), "_commit_progress", lambda *a, **k: 1
            )
        )

    def _consent(self, side, record=None):
        record = (record or self.match).sudo()
        return record.consent_ids.filtered(
            lambda c: c.side == side and c.state != "cancelled"
        ).with_user(self.user_officer)

    # -- who is asked ------------------------------------------------------

    def test_match_asks_institutions_and_named_person(self):
        self.match.action_ask_consents()
        self.assertEqual(
            set(self.match.consent_ids.mapped("side")),
            {"mentor_institution", "mentee_institution", "expert"},
        )
        self.assertEqual(self._consent("expert").partner_id, self.expert)
        consent = self._consent("mentor_institution")
        self.assertEqual(consent.institution_id, self.giving)

    def test_mentee_person_consents_by_applying(self):
        self.match.sudo().action_cancel("Another one")
        mentee = self._create_mentee(
            applicant_type="person", person_id=self.learner.id
        )
        match = self._propose(mentee_id=mentee.id)
        match.action_ask_consents()
        self.assertNotIn(self.learner, match.consent_ids.partner_id)
        self.assertEqual(len(match.consent_ids), 3)

    def test_mentor_institution_without_person(self):
        mentor = self._create_mentor()
        match = self._propose(mentor_id=mentor.id)
        match.action_ask_consents()
        self.assertEqual(
            sorted(match.consent_ids.mapped("side")),
            ["mentee_institution", "mentor_institution"],
        )

    def test_one_institution_on_both_sides_answers_once(self):
        parties = self.match._prepare_parties(
            [("mentor_institution", self.giving), ("mentee_institution", self.giving)],
            self.expert,
        )
        self.assertEqual(
            [party["side"] for party in parties], ["mentor_institution", "expert"]
        )

    def test_the_birlik_is_not_asked(self):
        birlik = self.match.company_id.partner_id
        parties = self.match._prepare_parties(
            [("mentor_institution", birlik), ("mentee_institution", self.asking)]
        )
        self.assertEqual([p["side"] for p in parties], ["mentee_institution"])

    # -- what is asked -----------------------------------------------------

    def test_text_is_frozen_with_its_hash(self):
        self.match.action_ask_consents()
        consent = self._consent("expert").sudo()
        self.assertIn(self.giving.name, consent.request_text)
        self.assertEqual(
            consent.text_sha256,
            hashlib.sha256(consent.request_text.encode()).hexdigest(),
        )
        for values in (
            {"request_text": "Something else"},
            {"side": "mentee_institution"},
            {"partner_id": self.learner.id},
            {"date_asked": fields.Datetime.now()},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                consent.write(values)

    def test_each_contact_gets_a_mail_with_a_link_only(self):
        self.match.action_ask_consents()
        for consent in self.match.sudo().consent_ids:
            mails = self.env["mail.mail"].search(
                [("model", "=", "mbb.consent"), ("res_id", "=", consent.id)]
            )
            self.assertEqual(len(mails), 1, consent.side)
            self.assertIn(f"/my/mentoring/consents/{consent.id}", mails.body_html)
            self.assertNotIn(self.expert.name, mails.body_html)
            self.assertEqual(
                mails.recipient_ids, consent._get_party()._get_consent_contacts()
            )

    def test_mail_in_the_recipients_language(self):
        self.env["res.lang"]._activate_lang("tr_TR")
        template = self.env.ref("mbb_mentor.mail_template_consent_request")
        template.with_context(lang="tr_TR").subject = "Muvafakatiniz rica olunur"
        self.user_giving.lang = "tr_TR"
        self.user_asking.lang = "en_US"
        self.match.action_ask_consents()
        subjects = {
            consent.side: self.env["mail.mail"]
            .search([("model", "=", "mbb.consent"), ("res_id", "=", consent.id)])
            .subject
            for consent in self.match.sudo().consent_ids
        }
        self.assertEqual(subjects["mentor_institution"], "Muvafakatiniz rica olunur")
        self.assertNotEqual(subjects["mentee_institution"], "Muvafakatiniz rica olunur")

    # -- who answers -------------------------------------------------------

    def test_wrong_persons_cannot_answer(self):
        self.match.action_ask_consents()
        wrong = {
            "mentor_institution": [
                self.user_applicant,
                self.user_viewer,
                self.user_asking,
                self.user_other,
                self.user_expert,
                self.user_officer,
                self.user_manager,
                self.user_approver,
                self.env.ref("base.user_admin"),
            ],
            "expert": [
                self.user_giving,
                self.user_asking,
                self.user_officer,
                self.user_manager,
                self.env.ref("base.user_admin"),
            ],
        }
        for side, users in wrong.items():
            for user in users:
                for name, arguments in (
                    ("action_grant", ()),
                    ("action_refuse", ("No",)),
                ):
                    consent = self._consent(side).with_user(user)
                    with (
                        self.subTest(side=side, user=user.login, method=name),
                        self.assertRaises(UserError),
                    ):
                        getattr(consent, name)(*arguments)
                    # Nor when a controller calls it as superuser for them.
                    with (
                        self.subTest(side=side, user=user.login, sudo=name),
                        self.assertRaises(UserError),
                    ):
                        getattr(consent.sudo(), name)(*arguments)
        self.assertEqual(set(self.match.consent_ids.mapped("state")), {"requested"})

    def test_authority_ends_with_its_date(self):
        self.match.action_ask_consents()
        row = self.giving.representative_ids.filtered(
            lambda r: r.user_id == self.user_giving
        )
        row.date_to = self.today - timedelta(days=2)
        with self.assertRaises(AccessError):
            self._consent("mentor_institution").with_user(
                self.user_giving
            ).action_grant()

    def test_nobody_creates_or_forges_a_consent(self):
        self.match.action_ask_consents()
        consent = self._consent("expert")
        for state in ("granted", "withdrawn", "expired", "cancelled"):
            self._try_to_forge(consent, state)
        with self.assertRaises(UserError):
            consent.write({"answered_by_id": self.user_officer.id})
        with self.assertRaises(AccessError):
            consent.write({"responsible_id": self.user_officer2.id})
        with self.assertRaises(UserError):
            consent.sudo().write({"answered_by_id": self.user_officer.id})
        with self.assertRaises(UserError):
            consent.sudo().copy({"state": "granted"})
        with self.assertRaises(AccessError):
            self.env["mbb.consent"].with_user(self.user_manager).create(
                {"match_id": self.match.id, "side": "expert", "request_text": "x"}
            )
        with self.assertRaises(UserError):
            consent.sudo().unlink()

    def test_database_refuses_an_answer_without_who_and_when(self):
        self.match.action_ask_consents()
        consent = self._consent("expert")
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            self.env.cr.execute(
                "UPDATE mbb_consent SET state = 'granted' WHERE id = %s", [consent.id]
            )

    def test_grant_records_who_when_and_as_whom(self):
        self.match.action_ask_consents()
        consent = self._consent("mentor_institution")
        consent.with_user(self.user_giving).action_grant()
        self.assertEqual(consent.answered_by_id, self.user_giving)
        self.assertTrue(consent.date_answered)
        self.assertEqual(consent.channel, "portal")
        self.assertIn(self.giving.name, consent.capacity)
        with self.assertRaises(UserError):
            consent.with_user(self.user_giving).action_refuse("Changed my mind")
        with self.assertRaises(UserError):
            consent.with_user(self.user_giving).action_grant()

    # -- what follows ------------------------------------------------------

    def test_all_granted_goes_to_approval(self):
        self.match.action_ask_consents()
        for side, user in list(self._users_by_side().items())[:2]:
            self._consent(side).with_user(user).action_grant()
            self.assertEqual(self.match.state, "consent")
        with self.assertRefused(self.expert.name):
            self.match.action_send_to_approval()
        with self.assertRefused(self.expert.name):
            self.match.sudo()._take_arrow("approval")
        self._consent("expert").with_user(self.user_expert).action_grant()
        self.assertEqual(self.match.state, "approval")
        asked_by = self.match.sudo().approval_ids.asked_by_id
        self.assertEqual(asked_by, self.user_officer)
        self._approve(self.match, self.user_manager)
        self.assertEqual(self.match.state, "agreed")

    def test_answer_stands_where_nobody_can_approve(self):
        self.match.action_ask_consents()
        rule = self.env.ref("mbb_mentor.mbb_approval_rule_match")
        rule.active = False
        self._grant_all(self.match)
        self.assertEqual(self.match.state, "consent")
        self.assertEqual(set(self.match.consent_ids.mapped("state")), {"granted"})
        rule.active = True
        for user in (self.user_employee, self.user_giving):
            with self.assertRaises(UserError):
                self.match.with_user(user).action_send_to_approval()
        self.match.action_send_to_approval()
        self.assertEqual(self.match.state, "approval")

    def test_refusal_declines_and_keeps_the_persons_reason(self):
        self.match.action_ask_consents()
        consent = self._consent("expert")
        with self.assertRaises(UserError):
            consent.with_user(self.user_expert).action_refuse("  ")
        consent.with_user(self.user_expert).action_refuse("A family matter")
        self.assertEqual(self.match.state, "declined")
        self.assertIn(self.expert.name, self.match.decline_reason)
        self.assertNotIn("family", self.match.decline_reason)
        self.assertEqual(consent.reason, "A family matter")
        for user in (self.user_giving, self.user_asking, self.user_approver):
            with self.assertRaises(AccessError):
                consent.with_user(user).read(["reason"])
            if user != self.user_approver:
                shown = consent.with_user(user).sudo().institution_view_state
                self.assertNotIn("family", shown)
        # The others need not answer any more.
        others = self.match.sudo().consent_ids - consent.sudo()
        self.assertEqual(set(others.mapped("state")), {"cancelled"})
        messages = consent.sudo().message_ids.tracking_value_ids
        self.assertNotIn("reason", messages.field_id.mapped("name"))

    def test_silence_expires_and_never_grants(self):
        self.match.action_ask_consents()
        consent = self._consent("mentor_institution").sudo()
        self.assertTrue(consent.date_due)
        with freeze_time(consent.date_due):
            self.env["mbb.clock.rule"]._cron_tick()
        self.assertEqual(consent.state, "requested")
        self.assertTrue(consent.date_reminded)
        with freeze_time(consent.date_due + timedelta(days=5)):
            self.env["mbb.clock.rule"]._cron_tick()
        # Late, and told to the one above, but an answer is still taken.
        self.assertEqual(consent.state, "requested")
        self.assertTrue(consent.date_escalated)
        with freeze_time(consent.date_due + timedelta(days=6)):
            self.env["mbb.clock.rule"]._cron_tick()
        states = set(self.match.sudo().consent_ids.mapped("state"))
        self.assertIn("expired", states)
        self.assertFalse(states & {"granted", "requested"})
        self.assertEqual(self.match.state, "declined")
        with self.assertRaises(UserError):
            consent.with_user(self.user_giving).action_grant()

    def test_withdrawn_before_agreed_declines(self):
        self.match.action_ask_consents()
        consent = self._consent("expert").with_user(self.user_expert)
        consent.action_grant()
        with self.assertRaises(UserError):
            consent.action_withdraw("")
        consent.action_withdraw("Ill")
        self.assertEqual(self.match.state, "declined")
        self.assertEqual(consent.sudo().state, "withdrawn")
        # The answer itself is not edited.
        self.assertEqual(consent.sudo().answered_by_id, self.user_expert)
        self.assertTrue(consent.sudo().date_answered)

    def test_withdrawn_after_agreed_ends(self):
        self._grant_and_agree()
        self.assertEqual(self.match.state, "agreed")
        self._consent("mentee_institution").with_user(
            self.user_asking
        ).action_withdraw("No need any more")
        self.assertEqual(self.match.state, "ended")
        self.assertIn(self.asking.name, self.match.end_reason)
        self.assertEqual(self.mentee.state, "waiting")

    def _grant_and_agree(self):
        self.match.action_ask_consents()
        self._grant_all(self.match)
        self._approve(self.match, self.user_manager)

    # -- covered fields ----------------------------------------------------

    def test_change_while_asked_starts_again(self):
        self.match.action_ask_consents()
        self._consent("expert").with_user(self.user_expert).action_grant()
        first = self.match.sudo().consent_ids
        self.match.write({"date_to": self.today + timedelta(days=20)})
        self.assertEqual(self.match.state, "proposed")
        self.assertEqual(set(first.mapped("state")), {"cancelled"})
        self.match.action_ask_consents()
        again = self.match.sudo().consent_ids - first
        self.assertEqual(len(again), 3)
        self.assertEqual(set(again.mapped("state")), {"requested"})

    def test_change_while_approval_starts_again(self):
        self.match.action_ask_consents()
        self._grant_all(self.match)
        row = self.match.sudo().approval_ids
        self.assertEqual(row.state, "waiting")
        self.match.write({"date_to": self.today + timedelta(days=20)})
        self.assertEqual(self.match.state, "proposed")
        self.assertEqual(row.state, "cancelled")

    def test_same_value_or_other_field_changes_nothing(self):
        self.match.action_ask_consents()
        self.match.write(
            {
                "date_to": fields.Date.to_string(self.match.date_to),
                "responsible_id": self.user_officer2.id,
            }
        )
        self.assertEqual(self.match.state, "consent")

    def test_change_after_agreed_is_refused(self):
        self._grant_and_agree()
        for match in (self.match, self.match.sudo()):
            with self.assertRefused():
                match.write({"date_to": self.today + timedelta(days=20)})
        with self.assertRaises(UserError):
            self.match.sudo().with_context(mbb_covered_passage=True).write(
                {"date_to": self.today + timedelta(days=20)}
            )

    # -- paper -------------------------------------------------------------

    def _paper(self, consent, user, **values):
        return (
            self.env["mbb.consent.record"]
            .with_user(user)
            .create(
                {
                    "consent_id": consent.id,
                    "file": base64.b64encode(PDF),
                    "file_name": "muvafakat.pdf",
                    "document_number": "E-77",
                    "document_date": self.today,
                    "capacity": "The mayor",
                    **values,
                }
            )
        )

    def test_paper_answer_needs_its_file(self):
        self.match.action_ask_consents()
        consent = self._consent("mentor_institution")
        with self.assertRaises(Exception), mute_logger("odoo.sql_db"):
            with self.env.cr.savepoint():
                self._paper(consent, self.user_officer, file=False).action_record()
        with self.assertRaises(UserError):
            self._paper(
                consent, self.user_officer, file=base64.b64encode(b"text only")
            ).action_record()
        self._paper(consent, self.user_officer, answer="granted").action_record()
        self.assertEqual(consent.state, "granted")
        self.assertEqual(consent.channel, "paper")
        self.assertEqual(consent.capacity, "The mayor")
        self.assertEqual(consent.answered_by_id, self.user_officer)
        self.assertEqual(consent.evidence_id.sha256, hashlib.sha256(PDF).hexdigest())
        self.assertEqual(consent.evidence_id.res_id, consent.id)

    def test_paper_withdrawal(self):
        self.match.action_ask_consents()
        consent = self._consent("mentor_institution")
        consent.with_user(self.user_giving).action_grant()
        wizard = self._paper(consent, self.user_officer, after="withdrawal")
        with self.assertRaises(UserError):
            wizard.action_record()
        wizard.reason = "By the letter"
        wizard.action_record()
        self.assertEqual(consent.state, "withdrawn")
        self.assertTrue(consent.withdraw_evidence_id)
        self.assertEqual(consent.channel, "portal")

    def test_letter_after_the_click_is_a_further_row(self):
        self.match.action_ask_consents()
        consent = self._consent("mentor_institution")
        consent.with_user(self.user_giving).action_grant()
        answer = {name: consent.sudo()[name] for name in ANSWER_FIELDS}
        self._paper(consent, self.user_officer, channel="ebys").action_record()
        self._paper(consent, self.user_officer, channel="kep").action_record()
        consent.invalidate_recordset()
        self.assertEqual(consent.state, "granted")
        self.assertEqual(
            {name: consent.sudo()[name] for name in ANSWER_FIELDS}, answer
        )
        papers = consent.paper_ids
        self.assertEqual(papers.mapped("channel"), ["ebys", "kep"])
        self.assertEqual(papers[0].number, "E-77")
        self.assertEqual(papers[0].date, self.today)
        self.assertEqual(papers[0].create_uid, self.user_officer)
        self.assertEqual(papers[0].sha256, hashlib.sha256(PDF).hexdigest())
        with self.assertRaises(UserError):
            papers[0].sudo().write({"number": "E-78"})
        with self.assertRaises(UserError):
            papers[0].sudo().unlink()
        with self.assertRaises(AccessError):
            papers[0].with_user(self.user_manager).create({"consent_id": consent.id})

    def test_an_official_letter_has_number_and_date(self):
        self.match.action_ask_consents()
        consent = self._consent("mentor_institution")
        wizard = self._paper(
            consent, self.user_officer, channel="kep", document_number=False
        )
        with self.assertRefused("number and a date"):
            wizard.action_record()

    def test_a_letter_confirms_only_what_was_given(self):
        self.match.action_ask_consents()
        consent = self._consent("mentor_institution")
        with self.assertRefused("confirms a consent that was given"):
            self._attach_letter(self.match)
        with self.assertRaises(AccessError):
            consent.with_user(self.user_giving).action_grant()
            consent.with_user(self.user_giving)._attach_paper(
                content=PDF,
                file_name="x.pdf",
                channel="ebys",
                number="1",
                date=self.today,
            )

    # -- which ways suffice ------------------------------------------------

    def test_a_way_that_does_not_suffice_waits_for_the_letter(self):
        rule = self.env.ref("mbb_mentor.mbb_consent_rule_match")
        rule.write({"by_portal": False, "by_paper": False})
        self.match.action_ask_consents()
        self._grant_all(self.match)
        self.assertEqual(self.match.state, "consent")
        self.assertFalse(any(self.match.sudo().consent_ids.mapped("is_sufficient")))
        with self.assertRefused("by another way"):
            self.match.action_send_to_approval()
        for consent in self.match.sudo().consent_ids:
            self.assertEqual(self.match.state, "consent")
            self._paper(consent, self.user_officer, channel="kep").action_record()
        self.assertEqual(self.match.state, "approval")

    def test_a_companys_own_rule_comes_first(self):
        rules = self.env["mbb.consent.rule"]
        own = rules.create(
            {
                "name": "Ours",
                "request": "match",
                "by_portal": False,
                "company_id": self.match.company_id.id,
            }
        )
        self.assertEqual(self.match._get_consent_rule(), own)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            with self.env.cr.savepoint():
                own.write(
                    {"by_paper": False, "by_kep": False, "by_ebys": False}
                )

    def test_without_a_rule_nobody_is_asked(self):
        self.env["mbb.consent.rule"].search([("request", "=", "match")]).unlink()
        with self.assertRefused("no rule says which answers suffice"):
            self.match.action_ask_consents()

    def test_the_click_is_never_called_a_signature(self):
        self.match.action_ask_consents()
        consent = self._consent("mentor_institution")
        self.assertFalse(consent.answer_note)
        consent.with_user(self.user_giving).action_grant()
        self.assertIn("not a signature", consent.answer_note)

    def test_the_text_has_a_version(self):
        self.match.action_ask_consents()
        first = self.match.sudo().consent_ids
        self.assertEqual(set(first.mapped("text_version")), {1})
        self.match.action_take_back()
        self.match.action_ask_consents()
        again = self.match.sudo().consent_ids - first
        self.assertEqual(set(again.mapped("text_version")), {2})
        with self.assertRaises(UserError):
            again[:1].write({"text_version": 1})

    def test_only_the_sekreterya_records_paper(self):
        self.match.action_ask_consents()
        consent = self._consent("mentor_institution")
        for user in (self.user_giving, self.user_approver, self.user_registry):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                consent.with_user(user)._record_paper(
                    "granted", content=PDF, file_name="x.pdf"
                )

    # -- list --------------------------------------------------------------

    def _mails(self):
        """Those to the parties, not the officers' own notices."""
        return self.env["mail.mail"].search_count(
            [("model", "=", "mbb.consent"), ("body_html", "ilike", "/my/mentoring")]
        )

    def test_reminder(self):
        self.match.action_ask_consents()
        consents = self.match.sudo().consent_ids
        with freeze_time(self.today + timedelta(days=2)):
            before = self._mails()
            consents.with_user(self.user_officer).action_remind()
            self.assertEqual(self._mails() - before, len(consents))
            self.assertTrue(all(consents.mapped("date_reminded")))
            self.assertEqual(set(consents.mapped("remind_count")), {1})
            with self.assertRaises(AccessError):
                consents.with_user(self.user_approver).action_remind()

    def test_nobody_gets_two_mails_a_day(self):
        self.match.action_ask_consents()
        consents = self.match.sudo().consent_ids.with_user(self.user_officer)
        before = self._mails()
        # They were asked today: that mail stands for a reminder.
        result = consents.action_remind()
        self.assertEqual(result["params"]["type"], "warning")
        self.assertEqual(self._mails(), before)
        self.assertFalse(any(consents.mapped("date_reminded")))
        with freeze_time(self.today + timedelta(days=2)):
            consents.action_remind()
            once = self._mails()
            consents.action_remind()
            self.env["mbb.clock.rule"]._cron_tick()
            self.assertEqual(self._mails(), once)
        with freeze_time(self.today + timedelta(days=3)):
            consents.action_remind()
            self.assertEqual(self._mails() - once, len(consents))

    def test_one_mail_for_all_that_waits_for_a_contact(self):
        mentee = self._create_mentee(institution=self.other)
        mentor = self._create_mentor()
        other = self._propose(mentor_id=mentor.id, mentee_id=mentee.id)
        for match in (self.match, other):
            match.action_ask_consents()
        asked = (self.match | other).sudo().consent_ids.filtered(
            lambda c: c.institution_id == self.giving and not c.partner_id
        )
        self.assertEqual(len(asked), 2)
        with freeze_time(self.today + timedelta(days=2)):
            before = self._mails()
            asked.with_user(self.user_officer).action_remind()
            self.assertEqual(self._mails() - before, 1)
            contact = self.giving._get_consent_contacts()
            self.assertEqual(asked[:1]._count_waiting(contact), 2)
        self.assertEqual(asked.mapped("remind_count"), [1, 1])
        self.assertEqual(
            sorted(
                asked.notice_ids.filtered(lambda n: n.kind == "reminder").mapped(
                    "is_mailed"
                )
            ),
            [False, True],
        )

    def test_the_database_allows_one_reminder_a_day(self):
        self.match.action_ask_consents()
        consent = self._consent("expert").sudo()
        vals = {
            "consent_id": consent.id,
            "partner_id": self.expert.id,
            "kind": "reminder",
            "date": self.today,
            "is_mailed": True,
        }
        notices = self.env["mbb.consent.notice"].sudo()
        first = notices.create(vals)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            with self.env.cr.savepoint():
                notices.create(vals)
        with self.assertRaises(UserError):
            first.write({"date": "2020-01-01"})
        with self.assertRaises(UserError):
            first.unlink()

    def test_whoever_has_no_address_is_named(self):
        self.expert.email = False
        self.match.action_ask_consents()
        consent = self._consent("expert")
        with freeze_time(self.today + timedelta(days=2)):
            result = consent.action_remind()
        self.assertIn(self.expert.name, result["params"]["message"])
        self.assertTrue(consent.sudo().activity_ids)

    def test_nothing_lapses_without_a_reminder(self):
        """The server was down over the reminder and the due date."""
        self.match.action_ask_consents()
        consent = self._consent("mentor_institution").sudo()
        first_due = consent.date_due
        back = first_due + timedelta(days=20)
        with freeze_time(back):
            before = self._mails()
            self.env["mbb.clock.rule"]._cron_tick()
            self.env["mbb.clock.rule"]._cron_tick()
            self.assertEqual(self._mails() - before, 3)
        self.assertEqual(consent.state, "requested")
        self.assertEqual(consent.date_reminded, back)
        self.assertGreaterEqual(consent.date_due, back + timedelta(days=3))
        # Nothing is done on a day of rest, and New Year may lie among them.
        due = consent.date_due
        for days in range(1, 15):
            with freeze_time(due + timedelta(days=days)):
                self.env["mbb.clock.rule"]._cron_tick()
        self.assertIn(consent.state, ("expired", "cancelled"))

    def test_a_person_who_did_not_answer_is_shown_as_one_who_did_not_consent(self):
        self.match.action_ask_consents()
        self._consent("expert").sudo()._clock_expire()
        self.assertEqual(self.match.state, "declined")
        self.assertIn("has not consented", self.match.decline_reason)

    def test_list_queries_do_not_grow(self):
        self.match.action_ask_consents()
        matches = self.match
        for number in range(6):
            mentor = self._create_mentor(capacity=9)
            mentee = self._create_mentee(
                institution=self._create_institution(f"Town {number}", "town")
            )
            match = self._propose(mentor_id=mentor.id, mentee_id=mentee.id)
            match.action_ask_consents()
            matches |= match
        few = self.match.sudo().consent_ids.ids
        many = matches.sudo().consent_ids.ids
        specification = {
            name: {"fields": {"display_name": {}}}
            if name in ("responsible_id", "company_id")
            else {}
            for name in (
                "party_name",
                "side",
                "subject",
                "date_asked",
                "waiting_days",
                "date_due",
                "date_answered",
                "channel",
                "responsible_id",
                "state",
                "is_overdue",
                "company_id",
                "display_name",
                "institution_view_state",
                "remind_count",
                "date_reminded",
                "request",
            )
        }
        counts = []
        for ids in (many, few, many):
            self.env.flush_all()
            self.env.invalidate_all()
            consents = self.env["mbb.consent"].with_user(self.user_officer)
            start = self.env.cr.sql_log_count
            consents.web_search_read([("id", "in", ids)], specification)
            counts.append(self.env.cr.sql_log_count - start)
        self.assertEqual(counts[1], counts[2], "The list's queries grow with its rows")
