# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import TransactionCase, tagged


@tagged("post_install", "-at_install")
class TestPortalLimit(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.limits = cls.env["mbb.portal.limit"]
        cls.limit = cls.env.ref("mbb_mentor_portal.mbb_portal_limit_feedback")
        cls.limit.write({"attempts": 2, "minutes": 10})

    def setUp(self):
        super().setUp()
        # What is counted lies in a transaction of its own: not in the database.
        self.registry_enter_test_mode()

    def _try(self, *subjects):
        return self.limits._is_exceeded("feedback", *subjects)

    def test_the_third_of_two_is_too_much(self):
        self.assertEqual([self._try("a") for _time in range(3)], [False, False, True])

    def test_each_sender_is_counted(self):
        self.assertFalse(self._try("a", "b"))
        self.assertFalse(self._try("a", "c"))
        self.assertTrue(self._try("a", "d"))
        self.assertFalse(self._try("b", None))

    def test_who_tries_again_in_other_letters_is_the_same(self):
        for tries in (
            ("A@example.org", "a@example.org ", "a@EXAMPLE.org"),
            ("2001:db8::1", "2001:db8::2", "2001:0DB8:0:0:ffff::3"),
            ("::ffff:192.0.2.1", "192.0.2.1", "192.0.2.1"),
        ):
            self.assertEqual([self._try(one) for one in tries], [False, False, True])
        self.assertFalse(self._try("2001:db8:0:1::1"))

    def test_after_the_window_it_begins_anew(self):
        now = fields.Datetime.now()
        for _time in range(3):
            self._try("a")
        with freeze_time(now + timedelta(minutes=11)):
            self.assertFalse(self._try("a"))

    def test_nothing_is_kept_of_who_tried(self):
        self._try("somebody@example.org")
        attempts = self.env["mbb.portal.attempt"].search([])
        self.assertNotIn("somebody", str(attempts.mapped("digest")))
        with freeze_time(fields.Datetime.now() + timedelta(minutes=11)):
            attempts._gc_attempts()
        self.assertFalse(attempts.exists())
