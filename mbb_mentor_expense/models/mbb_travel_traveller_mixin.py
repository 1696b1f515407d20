# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""Who travels: status, degree, and the row of the table that follows from them."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from ..harcirah import choose_row
from .mbb_travel_status import STATUS_FACTS, STATUSES, UNSETTLED

GROUND_GROUPS = (
    "mbb_mentor.group_mentor_officer,"
    "mbb_mentor_expense.group_travel_checker,"
    "mbb_mentor_expense.group_travel_control"
)


class MbbTravelTravellerMixin(models.AbstractModel):
    """The person of a claim, as the claim says and as the office knows."""

    _name = "mbb.travel.traveller.mixin"
    _description = "Person of a Claim"

    _guarded_fields = ("ground", "ground_status", "ground_by_id", "ground_date")

    title = fields.Char(tracking=True)
    claimant_status = fields.Selection(
        STATUSES,
        string="Status",
        required=True,
        default="civil_servant",
        tracking=True,
    )
    status_reason = fields.Text(
        string="Ground of the Comparison",
        help="To which civil servant the person is compared, and why (6245 m.7, m.8).",
    )
    degree = fields.Integer(
        default=5, tracking=True, help="1 to 15, of the salary drawn."
    )
    post_degree = fields.Integer(
        string="Degree of the Post (kadro)",
        tracking=True,
        help="0: none. Who draws a lower salary in a post of degrees 1 to 4 travels by "
        "the degree of the post (6245 m.7).",
    )
    additional_indicator = fields.Integer(
        tracking=True, help="Ek gösterge; 0: none."
    )
    status_id = fields.Many2one(
        "mbb.travel.status",
        string="Status on Record",
        compute="_compute_status_id",
        compute_sudo=True,
    )
    status_difference = fields.Text(
        compute="_compute_status_difference",
        help="Where the claim says something else than the record of the person.",
    )
    has_settled_rule = fields.Boolean(compute="_compute_has_settled_rule")
    needs_ground = fields.Boolean(compute="_compute_needs_ground")
    ground = fields.Text(
        string="Written Ground of the Status",
        readonly=True,
        copy=False,
        help="By what the office holds the row of the table to be right.",
    )
    ground_status = fields.Selection(STATUSES, readonly=True, copy=False)
    ground_by_id = fields.Many2one(
        "res.users", string="Ground Recorded By", readonly=True, copy=False
    )
    ground_date = fields.Datetime(
        string="Ground Recorded On", readonly=True, copy=False
    )
    rate_reason = fields.Char(string="Why This Row", compute="_compute_rate_reason")

    # -- the person on record ------------------------------------------------

    def _get_status_day(self):
        """The day whose status counts: that of departure."""
        self.ensure_one()
        departure = self.leg_ids.filtered("is_journey").filtered("date_departure")
        if departure:
            first = min(departure, key=lambda leg: leg.date_departure)
            return first._get_local("date_departure").date()
        return self.sudo().assignment_id.date_from

    @api.depends("expert_id", "company_id", "assignment_id", "leg_ids.date_departure")
    def _compute_status_id(self):
        for claim in self:
            claim.status_id = self.env["mbb.travel.status"]._get_status(
                claim.expert_id,
                claim._get_status_day(),
                claim.company_id or self.env.company,
            )

    @api.depends(
        "status_id",
        "claimant_status",
        "degree",
        "post_degree",
        "additional_indicator",
    )
    @api.depends_context("lang")
    def _compute_status_difference(self):
        for claim in self:
            record = claim.sudo().status_id
            said = claim._get_status_facts()
            different = [
                name for name in STATUS_FACTS if record and record[name] != said[name]
            ]
            claim.status_difference = bool(different) and self.env._(
                "The claim differs from the record of the person (%(record)s): "
                "%(fields)s.",
                record=record.display_name,
                fields=", ".join(
                    record._fields[name]._description_string(self.env)
                    for name in different
                ),
            )

    def _get_status_facts(self):
        self.ensure_one()
        return {
            "status": self.claimant_status,
            "degree": self.degree,
            "post_degree": self.post_degree,
            "additional_indicator": self.additional_indicator,
        }

    @api.onchange("assignment_id")
    def _onchange_assignment_id(self):
        """Start from what is known of the person."""
        if not self._origin.id:
            self.update(self._get_status_defaults(self.assignment_id))

    @api.model
    def _get_status_defaults(self, assignment):
        """Title, status, degree and indicator: of the record, or of the last claim."""
        assignment = assignment.sudo()
        record = self.env["mbb.travel.status"]._get_status(
            assignment.expert_id,
            assignment.date_from,
            assignment.company_id or self.env.company,
        )
        if record:
            return {
                "title": record.title,
                "claimant_status": record.status,
                "status_reason": record._get_ground_text(),
                "degree": record.degree,
                "post_degree": record.post_degree,
                "additional_indicator": record.additional_indicator,
            }
        names = (
            "title",
            "claimant_status",
            "status_reason",
            "degree",
            "post_degree",
            "additional_indicator",
        )
        last = self.sudo().search([("expert_id", "=", assignment.expert_id.id)], limit=1)
        return {name: last[name] for name in names} if last else {}

    # -- the row of the table ------------------------------------------------

    def _get_row_choice(self):
        """The row of the H cetveli as the calculation chooses it (6245 m.7, m.8)."""
        self.ensure_one()
        record = self.sudo().status_id
        decided = (
            self.claimant_status in UNSETTLED
            and record.status == self.claimant_status
            and record.decided_row
        )
        return choose_row(
            self.claimant_status,
            self.degree,
            self.post_degree,
            self.additional_indicator,
            decided,
        )

    def _get_rate_row(self):
        """The row and the code of the reason."""
        choice = self._get_row_choice()
        code = choice.reason
        if self._get_contract_rate():
            code = "contract"
        elif code == "compared" and self.claimant_status in UNSETTLED:
            code = "unsettled"
        return choice.row, code

    def _get_contract_rate(self):
        """The daily rate that the person's contract names, or 0 (6245 m.8)."""
        self.ensure_one()
        record = self.sudo().status_id
        same = record.status == self.claimant_status != "civil_servant"
        return record.contract_rate if same else 0

    @api.depends(
        "claimant_status",
        "degree",
        "post_degree",
        "additional_indicator",
        "status_id",
    )
    @api.depends_context("lang")
    def _compute_rate_reason(self):
        for claim in self:
            _row, code = claim._get_rate_row()
            claim.rate_reason = claim._get_rate_reason(code)

    def _get_rate_reason(self, code):
        self.ensure_one()
        if code == "indicator":
            return self.env._(
                "By the additional indicator, %(number)s.",
                number=self.additional_indicator,
            )
        if code == "degree":
            return self.env._(
                "By the degree, %(number)s; the additional indicator is below 3600.",
                number=self.degree,
            )
        if code == "post":
            return self.env._(
                "By the degree of the post, %(post)s: the salary is of degree "
                "%(number)s (6245 m.7).",
                post=self.post_degree,
                number=self.degree,
            )
        if code == "contract":
            return self.env._("By the rate that the person's contract names (m.8).")
        if code == "decided":
            return self.env._(
                "By the ground recorded for the person from %(date)s on.",
                date=format_date(self.env, self.sudo().status_id.date_from),
            )
        if code == "compared":
            return self.env._(
                "Compared to a civil servant of degree %(number)s, at most the amount "
                "of degree 4 (6245 m.7–8).",
                number=self.degree,
            )
        return self.env._(
            "No settled rule for this status. Until a ground is recorded: compared to "
            "a civil servant of degree %(number)s, at most degree 4 (6245 m.8).",
            number=self.degree,
        )

    # -- a status without a settled rule ---------------------------------------

    @api.depends("claimant_status")
    def _compute_has_settled_rule(self):
        for claim in self:
            claim.has_settled_rule = claim.claimant_status not in UNSETTLED

    @api.depends("claimant_status", "ground", "ground_status", "status_id", "state")
    def _compute_needs_ground(self):
        for claim in self:
            claim.needs_ground = bool(
                claim.state in ("draft", "submitted", "confirmed")
                and claim._get_ground_obstacle()
            )

    def _get_status_ground(self):
        """The ground on which the status of an unsettled person rests, or ``""``."""
        self.ensure_one()
        claim = self.sudo()
        if claim.ground and claim.ground_status == claim.claimant_status:
            return claim.ground
        record = claim.status_id
        if record.status == claim.claimant_status and record._has_ground():
            return record._get_ground_text()
        decision = self.env["mbb.decision"].sudo().search(
            [
                ("res_model", "=", self._name),
                ("res_id", "=", self._origin.id),
                ("state", "=", "decided"),
                ("outcome", "!=", "end"),
            ],
            limit=1,
        )
        return decision.display_name or ""

    def _get_ground_obstacle(self):
        """Why a status without a settled rule stops the check, or False."""
        self.ensure_one()
        if self.claimant_status not in UNSETTLED or self._get_status_ground():
            return False
        labels = dict(self._fields["claimant_status"]._description_selection(self.env))
        return self.env._(
            "No rule settles the row of the status “%(status)s”. Record a written "
            "ground, or put the matter before an organ.",
            status=labels[self.claimant_status],
        )

    def action_record_ground(self, reason):
        """By what the office holds the row to be right: written once, by name."""
        self.ensure_one()
        self.check_access("read")
        user = self.env.user
        if not user.has_groups(GROUND_GROUPS) or self._is_own(user):
            raise AccessError(
                self.env._(
                    "The Sekreterya or Malî Hizmetler records the ground, never the "
                    "claimant."
                )
            )
        if self.state not in ("draft", "submitted", "confirmed"):
            raise UserError(self.env._("The claim is checked already."))
        if self.has_settled_rule:
            raise UserError(self.env._("The law settles the row of this status."))
        return self._write_ground(self._check_reason(reason))

    def _keep_ground(self):
        """What a checked claim rests on stands in the claim itself."""
        for claim in self:
            if (
                not claim.has_settled_rule
                and claim.ground_status != claim.claimant_status
            ):
                claim._write_ground(claim._get_status_ground())

    def _write_ground(self, text):
        return self._write_guarded(
            {
                "ground": text,
                "ground_status": self.claimant_status,
                "ground_by_id": self.env.uid,
                "ground_date": fields.Datetime.now(),
            }
        )
