# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import Form, freeze_time, tagged

from .common import ApplicationCommon


@tagged("post_install", "-at_install")
class TestAge(ApplicationCommon):
    """Old entries: asked, reminded once, then the officer. Silence removes nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(
            patch.object(
                type(cls.env["ir.cron"]), "_commit_progress", lambda *a, **k: 1
            )
        )
        cls.user_giving.partner_id.write(
            {"email": "giving@example.org", "lang": "en_US"}
        )
        cls.env.company.mbb_stale_days = 100
        cls.env.company.mbb_stale_answer_days = 10
        cls.mentor = cls._create_mentor(
            contact_id=cls.user_giving.partner_id.id,
            on_behalf=False,
            date_to=cls.today + timedelta(days=900),
        )
        # Applied themself: the Sekreterya did not go and find them.
        cls.mentor.origin = "portal"
        cls.mentor.responsible_id = cls.user_officer2

    def _run(self, days):
        """The clock of the day so many days after the acceptance."""
        day = fields.Datetime.now() + timedelta(days=days)
        before = self.mentor.message_ids
        with freeze_time(day):
            self.env["mbb.mentor"]._cron_ask_whether_current()
            self.env.flush_all()
        return (self.mentor.message_ids - before).filtered("partner_ids")

    def _get_told(self):
        return self.mentor.activity_ids.filtered(lambda a: "current" in a.summary)

    def test_steps(self):
        self.assertFalse(self._run(100), "still young")
        asked = self._run(101)
        self.assertEqual(asked.partner_ids, self.user_giving.partner_id)
        self.assertIn("/mail/view", asked.body)
        self.assertNotIn("reminder", asked.body)
        self.assertFalse(self._run(102), "once")
        reminded = self._run(111)
        self.assertIn("reminder", reminded.body)
        self.assertFalse(self._get_told())
        self.assertFalse(self._run(115))
        self.assertFalse(self._run(121))
        self.assertEqual(self._get_told().user_id, self.user_officer2)
        self.assertFalse(self._run(200))
        self.assertEqual(len(self._get_told()), 1)
        self.assertEqual(self.mentor.state, "available", "silence removes nothing")

    def test_catches_up_one_step_at_a_time(self):
        """After a long downtime nobody is asked and given up on the same day."""
        self.assertTrue(self._run(400))
        self.assertFalse(self._run(400))
        self.assertEqual(self.mentor.current_asked, 1)

    def test_answer_ends_it(self):
        self._run(101)
        with freeze_time(fields.Datetime.now() + timedelta(days=105)):
            own = self.mentor.with_user(self.user_giving)
            if "mbb.portal.mixin" in self.env:
                own = own._portal_inside()
            own.sudo().fetch([])
            self.assertFalse(own._get_authority_obstacle("applicant"))
            self.mentor.with_user(self.user_officer).action_confirm_current()
            self.assertFalse(self.mentor.is_stale)
        self.assertFalse(self.mentor.current_asked)
        self.assertFalse(self.mentor.date_current_asked)
        self.assertFalse(self._run(115))
        self.assertTrue(self._run(206), "and it grows old again")

    def test_correction_is_an_answer(self):
        self._run(101)
        with freeze_time(fields.Datetime.now() + timedelta(days=105)):
            self.mentor.with_user(self.user_officer)._correct(
                {"background": "Eleven years"}, "It is a year later"
            )
            self.assertFalse(self.mentor.is_stale)

    def test_who_cannot_be_written_to(self):
        """Then the officer is told at once."""
        self.user_giving.partner_id.email = False
        self.assertFalse(self._run(101))
        self.assertEqual(self._get_told().user_id, self.user_officer2)

    def test_who_never_applied(self):
        """m.5/2-b: they do not know yet that they are on the list."""
        self.mentor.origin = "officer"
        self.assertTrue(self.mentor._is_sought())
        self.assertFalse(self._run(101))
        self.assertTrue(self._get_told())

    def test_only_what_waits(self):
        self.mentor.with_user(self.user_officer).action_suspend("Away")
        self.assertFalse(self._run(300))
        self.assertFalse(self.mentor.current_asked)
        self.mentor.with_user(self.user_officer).action_resume()
        self.assertEqual(self.mentor.date_confirmed, self.today)

    def test_needs_are_asked_too(self):
        mentee = self._create_mentee(
            contact_id=self.user_asking.partner_id.id,
            date_to=self.today + timedelta(days=900),
        )
        self.user_asking.partner_id.email = "asking@example.org"
        self._run(101)
        self.assertEqual(mentee.current_asked, 1)
        told = mentee.message_ids.filtered("partner_ids")
        self.assertIn(self.user_asking.partner_id, told.partner_ids)

    def test_switched_off(self):
        self.env.company.mbb_stale_days = 0
        self.assertFalse(self._run(900))

    def test_guarded(self):
        for vals in (
            {"current_asked": 0},
            {"date_current_asked": self.today},
            {"date_confirmed": self.today},
        ):
            for record in (self.mentor.sudo(), self.mentor.with_user(self.user_manager)):
                with self.subTest(vals), self.assertRaises(UserError):
                    record.write(vals)

    def test_setting(self):
        with Form(self.env["res.config.settings"]) as settings:
            settings.mbb_stale_answer_days = 21
        settings.record.execute()
        self.assertEqual(self.env.company.mbb_stale_answer_days, 21)
