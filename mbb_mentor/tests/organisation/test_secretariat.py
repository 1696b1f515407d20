# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import MentorCommon

OFFICER = "mbb_mentor.group_mentor_officer"


@tagged("post_install", "-at_install")
class TestSecretariat(MentorCommon):
    """The officers' group follows the members, the work follows the group."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        others = cls.env["mbb.secretariat"].search([("is_current", "=", True)])
        others.date_to = cls.today - timedelta(days=31)
        cls.secretariat = (
            cls.env["mbb.secretariat"]
            .with_user(cls.user_manager)
            .create(
                {
                    "name": "Team",
                    "ground": "2026/3",
                    "date_from": cls.today - timedelta(days=30),
                    "member_ids": [
                        Command.create(
                            {
                                "user_id": user.id,
                                "is_lead": lead,
                                "date_from": cls.today - timedelta(days=30),
                            }
                        )
                        for user, lead in (
                            (cls.user_employee, False),
                            (cls.user_registry, True),
                        )
                    ],
                }
            )
        )
        cls.member = cls.secretariat.member_ids.filtered(
            lambda row: row.user_id == cls.user_employee
        )
        cls.yesterday = cls.today - timedelta(days=1)

    def _leave(self, **values):
        self.member.write({"date_to": self.yesterday, **values})

    def test_members_are_officers(self):
        self.assertTrue(self.user_employee.has_group(OFFICER))
        self.assertTrue(self.user_registry.has_group(OFFICER))
        self._leave()
        self.assertFalse(self.user_employee.has_group(OFFICER))
        self.assertTrue(self.user_registry.has_group(OFFICER))
        # Nobody else's is touched.
        self.assertTrue(self.user_officer.has_group(OFFICER))

    def test_the_day_comes_by_itself(self):
        self.member.date_to = self.today
        self.assertTrue(self.user_employee.has_group(OFFICER))
        with freeze_time(self.today + timedelta(days=1)):
            self.env.invalidate_all()
            self.env["mbb.secretariat"]._cron_follow()
        self.assertFalse(self.user_employee.has_group(OFFICER))

    def test_a_future_member_waits(self):
        user = self.user_approver
        self.env["mbb.secretariat.member"].create(
            {
                "secretariat_id": self.secretariat.id,
                "user_id": user.id,
                "date_from": self.today + timedelta(days=2),
            }
        )
        self.assertFalse(user.has_group(OFFICER))
        with freeze_time(self.today + timedelta(days=2)):
            self.env.invalidate_all()
            self.env["mbb.secretariat"]._cron_follow()
        self.assertTrue(user.has_group(OFFICER))

    def test_managers_group_is_an_appointment_of_its_own(self):
        self.user_employee.group_ids += self.env.ref("mbb_mentor.group_mentor_manager")
        self._leave()
        self.assertTrue(self.user_employee.has_group(OFFICER))

    def test_open_work_goes_to_the_lead(self):
        mentor = self._create_mentor(accepted=False)
        mentor.responsible_id = self.user_employee
        closed = self._create_mentee()
        closed.responsible_id = self.user_employee
        closed._write_guarded({"state": "closed"})
        mentor.activity_schedule(
            "mail.mail_activity_data_todo", user_id=self.user_employee.id
        )
        self._leave()
        self.assertEqual(mentor.responsible_id, self.user_registry)
        self.assertEqual(mentor.activity_ids.user_id, self.user_registry)
        self.assertEqual(closed.responsible_id, self.user_employee)
        self.assertEqual(self.member.date_handed_over, self.today)

    def test_open_work_goes_to_who_is_named(self):
        mentor = self._create_mentor(accepted=False)
        mentor.responsible_id = self.user_employee
        self._leave(successor_id=self.user_officer2.id)
        self.assertEqual(mentor.responsible_id, self.user_officer2)

    def test_another_secretariat_takes_over(self):
        mentor = self._create_mentor()
        match = self.env["mbb.match"].create(
            {"mentor_id": mentor.id, "mentee_id": self._create_mentee().id}
        )
        match.responsible_id = mentor.responsible_id = self.user_employee
        self.secretariat.date_to = self.yesterday
        # Nobody is there yet: the work waits, the rights do not.
        self.assertFalse(self.user_employee.has_group(OFFICER))
        self.assertEqual(match.responsible_id, self.user_employee)
        self.env["mbb.secretariat"].create(
            {
                "name": "Unit",
                "ground": "2026/9",
                "member_ids": [
                    Command.create({"user_id": self.user_officer.id, "is_lead": True})
                ],
            }
        )
        self.assertEqual(match.responsible_id, self.user_officer)
        self.assertEqual(mentor.responsible_id, self.user_officer)

    @mute_logger("odoo.sql_db")
    def test_one_at_a_time(self):
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self.env["mbb.secretariat"].create({"name": "Second", "ground": "x"})

    def test_kept_and_not_shared(self):
        with self.assertRaises(UserError):
            self.member.unlink()
        with self.assertRaises(UserError):
            self.secretariat.unlink()
        with self.assertRaises(UserError):
            self.member.user_id = self.user_approver
        with self.assertRaises(ValidationError):
            self.env["mbb.secretariat.member"].create(
                {"secretariat_id": self.secretariat.id, "user_id": self.user_giving.id}
            )

    def test_a_future_member_represents_nobody(self):
        """Whichever of the two is entered first: the group follows on the day."""
        later = self.today + timedelta(days=5)
        member = {
            "secretariat_id": self.secretariat.id,
            "user_id": self.user_approver.id,
            "date_from": later,
        }
        authority = {
            "user_id": self.user_approver.id,
            "institution_id": self.other.id,
            "date_from": later,
        }
        for first, second in (
            (("mbb.secretariat.member", member), ("mbb.representative", authority)),
            (("mbb.representative", authority), ("mbb.secretariat.member", member)),
        ):
            with self.subTest(first[0]), self.assertRaises(ValidationError):
                with self.cr.savepoint():
                    self.env[first[0]].create(first[1])
                    self.env[second[0]].create(second[1])
        # One after the other is another matter.
        self.env["mbb.representative"].create(
            {**authority, "date_from": self.today, "date_to": self.today}
        )
        self.assertTrue(self.env["mbb.secretariat.member"].create(member))

    def test_work_goes_to_an_employee(self):
        with self.assertRaises(ValidationError):
            self.member.successor_id = self.user_giving

    def test_nobody_lets_themselves_in(self):
        for user in (self.user_officer, self.user_approver, self.user_giving):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.env["mbb.secretariat.member"].with_user(user).create(
                    {"secretariat_id": self.secretariat.id, "user_id": user.id}
                )
