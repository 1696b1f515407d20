# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.mbb_mentor.models.base.mbb_state_mixin import MbbStateMixin

from .mbb_travel_obstacle_mixin import CLAIMABLE_DOMAIN
from .mbb_travel_rate import CERTAINTY, RATE_ROWS


class MbbTravelClaim(models.Model):
    """Geçici Görev Yolluğu Bildirimi: one trip of one expert on one assignment.

    What it says is written while it is a draft; what it entitles to is computed by
    `harcirah` and frozen with it; `posted` and `paid` follow the ledger.
    """

    _name = "mbb.travel.claim"
    _inherit = [
        "mbb.travel.content.mixin",
        "mbb.travel.limits.mixin",
        "mbb.travel.abroad.mixin",
        "mbb.travel.exchange.mixin",
        "mbb.travel.proposal.mixin",
        "mbb.travel.set.off.mixin",
        "mbb.travel.traveller.mixin",
        "mbb.travel.unit.mixin",
        "mbb.travel.signature.mixin",
        "mbb.travel.control.mixin",
        "mbb.travel.cut.mixin",
        "mbb.travel.return.mixin",
        "mbb.travel.duty.mixin",
        "mbb.travel.obstacle.mixin",
        "mbb.travel.paper.mixin",
        "mbb.travel.step.mixin",
        "mbb.travel.duty.days.mixin",
        "mbb.travel.interim.mixin",
        "mbb.travel.trip.mixin",
        "mbb.travel.entitlement.mixin",
        "mbb.travel.ledger.mixin",
        "mbb.travel.declaration.mixin",
        "mbb.travel.calculation.mixin",
        "mbb.travel.payment.paper.mixin",
        "mbb.travel.sheet.mixin",
        "mbb.travel.dossier.mixin",
        "mbb.approval.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _description = "Travel Claim"
    _order = "id desc"
    _rec_name = "number"
    _check_company_auto = True
    _mail_post_access = "read"

    _arrows = {
        "draft": {"submitted": "claimant"},
        "submitted": {
            "confirmed": "system",
            "draft": "return",
            "refused": "authoriser",
        },
        "confirmed": {
            "checked": "system",
            "draft": "return",
            "refused": "authoriser",
        },
        "checked": {
            "approved": "system",
            "draft": "return",
            "refused": "authoriser",
        },
        "approved": {
            "posted": "system",
            "draft": "return",
            "refused": "authoriser",
        },
        "posted": {"paid": "system", "approved": "system"},
        "paid": {"posted": "system", "approved": "system", "recovery": "accountant"},
    }
    _approval_arrows = {
        "submitted": "confirmed",
        "confirmed": "checked",
        "checked": "approved",
    }
    _reason_methods = (
        "action_refuse_approval",
        "action_return",
        "action_refuse",
        "action_recover",
        "action_record_ground",
        "action_settle_duplicates",
    )
    _guarded_fields = (
        *MbbStateMixin._guarded_fields,
        "number",
        "date_submitted",
        "submitted_by_id",
        "submitted_round",
        "return_reason",
        "refuse_reason",
        "recovery_reason",
    )

    number = fields.Char(readonly=True, copy=False, index="trigram", tracking=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("submitted", "Submitted"),
            ("confirmed", "Confirmed by the Unit"),
            ("checked", "Checked"),
            ("approved", "Approved"),
            ("posted", "Posted"),
            ("paid", "Paid"),
            ("recovery", "In Recovery"),
            ("refused", "Refused"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
        group_expand="_group_expand_state",
    )
    assignment_id = fields.Many2one(
        "mbb.assignment",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain=CLAIMABLE_DOMAIN,
        tracking=True,
    )
    expert_id = fields.Many2one(
        "res.partner",
        compute="_compute_expert_id",
        store=True,
        precompute=True,
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    employee_id = fields.Many2one(
        "hr.employee",
        string="Employee Record",
        compute="_compute_employee_id",
        compute_sudo=True,
    )
    host_institution_id = fields.Many2one(
        related="assignment_id.host_institution_id", store=True, string="Host"
    )
    place = fields.Char(related="assignment_id.place", string="Place of Duty")
    inside_duty_station = fields.Boolean(
        string="Inside the Duty Station",
        tracking=True,
        help="Memuriyet mahalli (6245 m.3/g): a judgement, never computed from the "
        "province. Inside it neither an allowance nor lodging is paid (m.28, m.39).",
    )
    inside_reason = fields.Text(string="Why Inside")
    usual_departure = fields.Datetime(
        string="Usual Vehicle: Departure",
        help="With one's own car the allowance is that of the usual vehicle's days.",
    )
    usual_return = fields.Datetime(string="Usual Vehicle: Return")
    own_car_cost = fields.Monetary(
        string="Actual Cost of the Own Car", help="For information only; not paid."
    )
    leg_ids = fields.One2many("mbb.travel.leg", "claim_id", string="Journeys")
    lodging_ids = fields.One2many("mbb.travel.lodging", "claim_id", string="Stays")
    expense_ids = fields.One2many(
        "hr.expense", "travel_claim_id", string="Expenses", readonly=True
    )
    move_ids = fields.One2many(
        "account.move",
        "travel_claim_id",
        string="Journal Entries",
        readonly=True,
        help="All entries of the claim, reversed ones and their reversals too.",
    )
    date_departure = fields.Datetime(
        string="Departure", compute="_compute_dates", store=True
    )
    date_return = fields.Datetime(string="Return", compute="_compute_dates", store=True)
    date_submitted = fields.Datetime(string="Submitted On", readonly=True, copy=False)
    submitted_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    submitted_round = fields.Integer(
        string="Round of the Submission",
        readonly=True,
        copy=False,
        help="Who decided in earlier rounds may decide again on the corrected claim.",
    )
    return_reason = fields.Text(readonly=True, copy=False)
    refuse_reason = fields.Text(readonly=True, copy=False)
    recovery_reason = fields.Text(readonly=True, copy=False)
    responsible_id = fields.Many2one(
        "res.users",
        string="Followed By",
        domain=[("share", "=", False)],
        copy=False,
        tracking=True,
    )
    stay_ids = fields.One2many("mbb.travel.stay", "claim_id", string="Countries")
    exchange_ids = fields.One2many(
        "mbb.travel.exchange", "claim_id", string="Rates of Exchange", readonly=True
    )
    has_own_car = fields.Boolean(compute="_compute_has_own_car")
    # What it entitles to.
    result = fields.Json(
        compute="_compute_result",
        store=True,
        copy=False,
        help="The trip as it was computed and what came of it; frozen when the claim "
        "is submitted.",
    )
    problem = fields.Text(
        compute="_compute_problem", help="Why the trip cannot be computed yet."
    )
    daily_rate = fields.Monetary(
        string="Daily Allowance Rate", compute="_compute_amounts", store=True
    )
    rate_row = fields.Selection(
        RATE_ROWS, string="Row of the Table", compute="_compute_amounts", store=True
    )
    rate_certainty = fields.Selection(
        CERTAINTY, string="Certainty", compute="_compute_amounts", store=True
    )
    allowance = fields.Monetary(compute="_compute_amounts", store=True)
    lodging = fields.Monetary(compute="_compute_amounts", store=True)
    transport = fields.Monetary(compute="_compute_amounts", store=True)
    gross = fields.Monetary(compute="_compute_amounts", store=True)
    stamp_tax = fields.Monetary(compute="_compute_amounts", store=True)
    net = fields.Monetary(compute="_compute_amounts", store=True)
    payable = fields.Monetary(compute="_compute_amounts", store=True)
    thirds = fields.Integer(
        string="Thirds Paid", compute="_compute_amounts", store=True
    )
    return_day_thirds = fields.Integer(
        string="Thirds Paid for the Day of Return",
        compute="_compute_amounts",
        store=True,
        help="A later claim that departs on that day takes them over (6245 m.39).",
    )
    sickness_days = fields.Integer(
        string="Days of Sickness Paid",
        compute="_compute_amounts",
        store=True,
        help="Later claims of the same duty count them (6245 m.19).",
    )
    date_file_due = fields.Date(
        string="To Be Filed By", compute="_compute_amounts", store=True
    )
    result_html = fields.Html(
        string="Calculation", compute="_compute_result_html", sanitize=False
    )
    # In the ledger.
    expense_count = fields.Integer(
        compute="_compute_ledger_counts", compute_sudo=True
    )
    move_count = fields.Integer(compute="_compute_ledger_counts", compute_sudo=True)
    posting_obstacle = fields.Text(compute="_compute_posting_obstacle")

    _unique_number = models.UniqueIndex(
        "(company_id, number) WHERE number IS NOT NULL",
        "This number is taken.",
    )
    # The same hours are not paid twice to one person; a part of a duty begins where
    # the part before ended.
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (expert_id WITH =, "
        "tsrange(date_departure, date_return, '[)') WITH &&) "
        "WHERE (state NOT IN ('draft', 'refused') AND date_departure IS NOT NULL)",
        "There is another claim of this person for the same time.",
    )
    _check_status = models.Constraint(
        "CHECK(degree BETWEEN 1 AND 15 AND post_degree BETWEEN 0 AND 15 "
        "AND additional_indicator >= 0)",
        "A degree is a number from 1 to 15; an additional indicator is not negative.",
    )

    # -- computed ------------------------------------------------------------

    @api.depends("assignment_id")
    def _compute_expert_id(self):
        for claim in self:
            claim.expert_id = claim.assignment_id.expert_id

    @api.depends("expert_id", "company_id")
    def _compute_employee_id(self):
        for claim in self:
            claim.employee_id = self.env["hr.employee"]._mbb_get_expert(
                claim.expert_id, claim.company_id
            )

    @api.depends("leg_ids.kind")
    def _compute_has_own_car(self):
        for claim in self:
            claim.has_own_car = "own_car" in claim.leg_ids.mapped("kind")

    @api.depends("number", "expert_id")
    def _compute_display_name(self):
        for claim in self.sudo():
            claim.display_name = (
                claim.number
                or self.env._(
                    "Draft claim of %(expert)s", expert=claim._get_person_name() or "…"
                )
            )

    @api.constrains("assignment_id", "company_id")
    def _check_assignment(self):
        for claim in self:
            if claim.assignment_id.sudo().company_id != claim.company_id:
                raise ValidationError(
                    self.env._("The assignment belongs to another company.")
                )

    @api.model
    def _group_expand_state(self, states, domain):
        return [
            "draft",
            "submitted",
            "confirmed",
            "checked",
            "approved",
            "posted",
            *(state for state in ("paid", "recovery", "refused") if state in states),
        ]
