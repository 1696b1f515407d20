# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from psycopg2.errors import CheckViolation, ExclusionViolation

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import TravelCommon


@tagged("post_install", "-at_install")
class TestRate(TravelCommon):
    def test_shipped_rates(self):
        rates = self.env["mbb.travel.rate"]
        for year, amounts in {
            2023: (236, 220, 212, 203, 200),
            2024: (465, 435, 420, 405, 400),
            2025: (680, 650, 635, 610, 600),
            2026: (890, 880, 870, 860, 850),
        }.items():
            for letter, amount in zip("abcde", amounts, strict=True):
                rate = rates._get_rate(f"b_{letter}", f"{year}-07-01", self.company)
                self.assertEqual(rate.amount, amount)
                self.assertEqual(rate.certainty, "unverified")
                self.assertTrue(rate.source)

    @mute_logger("odoo.sql_db")
    def test_no_overlap(self):
        values = {"rate_row": "b_a", "date_from": "2026-06-01", "amount": 900}
        with self.assertRaises(ExclusionViolation), self.env.cr.savepoint():
            self.env["mbb.travel.rate"].create(values)
        with self.assertRaises(CheckViolation), self.env.cr.savepoint():
            self.env["mbb.travel.rate"].create(
                {**values, "date_from": "2030-02-01", "date_to": "2030-01-01"}
            )
        # The company's own may stand beside the law's, and goes before it.
        own = self.env["mbb.travel.rate"].create(
            {**values, "company_id": self.company.id}
        )
        found = self.env["mbb.travel.rate"]._get_rate(
            "b_a", "2026-07-01", self.company
        )
        self.assertEqual(found, own)

    def test_a_rate_never_alters_an_approved_claim(self):
        claim = self._approved_claim()
        before = claim.result
        rate = self.env["mbb.travel.rate"]._get_rate(
            "b_c", "2026-03-10", self.company
        )
        for vals in (
            {"amount": 999},
            {"rate_row": "b_a"},
            {"active": False},
            {"date_to": "2026-03-09"},
            {"date_from": "2026-03-11"},
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                rate.write(vals)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            rate.unlink()
        # The company's own goes before the law's, but not in what was decided.
        self.env["mbb.travel.rate"].create(
            {
                "rate_row": "b_c",
                "date_from": "2026-01-01",
                "amount": 999,
                "company_id": self.company.id,
            }
        )
        self.env.add_to_compute(claim._fields["result"], claim)
        self.env.add_to_compute(claim._fields["gross"], claim)
        self.env.flush_all()
        self.assertEqual(claim.result, before)
        self.assertEqual((claim.daily_rate, claim.gross), (870, 3610))
        self.assertEqual(sum(claim.sudo().expense_ids.mapped("total_amount")), 3610)

    def test_the_sums_follow_a_rate_that_changed_before_the_submission(self):
        claim = self._create_claim()
        self.assertEqual(claim.gross, 3610)
        rate = self.env["mbb.travel.rate"]._get_rate(
            "b_c", "2026-03-10", self.company
        )
        rate.amount = 900
        claim.action_submit()
        self.assertEqual(claim.result["entitlement"]["gross"], "3650.00")
        self.assertEqual((claim.daily_rate, claim.gross), (900, 3650))

    @mute_logger("odoo.sql_db")
    def test_rows_of_each_table(self):
        """Values that are missing are compared, too, and none belongs elsewhere."""
        rates = self.env["mbb.travel.rate"]
        tier = self.env.ref("mbb_mentor_expense.mbb_travel_tier_abroad_d")
        kktc = self.env.ref("mbb_mentor_expense.mbb_travel_tier_kktc_1")
        germany = self.env.ref("base.de")
        period = {"date_from": "2030-01-01", "amount": 1}
        abroad = {**period, "table": "abroad", "tier_id": tier.id}
        for values in (
            {**abroad, "country_id": germany.id},
            {**abroad, "country_group": "eu"},
            {**period, "table": "kktc", "tier_id": kktc.id},
        ):
            rates.create(values)
            with self.assertRaises(ExclusionViolation), self.env.cr.savepoint():
                rates.create({**values, "date_from": "2031-01-01"})
        for values in (
            period,
            {**period, "rate_row": "b_a", "country_id": germany.id},
            abroad,
            {**abroad, "country_id": germany.id, "country_group": "eu"},
            {**abroad, "country_id": germany.id, "rate_row": "b_a"},
            {**abroad, "country_id": germany.id, "tier_id": False},
            {**period, "table": "kktc", "tier_id": kktc.id, "country_id": germany.id},
            {**period, "table": "kktc"},
        ):
            with self.subTest(values=values), self.assertRaises(CheckViolation):
                with self.env.cr.savepoint():
                    rates.create({**values, "date_from": "2040-01-01"})
        with self.assertRaises(ValidationError), self.env.cr.savepoint():
            rates.create({**abroad, "country_group": "other", "tier_id": kktc.id})

    @mute_logger("odoo.sql_db")
    def test_one_policy_a_day(self):
        with self.assertRaises(ExclusionViolation), self.env.cr.savepoint():
            self.env["mbb.travel.policy"].create({"date_from": "2026-06-01"})

    def test_lodging_factors_by_period(self):
        policies = self.env["mbb.travel.policy"]
        for date, factor in (("2023-05-01", "1.50"), ("2026-05-01", "1.60")):
            policy = policies._get_policy(date, self.company)._prepare_policy("all")
            self.assertEqual(policy["lodging_bands"][0]["factor"], factor)
            self.assertEqual(policy["stamp_tax_rate"], "0.007590")
