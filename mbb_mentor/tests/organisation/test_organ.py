# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import MentorCommon


@tagged("post_install", "-at_install")
class TestOrgan(MentorCommon):
    """Terms of the organs, and who may stand in for the Başkan (GÇY m.5–6)."""

    def _depute(self, deputy, principal=None, **values):
        return self.env["mbb.deputy"].create(
            {
                "principal_id": (principal or self.user_approver2).id,
                "deputy_id": deputy.id,
                "date_from": self.today,
                "date_to": self.today + timedelta(days=3),
                "ground_kind": "seat",
                "ground": "2026/12",
                **values,
            }
        )

    def test_terms(self):
        row = self._seat(self.council, self.user_manager)
        self.assertTrue(row.is_current)
        self.assertEqual(self.council.member_count, 1)
        self.assertEqual(self.president.head_id, self.user_approver2.partner_id)
        self.assertEqual(row.user_id, self.user_manager)
        row.date_to = self.today - timedelta(days=1)
        self.assertFalse(row.is_current)
        self.assertNotIn(row, row.search([("is_current", "=", True)]))
        self.assertIn(row, row.search([("is_current", "=", False)]))

    def test_a_member_is_not_replaced(self):
        row = self.president.member_ids.with_user(self.user_registry)
        for vals in (
            {"partner_id": self.expert.id},
            {"organ_id": self.council.id},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                row.write(vals)

    def test_nobody_seats_themselves(self):
        user = self.user_registry
        user.group_ids += self.env.ref("mbb_mentor.group_mentor_approver")
        values = {"organ_id": self.council.id, "partner_id": user.partner_id.id}
        model = self.env["mbb.organ.member"].with_user(user)
        with self.assertRaisesRegex(UserError, "Nobody makes themselves"):
            model.create(values)
        self.assertTrue(
            model.create({**values, "partner_id": self.user_manager.partner_id.id})
        )

    def test_no_two_terms_at_once(self):
        self._seat(self.council, self.user_manager)
        for organ, user, role in (
            (self.council, self.user_manager, "clerk"),
            (self.president, self.user_manager, "head"),
        ):
            with (
                self.subTest(organ=organ.name),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
            ):
                self._seat(organ, user, role)

    def test_one_organ_of_a_kind(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            self.council.copy()

    def test_president_is_one_person(self):
        with self.assertRaises(ValidationError):
            self._seat(self.president, self.user_manager)

    def test_deputy_of_the_president_sits_in_the_council(self):
        with self.assertRaises(ValidationError):
            self._depute(self.user_manager)
        seat = self._seat(self.council, self.user_manager)
        seat.date_to = self.today + timedelta(days=1)
        with self.assertRaises(ValidationError):
            self._depute(self.user_manager)
        # Two terms without a gap are as good as one.
        self._seat(
            self.council,
            self.user_manager,
            date_from=self.today + timedelta(days=2),
        )
        deputy = self._depute(self.user_manager)
        self.assertEqual(deputy._get_effective(), deputy)
        # A seat that is lost lends no authority.
        seat.date_to = self.today - timedelta(days=1)
        self.assertFalse(deputy._get_effective())

    def test_others_need_no_seat(self):
        self.assertTrue(self._depute(self.user_manager, self.user_approver))

    def test_no_longer_circle(self):
        self._depute(self.user_manager, self.user_approver)
        self._depute(self.user_manager2, self.user_manager)
        with self.assertRaises(ValidationError):
            self._depute(self.user_approver, self.user_manager2)
        self._depute(
            self.user_approver,
            self.user_manager2,
            date_from=self.today + timedelta(days=4),
            date_to=self.today + timedelta(days=4),
        )

    def test_nobody_deputes_themselves(self):
        with self.assertRaises(UserError):
            self.env["mbb.deputy"].with_user(self.user_manager).create(
                {
                    "principal_id": self.user_approver.id,
                    "deputy_id": self.user_manager.id,
                    "date_to": self.today + timedelta(days=1),
                    "ground": "2026/12",
                }
            )
