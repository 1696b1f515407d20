# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import datetime, time, timedelta
from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import JsonRpcException, tagged
from odoo.tools import mute_logger

from .common import PortalCase


@tagged("post_install", "-at_install")
class TestFollowers(PortalCase):
    """The chatter is the Sekreterya's, and a right that has ended ends there, too."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._load_relation()
        cls.row = cls.env["mbb.representative"].search(
            [("user_id", "=", cls.user_asking.id)]
        )
        cls.partner = cls.user_asking.partner_id

    def _call(self, model, method, *args):
        return self.make_jsonrpc_request(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": list(args), "kwargs": {}},
        )

    def _follow(self, *records):
        for record in records:
            record.sudo()._message_subscribe(self.partner.ids)

    def _say(self, record, **values):
        return (
            record.with_user(self.user_officer)
            .message_post(
                body="Between officers",
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
                **values,
            )
            .sudo()
        )

    def _end(self):
        # Two days: "today" is that of the reader's zone.
        self.row.sudo().date_to = self.today - timedelta(days=2)

    @mute_logger("odoo.http")
    def test_nobody_outside_subscribes(self):
        self._sign_in(self.user_asking)
        stranger = self.user_stranger.partner_id
        for record in (self.match, self.meeting, self.assignment, self.draft):
            before = record.sudo().message_partner_ids
            for partner in (self.partner, stranger):
                with self.assertRaises(JsonRpcException):
                    self._call(
                        record._name, "message_subscribe", record.ids, partner.ids
                    )
                self.url_open(
                    "/mail/thread/subscribe",
                    json={
                        "params": {
                            "res_model": record._name,
                            "res_id": record.id,
                            "partner_ids": partner.ids,
                        }
                    },
                )
            record.invalidate_recordset()
            self.assertEqual(record.sudo().message_partner_ids, before)

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.models")
    def test_nobody_outside_writes_followers(self):
        own = self.draft.with_user(self.user_asking)
        stranger = self.user_stranger.partner_id
        for vals in (
            {"message_partner_ids": [Command.link(stranger.id)]},
            {"message_follower_ids": [Command.create({"partner_id": stranger.id})]},
        ):
            with self.assertRaises(AccessError):
                own.write(vals)
            with self.assertRaises(AccessError):
                own.create({"institution_id": self.asking.id, **vals})
        officer = self.user_officer.partner_id
        self.draft.sudo()._message_subscribe(officer.ids)
        with self.assertRaises(AccessError):
            own.message_unsubscribe(officer.ids)
        self.assertIn(officer, self.draft.sudo().message_partner_ids)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_model", "odoo.models")
    def test_messages_are_not_read(self):
        """Neither by a follower who was told of them nor by their author."""
        self._follow(self.mentee, self.match)
        said = self._say(self.mentee) | self._say(self.match)
        self.assertIn(self.partner, said.notified_partner_ids)
        said |= self.match.sudo().message_post(
            body="By them", author_id=self.partner.id, message_type="comment"
        )
        self._sign_in(self.user_asking)
        for _step in ("now", "former"):
            found = self._call(
                "mail.message", "search_read", [("id", "in", said.ids)], ["body"]
            )
            self.assertFalse(found)
            for message in said:
                with self.assertRaises(JsonRpcException):
                    self._call("mail.message", "read", message.ids, ["body"])
            self._end()
        other = self.partner.message_post(
            body="Not ours", partner_ids=self.partner.ids, message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        found = self._call("mail.message", "search", [("id", "=", other.id)])
        self.assertEqual(found, other.ids)

    def test_followers_are_told_while_they_may_read(self):
        self._follow(self.match)
        self.assertIn(self.partner, self._say(self.match).notified_partner_ids)
        self._end()
        self._follow(self.match)
        self.assertNotIn(self.partner, self._say(self.match).notified_partner_ids)
        # Whom the Sekreterya names is told.
        said = self._say(self.match, partner_ids=self.partner.ids)
        self.assertIn(self.partner, said.notified_partner_ids)

    def test_follower_without_account(self):
        """A contact whom the Sekreterya put there has no right that could end."""
        self.match.sudo()._message_subscribe(self.learner.ids)
        self.assertIn(self.learner, self._say(self.match).notified_partner_ids)

    def test_end_of_a_right_unsubscribes(self):
        own = self.user_asking.partner_id
        elsewhere = self._create_mentee(accepted=False, institution=self.other)
        self.env["mbb.representative"].create(
            {
                "user_id": self.user_asking.id,
                "institution_id": self.other.id,
                "role": "applicant",
                "date_from": self.today - timedelta(days=5),
            }
        )
        self._follow(self.mentee, self.match, elsewhere)
        self._end()
        for record in (self.mentee, self.match):
            self.assertNotIn(own, record.sudo().message_partner_ids)
        self.assertIn(own, elsewhere.sudo().message_partner_ids)

    def test_the_clock_unsubscribes(self):
        self._follow(self.mentee, self.match)
        self.row.sudo().date_to = self.today + timedelta(days=3)
        self.assertIn(self.partner, self.match.sudo().message_partner_ids)
        with freeze_time(datetime.combine(self.today, time(12)) + timedelta(days=5)):
            with patch.object(
                type(self.env["ir.cron"]), "_commit_progress", lambda *a, **k: 1
            ):
                self.env["mbb.clock.rule"]._cron_tick()
            self.env.invalidate_all()
            for record in (self.mentee, self.match):
                self.assertNotIn(self.partner, record.sudo().message_partner_ids)

    @mute_logger("odoo.http")
    def test_platform_routes_tell_nothing(self):
        self._follow(self.match)
        self._say(self.match)
        self._sign_in(self.user_asking)
        secret = ("Between officers", self.expert.email, self.user_officer.name)
        target = {"thread_model": "mbb.match", "thread_id": self.match.id}
        wanted = ["attachments", "followers", "suggestedRecipients"]
        for url, params in (
            ("/mail/thread/messages", target),
            ("/mail/thread/recipients", target),
            ("/mail/thread/recipients/get_suggested_recipients", target),
            (
                "/mail/data",
                {"fetch_params": [["mail.thread", {**target, "request_list": wanted}]]},
            ),
        ):
            text = self.url_open(url, json={"params": params}).text
            for word in secret:
                self.assertNotIn(word, text, url)
