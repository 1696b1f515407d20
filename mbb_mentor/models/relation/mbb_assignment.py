# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.tools import float_is_zero

from ..base.mbb_state_mixin import MbbStateMixin
from ..base.zone import local_today


class MbbAssignment(models.Model):
    """One expert sent to one place for a period (MPY m.5/4–5, m.8).

    A group visit is several assignments of one match.
    """

    _name = "mbb.assignment"
    _description = "Assignment"
    _inherit = [
        "mbb.assignment.step.mixin",
        "mbb.assignment.together.mixin",
        "mbb.assignment.ground.mixin",
        "mbb.assignment.payment.mixin",
        "mbb.assignment.spending.mixin",
        "mbb.assignment.report.mixin",
        "mbb.assignment.text.mixin",
        "mbb.assignment.obstacle.mixin",
        "mbb.assignment.letter.mixin",
        "mbb.consent.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date_from desc, id desc"
    _check_company_auto = True

    _arrows = {
        "draft": {"consent": "officer", "cancelled": "officer"},
        "consent": {
            "approval": "system",
            "draft": "officer",
            "rejected": "system",
            "cancelled": "officer",
        },
        "approval": {
            "approved": "system",
            "draft": "officer",
            "rejected": "system",
            "cancelled": "officer",
        },
        "approved": {"ongoing": "officer", "cancelled": "officer"},
        "ongoing": {"done": "officer", "ended": "officer"},
    }
    _approval_arrows = {"approval": "approved"}
    _consent_field = "assignment_id"
    _consent_request = "assignment"
    _consent_covered_fields = (
        "match_id",
        "kind",
        "legal_ground",
        "expert_id",
        "sending_institution_id",
        "host_institution_id",
        "place",
        "place_state_id",
        "place_country_id",
        "date_from",
        "date_to",
        "tasks",
        "conditions",
        "transport",
        "transport_reason",
        "payer",
        "coverage_allowance",
        "coverage_lodging",
        "coverage_transport",
        "coverage_ceiling",
        "currency_id",
        "company_id",
    )
    _guarded_fields = (
        *MbbStateMixin._guarded_fields,
        "number",
        "prepared_by_id",
        "date_approved",
        "date_ended",
        "end_reason",
        "reject_reason",
        "cancel_reason",
        "return_reason",
        "sending_letter_channel",
        "sending_letter_number",
        "sending_letter_date",
        "sending_letter_evidence_id",
    )
    _reason_methods = (
        "action_end",
        "action_cancel",
        "action_take_back",
        "action_refuse_approval",
    )

    number = fields.Char(readonly=True, copy=False, index="trigram")
    match_id = fields.Many2one(
        "mbb.match",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        tracking=True,
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("consent", "Awaiting Consents"),
            ("approval", "Awaiting Approval"),
            ("approved", "Approved"),
            ("ongoing", "On Duty"),
            ("done", "Duty Completed"),
            ("ended", "Duty Ended Early"),
            ("rejected", "Not Approved"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
        group_expand="_group_expand_state",
    )
    kind = fields.Selection(
        [
            ("visit", "Study Visit"),
            ("assignment", "Assignment"),
            ("exchange", "Staff Exchange"),
            ("secondment", "Secondment to the Birlik"),
        ],
        required=True,
        default="assignment",
    )
    expert_id = fields.Many2one(
        "res.partner",
        required=True,
        index=True,
        domain=[("is_company", "=", False)],
        tracking=True,
        ondelete="restrict",
    )
    sending_institution_id = fields.Many2one(
        "res.partner",
        required=True,
        index=True,
        domain=lambda self: self._domain_institution(),
        ondelete="restrict",
        help="The expert's own institution.",
    )
    host_institution_id = fields.Many2one(
        "res.partner",
        required=True,
        index=True,
        domain=lambda self: self._domain_institution(),
        ondelete="restrict",
    )
    place = fields.Char(required=True, help="Town and address of the duty.")
    place_state_id = fields.Many2one(
        "res.country.state",
        string="Province",
        domain=[("country_id.code", "=", "TR")],
    )
    date_from = fields.Date(string="From", required=True, tracking=True)
    date_to = fields.Date(string="To", required=True, tracking=True)
    days = fields.Integer(compute="_compute_days")
    is_begun = fields.Boolean(compute="_compute_days")
    is_over = fields.Boolean(compute="_compute_days")
    tasks = fields.Text(required=True)
    conditions = fields.Text(help="Further conditions, if any (MPY m.5/5).")
    transport = fields.Selection(
        [
            ("bus", "Bus"),
            ("minibus", "Minibus"),
            ("train", "Train"),
            ("ship", "Ship"),
            ("plane", "Plane"),
            ("own_car", "Own Car"),
        ],
        default="bus",
    )
    payer = fields.Selection(
        [
            ("birlik", "The Birlik"),
            ("host", "Host Institution"),
            ("sending", "Sending Institution"),
        ],
        string="Travel Costs Borne By",
        required=True,
        default="sending",
        tracking=True,
    )
    coverage_allowance = fields.Float(
        string="Daily Allowance (Share)", help="The Birlik's share, 0 to 1."
    )
    coverage_lodging = fields.Float(
        string="Lodging (Share)", help="The Birlik's share, 0 to 1."
    )
    coverage_transport = fields.Float(
        string="Transport (Share)", help="The Birlik's share, 0 to 1."
    )
    coverage_ceiling = fields.Monetary(
        string="Ceiling", help="The most that the Birlik pays; 0: no ceiling."
    )
    birlik_pays = fields.Boolean(compute="_compute_birlik_pays", store=True)
    expected_cost = fields.Monetary(
        string="Expected Cost to the Birlik", compute="_compute_expected_cost"
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        readonly=True,
        default=lambda self: self.env.company.currency_id,
    )
    sending_letter_channel = fields.Selection(
        [("ebys", "EBYS"), ("kep", "KEP"), ("paper", "Signed Paper")],
        string="Received By",
        readonly=True,
        copy=False,
    )
    sending_letter_number = fields.Char(
        string="Letter Number", readonly=True, copy=False
    )
    sending_letter_date = fields.Date(string="Letter Date", readonly=True, copy=False)
    sending_letter_evidence_id = fields.Many2one(
        "mbb.evidence",
        string="Letter of the Sending Institution",
        readonly=True,
        copy=False,
        check_company=True,
    )
    consent_ids = fields.One2many("mbb.consent", "assignment_id", string="Consents")
    extension_ids = fields.One2many(
        "mbb.assignment.extension", "assignment_id", string="Extensions"
    )
    letter_ids = fields.One2many("mbb.letter", "assignment_id", string="Letters")
    session_ids = fields.One2many("mbb.session", "assignment_id", string="Sessions")
    letter_count = fields.Integer(compute="_compute_counts", compute_sudo=True)
    extension_count = fields.Integer(compute="_compute_counts", compute_sudo=True)
    session_count = fields.Integer(compute="_compute_counts", compute_sudo=True)
    responsible_id = fields.Many2one(
        "res.users",
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        tracking=True,
    )
    prepared_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    date_approved = fields.Date(string="Approved On", readonly=True, copy=False)
    date_ended = fields.Date(
        string="Ended On",
        readonly=True,
        copy=False,
        help="The last day served where it ended early; days served stay payable "
        "(6245 m.26).",
    )
    end_reason = fields.Text(readonly=True, copy=False)
    reject_reason = fields.Text(readonly=True, copy=False)
    cancel_reason = fields.Text(readonly=True, copy=False)
    return_reason = fields.Text(
        string="Reason of the Return", readonly=True, copy=False
    )
    obstacles = fields.Text(
        string="What Stands in the Way", compute="_compute_obstacles"
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )

    _check_dates = models.Constraint(
        "CHECK(date_from <= date_to)",
        "An assignment cannot end before it starts.",
    )
    _check_shares = models.Constraint(
        "CHECK(coverage_allowance BETWEEN 0 AND 1 AND coverage_lodging BETWEEN 0 AND 1 "
        "AND coverage_transport BETWEEN 0 AND 1)",
        "A share lies between 0 and 1.",
    )
    _check_ceiling = models.Constraint(
        "CHECK(coverage_ceiling >= 0)",
        "The ceiling cannot be negative.",
    )
    _unique_number = models.UniqueIndex(
        "(company_id, number) WHERE number IS NOT NULL",
        "This number was given already.",
    )
    # Whatever two approvers do at the same moment, a person is in one place a day.
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (expert_id WITH =, "
        "daterange(date_from, COALESCE(date_to, 'infinity'::date), '[]') WITH &&) "
        "WHERE (state IN ('approved', 'ongoing'))",
        "The expert has another approved assignment on these days.",
    )

    # -- computed ----------------------------------------------------------

    @api.depends("number", "expert_id")
    @api.depends_context("lang", "uid", "mbb_assignment_expert")
    def _compute_display_name(self):
        named = self.env.context.get("mbb_assignment_expert")
        named = named and not self.env.user.share
        for assignment in self:
            expert = assignment.sudo().expert_id.name or "…"
            number = assignment.number
            if number and named:
                number = f"{number} · {expert}"
            assignment.display_name = number or self.env._(
                "Draft assignment of %(expert)s", expert=expert
            )

    @api.depends("date_from", "date_to")
    def _compute_days(self):
        today = local_today()
        for assignment in self:
            start, end = assignment.date_from, assignment.date_to
            assignment.days = (end - start).days + 1 if start and end else 0
            assignment.is_begun = bool(start and start <= today)
            assignment.is_over = bool(end and end <= today)

    @api.depends(
        "payer", "coverage_allowance", "coverage_lodging", "coverage_transport"
    )
    def _compute_birlik_pays(self):
        for assignment in self:
            assignment.birlik_pays = assignment.payer == "birlik" and any(
                not float_is_zero(share, precision_digits=4)
                for share in assignment._get_shares().values()
            )

    @api.depends("date_from", "date_to")
    def _compute_expected_cost(self):
        for assignment in self:
            assignment.expected_cost = assignment._get_expected_cost()

    @api.depends("letter_ids", "extension_ids", "session_ids")
    def _compute_counts(self):
        for assignment in self:
            assignment.letter_count = len(assignment.letter_ids)
            assignment.extension_count = len(assignment.extension_ids)
            assignment.session_count = len(assignment.session_ids)

    @api.depends(
        "state",
        "match_id.state",
        "expert_id",
        "date_from",
        "date_to",
        "sending_letter_evidence_id",
    )
    @api.depends_context("lang")
    def _compute_obstacles(self):
        for assignment in self:
            open_now = assignment.state in ("draft", "consent", "approval", "approved")
            found = assignment._get_assignment_obstacles() if open_now else []
            assignment.obstacles = "\n".join(found) or False

    @api.onchange("match_id")
    def _onchange_match_id(self):
        match = self.match_id
        if match:
            self.expert_id = self.expert_id or match.mentor_person_id
            self.sending_institution_id = (
                self.sending_institution_id or match.mentor_institution_id
            )
            self.host_institution_id = (
                self.host_institution_id or match.mentee_institution_id
            )

    @api.model
    def _domain_institution(self):
        """The Birlik sends its own staff and receives who is seconded to it."""
        return [
            "|",
            ("is_mentor_institution", "=", True),
            ("id", "in", self.env.companies.partner_id.ids),
        ]

    @api.model
    def _group_expand_state(self, states, domain):
        """In the order of the way; on a phone an empty column only hides the next."""
        return [key for key, _label in self._fields["state"].selection if key in states]

    # -- hooks -------------------------------------------------------------

    def _get_expected_cost(self):
        """What the Birlik is expected to pay; filled by the expense addon."""
        return 0.0

    # -- approvals ---------------------------------------------------------

    def _get_parties(self):
        return super()._get_parties() | (
            self.expert_id | self.sending_institution_id | self.host_institution_id
        )

    def _get_approval_amount(self):
        return self.expected_cost

    def _get_approval_subject(self):
        return f"{self.expert_id.name} → {self.host_institution_id.name}"

    def _get_excluded_users(self, target):
        return super()._get_excluded_users(target) | self.prepared_by_id

    def _get_units(self):
        return self.match_id._get_units()

    def _decision_ends(self, decision):
        res = super()._decision_ends(decision)
        self._stop(decision._get_reference_text())
        return res

    def _approval_refused(self, approval):
        res = super()._approval_refused(approval)
        self._take_arrow("rejected", {"reject_reason": approval.reason})
        return res

    # -- consents ----------------------------------------------------------

    def _consent_withdrawn(self, consent):
        """The assignment stops from now on; days served stay payable (6245 m.26)."""
        if self.state in self._consent_open_states:
            self._consent_failed(consent)
        else:
            self._stop(consent._get_outcome_text())

    # -- buttons -----------------------------------------------------------

    def action_extend(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Extension"),
            "res_model": "mbb.assignment.extension",
            "views": [(False, "form")],
            "context": {"default_assignment_id": self.id},
        }

    def _get_related_action(self, xmlid):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(xmlid)
        action["domain"] = [("assignment_id", "=", self.id)]
        action["context"] = {
            "default_assignment_id": self.id,
            "default_match_id": self.match_id.id,
        }
        return action

    def action_view_letters(self):
        return self._get_related_action("mbb_mentor.mbb_letter_action")

    def action_view_extensions(self):
        return self._get_related_action("mbb_mentor.mbb_assignment_extension_action")

    def action_view_sessions(self):
        return self._get_related_action("mbb_mentor.mbb_session_action")
