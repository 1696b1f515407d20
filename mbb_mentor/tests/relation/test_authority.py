# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta
from json import dumps, loads

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from .common import RelationCommon


class AuthorityCommon(RelationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.match = cls._agree()

    @classmethod
    def _depute(cls, principal, deputy, days=1):
        return cls.env["mbb.deputy"].create(
            {
                "principal_id": principal.id,
                "deputy_id": deputy.id,
                "date_from": cls.today,
                "date_to": cls.today + timedelta(days=days),
                "ground": "2026/12",
            }
        )

    def _asked(self, **values):
        assignment = self._draw_up(self.match, **values)
        self._to_approval(assignment)
        return assignment.sudo().approval_ids.filtered(lambda a: a.state == "waiting")


@tagged("post_install", "-at_install")
class TestAssignmentAuthority(AuthorityCommon):
    """The Genel Sekreter approves, the Başkan beyond the limits, a deputy in between."""

    def test_secretary_general(self):
        row = self._asked()
        self.assertEqual(row.approver_ids, self.user_approver)

    def test_president_beyond_the_limits(self):
        company = self.env.company
        company.write(
            {
                "mbb_president_abroad": True,
                "mbb_president_days": 3,
                "mbb_president_amount": 0,
            }
        )
        abroad = {"place_country_id": self.env.ref("base.de").id, "place": "Berlin"}
        one_day = {"date_to": self.today}
        for vals, user in (
            ({}, self.user_approver2),
            (one_day, self.user_approver),
            ({**abroad, **one_day}, self.user_approver2),
        ):
            with self.subTest(vals=vals):
                row = self._asked(**vals)
                self.assertEqual(row.approver_ids, user)
                row.with_user(user)._do_refuse("Next")
        company.write({"mbb_president_abroad": False, "mbb_president_days": 0})
        self.assertEqual(self._asked(**abroad).approver_ids, self.user_approver)

    def test_extension_is_weighed_with_the_days_before(self):
        self.env.company.mbb_president_days = 7
        assignment = self._approved(self.match)
        extension = (
            self.env["mbb.assignment.extension"]
            .with_user(self.user_officer)
            .create(
                {
                    "assignment_id": assignment.id,
                    "date_to_new": self.today + timedelta(days=6),
                    "reason": "More to do",
                }
            )
        )
        self.assertFalse(extension.is_president_matter)
        extension.date_to_new = self.today + timedelta(days=7)
        self.assertTrue(extension.is_president_matter)
        extension.action_ask_consents()
        self._grant_all(extension)
        self.assertEqual(extension.sudo().approval_ids.approver_ids, self.user_approver2)

    def test_deputy_until_the_last_day(self):
        self._depute(self.user_approver, self.user_manager2)
        row = self._asked()
        self.assertIn(self.user_manager2, row._get_deciders())
        with freeze_time(self.today + timedelta(days=2)):
            self.assertNotIn(self.user_manager2, row._get_deciders())
            with self.assertRaises(AccessError):
                row.with_user(self.user_manager2)._do_approve()
        row.with_user(self.user_manager2)._do_approve()
        assignment = row._get_record()
        self.assertEqual(assignment.state, "approved")
        self.assertIn(self.user_manager2.name, assignment.letter_ids.signatory)
        self.assertIn("vekâleten", row.with_context(lang="tr_TR").signature)

    def test_deputy_of_an_excluded_principal(self):
        self._depute(self.user_approver, self.user_manager2)
        row = self._asked()
        self.env["mbb.representative"].create(
            {
                "user_id": self.user_approver.id,
                "institution_id": self.giving.id,
                "role": "representative",
                "date_from": self.today,
            }
        )
        with self.assertRaises(AccessError):
            row.with_user(self.user_manager2)._do_approve()

    def test_vacant_post_goes_up(self):
        self.secretariat.manager_id = False
        self.assertEqual(self._asked().approver_ids, self.user_approver2)

    def test_nobody_eligible_fails_the_asking(self):
        self.secretariat.manager_id = False
        self.president.member_ids.unlink()
        assignment = self._draw_up(self.match)
        assignment.action_ask_consents()
        self._record_sending_letter(assignment)
        self._grant_all(assignment)
        self.assertEqual(assignment.state, "consent")
        self.assertFalse(assignment.sudo().approval_ids)
        rule = self.env.ref("mbb_mentor.mbb_approval_rule_assignment")
        with self.assertRefused(rule.name):
            assignment.action_send_to_approval()

    def test_before_the_committee(self):
        """It waits with its consents given, and goes on by what is decided."""
        assignment = self._draw_up(self.match)
        assignment.action_ask_consents()
        self._record_sending_letter(assignment)
        decision = assignment._put_before_organ(
            self.committee, "Own car", "May it be paid?", "No rule."
        )
        self._grant_all(assignment)
        self.assertEqual(assignment.state, "consent")
        self._decide_matter(decision)
        self.assertEqual(assignment.state, "approval")

    def test_withdrawn_while_before_the_committee(self):
        assignment = self._approved(self.match)
        assignment._put_before_organ(self.committee, "Own car", "Paid?", "No rule.")
        consent = assignment.sudo().consent_ids.filtered(lambda c: c.side == "expert")
        consent.with_user(self.user_expert).action_withdraw("Ill")
        self.assertEqual(assignment.state, "cancelled")

    def test_committee_ends_it(self):
        assignment = self._approved(self.match)
        decision = assignment._put_before_organ(
            self.committee, "Own car", "Paid?", "No rule."
        )
        self._decide_matter(decision, outcome="end")
        self.assertEqual(assignment.state, "cancelled")


@tagged("post_install", "-at_install")
class TestAuthorityByRpc(AuthorityCommon, HttpCase):
    """The same refusals where a program calls the public methods."""

    def _call(self, login, row, method, *arguments):
        self.authenticate(login, login)
        answer = self.url_open(
            f"/web/dataset/call_kw/{row._name}/{method}",
            data=dumps(
                {
                    "jsonrpc": "2.0",
                    "method": "call",
                    "params": {
                        "model": row._name,
                        "method": method,
                        "args": [row.ids, *arguments],
                        "kwargs": {},
                    },
                }
            ),
            headers={"Content-Type": "application/json"},
        )
        self.env.invalidate_all()
        return loads(answer.text)

    def test_who_may_decide(self):
        self.env["mbb.approval.rule"].search([]).ask_identity = False
        self._depute(self.user_approver, self.user_manager2)
        row = self._asked()
        self.env["mbb.representative"].create(
            {
                "user_id": self.user_approver2.id,
                "institution_id": self.giving.id,
                "role": "representative",
                "date_from": self.today,
            }
        )
        self.env.flush_all()
        for user in (
            self.user_officer,  # asked
            self.user_approver2,  # a party's representative
            self.user_manager,  # nobody's deputy
            self.user_employee,
            self.user_giving,
        ):
            with self.subTest(user.login):
                for call in (
                    ("action_approve",),
                    ("action_refuse", "No"),
                    ("action_forward", self.user_manager.id, "You"),
                    ("_do_approve",),
                ):
                    answer = self._call(user.login, row, *call)
                    self.assertIn("error", answer)
                self.assertEqual(row.state, "waiting")
        answer = self._call(
            self.user_approver.login, row, "write", {"state": "approved"}
        )
        self.assertIn("error", answer)
        answer = self._call(
            self.user_approver.login,
            row,
            "action_forward",
            self.user_manager.id,
            "Knows it",
        )
        self.assertNotIn("error", answer)
        self.assertEqual(row.state, "forwarded")
        new = row.search([("forwarded_from_id", "=", row.id)])
        answer = self._call(self.user_manager.login, new, "action_approve")
        self.assertNotIn("error", answer)
        self.assertEqual(new.state, "approved")

    def test_deputy_by_rpc(self):
        self.env["mbb.approval.rule"].search([]).ask_identity = False
        self._depute(self.user_approver, self.user_manager2)
        row = self._asked()
        answer = self._call(self.user_manager2.login, row, "action_approve")
        self.assertNotIn("error", answer)
        self.assertEqual(row.principal_id, self.user_approver)

    def test_deputy_whose_day_is_over_by_rpc(self):
        self.env["mbb.approval.rule"].search([]).ask_identity = False
        deputy = self._depute(self.user_approver, self.user_manager2)
        row = self._asked()
        deputy.write(
            {
                "date_from": self.today - timedelta(days=5),
                "date_to": self.today - timedelta(days=1),
            }
        )
        answer = self._call(self.user_manager2.login, row, "action_approve")
        self.assertIn("error", answer)
        self.assertEqual(row.state, "waiting")

    def test_deputy_of_a_party_by_rpc(self):
        self.env["mbb.approval.rule"].search([]).ask_identity = False
        self._depute(self.user_approver, self.user_manager2)
        row = self._asked()
        self.env["mbb.representative"].create(
            {
                "user_id": self.user_approver.id,
                "institution_id": self.giving.id,
                "role": "representative",
                "date_from": self.today,
            }
        )
        for user in (self.user_manager2, self.user_approver):
            with self.subTest(user.login):
                answer = self._call(user.login, row, "action_approve")
                self.assertIn("error", answer)
                self.assertEqual(row.state, "waiting")

    def test_vacant_post_by_rpc(self):
        """It goes up; where nobody is left, the asking fails with that reason."""
        self.env["mbb.approval.rule"].search([]).ask_identity = False
        self.secretariat.manager_id = False
        row = self._asked()
        answer = self._call(self.user_approver.login, row, "action_approve")
        self.assertIn("error", answer)
        answer = self._call(self.user_approver2.login, row, "action_approve")
        self.assertNotIn("error", answer)
        self.assertEqual(row.state, "approved")

    def test_nobody_eligible_by_rpc(self):
        self.secretariat.manager_id = False
        self.president.member_ids.unlink()
        assignment = self._draw_up(self.match)
        assignment.action_ask_consents()
        self._record_sending_letter(assignment)
        self._grant_all(assignment)
        answer = self._call(
            self.user_officer.login, assignment, "action_send_to_approval"
        )
        rule = self.env.ref("mbb_mentor.mbb_approval_rule_assignment")
        self.assertIn(rule.name, answer["error"]["data"]["message"])
        self.assertEqual(assignment.state, "consent")
