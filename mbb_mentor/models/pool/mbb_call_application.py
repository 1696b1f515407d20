# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools.misc import formatLang

from .mbb_application_mixin import MbbApplicationMixin
from .mbb_application_review import MbbApplicationReview
from .changes import is_changed_by
from .turn import take_turn


class MbbCallApplication(models.AbstractModel):
    """What is particular to an application to a call (MPY m.5/2-c)."""

    _name = "mbb.call.application"
    _inherit = "mbb.application.review"
    _description = "Application to a Call"

    _content_fields = (*MbbApplicationMixin._content_fields, "call_id")
    _guarded_fields = (
        *MbbApplicationReview._guarded_fields,
        "call_points",
        "call_rank",
        "call_tied",
        "call_scored",
        "call_result",
        "call_result_reason",
        "call_decided_by_id",
        "review_tick",
    )
    _reason_methods = (
        *MbbApplicationReview._reason_methods,
        "action_call_select",
        "action_call_promote",
    )

    #: What is read with the words, which only a correction changes.
    _reviewed_fields = ("date_from", "date_to", "mode_online", "mode_onsite")

    review_ids = fields.One2many("mbb.call.review", "mentee_id", string="Reviews")
    review_progress = fields.Char(
        string="Scored By", compute="_compute_review_progress"
    )
    call_scored = fields.Boolean(string="Scored", readonly=True, copy=False)
    call_points = fields.Float(
        string="Points",
        readonly=True,
        copy=False,
        digits=(7, 2),
        help="The mean of what its reviewers gave.",
    )
    call_rank = fields.Integer(
        string="Rank", readonly=True, copy=False, aggregator=None
    )
    call_tied = fields.Boolean(string="Shared Rank", readonly=True, copy=False)
    call_result = fields.Selection(
        [
            ("selected", "Selected"),
            ("undecided", "To Be Decided"),
            ("not_selected", "Not Selected"),
        ],
        string="Result of the Call",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    call_result_reason = fields.Text(
        string="Why This Result", readonly=True, copy=False
    )
    call_decided_by_id = fields.Many2one(
        "res.users",
        string="Result Decided By",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    review_tick = fields.Integer(readonly=True, copy=False)
    call_state = fields.Selection(related="call_id.state", string="State of the Call")

    @api.depends("review_ids.state")
    def _compute_review_progress(self):
        # sudo: who scores and whether they have; not what. Counted anew: what the user
        # may read of the reviews is in the same cache.
        counts = {
            (mentee.id, state): count
            for mentee, state, count in self.env["mbb.call.review"]
            .sudo()
            ._read_group(
                [
                    ("mentee_id", "in", self.ids),
                    ("state", "in", ("assigned", "submitted")),
                ],
                ["mentee_id", "state"],
                ["__count"],
            )
        }
        for record in self:
            key = record._origin.id
            done = counts.get((key, "submitted"), 0)
            needed = record.sudo().call_id.reviewer_count
            active = done or (key, "assigned") in counts
            record.review_progress = f"{done}/{needed}" if active else False

    # -- guards --------------------------------------------------------------

    def _get_arrow_obstacle(self, target):
        obstacle = super()._get_arrow_obstacle(target)
        if obstacle or not self.call_id:
            return obstacle
        return self._get_call_obstacle(target)

    def _get_call_obstacle(self, target):
        """Why the call keeps the application where it is, or False."""
        record = self.sudo()
        call = record.call_id
        if target == "submitted":
            return call._get_applying_obstacle(self)
        if target == self._accepted_state and self.state == "review":
            if call.state != "concluded" or record.call_result != "selected":
                return self.env._(
                    "%(name)s: the list of the call decides.", name=self.display_name
                )
        scored = record.review_ids.filtered(lambda r: r.state == "submitted")
        # Applicants may withdraw; nobody takes them off the list.
        by_hand = not self.env.su and (
            target in ("rejected", "incomplete")
            or (target == "withdrawn" and self._acts_for_applicant())
        )
        if by_hand and scored and call.state == "assessment":
            return self.env._(
                "%(name)s is being scored: the list of the call decides.",
                name=self.display_name,
            )
        return False

    def _get_acceptance_obstacle(self, target):
        """The list of a call has decided: no unit is asked again."""
        if self.call_id:
            return False
        return super()._get_acceptance_obstacle(target)

    def _shown_content_changes(self):
        """What was scored is what stays written."""
        res = super()._shown_content_changes()
        for record in self.sudo():
            obstacle = record._get_scored_obstacle()
            if obstacle:
                raise UserError(obstacle)
        return res

    def write(self, vals):
        reviewed = set(vals).intersection(self._reviewed_fields)
        for record in self if reviewed else ():
            obstacle = (
                record.call_state == "assessment"
                and is_changed_by(record, vals, reviewed)
                and record._get_scored_obstacle()
            )
            if obstacle:
                raise UserError(obstacle)
        res = super().write(vals)
        if vals.keys() & {"institution_id", "skill_ids"}:
            self._check_eligible()
        return res

    def _check_eligible(self, without=None):
        """Who was let in stays who the call is for, until the list is concluded.

        A reorganisation (as superuser) may change that by itself.

        :param without: the subjects' lines that are about to go
        """
        for record in self if not self.env.su else ():
            if record.call_state not in ("open", "assessment"):
                continue
            if record.state not in ("submitted", "review", "incomplete"):
                continue
            obstacle = record.sudo().call_id._get_eligibility_obstacle(record, without)
            if obstacle:
                raise ValidationError(obstacle)

    def _get_correction_obstacle(self, values):
        return super()._get_correction_obstacle(values) or self._get_scored_obstacle()

    def _get_scored_obstacle(self):
        """Why what was written cannot change any more, or False."""
        self.ensure_one()
        if not self.sudo().review_ids.filtered(lambda r: r.state == "submitted"):
            return False
        return self.env._(
            "%(name)s was scored as it stands and does not change any more.",
            name=self.display_name,
        )

    def _on_arrow(self, source, target):
        res = super()._on_arrow(source, target)
        if not self.call_id:
            return res
        self.call_id._outdate_list()
        if target == "review":
            self._assign_reviewers()
        elif target in ("withdrawn", "rejected") and source != "waiting":
            open_rows = self.review_ids.filtered(lambda r: r.state == "assigned")
            open_rows._take_arrow("released")
            self.call_id._update_ranking()
        if target == "withdrawn" and self.call_result == "selected":
            self.call_id._clock_activity(
                self.env._("A place became free: %(number)s", number=self.number)
            )
        return res

    # -- who scores ----------------------------------------------------------

    def _assign_reviewers(self):
        """Give each application its reviewers: those of the panel with the least work.

        Nobody twice, nobody with a tie; where nobody is left, the responsible is told.
        """
        for call, records in self.sudo().grouped("call_id").items():
            if call.state != "assessment":
                continue
            for record in records.filtered(lambda r: r.state == "review"):
                record._assign_missing_reviewers(call)

    def _assign_missing_reviewers(self, call):
        self.ensure_one()
        active = self.review_ids.filtered(
            lambda r: r.state in ("assigned", "submitted")
        )
        missing = call.reviewer_count - len(active)
        if missing <= 0:
            return
        asked = self.review_ids.reviewer_id
        load = call._get_review_load()
        users = call.panel_ids.filtered("is_asked").user_id - asked
        users = users.filtered(lambda user: not self._get_tie(user))
        users = users.sorted(lambda user: (load.get(user, 0), user.id))[:missing]
        self.env["mbb.call.review"].sudo().create(
            [
                {
                    "mentee_id": self.id,
                    "reviewer_id": user.id,
                    "line_ids": [
                        Command.create({"criterion_id": criterion.id})
                        for criterion in call.criterion_ids
                    ],
                }
                for user in users
            ]
        )
        for user in users:
            call._ask_reviewer(user)
        if len(users) < missing:
            call._clock_activity(
                self.env._(
                    "%(number)s lacks a reviewer without a tie: add one to the call",
                    number=self.number,
                )
            )

    def _get_involved_users(self):
        """Who scored it, drew up the list or decided on a place of it."""
        call = self.sudo().call_id
        reviews = self.env["mbb.call.review"].sudo()
        return (
            super()._get_involved_users()
            | reviews.search([("mentee_id", "in", self.ids)]).reviewer_id
            | call.ranked_by_id
            | call.mentee_ids.call_decided_by_id
        )

    def _disclose_reviews(self):
        """All points are in: open the reviews, set the points (as superuser)."""
        self.ensure_one()
        take_turn(self, "review_tick")
        submitted = self.review_ids.filtered(lambda r: r.state == "submitted")
        if len(submitted) < self.call_id.reviewer_count:
            return
        submitted._write_guarded({"is_disclosed": True})
        mean = sum(submitted.mapped("total")) / len(submitted)
        self._write_guarded({"call_scored": True, "call_points": round(mean, 2)})
        self.call_id._outdate_list()
        self.call_id._update_ranking()

    # -- the result ----------------------------------------------------------

    def _check_decider(self):
        self.ensure_one()
        self.check_access("read")
        obstacle = self.call_id._get_authority_obstacle("decider")
        if obstacle:
            raise UserError(obstacle)

    def action_call_select(self, reason):
        """Decide between equal points; the reason is kept and told."""
        reason = self._check_reason(reason)
        for record in self:
            record._check_decider()
            call = record.call_id.sudo()
            take_turn(call, "list_tick")
            if (
                call.state != "assessment"
                or not call.date_ranked
                or record.call_result != "undecided"
            ):
                raise UserError(
                    self.env._(
                        "%(name)s: there is nothing to decide.",
                        name=record.display_name,
                    )
                )
            decision = {
                "call_result_reason": reason,
                "call_decided_by_id": self.env.uid,
            }
            record._write_guarded({**decision, "call_result": "selected"})
            if len(call._get_selected()) >= call.quota:
                rest = call._get_ranked().filtered(
                    lambda m: m.call_result == "undecided"
                )
                rest._write_guarded({**decision, "call_result": "not_selected"})
        return True

    def action_call_promote(self, reason):
        """A place became free after the conclusion: call up the next in rank."""
        reason = self._check_reason(reason)
        for record in self:
            record._check_decider()
            call = record.call_id.sudo()
            take_turn(call, "list_tick")
            obstacle = record.sudo()._get_promote_obstacle()
            if obstacle:
                raise UserError(obstacle)
            record._write_guarded(
                {
                    "call_result": "selected",
                    "call_result_reason": reason,
                    "call_decided_by_id": self.env.uid,
                }
            )
            entry = record.sudo()
            if entry.state == "rejected":
                entry._take_arrow("review")
            entry._take_arrow(self._accepted_state)
        return True

    def _get_promote_obstacle(self):
        """Why it cannot be called up, or False (as superuser)."""
        call = self.call_id
        upheld = self.objection_ids.filtered(lambda row: row.state == "upheld")
        # Rejected before it was scored, it is on no list; upheld, the way is this one.
        results = ("not_selected", False) if upheld else ("not_selected",)
        if (
            call.state != "concluded"
            or self.call_result not in results
            or self.state not in ("rejected", "review")
        ):
            return self.env._(
                "%(name)s is not on the list of a concluded call.",
                name=self.display_name,
            )
        if self.call_result and self.call_points < call.least_points:
            return self.env._(
                "%(name)s has fewer points than the call asks for.",
                name=self.display_name,
            )
        if upheld:
            # What was withheld wrongly is given, places or not.
            return False
        if len(call._get_selected()) >= call.quota:
            return self.env._("All places of the call are taken.")
        ahead = call.mentee_ids.filtered(
            lambda m: m.call_result == "not_selected"
            and m.state == "rejected"
            and m.call_scored
            and m.call_rank < self.call_rank
        )
        if ahead:
            return self.env._(
                "Before it in rank: %(numbers)s.",
                numbers=", ".join(ahead.mapped("number")),
            )
        return False

    def _answer_call(self):
        """Take it where the list says, with points, rank and reason."""
        self.ensure_one()
        if self.state != "review":
            return
        if self.call_result == "selected":
            self._take_arrow(self._accepted_state)
        else:
            self._take_arrow("rejected", {"reject_reason": self._get_result_text()})

    def _answer_cancelled_call(self):
        self.ensure_one()
        local = self._in_their_language()
        self._take_arrow(
            "rejected",
            {
                "reject_reason": local.env._(
                    "The call %(call)s was cancelled: %(reason)s",
                    call=local.call_id.display_name,
                    reason=self.call_id.cancel_reason,
                )
            },
        )

    def _get_result_text(self):
        """The result with its ground, in the applicant's language."""
        self.ensure_one()
        local = self._in_their_language()
        env, call = local.env, local.call_id

        def show(number):
            return formatLang(env, number, digits=2)

        text = env._(
            "%(call)s: rank %(rank)s with %(points)s of %(most)s points; there were "
            "%(quota)s places.",
            call=call.display_name,
            rank=self.call_rank,
            points=show(self.call_points),
            most=show(call.max_points),
            quota=call.quota,
        )
        if self.call_points < call.least_points:
            text = env._(
                "%(text)s At least %(least)s points were needed.",
                text=text,
                least=show(call.least_points),
            )
        if self.call_result_reason:
            text = env._(
                "%(text)s Decision between equal points: %(reason)s",
                text=text,
                reason=self.call_result_reason,
            )
        return text

    def _get_applicant_event(self, event):
        """Which letter answers; that of the call, where its list decided."""
        event = super()._get_applicant_event(event)
        by_call = self.call_id and self.call_result and self.call_state == "concluded"
        return f"call_{event}" if by_call and event in ("accepted", "rejected") else event
