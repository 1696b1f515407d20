# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models
from odoo.tools import SQL

#: Whose turn it is, by the state in which a claim waits.
TURNS = [
    ("claimant", "Claimant"),
    ("unit", "Unit (birim yetkilisi)"),
    ("check", "Check and Preliminary Control"),
    ("authoriser", "Authoriser (harcama yetkilisi)"),
    ("accountant", "Accountant (muhasebe yetkilisi)"),
    ("nobody", "Nobody: Settled"),
]
AGES = [
    ("5", "Up to 5 Days"),
    ("10", "6 to 10 Days"),
    ("30", "11 to 30 Days"),
    ("31", "More Than 30 Days"),
]


class MbbTravelReport(models.Model):
    """Claims for pivot and graph: by age, waiting step, return, match and subject.

    A claim of several subjects is one row each, its amounts divided evenly between
    them, so that every total is that of the claims.
    """

    _name = "mbb.travel.report"
    _description = "Analysis of Travel Claims"
    _auto = False
    _order = "date_departure desc, claim_id desc"
    _rec_name = "claim_id"
    _depends = {
        "mbb.assignment": ["match_id", "sending_institution_id", "spending_order_id"],
        "mbb.match": ["mentee_id"],
        "mbb.mentee": ["call_id"],
        "mbb.mentee.skill": ["mentee_id", "skill_id"],
        "mbb.spending.order": ["appropriation_id"],
        "mbb.travel.appropriation": ["analytic_account_id"],
        "mbb.travel.claim": [
            "assignment_id",
            "claimed_gross",
            "company_id",
            "date_departure",
            "date_due",
            "date_state",
            "date_submitted",
            "expert_id",
            "gross",
            "host_institution_id",
            "state",
        ],
        "mbb.travel.return": ["claim_id", "reason_id"],
    }

    claim_id = fields.Many2one("mbb.travel.claim", readonly=True)
    assignment_id = fields.Many2one("mbb.assignment", readonly=True)
    match_id = fields.Many2one("mbb.match", readonly=True)
    call_id = fields.Many2one("mbb.call", readonly=True)
    subject_id = fields.Many2one("hr.skill", readonly=True)
    expert_id = fields.Many2one("res.partner", readonly=True)
    sending_institution_id = fields.Many2one("res.partner", readonly=True)
    host_institution_id = fields.Many2one("res.partner", string="Host", readonly=True)
    analytic_account_id = fields.Many2one("account.analytic.account", readonly=True)
    state = fields.Selection(
        selection=lambda self: self.env["mbb.travel.claim"]
        ._fields["state"]
        ._description_selection(self.env),
        readonly=True,
    )
    turn = fields.Selection(TURNS, string="Whose Turn", readonly=True)
    age = fields.Selection(
        AGES, string="Age since Submission", readonly=True, help="Of open claims."
    )
    return_reason_id = fields.Many2one(
        "mbb.travel.return.reason", string="Last Reason of a Return", readonly=True
    )
    date_departure = fields.Datetime(string="Departure", readonly=True)
    date_submitted = fields.Datetime(string="Submitted On", readonly=True)
    waiting_since = fields.Datetime(readonly=True)
    is_late = fields.Boolean(string="Overdue", readonly=True)
    claims = fields.Float(
        readonly=True, digits=(16, 2), help="A claim of two subjects is a half in each."
    )
    returns = fields.Float(readonly=True, digits=(16, 2))
    waiting_days = fields.Float(
        string="Days Waiting", readonly=True, aggregator="avg", digits=(16, 1)
    )
    claimed = fields.Monetary(readonly=True)
    accepted = fields.Monetary(readonly=True)
    paid = fields.Monetary(readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)

    @property
    def _table_query(self):
        return SQL("%s %s", self._select(), self._from())

    def _select(self):
        return SQL(
            """
            SELECT claim.id * 100 + ROW_NUMBER() OVER (
                       PARTITION BY claim.id ORDER BY subject.skill_id) AS id,
                   claim.id AS claim_id,
                   claim.assignment_id,
                   assignment.match_id,
                   mentee.call_id,
                   subject.skill_id AS subject_id,
                   claim.expert_id,
                   assignment.sending_institution_id,
                   claim.host_institution_id,
                   appropriation.analytic_account_id,
                   claim.state,
                   CASE claim.state
                       WHEN 'draft' THEN 'claimant' WHEN 'submitted' THEN 'unit'
                       WHEN 'confirmed' THEN 'check' WHEN 'checked' THEN 'authoriser'
                       WHEN 'approved' THEN 'accountant'
                       WHEN 'posted' THEN 'accountant' ELSE 'nobody' END AS turn,
                   CASE WHEN claim.state IN ('paid', 'refused', 'recovery') THEN NULL
                       WHEN days.age <= 5 THEN '5' WHEN days.age <= 10 THEN '10'
                       WHEN days.age <= 30 THEN '30' WHEN days.age > 30 THEN '31'
                       END AS age,
                   returned.reason_id AS return_reason_id,
                   claim.date_departure,
                   claim.date_submitted,
                   claim.date_state AS waiting_since,
                   COALESCE(claim.date_due < CURRENT_DATE, FALSE) AS is_late,
                   share.part AS claims,
                   COALESCE(returned.count, 0) * share.part AS returns,
                   CASE WHEN claim.state IN ('paid', 'refused') THEN NULL
                       ELSE days.waiting END AS waiting_days,
                   claim.claimed_gross * share.part AS claimed,
                   claim.gross * share.part AS accepted,
                   CASE WHEN claim.state = 'paid' THEN claim.gross * share.part
                       ELSE 0 END AS paid,
                   company.currency_id,
                   claim.company_id
            """
        )

    def _from(self):
        return SQL(
            """
              FROM mbb_travel_claim AS claim
              JOIN res_company AS company ON company.id = claim.company_id
              JOIN mbb_assignment AS assignment ON assignment.id = claim.assignment_id
              LEFT JOIN mbb_match AS match ON match.id = assignment.match_id
              LEFT JOIN mbb_mentee AS mentee ON mentee.id = match.mentee_id
              LEFT JOIN mbb_mentee_skill AS subject ON subject.mentee_id = mentee.id
              LEFT JOIN mbb_spending_order AS spending
                ON spending.id = assignment.spending_order_id
              LEFT JOIN mbb_travel_appropriation AS appropriation
                ON appropriation.id = spending.appropriation_id
             CROSS JOIN LATERAL (
                   SELECT 1.0 / GREATEST(COUNT(*), 1) AS part
                     FROM mbb_mentee_skill AS each
                    WHERE each.mentee_id = mentee.id) AS share
             CROSS JOIN LATERAL (
                   SELECT EXTRACT(EPOCH FROM NOW() AT TIME ZONE 'UTC'
                              - claim.date_submitted) / 86400 AS age,
                          EXTRACT(EPOCH FROM NOW() AT TIME ZONE 'UTC'
                              - claim.date_state) / 86400 AS waiting) AS days
              LEFT JOIN LATERAL (
                   SELECT COUNT(*) OVER () AS count, back.reason_id
                     FROM mbb_travel_return AS back
                    WHERE back.claim_id = claim.id
                    ORDER BY back.id DESC LIMIT 1) AS returned ON TRUE
            """
        )

    def action_open_claim(self):
        self.ensure_one()
        return self.claim_id._get_records_action()
