# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo.tests import tagged

from odoo.addons.mbb_mentor.tests.haystack import find_in_files, find_in_rows
from odoo.addons.mbb_mentor.tests.learning.retention_common import make_pdf_of

from .common import TravelCommon

NAME = "Nihan Karaçelikoğlu"
EMAIL = "nihan.karacelik@giving.example"
IBAN = "TR330006100519786457841326"
IDENTITY = "10000000146"
#: Where a paper that is still to be kept lies, and nowhere else.
PAPERS = {
    "mbb_travel_claim",
    "mbb_travel_payee",
    "res_partner_bank",
    "account_move",
    "account_move_line",
    "account_payment",
    "mbb_letter",
    "mbb_consent",
    "mbb_consent_paper",
    "mbb_evidence",
    "hr_expense",
    "ir_attachment",
}


@tagged("post_install", "-at_install")
class TestRetention(TravelCommon):
    """A financial paper names its person until its own end, and nothing else does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.expert.write({"name": NAME, "email": EMAIL})
        cls.claim = cls._posted_claim()
        cls._pay(cls.claim)
        cls.claim = cls.claim.sudo()
        cls.claim.message_post(body=f"Called {NAME}")
        cls.env["mbb.evidence"].sudo()._record(
            cls.claim, "bildirim.pdf", make_pdf_of(NAME), "travel"
        )
        cls.anonymiser = cls.env["mbb.anonymiser"].sudo()
        cls.signs = [NAME, EMAIL, *cls._payee_signs()]

    @classmethod
    def _payee_signs(cls):
        payee = cls.env["mbb.travel.payee"].sudo().search(
            [("expert_id", "=", cls.expert.id)], limit=1
        )
        return [sign for sign in (payee.iban, payee.identity_number) if sign]

    def _find(self):
        self.env.flush_all()
        return {
            **find_in_rows(self.env.cr, self.signs),
            **find_in_files(self.env, self.signs),
        }

    def _get_sums(self):
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT state, sum(gross), sum(net), sum(allowance), count(*) "
            "FROM mbb_travel_claim GROUP BY 1 ORDER BY 1"
        )
        claims = self.env.cr.fetchall()
        self.env.cr.execute(
            "SELECT account_id, sum(debit), sum(credit), count(*) "
            "FROM account_move_line GROUP BY 1 ORDER BY 1"
        )
        return claims, self.env.cr.fetchall()

    def _end(self):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE mbb_travel_claim SET date_state = date_state - interval '11 years'"
        )
        self.env.invalidate_all()

    def test_only_the_papers_name_them(self):
        self.assertEqual(self.claim.state, "paid")
        before = self._get_sums()
        self.anonymiser._anonymise_person(self.expert)
        found = self._find()
        self.assertEqual(
            {place[0] for place in found if isinstance(place[0], str)} - PAPERS, set()
        )
        self.assertEqual(
            {place[1] for place in found if isinstance(place[0], int)},
            {"mbb.evidence"},
        )
        self.assertIn("mbb_travel_claim", {place[0] for place in found})
        self.assertEqual(self.claim._get_person_name(), NAME)
        self.assertNotEqual(self.expert.name, NAME)
        self.assertNotIn(NAME, str(self.claim.message_ids.mapped("body")))
        self.assertEqual(self._get_sums(), before)

    def test_afterwards_nothing_names_them(self):
        self.anonymiser._anonymise_person(self.expert)
        self._end()
        rule = self.env.ref("mbb_mentor_expense.mbb_retention_rule_travel_claim")
        before = self._get_sums()
        self.assertIn(self.claim, rule._search_past(self.env.company))
        self.anonymiser._end_records(self.claim, rule)
        self.assertEqual(self._find(), {})
        self.assertEqual(self._get_sums(), before)
        self.assertNotIn(self.claim, rule._search_past(self.env.company))

    def test_who_has_no_paper_left(self):
        self._end()
        before = self._get_sums()
        self.anonymiser._anonymise_person(self.expert)
        self.assertEqual(self._find(), {})
        self.assertEqual(self._get_sums(), before)

    def test_open_money_leaves_out(self):
        holds = self.env["mbb.destruction.hold.mixin"]
        self.assertFalse(holds._get_person_holds(self.expert))
        self.env.flush_all()
        self.env.cr.execute("UPDATE mbb_travel_claim SET state = 'posted'")
        self.env.invalidate_all()
        self.assertIn(self.expert.id, holds._get_person_holds(self.expert))

    def test_the_name_on_a_paper_is_not_written(self):
        with self.assertRaises(Exception):
            self.claim.with_user(self.user_officer).write({"person_name": "Another"})
