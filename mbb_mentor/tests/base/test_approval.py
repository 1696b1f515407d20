# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from ..common import MentorCommon


class ApprovalCommon(MentorCommon):
    """A match that waits for approval, by a rule of our own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        match = cls.env.registry["mbb.match"]
        if hasattr(match, "_get_consent_parties"):
            # Their consents have tests of their own.
            cls.classPatch(match, "_get_consent_parties", lambda self: [])
        cls.rules = cls.env["mbb.approval.rule"]
        cls.rules.search([("model", "=", "mbb.match")]).active = False
        cls.rule = cls.rules.create(
            {
                "name": "Match",
                "model_id": cls.env["ir.model"]._get_id("mbb.match"),
                "target": "agreed",
                "approver_type": "users",
                "user_ids": [
                    Command.set((cls.user_approver + cls.user_approver2).ids)
                ],
            }
        )
        cls.match = (
            cls.env["mbb.match"]
            .with_user(cls.user_officer)
            .create(
                {
                    "mentor_id": cls._create_mentor().id,
                    "mentee_id": cls._create_mentee().id,
                }
            )
        )

    def _ask(self, user=None):
        """Bring the match to its approval, whatever stands before it."""
        match = self.match.with_user(user or self.user_officer).sudo()
        model = self.env.registry["mbb.match"]
        if hasattr(model, "_get_missing_consents"):
            self.patch(model, "_get_missing_consents", lambda record: [])
        match._write_guarded({"state": "approval"})
        match._on_arrow("consent", "approval")
        return match.approval_ids.filtered(lambda a: a.state == "waiting")


@tagged("post_install", "-at_install")
class TestApproval(ApprovalCommon):
    """Who decides, once, and never who asked or takes part."""

    def test_row_names_the_eligible(self):
        row = self._ask()
        self.assertEqual(row.approver_ids, self.user_approver + self.user_approver2)
        self.assertEqual(row.asked_by_id, self.user_officer)

    def test_says_what_is_decided(self):
        """Both sides by name, to whoever decides and may read the record."""
        row = self._ask().with_user(self.user_approver)
        self.assertIn(self.match.mentor_id.institution_id.name, row.summary)
        self.assertIn(self.match.mentee_id.institution_id.name, row.summary)

    def test_approve_takes_the_arrow(self):
        row = self._ask()
        row.with_user(self.user_approver)._do_approve()
        self.assertEqual(row.state, "approved")
        self.assertEqual(row.decided_by_id, self.user_approver)
        self.assertEqual(self.match.state, "agreed")

    def test_refusal_needs_a_reason_and_declines(self):
        row = self._ask()
        with self.assertRaises(UserError):
            row.with_user(self.user_approver)._do_refuse("  ")
        row.with_user(self.user_approver)._do_refuse("Another one is nearer.")
        self.assertEqual(self.match.state, "declined")
        self.assertEqual(row.reason, "Another one is nearer.")

    def test_decided_once(self):
        row = self._ask()
        row.with_user(self.user_approver)._do_approve()
        with self.assertRaises(UserError):
            row.with_user(self.user_approver2)._do_refuse("Too late")

    def test_others_cannot_decide(self):
        row = self._ask()
        for user in (
            self.user_officer,
            self.user_manager,
            self.user_registry,
            self.user_employee,
            self.user_giving,
            self.env.ref("base.user_admin"),
        ):
            with self.subTest(user.login), self.assertRaises(AccessError):
                row.with_user(user)._do_approve()
        # Superuser mode lends nobody's authority.
        with self.assertRaises(AccessError):
            row.sudo()._do_approve()
        self.assertEqual(row.state, "waiting")

    def test_row_is_written_by_the_decision_only(self):
        row = self._ask()
        values = {
            "state": "approved",
            "decided_by_id": self.user_approver.id,
            "date_decided": "2026-01-01 10:00:00",
        }
        for user in (self.user_approver, self.user_manager):
            with self.subTest(user.login), self.assertRaises(UserError):
                row.with_user(user).write(values)
        with self.assertRaises(UserError):
            row.sudo().write(values)
        with self.assertRaises(UserError):
            row.sudo().unlink()
        with self.assertRaises(UserError):
            row.sudo().copy()
        with self.assertRaises(UserError):
            self.env["mbb.approval"].with_user(self.user_approver).create(
                {"rule_id": self.rule.id, "res_model": "mbb.match"}
            )

    def test_api_key_cannot_decide(self):
        """Without a session of the person the public method refuses."""
        row = self._ask()
        with self.assertRaises(AccessError):
            row.with_user(self.user_approver).action_approve()

    def test_asker_is_excluded(self):
        self.user_approver.group_ids += self.env.ref("mbb_mentor.group_mentor_officer")
        row = self._ask(self.user_approver)
        self.assertEqual(row.approver_ids, self.user_approver2)
        with self.assertRaises(AccessError):
            row.with_user(self.user_approver)._do_approve()

    def test_representative_of_a_party_is_excluded(self):
        """The Başkan is a member mayor too."""
        self.env["mbb.representative"].create(
            {
                "user_id": self.user_approver.id,
                "institution_id": self.giving.id,
                "role": "viewer",
                "date_from": self.today,
            }
        )
        row = self._ask()
        self.assertEqual(row.approver_ids, self.user_approver2)

    def test_becoming_a_party_after_being_asked_excludes(self):
        row = self._ask()
        self.env["mbb.representative"].create(
            {
                "user_id": self.user_approver.id,
                "institution_id": self.asking.id,
                "role": "representative",
                "date_from": self.today,
            }
        )
        with self.assertRaises(AccessError):
            row.with_user(self.user_approver)._do_approve()
        self.env["mbb.approval"]._refresh_approvers()
        self.assertEqual(row.approver_ids, self.user_approver2)

    def test_nobody_eligible_fails_and_makes_no_row(self):
        self.rule.user_ids = self.user_officer
        before = self.env["mbb.approval"].search_count([])
        reason = self.match._get_asking_obstacle("agreed")
        self.assertIn(self.rule.name, reason)
        self.rule.user_ids = self.user_approver
        self.user_approver.active = False
        self.assertTrue(self.match._get_asking_obstacle("agreed"))
        self.assertEqual(self.env["mbb.approval"].search_count([]), before)

    def test_group_means_its_own_members(self):
        """A group that merely implies the deciding one brings no decider."""
        group = self.env.ref("mbb_mentor.group_mentor_approver")
        self.rule.write({"approver_type": "group", "group_id": group.id})
        deciders = self.rule._get_users(self.match)
        self.assertIn(self.user_approver, deciders)
        self.assertTrue(self.user_manager.has_group("mbb_mentor.group_mentor_approver"))
        self.assertNotIn(self.user_manager, deciders)

    def test_nobody_makes_themselves_a_decider(self):
        rule = self.rule.with_user(self.user_manager)
        with self.assertRaises(UserError):
            rule.user_ids = self.user_approver + self.user_manager
        rule.user_ids = self.user_approver
        self.assertEqual(self.rule.user_ids, self.user_approver)

    def test_no_rule_no_approval(self):
        self.rule.active = False
        self.assertIn("rule", self.match._get_asking_obstacle("agreed"))

    def test_vacant_head_goes_to_the_parent_unit(self):
        head = new_test_user(
            self.env, "test.head", groups="mbb_mentor.group_mentor_approver"
        )
        manager = self.env["hr.employee"].create(
            {"name": "Head", "user_id": head.id}
        )
        parent = self.env["hr.department"].create(
            {"name": "Genel Sekreterlik", "manager_id": manager.id}
        )
        unit = self.env["hr.department"].create(
            {"name": "Müdürlük", "parent_id": parent.id}
        )
        self.rule.write(
            {
                "approver_type": "unit_head",
                "department_id": unit.id,
                "company_id": self.env.company.id,
            }
        )
        self.assertEqual(self._ask().approver_ids, head)

    def test_rules_one_after_another(self):
        second = self.rule.copy({"sequence": 20, "name": "Then"})
        second.user_ids = self.user_manager2
        row = self._ask()
        self.assertEqual(row.rule_id, self.rule)
        row.with_user(self.user_approver)._do_approve()
        self.assertEqual(self.match.state, "approval")
        row = self.match.approval_ids.filtered(lambda a: a.state == "waiting")
        self.assertEqual(row.rule_id, second)
        row.with_user(self.user_manager2)._do_approve()
        self.assertEqual(self.match.state, "agreed")

    def test_rules_side_by_side(self):
        second = self.rule.copy({"name": "Beside"})
        second.user_ids = self.user_manager2
        rows = self._ask()
        self.assertEqual(rows.rule_id, self.rule + second)
        rows.filtered(lambda a: a.rule_id == self.rule).with_user(
            self.user_approver
        )._do_approve()
        self.assertEqual(self.match.state, "approval")
        with self.assertRaises(UserError):
            rows.filtered(lambda a: a.rule_id == self.rule).with_user(
                self.user_approver2
            )._do_refuse("On second thoughts")
        rows.filtered(lambda a: a.rule_id == second).with_user(
            self.user_manager2
        )._do_approve()
        self.assertEqual(self.match.state, "agreed")

    def test_amount_chooses_the_rule(self):
        self.rule.amount_from = 1000
        self.assertFalse(self.rules._get_rules(self.match, "agreed"))
        self.patch(
            self.env.registry["mbb.match"],
            "_get_approval_amount",
            lambda record: 2500.0,
        )
        self.assertEqual(self.rules._get_rules(self.match, "agreed"), self.rule)
        self.rule.amount_to = 2000
        self.assertFalse(self.rules._get_rules(self.match, "agreed"))

    def test_rule_without_amounts_is_for_any(self):
        self.env.cr.execute(
            "UPDATE mbb_approval_rule SET amount_from = NULL, amount_to = NULL "
            "WHERE id = %s",
            [self.rule.id],
        )
        self.rule.invalidate_recordset()
        self.patch(
            self.env.registry["mbb.match"],
            "_get_approval_amount",
            lambda record: 2500.0,
        )
        self.assertEqual(self.rules._get_rules(self.match, "agreed"), self.rule)

    def test_forward(self):
        row = self._ask()
        with self.assertRaises(UserError):
            row.with_user(self.user_approver)._do_forward(self.user_employee, "You")
        row.with_user(self.user_approver)._do_forward(self.user_approver2, "Yours")
        self.assertEqual(row.state, "forwarded")
        self.assertEqual(self.match.state, "approval")
        waiting = self.match.approval_ids.filtered(lambda a: a.state == "waiting")
        waiting.with_user(self.user_approver2)._do_approve()
        self.assertEqual(self.match.state, "agreed")

    def test_earlier_answers_open_nothing(self):
        """A record asked again needs its approvals anew."""
        self._ask().with_user(self.user_approver)._do_approve()
        row = self._ask()
        self.assertEqual(len(row), 1)
        self.assertTrue(self.match._get_arrow_obstacle("agreed"))

    def test_approver_sees_own_rows_only(self):
        self.rule.user_ids = self.user_approver
        row = self._ask()
        rows = self.env["mbb.approval"]
        self.assertIn(row, rows.with_user(self.user_approver).search([]))
        self.assertNotIn(row, rows.with_user(self.user_approver2).search([]))
        self.assertIn(row, rows.with_user(self.user_officer).search([]))

    def test_what_one_user_sees_is_not_what_is_decided_by(self):
        """Who reads only the row of an earlier round looked just before."""
        self.rule.user_ids = self.user_approver2
        own = self._ask()
        own.with_user(self.user_approver2)._do_approve()
        self.rule.user_ids = self.user_approver
        row = self._ask()
        self.env.invalidate_all()
        match = self.match.with_user(self.user_approver2)
        self.assertEqual(match.approval_ids, own)
        self.assertEqual(match.sudo().approval_ids, own + row)
        match.sudo()._cancel_approvals()
        self.assertEqual(row.state, "cancelled")

    def test_a_row_that_is_asked_is_seen_at_once(self):
        """Also by whoever had the record open before."""
        officer = self.match.with_user(self.user_officer)
        self.assertFalse(officer.approval_ids)
        row = self._ask(self.user_approver2)
        self.assertEqual(officer.approval_ids, row)

    def test_deputy(self):
        self.rule.user_ids = self.user_approver
        row = self._ask()
        deputy = row.with_user(self.user_approver2)
        with self.assertRaises(AccessError):
            deputy._do_approve()
        self.env["mbb.deputy"].create(
            {
                "principal_id": self.user_approver.id,
                "deputy_id": self.user_approver2.id,
                "date_from": self.today,
                "date_to": self.today + timedelta(days=3),
                "ground": "2026/12",
            }
        )
        self.assertIn(row, deputy.search([]))
        self.assertIn(self.user_approver2, row._get_deciders())
        deputy._do_approve()
        self.assertEqual(row.decided_by_id, self.user_approver2)
        self.assertEqual(row.principal_id, self.user_approver)
        self.assertEqual(self.match.state, "agreed")
