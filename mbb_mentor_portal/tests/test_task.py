# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta

import vobject

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .common import PortalCase

BOTH = ("asking", "applicant", "viewer", "giving", "expert")
EVERYBODY = (*BOTH, "former", "other", "stranger")


class SessionCase(PortalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.match = cls._agree()
        start = cls.env.cr.now().replace(microsecond=0) + timedelta(days=3)
        cls.planned = (
            cls.env["mbb.session"]
            .with_user(cls.user_officer)
            .create(
                {
                    "match_id": cls.match.id,
                    "date_start": start,
                    "date_stop": start + timedelta(hours=2),
                }
            )
            .sudo()
        )
        cls.url = cls.planned._get_portal_url()


@tagged("post_install", "-at_install")
class TestTasks(SessionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.task = cls._give_task(cls.planned)
        cls.step = cls.env["mbb.plan.step"].create(
            {
                "match_id": cls.match.id,
                "name": "Name the contact person",
                "owner_id": cls.expert.id,
                "date_deadline": cls.today,
            }
        )

    def test_owner_sees_and_does_it(self):
        self._sign_in(self.user_expert)
        for task, note in ((self.task, "Sent by e-mail"), (self.step, "")):
            url = task._get_portal_url()
            self.assertIn(url, self._get("/my/mentoring").text)
            self.assertIn(url, self._get(self.match._get_portal_url()).text)
            self._get(url)
            self._post(f"{url}/done", {"done_note": note})
            self.assertEqual(task.state, "done")
            self.assertEqual(task.done_note, note or False)
            self.assertEqual(task.done_by_id, self.user_expert)
            self.assertNotIn(url, self._get("/my/mentoring").text)
            with mute_logger("odoo.http"):
                self._post(f"{url}/done", status=403)
        self.assertIn(self.task._get_portal_url(), self._get(self.url).text)
        self._sign_in(self.user_asking)
        self.assertIn("Sent by e-mail", self._get(self.task._get_portal_url()).text)

    @mute_logger("odoo.http", "odoo.addons.base.models.ir_rule", "odoo.models")
    def test_who_reads_and_does(self):
        for task, readers in ((self.task, BOTH), (self.step, ("expert",))):
            url = task._get_portal_url()
            for who in EVERYBODY:
                user = getattr(self, f"user_{who}")
                self._sign_in(user)
                with self.subTest(task=task._name, who=who):
                    self._get(url, 200 if who in readers else 404)
                    if who == "expert":
                        continue
                    self._post(f"{url}/done", status=403 if who in readers else 404)
                    with self.assertRaises(AccessError):
                        task.with_user(user).write({"name": "Nothing"})
            self.assertEqual(task.state, "open")

    @mute_logger("odoo.http")
    def test_owner_without_any_other_right(self):
        """A colleague who took something on reads that, and nothing around it."""
        user = new_test_user(
            self.env,
            "test.learner",
            groups="base.group_portal",
            partner_id=self.learner.id,
        )
        task = self._give_task(self.planned, owner_id=self.learner.id)
        self._sign_in(user)
        self.assertIn(task._get_portal_url(), self._get("/my/mentoring").text)
        self._get(task._get_portal_url())
        # The reminder leads there, too.
        self.assertTrue(task._get_portal_link().endswith(task._get_portal_url()))
        self._get(self.task._get_portal_url(), 404)
        self._get(self.url, 404)
        self._post(f"{task._get_portal_url()}/done", {"done_note": "Ready"})
        self.assertEqual((task.state, task.done_note), ("done", "Ready"))

    @mute_logger("odoo.http")
    def test_task_of_a_preparatory_call(self):
        """Who is not in the call learns nothing of what was taken on there."""
        call = self.planned.copy({"purpose": "preparatory"})
        call.write({"attendee_ids": [(6, 0, self.expert.ids)]})
        task = self._give_task(call)
        for who in ("asking", "giving", "viewer"):
            self._sign_in(getattr(self, f"user_{who}"))
            self._get(task._get_portal_url(), 404)
            page = self._get(self.match._get_portal_url()).text
            self.assertNotIn(task._get_portal_url(), page)
        self._sign_in(self.user_expert)
        self._get(task._get_portal_url())


@tagged("post_install", "-at_install")
class TestAttendance(SessionCase):
    def _invite(self, *users):
        partners = [user.partner_id.id for user in users]
        self.planned.write({"attendee_ids": [(6, 0, partners)]})

    def test_own_calendar_file(self):
        self._invite(self.user_expert, self.user_asking)
        self._sign_in(self.user_expert)
        self.assertIn("calendar.ics", self._get(self.url).text)
        response = self._get(f"{self.url}/calendar.ics")
        self.assertIn("text/calendar", response.headers["Content-Type"])
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        event = vobject.readOne(response.text).vevent
        self.assertEqual(len(event.contents["attendee"]), 1)
        self.assertEqual(event.attendee.value, f"MAILTO:{self.expert.email}")
        for hidden in (self.user_asking.partner_id.name, self.user_asking.email):
            self.assertNotIn(hidden or "test.asking", response.text)
        own = self.planned.attendance_ids.filtered(
            lambda row: row.partner_id == self.expert
        )
        self.assertEqual(event.uid.value, own.uid)
        self.assertEqual(event.sequence.value, "0")

    @mute_logger("odoo.http")
    def test_only_who_is_invited(self):
        self._invite(self.user_expert)
        for who in EVERYBODY:
            self._sign_in(getattr(self, f"user_{who}"))
            with self.subTest(who=who):
                status = 200 if who == "expert" else 404
                self._get(f"{self.url}/calendar.ics", status)
        self._sign_in(self.user_viewer)
        self.assertNotIn("calendar.ics", self._get(self.url).text)

    @mute_logger("odoo.http")
    def test_called_off(self):
        self._invite(self.user_expert)
        self._sign_in(self.user_expert)
        self.planned.with_user(self.user_officer).action_postpone("Snow")
        self._get(f"{self.url}/calendar.ics", 404)
        self.planned.with_user(self.user_officer).action_cancel("Snow")
        text = self._get(f"{self.url}/calendar.ics").text
        self.assertEqual(vobject.readOne(text).vevent.status.value, "CANCELLED")

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.models")
    def test_own_hours(self):
        self._invite(self.user_expert, self.user_asking)
        start = self.env.cr.now().replace(microsecond=0) - timedelta(days=1)
        self.planned.write(
            {
                "date_start": start,
                "date_stop": start + timedelta(hours=2),
                "minutes": "What was said",
            }
        )
        rows = self.planned.attendance_ids
        own = rows.filtered(lambda row: row.partner_id == self.expert)
        own.write({"presence": "present", "hours": 1.5})
        (rows - own).presence = "excused"
        self.planned.with_user(self.user_officer).action_hold()
        self._sign_in(self.user_expert)
        for url in (self.url, self.match._get_portal_url()):
            self.assertIn("01:30", self._get(url).text)
        self._sign_in(self.user_giving)
        for url in (self.url, self.match._get_portal_url()):
            self.assertNotIn("01:30", self._get(url).text)
        with self.assertRaises(AccessError):
            (rows - own).with_user(self.user_expert).read(["presence"])
