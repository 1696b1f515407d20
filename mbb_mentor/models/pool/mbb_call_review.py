# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..base.mbb_state_mixin import MbbStateMixin

ACTIVITY = "mbb_mentor.mail_activity_type_review"


class MbbCallReview(models.Model):
    """One reviewer's points for one application to a call.

    Record rules keep it from everybody else until all reviewers of that application
    have submitted. It has no chatter: a trace would tell what the rules keep.
    """

    _name = "mbb.call.review"
    _description = "Review of an Application"
    _inherit = ["mbb.state.mixin"]
    _order = "call_id desc, mentee_id, id"
    _rec_name = "application_number"
    _check_company_auto = True

    _first_state = "assigned"
    _arrows = {
        "assigned": {
            "submitted": "reviewer",
            "recused": "reviewer",
            "released": "system",
        },
        "submitted": {"released": "system"},
    }
    _guarded_fields = (
        *MbbStateMixin._guarded_fields,
        "date_submitted",
        "is_disclosed",
        "tie_reason",
        "release_reason",
    )
    _reason_methods = ("action_declare_tie",)

    mentee_id = fields.Many2one(
        "mbb.mentee",
        string="Application",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    call_id = fields.Many2one(
        related="mentee_id.call_id", store=True, index=True, string="Call"
    )
    company_id = fields.Many2one(related="mentee_id.company_id", store=True, index=True)
    reviewer_id = fields.Many2one(
        "res.users", required=True, readonly=True, index=True, ondelete="restrict"
    )
    state = fields.Selection(
        [
            ("assigned", "To Be Scored"),
            ("submitted", "Scored"),
            ("recused", "Recused"),
            ("released", "Released"),
        ],
        required=True,
        default="assigned",
        copy=False,
        readonly=True,
        index=True,
        group_expand="_group_expand_state",
    )
    line_ids = fields.One2many("mbb.call.score", "review_id", string="Points")
    total = fields.Float(compute="_compute_total", store=True, digits=(7, 2))
    max_points = fields.Float(related="call_id.max_points")
    note = fields.Text(
        string="Opinion", help="Read by the Sekreterya once all points are in."
    )
    date_submitted = fields.Datetime(string="Scored On", readonly=True, copy=False)
    is_disclosed = fields.Boolean(
        string="Open to Others",
        readonly=True,
        copy=False,
        help="All reviewers of the application have submitted.",
    )
    tie_reason = fields.Text(string="Tie", readonly=True, copy=False)
    release_reason = fields.Text(
        string="Why It Was Released", readonly=True, copy=False
    )

    # What a reviewer reads of the application; of nobody's file but this.
    application_number = fields.Char(compute="_compute_application", store=True)
    institution_name = fields.Char(
        string="Institution", compute="_compute_application_text"
    )
    applicant_name = fields.Char(string="Applicant", compute="_compute_application_text")
    subjects = fields.Char(compute="_compute_application_text")
    summary = fields.Text(
        string="What They Need", compute="_compute_application_text"
    )
    background = fields.Text(
        string="Where They Stand", compute="_compute_application_text"
    )
    expectation = fields.Text(
        string="What They Expect", compute="_compute_application_text"
    )

    _unique_reviewer = models.UniqueIndex(
        "(mentee_id, reviewer_id)", "This reviewer was asked for it already."
    )

    def _group_expand_state(self, states, domain):
        return ["assigned", "submitted"]

    @api.depends("line_ids.points")
    def _compute_total(self):
        for review in self:
            review.total = sum(review.line_ids.mapped("points"))

    @api.depends("mentee_id.number")
    def _compute_application(self):
        for review in self:
            review.application_number = review.sudo().mentee_id.number

    @api.depends("mentee_id", "state")
    def _compute_application_text(self):
        """As superuser: a reviewer has no access to applications as such."""
        for review in self:
            mentee = review.sudo().mentee_id
            subjects = [line.display_name for line in mentee.skill_ids]
            hidden = review.state in ("recused", "released")
            review.update(
                {
                    "institution_name": mentee.institution_id.name,
                    "applicant_name": mentee.bearer_name,
                    "subjects": not hidden and ", ".join(subjects),
                    "summary": not hidden and mentee.summary,
                    "background": not hidden and mentee.background,
                    "expectation": not hidden and mentee.expectation,
                }
            )

    # -- whose it is ---------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(
                self.env._("Reviews are assigned by the call, among its reviewers.")
            )
        return super().create(vals_list)

    def write(self, vals):
        self._check_own()
        if not self.env.su and set(vals) - {"line_ids", "note"}:
            raise UserError(self.env._("Give points and your opinion, nothing else."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A review is kept with the call."))

    def _check_own(self):
        """The reviewer's own, and not handed in."""
        if self.env.su:
            return
        for review in self:
            if review.reviewer_id != self.env.user:
                raise AccessError(self.env._("Only the reviewer gives points."))
            if review.state != "assigned":
                raise UserError(
                    self.env._("What was handed in does not change any more.")
                )

    def _get_authority_obstacle(self, authority):
        if authority != "reviewer":
            return super()._get_authority_obstacle(authority)
        if self.env.su or self.reviewer_id == self.env.user:
            return False
        return self.env._("Only the reviewer gives points.")

    def _get_arrow_obstacle(self, target):
        obstacle = super()._get_arrow_obstacle(target)
        if obstacle or target == "released":
            return obstacle
        return self._get_scoring_obstacle(target)

    def _get_scoring_obstacle(self, target):
        """Why the review cannot be handed in or given back now, or False."""
        # sudo: the call may be read by its reviewers, the application may not.
        review = self.sudo()
        if review.call_id.state != "assessment" or review.mentee_id.state != "review":
            return self.env._("This application is not being scored.")
        if target != "submitted":
            return False
        tie = review.mentee_id._get_tie(review.reviewer_id)
        if tie:
            return self.env._("%(tie)s Declare the tie instead.", tie=tie)
        bare = self.line_ids.filtered(lambda line: not line.points and not line.remark)
        if bare:
            return self.env._(
                "Give points for each criterion. Where it is none, say why: %(names)s.",
                names=", ".join(bare.mapped("name")),
            )
        return False

    def action_submit(self):
        return self._take_arrow("submitted", {"date_submitted": fields.Datetime.now()})

    def action_declare_tie(self, reason):
        """They are recused, and replaced."""
        reason = self._check_reason(reason)
        return self._take_arrow("recused", {"tie_reason": reason})

    def _on_arrow(self, source, target):
        res = super()._on_arrow(source, target)
        mentee = self.mentee_id
        if target == "submitted":
            mentee._disclose_reviews()
        elif mentee.state == "review":
            mentee._assign_reviewers()
        self.call_id._settle_reviewer(self.reviewer_id)
        return res

    # -- the clock: the row itself cannot be shown to those who are told -----------

    def _clock_user(self):
        return self.reviewer_id

    def _clock_remind(self):
        for review in self.sudo():
            review.call_id._ask_reviewer(review.reviewer_id)

    def _clock_escalate(self):
        for call, reviews in self.sudo().grouped("call_id").items():
            names = ", ".join(reviews.reviewer_id.mapped("name"))
            call._clock_activity(
                self.env._("Scoring is overdue: %(names)s", names=names)
            )
