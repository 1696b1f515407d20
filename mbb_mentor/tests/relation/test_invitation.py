# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64
from datetime import timedelta

import vobject
from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .session_common import SessionCommon


@tagged("post_install", "-at_install")
class TestInvitation(SessionCommon):
    """One invitation a person: it names nobody else, and follows the session."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("tr_TR")
        cls.env.company.email = "mentor@union.example"
        cls.expert.write({"lang": "tr_TR", "tz": "Europe/Istanbul"})
        cls.asker.write(
            {"lang": "en_US", "tz": "Europe/Berlin", "email": "asker@asking.example"}
        )
        cls.session = cls._schedule_later(place="Town Hall")

    def setUp(self):
        super().setUp()
        self.since = self.env["mail.mail"].search([], order="id desc", limit=1).id or 0

    def _take_mails(self):
        """{partner: (mail, its calendar file)} of what was sent since last time."""
        mails = self.env["mail.mail"].search([("id", ">", self.since)], order="id")
        self.since = max(mails.ids, default=self.since)
        found = {}
        for mail in mails:
            self.assertEqual(len(mail.recipient_ids), 1)
            self.assertNotIn(mail.recipient_ids, found, "written to twice")
            self.assertFalse(mail.email_to or mail.email_cc)
            self.assertEqual(mail.attachment_ids.name, "invitation.ics")
            text = base64.b64decode(mail.attachment_ids.datas).decode()
            found[mail.recipient_ids] = (mail, text)
        return found

    def _read(self, text):
        calendar = vobject.readOne(text)
        return calendar.method.value, calendar.vevent

    def test_each_gets_their_own(self):
        self.session.action_send_invitations()
        mails = self._take_mails()
        self.assertEqual(set(mails), {self.expert, self.asker})
        uids = set()
        for partner, (mail, text) in mails.items():
            other = self.asker if partner == self.expert else self.expert
            method, event = self._read(text)
            self.assertEqual(method, "REQUEST")
            self.assertEqual(event.sequence.value, "0")
            self.assertEqual(event.status.value, "CONFIRMED")
            self.assertEqual(event.dtstart.value.replace(tzinfo=None), self.later)
            self.assertEqual(event.location.value, "Town Hall – https://meet.example/1")
            self.assertEqual(len(event.attendee_list), 1)
            self.assertEqual(event.attendee.value, f"MAILTO:{partner.email}")
            self.assertEqual(event.organizer.value, "MAILTO:mentor@union.example")
            uids.add(event.uid.value)
            said = f"{mail.subject} {mail.body_html} {text}"
            for word in (
                other.name,
                other.email,
                self.match.number,
                self.giving.name,
                self.asking.name,
                "confidential",
            ):
                self.assertNotIn(word, said)
        self.assertEqual(len(uids), 2)

    def test_in_the_recipients_language_and_zone(self):
        self.session.action_send_invitations()
        mails = self._take_mails()
        theirs, ours = mails[self.asker][0], mails[self.expert][0]
        zone = {
            partner: self.session.attendance_ids.filtered(
                lambda row, p=partner: row.partner_id == p
            )
            .with_context(lang=partner.lang)
            ._get_time_text()
            for partner in (self.asker, self.expert)
        }
        self.assertIn("(Europe/Berlin)", zone[self.asker])
        self.assertIn(zone[self.asker], theirs.body_html)
        self.assertIn("10:00", ours.body_html)
        self.assertNotIn("(Europe", ours.body_html)

    def test_changes_follow_by_themselves(self):
        session = self.session
        session.action_send_invitations()
        first = self._take_mails()
        # What no calendar shows sends nothing, nor does the same again.
        session.write({"agenda": "Something else", "private_note": "x"})
        session.write({"place": "Town Hall", "link": "https://meet.example/1"})
        session.responsible_id = self.user_manager
        with self.assertRaises(UserError):
            session.action_send_invitations()
        self.assertFalse(self._take_mails())
        for sequence, values in enumerate(
            (
                {"date_stop": self.later + timedelta(hours=3)},
                {"place": "Library"},
                {"link": False},
            ),
            1,
        ):
            session.write(values)
            mails = self._take_mails()
            self.assertEqual(set(mails), set(first))
            for partner, (_mail, text) in mails.items():
                method, event = self._read(text)
                old = self._read(first[partner][1])[1]
                self.assertEqual(method, "REQUEST")
                self.assertEqual(event.uid.value, old.uid.value)
                self.assertEqual(event.sequence.value, str(sequence))

    def test_calling_off_and_planning_again(self):
        session = self.session
        session.action_send_invitations()
        self._take_mails()
        for step, method, status in (
            (lambda: session.action_postpone("Ill"), "CANCEL", "CANCELLED"),
            (lambda: session.action_plan(), "REQUEST", "CONFIRMED"),
            (lambda: session.action_cancel("Not needed"), "CANCEL", "CANCELLED"),
        ):
            step()
            mails = self._take_mails()
            self.assertEqual(set(mails), {self.expert, self.asker})
            for _mail, text in mails.values():
                found, event = self._read(text)
                self.assertEqual((found, event.status.value), (method, status))
        self.assertEqual(set(session.attendance_ids.mapped("invite_sequence")), {3})

    def test_who_is_taken_off_is_told_alone(self):
        self.session.action_send_invitations()
        self._take_mails()
        self.session.attendee_ids = [(3, self.asker.id), (4, self.learner.id)]
        mails = self._take_mails()
        self.assertEqual(set(mails), {self.asker})
        self.assertEqual(self._read(mails[self.asker][1])[0], "CANCEL")
        self.assertEqual(self.session.invite_hint, self.learner.name)
        self.session.action_send_invitations()
        self.assertEqual(set(self._take_mails()), {self.learner})

    def test_deleting_calls_off(self):
        self.session.action_send_invitations()
        self._take_mails()
        self.session.unlink()
        self.assertEqual(set(self._take_mails()), {self.expert, self.asker})

    def test_nobody_hears_of_what_they_were_not_invited_to(self):
        self.session.place = "Library"
        self.session.action_cancel("Not needed")
        self.assertFalse(self._take_mails())

    def test_what_is_over_sends_nothing(self):
        session = self._schedule_later()
        session.action_send_invitations()
        self._take_mails()
        with freeze_time(self.later + timedelta(days=1)):
            session.place = "Library"
            session.action_cancel("Nobody came")
        self.assertFalse(self._take_mails())
        with self.assertRefused("to come"):
            self._schedule().action_send_invitations()

    def test_without_an_address(self):
        self.asker.email = False
        self.session.action_send_invitations()
        self.assertEqual(set(self._take_mails()), {self.expert})
        self.assertIn(
            self.asker.name, "".join(self.session.activity_ids.mapped("summary"))
        )
        self.assertEqual(self.session.invite_hint, self.asker.name)

    def test_needs_a_place_and_the_officer(self):
        session = self._schedule_later(link=False)
        with self.assertRefused("Say where"):
            session.action_send_invitations()
        for user in (self.user_expert, self.user_employee, self.user_approver):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.session.with_user(user).action_send_invitations()

    def test_names_do_not_break_the_file(self):
        self.expert.write({"name": 'Ayşe "A;B:C,\r\nATTENDEE:MAILTO:x@y.example'})
        self.session.link = "https://meet.example/2\r\nATTENDEE:MAILTO:x@y.example"
        self.session.action_send_invitations()
        _method, event = self._read(self._take_mails()[self.expert][1])
        self.assertEqual(len(event.attendee_list), 1)
        self.assertEqual(event.attendee.value, f"MAILTO:{self.expert.email}")

    def test_no_leak_by_the_calendar_or_followers(self):
        self.session.action_send_invitations()
        event = self.session.sudo().calendar_event_id
        self.assertEqual(event.partner_ids, self.user_officer.partner_id)
        seen = event.with_user(self.user_employee).read()[0]
        for word in (self.expert.name, self.match.number, "confidential"):
            self.assertNotIn(word, str(seen))
        self.assertFalse(
            self.session.message_partner_ids & (self.expert | self.asker)
        )
        self.assertFalse(
            self.session.message_ids.filtered(lambda m: self.expert in m.partner_ids)
        )

    def test_portal_reads_no_attendance(self):
        rows = self.session.attendance_ids
        for user in (self.user_expert, self.user_asking, self.user_employee):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                rows.with_user(user).read(["partner_id", "uid"])
