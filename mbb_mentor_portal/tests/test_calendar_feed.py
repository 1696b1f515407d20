# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import re
from datetime import timedelta

import vobject
from freezegun import freeze_time

from odoo import fields
from odoo.http import root
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PortalCase


@tagged("post_install", "-at_install")
class TestCalendarFeed(PortalCase):
    """One's own sessions in one's own calendar, by an address that is a secret."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.match = cls._agree()
        cls.appointment = cls._plan(1)
        cls.feeds = cls.env["mbb.calendar.feed"]

    @classmethod
    def _plan(cls, days):
        start = fields.Datetime.now().replace(microsecond=0) + timedelta(days=days)
        return (
            cls.env["mbb.session"]
            .with_user(cls.user_officer)
            .create(
                {
                    "match_id": cls.match.id,
                    "date_start": start,
                    "date_stop": start + timedelta(hours=1),
                    "place": "Town Hall, İznik",
                    "agenda": "The secret plan",
                    "private_note": "Not for the parties",
                }
            )
            .sudo()
        )

    def _make(self, user):
        return self.feeds.with_user(user)._renew()

    def _fetch(self, token, status=200):
        self.authenticate(None, None)
        response = self.url_open(
            f"/mentoring/calendar/{token}.ics", allow_redirects=False
        )
        self.assertEqual(response.status_code, status)
        return response

    def _read(self, token):
        content = self._fetch(token).content.decode()
        return content, list(
            getattr(vobject.readOne(content), "vevent_list", ())
        )

    def test_calendars_read_it(self):
        token = self._make(self.user_expert)
        content, [event] = self._read(token)
        self.assertEqual(event.dtstart.value, self._utc(self.appointment.date_start))
        self.assertEqual(event.dtend.value, self._utc(self.appointment.date_stop))
        self.assertEqual(event.location.value, "Town Hall, İznik")
        self.assertEqual(event.status.value, "CONFIRMED")
        # As the invitation by mail has it: it stands in the calendar once.
        row = self.appointment.attendance_ids.filtered(
            lambda row: row.partner_id == self.expert
        )
        self.assertEqual(event.uid.value, row.uid)
        for secret in ("secret", "Not for", "Asking", "Giving", "MAILTO", "ATTENDEE"):
            self.assertNotIn(secret, content)

    def _utc(self, moment):
        return moment.replace(tzinfo=vobject.icalendar.utc)

    def test_what_is_off_is_called_off_under_the_same_id(self):
        token = self._make(self.user_expert)
        before = self._read(token)[1][0].uid.value
        for step, status in (
            (lambda: self.appointment.action_postpone("Ill"), "CANCELLED"),
            (self.appointment.action_plan, "CONFIRMED"),
            (lambda: self.appointment.action_cancel("Ill"), "CANCELLED"),
        ):
            step()
            [event] = self._read(token)[1]
            self.assertEqual((event.status.value, event.uid.value), (status, before))

    def test_only_the_own_sessions(self):
        self.assertEqual(len(self._read(self._make(self.user_asking))[1]), 1)
        # Who only reads along has no invitation; a session of others is none.
        self.assertEqual(self._read(self._make(self.user_viewer))[1], [])

    @mute_logger("odoo.http")
    def test_a_right_that_ended_reads_nothing(self):
        token = self._make(self.user_asking)
        self._fetch(token)
        self.env["mbb.representative"].search(
            [("user_id", "=", self.user_asking.id)]
        ).sudo().date_to = self.today - timedelta(days=1)
        self.assertEqual(self._fetch(token, 404).content, b"")
        stranger = self._make(self.user_stranger)
        self.assertEqual(self._fetch(stranger, 404).content, b"")

    @mute_logger("odoo.http")
    def test_wrong_renewed_revoked_and_ended_are_alike(self):
        old = self._make(self.user_expert)
        token = self._make(self.user_expert)
        ended = self._make(self.user_asking)
        self.feeds.with_user(self.user_asking)._get_own().date_end = "2020-01-01"
        gone = self._make(self.user_giving)
        self.feeds.with_user(self.user_giving)._revoke()
        pages = {
            (response.content, response.headers["Content-Type"])
            for response in (
                self._fetch(wrong, 404) for wrong in ("x", old, ended, gone)
            )
        }
        self.assertEqual(len(pages), 1)
        self._fetch(token)
        self.user_expert.active = False
        self._fetch(token, 404)

    def test_the_token_is_kept_as_a_digest(self):
        token = self._make(self.user_expert)
        self.env.flush_all()
        self.env.cr.execute("SELECT row_to_json(f)::text FROM mbb_calendar_feed f")
        self.assertNotIn(token, str(self.env.cr.fetchall()))

    def test_the_page_shows_the_link_once(self):
        url = "/my/mentoring/calendar"
        self._sign_in(self.user_expert)
        self.assertNotIn(".ics", self._get(url).text)
        response = self._post(f"{url}/renew", status=200)
        self.assertIn("webcal:", response.text)
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        [token] = set(re.findall(r"calendar/([^/\"]+)\.ics", response.text))
        self.assertTrue(self.feeds._find(token))
        # Sessions lie on the disk as they are: the secret never goes through one.
        self.assertNotIn(token, str(dict(root.session_store.get(self.session.sid))))
        self.assertNotIn(".ics", self._get(url).text)
        self._post(f"{url}/revoke")
        self.assertFalse(self.feeds.with_user(self.user_expert)._get_own())

    def test_old_sessions_leave_the_calendar(self):
        token = self._make(self.user_expert)
        with freeze_time(self.appointment.date_start + timedelta(days=364)):
            self.assertEqual(len(self._read(token)[1]), 1)
        with freeze_time(self.appointment.date_start + timedelta(days=367)):
            self._fetch(token, 404)
