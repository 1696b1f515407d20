# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.mbb_mentor.tests.common import PDF

from .common import TravelCommon

PAPER = {"document": base64.b64encode(PDF + b"% one"), "document_name": "a.pdf"}


@tagged("post_install", "-at_install")
class TestPapers(TravelCommon):
    """What a claim needs on paper, and what finance looks at twice."""

    def _second(self, **values):
        """Another trip of the person, some weeks later."""
        assignment = self._create_assignment(
            date_from="2026-05-10", date_to="2026-05-10"
        )
        return self._day_claim(
            "2026-05-10T08:00", "2026-05-10T21:30", 10, assignment=assignment, **values
        )

    def _confirmed(self, claim):
        claim.action_submit()
        self._approve(claim, self.user_manager)
        return claim

    def test_only_what_a_rule_names_is_asked_for(self):
        rules = self.env["mbb.travel.document.rule"]._get_rules(self.company)
        self.assertEqual(set(rules), {"plane", "lodging"})
        claim = self._create_claim()
        self.assertFalse(claim._get_paper_obstacles())
        self.env["mbb.travel.document.rule"].create(
            {"kind": "taxi", "name": "Receipt", "article": "Directive 3"}
        )
        self.assertIn("Receipt", "".join(claim._get_paper_obstacles()))
        rules["lodging"].active = False
        claim.lodging_ids.document = False
        self.assertEqual(len(claim._get_paper_obstacles()), 1)

    def test_the_companys_own_rule_goes_first(self):
        rules = self.env["mbb.travel.document.rule"]
        own = rules.create(
            {
                "kind": "plane",
                "name": "Ticket",
                "article": "x",
                "company_id": self.company.id,
            }
        )
        self.assertEqual(rules._get_rules(self.company)["plane"], own)

    def test_a_reason_replaces_a_ticket_once_the_unit_accepts_it(self):
        claim = self._create_claim()
        claim.leg_ids[0].kind = "plane"
        with self.assertRaisesRegex(UserError, "why it cannot be had"):
            claim.action_submit()
        claim.leg_ids[0].missing_reason = "The airline is bankrupt"
        claim.action_submit()
        self.assertIn("bankrupt", claim.missing_papers)
        self.assertFalse(claim.missing_accepted_by_id)
        self._approve(claim, self.user_manager)
        self.assertEqual(claim.missing_accepted_by_id, self.user_manager)
        claim.with_user(self.user_officer).action_return("Write to them again")
        self.assertFalse(claim.missing_accepted_by_id)
        for vals in ({"missing_accepted_by_id": self.env.uid}, {"duplicates_seen": []}):
            with self.assertRaises(UserError):
                claim.sudo().write(vals)

    def test_no_reason_replaces_the_invoice(self):
        claim = self._create_claim(
            lodging_ids=[self._stay("2026-03-10", 1, 1250, paper=False)]
        )
        claim.lodging_ids.missing_reason = "Lost"
        with self.assertRaisesRegex(UserError, "m.33/d"):
            claim.action_submit()

    def test_the_same_file_in_two_claims(self):
        first = self._create_claim()
        first.leg_ids[0].write(PAPER)
        second = self._second()
        second.leg_ids[0].write(PAPER)
        # A draft uses nothing up yet.
        self.assertFalse(second.duplicates)
        first.action_submit()
        second.invalidate_recordset()
        self.assertIn(first.number, second.duplicates)
        self._confirmed(second)
        with (
            self.assertRaisesRegex(UserError, "Possible duplicates"),
            self.env.cr.savepoint(),
        ):
            self._approve(second, self.user_checker)
        second.with_user(self.user_checker).action_settle_duplicates("One ticket there")
        self._approve(second, self.user_checker, self.user_control)
        self.assertEqual(second.state, "checked")
        self.assertEqual(second.sudo().duplicates_by_id, self.user_checker)

    def test_the_same_file_twice_in_one_claim(self):
        claim = self._create_claim()
        claim.leg_ids[:2].write(PAPER)
        self.assertIn("The file of", claim.duplicates)

    def test_one_ticket_number_in_two_claims(self):
        first = self._create_claim()
        first.leg_ids[0].document_number = "tk 235-001"
        first.action_submit()
        second = self._second()
        self.assertFalse(second.duplicates)
        second.leg_ids[0].document_number = "TK235001"
        self.assertIn(first.number, second.duplicates)

    def test_overlapping_trips_are_shown_before_they_are_refused(self):
        first = self._create_claim()
        first.action_submit()
        second = self._create_claim()
        self.assertIn("same hours", second.duplicates)
        second.leg_ids.unlink()
        second.invalidate_recordset()
        self.assertNotIn("same hours", second.duplicates)

    def test_what_comes_later_is_asked_again(self):
        first = self._create_claim()
        first.leg_ids[0].document_number = "TK1"
        first.action_submit()
        second = self._second()
        second.leg_ids[0].document_number = "TK1"
        self._confirmed(second)
        second.with_user(self.user_checker).action_settle_duplicates("Return ticket")
        self.assertFalse(second.duplicates_open)
        assignment = self._create_assignment(
            date_from="2026-06-10", date_to="2026-06-10"
        )
        third = self._day_claim(
            "2026-06-10T08:00", "2026-06-10T21:30", 10, assignment=assignment
        )
        third.leg_ids[0].document_number = "TK1"
        third.action_submit()
        second.invalidate_recordset()
        self.assertTrue(second.duplicates_open)

    def test_who_sees_and_settles(self):
        first = self._create_claim()
        first.leg_ids[0].document_number = "TK1"
        first.action_submit()
        second = self._second()
        second.leg_ids[0].document_number = "TK1"
        second.action_submit()
        for user in (self.user_officer, self.user_authoriser, self.user_accountant):
            with self.assertRaises(AccessError):
                second.with_user(user).action_settle_duplicates("Fine")
        self.user_employee.partner_id = self.expert
        own = second.with_user(self.user_employee)
        own.read(["number"])
        for name in ("duplicates", "duplicates_note", "duplicates_seen"):
            with self.assertRaises(AccessError):
                own.read([name])
        with self.assertRaises(UserError):
            second.with_user(self.user_checker).action_settle_duplicates(" ")
