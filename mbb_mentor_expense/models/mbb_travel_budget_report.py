# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models
from odoo.tools import SQL

from .mbb_spending_order import BOOKED_STATES


class MbbTravelBudgetReport(models.Model):
    """Budget given, spent, reserved and left, by call and by analytic account.

    Given is what a call or an appropriation has; spent are booked claims; reserved is
    what approved spending orders have not used. An order for assignments of several
    calls stands under none. What the analytic account bears besides claims is on the
    form of the appropriation.
    """

    _name = "mbb.travel.budget.report"
    _description = "Travel Budget"
    _auto = False
    _order = "kind, id"
    _rec_name = "kind"
    _depends = {
        "mbb.assignment": ["match_id", "spending_order_id"],
        "mbb.assignment.extension": ["assignment_id", "spending_order_id"],
        "mbb.call": ["budget", "company_id", "state"],
        "mbb.match": ["mentee_id"],
        "mbb.mentee": ["call_id"],
        "mbb.spending.order": ["amount", "appropriation_id", "company_id", "state"],
        "mbb.travel.appropriation": [
            "active",
            "amount",
            "analytic_account_id",
            "company_id",
            "date_from",
        ],
        "mbb.travel.claim": ["assignment_id", "company_id", "gross", "state"],
    }

    kind = fields.Selection(
        [
            ("appropriation", "By Analytic Account"),
            ("call", "By Call"),
        ],
        string="View",
        readonly=True,
    )
    call_id = fields.Many2one("mbb.call", readonly=True)
    analytic_account_id = fields.Many2one("account.analytic.account", readonly=True)
    appropriation_id = fields.Many2one(
        "mbb.travel.appropriation", string="Budget Item (tertip)", readonly=True
    )
    given = fields.Monetary(string="Budget", readonly=True)
    spent = fields.Monetary(readonly=True)
    reserved = fields.Monetary(readonly=True)
    left = fields.Monetary(readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)

    @property
    def _table_query(self):
        return SQL(
            """
            WITH covered AS (
                SELECT assignment.spending_order_id AS order_id,
                       assignment.id AS assignment_id
                  FROM mbb_assignment AS assignment
                 WHERE assignment.spending_order_id IS NOT NULL
                UNION
                SELECT extension.spending_order_id, extension.assignment_id
                  FROM mbb_assignment_extension AS extension
                 WHERE extension.spending_order_id IS NOT NULL
            ), booked AS (
                SELECT claim.assignment_id, SUM(claim.gross) AS amount
                  FROM mbb_travel_claim AS claim
                 WHERE claim.state IN %(booked)s
                 GROUP BY claim.assignment_id
            ), called AS (
                SELECT assignment.id AS assignment_id, mentee.call_id
                  FROM mbb_assignment AS assignment
                  JOIN mbb_match AS match ON match.id = assignment.match_id
                  JOIN mbb_mentee AS mentee ON mentee.id = match.mentee_id
            ), unused AS (
                SELECT spending.id AS order_id, spending.appropriation_id,
                       CASE WHEN COUNT(DISTINCT COALESCE(called.call_id, 0)) = 1
                            THEN MIN(called.call_id) END AS call_id,
                       GREATEST(spending.amount - COALESCE(SUM(booked.amount), 0), 0)
                           AS amount
                  FROM mbb_spending_order AS spending
                  LEFT JOIN covered ON covered.order_id = spending.id
                  LEFT JOIN called ON called.assignment_id = covered.assignment_id
                  LEFT JOIN booked ON booked.assignment_id = covered.assignment_id
                 WHERE spending.state = 'approved'
                 GROUP BY spending.id
            ), own AS (
                SELECT booked.amount, called.call_id, spending.appropriation_id
                  FROM booked
                  JOIN called ON called.assignment_id = booked.assignment_id
                  JOIN mbb_assignment AS assignment
                    ON assignment.id = booked.assignment_id
                  LEFT JOIN mbb_spending_order AS spending
                    ON spending.id = assignment.spending_order_id
            )
            SELECT row.id * 2 AS id, 'appropriation' AS kind, NULL::int AS call_id,
                   row.analytic_account_id, row.id AS appropriation_id,
                   row.amount AS given, sums.spent, sums.reserved,
                   row.amount - sums.spent - sums.reserved AS left,
                   company.currency_id, row.company_id
              FROM mbb_travel_appropriation AS row
              JOIN res_company AS company ON company.id = row.company_id
             CROSS JOIN LATERAL (
                   SELECT COALESCE((SELECT SUM(own.amount) FROM own
                              WHERE own.appropriation_id = row.id), 0) AS spent,
                          COALESCE((SELECT SUM(unused.amount) FROM unused
                              WHERE unused.appropriation_id = row.id), 0) AS reserved
                   ) AS sums
             WHERE row.active
            UNION ALL
            SELECT call.id * 2 + 1, 'call', call.id, NULL, NULL,
                   COALESCE(call.budget, 0), sums.spent, sums.reserved,
                   COALESCE(call.budget, 0) - sums.spent - sums.reserved,
                   company.currency_id, call.company_id
              FROM mbb_call AS call
              JOIN res_company AS company ON company.id = call.company_id
             CROSS JOIN LATERAL (
                   SELECT COALESCE((SELECT SUM(own.amount) FROM own
                              WHERE own.call_id = call.id), 0) AS spent,
                          COALESCE((SELECT SUM(unused.amount) FROM unused
                              WHERE unused.call_id = call.id), 0) AS reserved
                   ) AS sums
            """,
            booked=BOOKED_STATES,
        )
