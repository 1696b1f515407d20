# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PortalCase


@tagged("post_install", "-at_install")
class TestMessage(PortalCase):
    """The two sides write to each other on the match, and nowhere learn addresses."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.match = cls._propose()
        cls.match.action_ask_consents()
        cls.match = cls.match.sudo()
        cls.messages = cls.env["mbb.match.message"].sudo()
        cls.url = f"{cls.match._get_portal_url()}/messages"
        cls.author = cls.user_asking.partner_id
        cls.author.write({"name": "Nermin Yazan", "email": "nermin@asking.example"})
        cls.user_giving.partner_id.email = "representative@giving.example"

    def _say(self, user, body="When do we begin?"):
        return self.match.with_user(user)._write_message(body)

    def _mails(self):
        mails = self.env["mail.mail"].sudo()
        return mails.search([("model", "=", "mbb.match.message")])

    def _label(self, message, user):
        return self.messages.browse(message.id).with_user(user).sudo(False).author_label

    # -- who writes and reads ------------------------------------------------

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule")
    def test_who_reads_and_writes(self):
        table = {
            "asking": (200, 303),
            "applicant": (200, 303),
            "viewer": (200, 403),
            "former": (404, 404),
            "giving": (200, 303),
            "expert": (200, 303),
            "other": (404, 404),
            "stranger": (404, 404),
        }
        for who, (read, write) in table.items():
            with self.subTest(who=who):
                self._sign_in(getattr(self, f"user_{who}"))
                self._get(self.url, read)
                self._post(self.url, {"body": f"From {who}"}, write)
        sides = dict(self.messages.search([])._read_group([], ["side"], ["__count"]))
        self.assertEqual(sides, {"mentor": 2, "mentee": 2})

    def test_nobody_writes_by_the_models(self):
        values = {"match_id": self.match.id, "body": "x"}
        for user in (self.user_asking, self.user_expert, self.user_viewer):
            with self.assertRaises(AccessError):
                self.messages.with_user(user).sudo(False).create(values)
        officer = self.messages.with_user(self.user_officer).sudo(False)
        for name, value in {
            "side": "mentor",
            "author_id": self.user_asking.id,
            "date": "2020-01-01",
            "date_read_mentor": "2020-01-01",
        }.items():
            with self.subTest(field=name), self.assertRaises(AccessError):
                officer.create({**values, name: value})
        forged = officer.with_context(
            default_side="mentor", default_date_read_mentee="2020-01-01 00:00:00"
        )
        message = forged.create(values)
        self.assertEqual(message.side, "office")
        self.assertEqual(message.author_id, self.user_officer)
        self.assertFalse(message.date_read_mentee)

    def test_what_was_said_stays(self):
        message = self._say(self.user_asking).sudo()
        for records in (message, message.with_user(self.user_manager).sudo(False)):
            for values in ({"body": "Other"}, {"side": "mentor"}, {"match_id": 1}):
                with self.assertRaises(UserError):
                    records.write(values)
            with self.assertRaises(UserError):
                records.unlink()

    def test_a_message_is_a_text_of_some_length(self):
        for body in ("", "  \n ", "x" * 6001, "a\x00b", None, ["x"]):
            with self.subTest(body=str(body)[:9]), self.assertRaises(ValidationError):
                self._say(self.user_asking, body)
        self._sign_in(self.user_asking)
        page = self._post(self.url, {"body": " "}, 422).text
        self.assertIn("body_error", page)

    # -- the stages ------------------------------------------------------------

    def test_only_while_the_sides_are_known(self):
        message = self._say(self.user_asking)
        own = self.messages.with_user(self.user_asking).sudo(False)
        for state, reads, writes in (
            ("consent", True, True),
            ("agreed", True, True),
            ("evaluation", True, True),
            ("done", True, False),
            ("ended", True, False),
            ("declined", False, False),
            ("cancelled", False, False),
        ):
            with self.subTest(state=state):
                self.match._write_guarded({"state": state})
                self.assertEqual(bool(own.search([])), reads)
                if writes:
                    self._say(self.user_asking)
                else:
                    with self.assertRaises(UserError):
                        self._say(self.user_asking)
        self.assertTrue(message.sudo().exists())

    def test_the_author_is_known_as_the_stage_allows(self):
        """Before the match is agreed the side, then the person (MPY m.5/6)."""
        message = self._say(self.user_asking)
        shown = self.match.disclosed_mentee_name
        self.assertEqual(self._label(message, self.user_giving), shown)
        self.assertEqual(self._label(message, self.user_viewer), "Nermin Yazan")
        self.assertEqual(self._label(message, self.user_officer), "Nermin Yazan")
        self._sign_in(self.user_giving)
        page = self._get(self.url).text
        self.assertNotIn("Nermin", page)
        self.assertNotIn("nermin@", page)
        self.match._write_guarded({"state": "agreed"})
        self.assertEqual(self._label(message, self.user_giving), "Nermin Yazan")

    # -- who is told -------------------------------------------------------------

    def test_a_mail_brings_a_link_and_nothing_else(self):
        # Without an address of the Birlik the platform would take the author's.
        self.company.email = False
        before = self._mails()
        self._say(self.user_asking, "Our plan is secret")
        mails = self._mails() - before
        self.assertEqual(
            mails.recipient_ids,
            self.user_giving.partner_id
            | self.expert
            | self.env["res.users"].search([("login", "=", "test.applying.applicant")])
            .partner_id,
        )
        for mail in mails:
            self.assertEqual(len(mail.recipient_ids), 1)
            self.assertFalse(mail.email_to)
            said = f"{mail.subject} {mail.body_html} {mail.email_from} {mail.reply_to}"
            for secret in ("Nermin", "nermin@", "secret", "Asking"):
                self.assertNotIn(secret, said)
            self.assertEqual(mail.reply_to, mail.email_from)
            self.assertIn(self.url, mail.body_html)

    def test_one_mail_for_several_messages_in_a_row(self):
        self._say(self.user_asking)
        before = self._mails()
        self._say(self.user_asking)
        self.assertEqual(self._mails(), before)
        # Whoever has read hears of the next one, and so does who waited for long.
        self.messages.search([]).with_user(self.user_giving).sudo(False)._mark_read()
        self._say(self.user_asking)
        self.assertGreater(len(self._mails()), len(before))
        before = self._mails()
        with freeze_time(self.env.cr.now() + timedelta(hours=2)):
            self._say(self.user_asking)
        self.assertGreater(len(self._mails()), len(before))

    def test_the_sekreterya_writes_to_both(self):
        before = self._mails()
        self.messages.with_user(self.user_officer).sudo(False).create(
            {"match_id": self.match.id, "body": "Please both read the text"}
        )
        told = (self._mails() - before).recipient_ids
        self.assertLessEqual(self.author | self.expert, told)

    # -- who has read --------------------------------------------------------------

    def test_unread_waits_for_those_who_write(self):
        message = self._say(self.user_asking).sudo()
        unread = {
            who: self.messages.with_user(getattr(self, f"user_{who}"))
            .sudo(False)
            ._find_portal_unread()
            .sudo()
            for who in ("giving", "expert", "asking", "viewer", "other")
        }
        expected = dict.fromkeys(unread, self.messages.browse())
        expected.update(giving=message, expert=message)
        self.assertEqual(unread, expected)
        self._sign_in(self.user_giving)
        self.assertIn(self.url, self._get("/my/mentoring").text)
        self.assertIn("mbb-badge-info", self._get(self.url).text)
        self.assertTrue(message.date_read_mentor)
        self.assertFalse(message.date_read_mentee)
        self.assertNotIn(self.url, self._get("/my/mentoring").text)

    def test_a_viewer_takes_no_message_off(self):
        message = self._say(self.user_giving).sudo()
        self._sign_in(self.user_viewer)
        self._get(self.url)
        self.assertFalse(message.date_read_mentee)

    def test_too_many_at_once(self):
        self._sign_in(self.user_asking)
        limits = self.env.registry["mbb.portal.limit"]
        with patch.object(limits, "_is_exceeded", return_value=True) as asked:
            page = self._post(self.url, {"body": "Once more"}, 429).text
        self.assertEqual(asked.call_args.args[0], "message")
        self.assertIn("Once more", page)
        self.assertFalse(self.messages.search([]))
