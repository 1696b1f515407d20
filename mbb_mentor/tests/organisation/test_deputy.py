# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..base.test_approval import ApprovalCommon


@tagged("post_install", "-at_install")
class TestDeputy(ApprovalCommon):
    """A deputyship begins and ends by its dates, and lends no one's conflict."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule.user_ids = cls.user_approver
        cls.deputy = cls._create_deputy(cls.user_approver, cls.user_approver2)

    @classmethod
    def _create_deputy(cls, principal, deputy, days=3, **values):
        return cls.env["mbb.deputy"].create(
            {
                "principal_id": principal.id,
                "deputy_id": deputy.id,
                "date_from": cls.today,
                "date_to": cls.today + timedelta(days=days),
                "ground": "2026/12",
                **values,
            }
        )

    def test_after_the_last_day_no_longer(self):
        row = self._ask()
        with freeze_time(self.today + timedelta(days=4)):
            self.assertNotIn(
                row, row.with_user(self.user_approver2).search([])
            )
            with self.assertRaises(AccessError):
                row.with_user(self.user_approver2)._do_approve()

    def test_only_for_the_named_rules(self):
        self.deputy.rule_ids = self.rule.copy()
        row = self._ask()
        with self.assertRaises(AccessError):
            row.with_user(self.user_approver2)._do_approve()

    def test_principal_excluded_excludes_the_deputy(self):
        row = self._ask()
        self.env["mbb.representative"].create(
            {
                "user_id": self.user_approver.id,
                "institution_id": self.giving.id,
                "role": "representative",
                "date_from": self.today,
            }
        )
        with self.assertRaises(AccessError):
            row.with_user(self.user_approver2)._do_approve()

    def test_of_two_principals_the_one_who_may_decide(self):
        """That one of them became a party is no obstacle in the other's name."""
        self.rule.user_ids |= self.user_manager
        self._create_deputy(self.user_manager, self.user_approver2)
        row = self._ask()
        self.env["mbb.representative"].create(
            {
                "user_id": self.user_approver.id,
                "institution_id": self.giving.id,
                "role": "representative",
                "date_from": self.today,
            }
        )
        row.with_user(self.user_approver2)._do_approve()
        self.assertEqual(row.principal_id, self.user_manager)

    def test_what_a_deputy_may_not_decide_does_not_wait_for_them(self):
        waiting = self._ask()
        mine = waiting.with_user(self.user_approver2)
        domain = [("is_for_me", "=", True)]
        self.assertIn(waiting, mine.search(domain))
        self.env["mbb.representative"].create(
            {
                "user_id": self.user_approver2.id,
                "institution_id": self.giving.id,
                "role": "representative",
                "date_from": self.today,
            }
        )
        self.assertNotIn(waiting, mine.search(domain))

    def test_deputy_who_asked_is_excluded(self):
        row = self._ask(self.user_approver2)
        with self.assertRaises(AccessError):
            row.with_user(self.user_approver2)._do_approve()

    @mute_logger("odoo.sql_db")
    def test_no_two_deputies_at_once(self):
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            self._create_deputy(self.user_approver, self.user_manager)

    def test_no_circle(self):
        with self.assertRaises(ValidationError):
            self._create_deputy(self.user_approver2, self.user_approver)

    def test_nobody_makes_themselves_a_deputy(self):
        values = {
            "principal_id": self.user_approver.id,
            "deputy_id": self.user_manager.id,
            "date_from": self.today + timedelta(days=10),
            "date_to": self.today + timedelta(days=12),
            "ground": "2026/13",
        }
        model = self.env["mbb.deputy"]
        with self.assertRaises(UserError):
            model.with_user(self.user_manager).create(values)
        self.assertTrue(model.with_user(self.user_manager2).create(values))

    def test_what_has_begun_is_not_rewritten(self):
        row = self.deputy.with_user(self.user_registry)
        for vals in (
            {"principal_id": self.user_approver2.id},
            {"deputy_id": self.user_manager2.id},
            {"date_from": self.today - timedelta(days=300)},
            {"rule_ids": [Command.clear()]},
        ):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                row.write(vals)
        row.date_to = self.today

    @mute_logger("odoo.sql_db")
    def test_a_rule_that_limits_a_deputy_is_not_deleted(self):
        """Without its only rule the deputyship would be for everything."""
        rule = self.rule.copy()
        self.deputy.rule_ids = rule
        self.deputy.flush_recordset()
        with self.assertRaises(IntegrityError), self.cr.savepoint():
            rule.with_user(self.user_manager).unlink()

    def test_who_may_not_be_asked_any_more_does_not_depute(self):
        row = self.deputy
        self.assertTrue(row._get_effective())
        self.user_approver2.group_ids -= self.env.ref(
            "mbb_mentor.group_mentor_approver"
        )
        self.assertFalse(row._get_effective())

    def test_deputy_of_another_company(self):
        other = self.env["res.company"].create({"name": "Another Union"})
        row = self._ask()
        self.assertTrue(row._get_principal(self.user_approver2))
        self.deputy.company_id = other
        self.assertFalse(row._get_principal(self.user_approver2))

    def test_deputy_may_be_asked(self):
        with self.assertRaises(ValidationError):
            self._create_deputy(self.user_manager, self.user_employee)
