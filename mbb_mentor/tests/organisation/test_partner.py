# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..common import MentorCommon


@tagged("post_install", "-at_install")
class TestPartner(MentorCommon):
    def test_membership_is_a_dated_fact(self):
        self.assertTrue(self.giving.is_member)
        self.assertIn(self.giving, self.giving.search([("is_member", "=", True)]))
        self.giving.membership_to = self.today - timedelta(days=1)
        self.assertFalse(self.giving.is_member)
        self.assertIn(self.giving, self.giving.search([("is_member", "=", False)]))

    def test_unit_belongs_to_an_institution(self):
        unit = self.env["res.partner"].create(
            {
                "name": "İmar Müdürlüğü",
                "is_company": True,
                "is_mentor_unit": True,
                "parent_id": self.giving.id,
            }
        )
        self.assertEqual(unit._get_institution(), self.giving)
        with self.assertRaises(ValidationError):
            unit.parent_id = self.expert

    def test_sign_in_address_is_not_the_officers_to_write(self):
        """A new password would be sent there."""
        partner = self.user_giving.partner_id.with_user(self.user_officer)
        with self.assertRaises(AccessError):
            partner.email = "somebody@else.example"
        self.learner.with_user(self.user_officer).email = "new@asking.example"

    @mute_logger("odoo.sql_db")
    def test_detsis_is_unique(self):
        self.giving.detsis = "12345678"
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self.asking.detsis = "12345678"
            self.env.flush_all()
