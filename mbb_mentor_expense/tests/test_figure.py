# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo.tests import tagged

from .common import TravelCommon


@tagged("post_install", "-at_install")
class TestFigure(TravelCommon):
    """What a match and a day cost, recomputed from the rows by a query of its own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.claim = cls._posted_claim()

    def _figures(self, year=2026):
        figures = self.env["mbb.figure"]._get_figures(self.env.company, year)
        return {key: number["value"] for key, number in figures.numbers.items()}

    def _recompute(self):
        self.env.flush_all()
        self.env.cr.execute(
            """
            SELECT SUM(c.gross), COUNT(DISTINCT a.match_id),
                   (SELECT SUM(COALESCE(date_ended, date_to) - date_from + 1)
                      FROM mbb_assignment WHERE id IN (
                        SELECT assignment_id FROM mbb_travel_claim
                         WHERE state IN ('posted', 'paid', 'recovery')
                           AND company_id = %(company)s))
              FROM mbb_travel_claim c
              JOIN mbb_assignment a ON a.id = c.assignment_id
             WHERE c.state IN ('posted', 'paid', 'recovery')
               AND c.company_id = %(company)s
               AND EXTRACT(YEAR FROM c.date_departure) = 2026
            """,
            {"company": self.env.company.id},
        )
        return self.env.cr.fetchone()

    def test_cost(self):
        cost, matches, days = map(float, self._recompute())
        told = self._figures()
        self.assertGreater(cost, 0)
        self.assertEqual(told["cost"], round(cost, 2))
        self.assertEqual(told["cost_per_match"], round(cost / matches, 2))
        self.assertEqual(told["cost_per_day"], round(cost / days, 2))

    def test_only_what_is_in_the_accounts(self):
        before = self._figures()["cost"]
        assignment = self._create_assignment(
            date_from="2026-05-10", date_to="2026-05-11"
        )
        self._create_claim(assignment=assignment)
        self.assertEqual(self._figures()["cost"], before)
        self.assertIsNone(self._figures(2025)["cost_per_match"])
