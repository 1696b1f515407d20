# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import Command, api, fields, models
from odoo.tools import format_date

from ..base.mbb_state_mixin import MbbStateMixin

#: The call is not over.
RUNNING_STATES = ("draft", "open", "assessment")


class MbbCall(models.Model):
    """A thematic call (MPY m.5/2-c).

    Its mentors come from a project, a learning programme or a cooperation; its mentees
    apply, are scored by two who do not know each other's points, and are selected.
    """

    _name = "mbb.call"
    _description = "Thematic Call"
    _inherit = [
        "mbb.call.terms.mixin",
        "mbb.state.mixin",
        "mbb.call.ranking.mixin",
        "mbb.call.work.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date_close desc, id desc"
    _check_company_auto = True

    _arrows = {
        "draft": {"open": "manager", "cancelled": "manager"},
        "open": {"assessment": "officer", "cancelled": "manager"},
        "assessment": {"concluded": "decider", "cancelled": "manager"},
    }
    _guarded_fields = (
        *MbbStateMixin._guarded_fields,
        "number",
        "date_open",
        "cancel_reason",
    )
    _reason_methods = ("action_cancel",)

    number = fields.Char(readonly=True, copy=False, index="trigram", tracking=True)
    name = fields.Char(
        string="Title of the Call", required=True, translate=True, tracking=True
    )
    description = fields.Text(
        string="What It Is About", translate=True, help="Published with the call."
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    responsible_id = fields.Many2one(
        "res.users",
        index="btree_not_null",
        copy=False,
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        tracking=True,
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("open", "Open for Applications"),
            ("assessment", "In Assessment"),
            ("concluded", "Concluded"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="draft",
        copy=False,
        readonly=True,
        tracking=True,
        index=True,
        group_expand="_group_expand_state",
    )
    basis_kind = fields.Selection(
        [
            ("project", "Project"),
            ("programme", "Learning Programme"),
            ("cooperation", "Cooperation"),
        ],
        string="Belongs To",
        required=True,
        default="project",
        tracking=True,
        help="Its mentors are named from there (MPY m.5/2-c).",
    )
    basis_name = fields.Char(
        string="Name of the Project or Programme", required=True, tracking=True
    )
    skill_type_ids = fields.Many2many(
        "hr.skill.type",
        string="Fields",
        domain=[("is_mentor_subject", "=", True)],
        help="Every subject of these fields.",
    )
    skill_ids = fields.Many2many(
        "hr.skill",
        string="Subjects",
        domain=[("skill_type_id.is_mentor_subject", "=", True)],
    )
    target_ids = fields.One2many(
        "mbb.call.target",
        "call_id",
        string="Institutions It Is For",
        copy=True,
        help="Empty: every institution.",
    )
    members_only = fields.Boolean(string="For Members of the Birlik Only")
    date_open = fields.Date(string="Opened On", readonly=True, copy=False)
    date_close = fields.Date(
        string="Last Day for Applications", copy=False, index=True, tracking=True
    )
    is_closed = fields.Boolean(
        string="Applications Closed", compute="_compute_is_closed"
    )
    date_from = fields.Date(string="Mentoring From", tracking=True)
    date_to = fields.Date(string="Mentoring To", tracking=True)
    quota = fields.Integer(string="Places", default=1, required=True, tracking=True)
    least_points = fields.Float(
        digits=(7, 2),
        tracking=True,
        help="Who has fewer is not selected, places or not. 0: no limit.",
    )
    reviewer_count = fields.Integer(
        string="Reviewers per Application", default=2, required=True
    )
    budget = fields.Monetary(tracking=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    criterion_ids = fields.One2many(
        "mbb.call.criterion", "call_id", string="Criteria", copy=True
    )
    max_points = fields.Float(
        string="Highest Points", compute="_compute_max_points", digits=(7, 2)
    )
    panel_ids = fields.One2many("mbb.call.panel", "call_id", string="Reviewers")
    mentor_ids = fields.One2many("mbb.mentor", "call_id", string="Mentors")
    mentee_ids = fields.One2many("mbb.mentee", "call_id", string="Applications")
    mentor_count = fields.Integer(compute="_compute_counts")
    mentee_count = fields.Integer(string="Handed In", compute="_compute_counts")
    selected_count = fields.Integer(string="Selected", compute="_compute_counts")
    unscored_count = fields.Integer(string="Not Scored Yet", compute="_compute_counts")
    cancel_reason = fields.Text(
        string="Why It Was Cancelled", readonly=True, copy=False
    )
    _check_quota = models.Constraint("CHECK(quota > 0)", "A call has places.")
    _check_points = models.Constraint(
        "CHECK(least_points >= 0 AND budget >= 0)", "No amount is negative."
    )
    _check_reviewers = models.Constraint(
        "CHECK(reviewer_count BETWEEN 2 AND 5)",
        "An application is scored by two reviewers at least, by five at most.",
    )
    _check_dates = models.Constraint(
        "CHECK(date_from IS NULL OR date_to IS NULL OR date_from <= date_to)",
        "The period cannot end before it starts.",
    )
    _unique_number = models.UniqueIndex(
        "(number) WHERE number IS NOT NULL", "This number was given already."
    )

    def _group_expand_state(self, states, domain):
        return ["draft", "open", "assessment", "concluded"]

    @api.depends("date_close")
    def _compute_is_closed(self):
        today = self._get_today()
        for call in self:
            call.is_closed = bool(call.date_close and call.date_close < today)

    @api.depends("number", "name")
    def _compute_display_name(self):
        for call in self:
            name = call.name or self.env._("New Call")
            call.display_name = f"{name} ({call.number})" if call.number else name

    @api.depends("criterion_ids.points")
    def _compute_max_points(self):
        for call in self:
            call.max_points = sum(call.criterion_ids.mapped("points"))

    @api.depends("mentor_ids", "mentee_ids.state", "mentee_ids.call_result")
    def _compute_counts(self):
        # sudo: who scores sees how many there are, not who they are.
        for call in self.sudo():
            live = call.mentee_ids.filtered(
                lambda m: m.state not in ("draft", "withdrawn")
            )
            call.mentor_count = len(call.mentor_ids)
            call.mentee_count = len(live)
            call.selected_count = len(call._get_selected())
            call.unscored_count = len(call._get_unscored())

    # -- the arrows ----------------------------------------------------------

    def _get_authority_obstacle(self, authority):
        if authority != "decider":
            return super()._get_authority_obstacle(authority)
        obstacle = super()._get_authority_obstacle("manager")
        if obstacle or self.env.su:
            return obstacle
        if self._is_on_panel(self.env.user):
            return self.env._("Who scored does not decide on the list.")
        return self._get_partial_obstacle(self.env.user)

    def _get_arrow_obstacle(self, target):
        obstacle = super()._get_arrow_obstacle(target)
        method = getattr(self, f"_get_obstacle_{target}", None)
        return obstacle or (method() if method else False)

    def _get_obstacle_open(self):
        call = self.sudo()
        today = self._get_today()
        checks = [
            (call.skill_ids or call.skill_type_ids, self.env._("its subjects")),
            (call.criterion_ids, self.env._("the criteria with their points")),
            (
                call.date_close and call.date_close >= today,
                self.env._("a last day for applications that is not over"),
            ),
            (
                call.least_points <= call.max_points,
                self.env._("a least number of points that can be reached"),
            ),
            (
                len(call.panel_ids.filtered("is_asked")) >= call.reviewer_count,
                self.env._("as many reviewers as an application needs"),
            ),
        ]
        missing = [name for present, name in checks if not present]
        if not missing:
            return False
        return self.env._(
            "%(call)s cannot be opened yet. Missing: %(missing)s.",
            call=self.display_name,
            missing="; ".join(missing),
        )

    def _get_obstacle_assessment(self):
        if self._get_today() <= self.date_close:
            return self.env._(
                "%(call)s is open until %(date)s, that day included.",
                call=self.display_name,
                date=format_date(self.env, self.date_close),
            )
        return False

    def _get_obstacle_concluded(self):
        obstacle = self._get_ranking_obstacle()
        if obstacle:
            return obstacle
        call = self.sudo()
        ranked = call._get_ranked()
        if not call.date_ranked or any(not row.call_result for row in ranked):
            return self.env._("Draw up the list first.")
        undecided = ranked.filtered(lambda row: row.call_result == "undecided")
        if undecided:
            return self.env._(
                "Decide between those with equal points first: %(numbers)s.",
                numbers=", ".join(undecided.mapped("number")),
            )
        return False

    def action_open(self):
        for call in self:
            call._take_arrow("open", {"date_open": self._get_today()})
        return True

    def action_assess(self):
        return self._take_arrow("assessment")

    def action_conclude(self):
        return self._take_arrow("concluded")

    def action_cancel(self, reason):
        reason = self._check_reason(reason)
        return self._take_arrow("cancelled", {"cancel_reason": reason})

    def _on_arrow(self, source, target):
        res = super()._on_arrow(source, target)
        if target == "open":
            self._take_number()
        elif target == "assessment":
            self.mentee_ids._assign_reviewers()
        elif target == "concluded":
            for mentee in self._get_ranked():
                mentee._answer_call()
        elif target == "cancelled":
            open_states = ("submitted", "review", "incomplete")
            for mentee in self.mentee_ids.filtered(lambda m: m.state in open_states):
                mentee._answer_cancelled_call()
        return res

    # -- the clock -----------------------------------------------------------

    def _set_clock(self):
        """An open call is due on its last day."""
        res = super()._set_clock()
        for call in self.sudo().filtered(lambda c: c.state == "open"):
            call._write_guarded({"date_due": call.date_close, "date_reminded": False})
        return res

    def _clock_expire(self):
        res = super()._clock_expire()
        self.sudo().filtered(lambda call: call.state == "open")._take_arrow(
            "assessment"
        )
        return res

    # -- buttons -------------------------------------------------------------

    def action_view_mentees(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mbb_mentor.mbb_mentee_action_call"
        )
        return {
            **action,
            "domain": [("call_id", "=", self.id)],
            "context": self._get_application_context(),
        }

    def action_view_mentors(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mbb_mentor.mbb_mentor_action"
        )
        return {
            **action,
            "domain": [("call_id", "=", self.id)],
            "context": self._get_application_context(),
        }

    def _get_application_context(self):
        return {
            "default_call_id": self.id,
            "default_origin": "call",
            "default_company_id": self.company_id.id,
            "default_date_from": self.date_from,
            "default_date_to": self.date_to,
        }

    def action_name_mentor(self):
        """A mentor from the project behind the call: nobody applied."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Name a Mentor"),
            "res_model": "mbb.mentor",
            "views": [(False, "form")],
            "context": {
                **self._get_application_context(),
                "default_skill_ids": [
                    Command.create(
                        {
                            "skill_type_id": skill.skill_type_id.id,
                            "skill_id": skill.id,
                        }
                    )
                    for skill in self.skill_ids
                ],
            },
        }
