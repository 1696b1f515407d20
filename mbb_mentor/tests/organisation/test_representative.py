# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.mbb_mentor.tests.common import MentorCommon


@tagged("post_install", "-at_install")
class TestRepresentative(MentorCommon):
    """Authority is a dated fact of this model and of nothing else."""

    def test_role_and_dates(self):
        self.assertTrue(self.giving._is_represented_by(self.user_giving))
        self.assertFalse(self.giving._is_represented_by(self.user_asking))
        row = self.giving.representative_ids
        row.role = "viewer"
        self.assertFalse(self.giving._is_represented_by(self.user_giving))
        self.assertTrue(self.giving._is_represented_by(self.user_giving, ("viewer",)))
        row.date_to = self.today - timedelta(days=1)
        self.assertFalse(self.giving._is_represented_by(self.user_giving, ("viewer",)))

    def test_last_day_counts(self):
        self.giving.representative_ids.date_to = self.today
        self.assertTrue(self.giving._is_represented_by(self.user_giving))

    def test_contact_of_the_institution_is_no_representative(self):
        self.assertEqual(self.user_expert.partner_id.parent_id, self.giving)
        self.assertFalse(
            self.giving._is_represented_by(
                self.user_expert, ("representative", "applicant", "viewer")
            )
        )

    @mute_logger("odoo.sql_db")
    def test_no_two_roles_at_once(self):
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self.env["mbb.representative"].create(
                {
                    "user_id": self.user_giving.id,
                    "institution_id": self.giving.id,
                    "role": "viewer",
                    "date_from": self.today,
                }
            )

    def test_institution_only(self):
        with self.assertRaises(ValidationError):
            self.env["mbb.representative"].create(
                {"user_id": self.user_giving.id, "institution_id": self.expert.id}
            )

    def test_ended_not_deleted(self):
        with self.assertRaises(UserError):
            self.giving.representative_ids.sudo().unlink()

    def test_nobody_makes_themselves_one(self):
        for user in (self.user_giving, self.user_employee, self.user_approver):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.env["mbb.representative"].with_user(user).create(
                    {"user_id": user.id, "institution_id": self.other.id}
                )
