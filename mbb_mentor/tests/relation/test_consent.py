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
        with freeze_time(consent.date_due + timedelta(days=1)):
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
        wizard = self._paper(consent, self.user_officer)
        with self.assertRaises(UserError):
            wizard.action_record()
        wizard.reason = "By the letter"
        wizard.action_record()
        self.assertEqual(consent.state, "withdrawn")
        self.assertTrue(consent.withdraw_evidence_id)
        self.assertEqual(consent.channel, "portal")

    def test_only_the_sekreterya_records_paper(self):
        self.match.action_ask_consents()
        consent = self._consent("mentor_institution")
        for user in (self.user_giving, self.user_approver, self.user_registry):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                consent.with_user(user)._record_paper(
                    "granted", content=PDF, file_name="x.pdf"
                )

    # -- list --------------------------------------------------------------

    def test_reminder(self):
        self.match.action_ask_consents()
        consents = self.match.sudo().consent_ids
        before = self.env["mail.mail"].search_count([("model", "=", "mbb.consent")])
        consents.with_user(self.user_officer).action_remind()
        after = self.env["mail.mail"].search_count([("model", "=", "mbb.consent")])
        self.assertEqual(after - before, len(consents))
        self.assertTrue(all(consents.mapped("date_reminded")))
        with self.assertRaises(AccessError):
            consents.with_user(self.user_approver).action_remind()

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
