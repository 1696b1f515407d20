# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import sys

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..base.mbb_state_mixin import lock_or_tell

ASKING_KEY = "mbb_asking_acceptance"
#: An object, which no remote caller's context can hold.
_ASKING = object()
#: States in which the applicant may still change what was written.
EDITABLE_STATES = ("draft", "incomplete")


class MbbApplicationArrowMixin(models.AbstractModel):
    """From the submission to the answer of the Sekreterya and of the unit."""

    _name = "mbb.application.arrow.mixin"
    _inherit = "mbb.approval.mixin"
    _description = "Steps of an Application"

    #: The state in which an accepted application waits for a match.
    _accepted_state = None
    #: Nothing is done with it any more: it stays with the unit that answered.
    _closed_states = ("closed", "rejected", "retired", "withdrawn")

    waits_for_unit = fields.Boolean(compute="_compute_waits_for_unit")
    date_submitted = fields.Datetime(string="Submitted On", readonly=True, copy=False)
    date_accepted = fields.Datetime(
        string="Accepted On",
        readonly=True,
        copy=False,
        help="When it was accepted first.",
    )
    incomplete_reason = fields.Text(
        string="What Is Missing", readonly=True, copy=False
    )
    reject_reason = fields.Text(
        string="Why It Was Not Found Suitable", readonly=True, copy=False
    )

    withdrawal_reason = fields.Text(
        string="How It Was Withdrawn",
        readonly=True,
        copy=False,
        help="Given by the Sekreterya where it entered the withdrawal.",
    )

    @api.depends("state", "approval_ids.state")
    def _compute_waits_for_unit(self):
        for record in self:
            record.waits_for_unit = record.state == "review" and any(
                row.state == "waiting" for row in record.sudo().approval_ids
            )

    def _get_arrow_obstacle(self, target):
        obstacle = super()._get_arrow_obstacle(target)
        if obstacle:
            return obstacle
        if self.state == "incomplete" and target == "rejected":
            return self._get_unfinished_obstacle()
        goes_on = self.state in EDITABLE_STATES and target != "withdrawn"
        if goes_on or target == self._accepted_state:
            obstacle = self._get_party_obstacle() or self._get_content_obstacle()
        return obstacle or self._get_acceptance_obstacle(target)

    def _get_unfinished_obstacle(self):
        """Who was asked for more has the time that was given, or False."""
        if self.env.su or self.is_overdue:
            return False
        return self.env._(
            "%(name)s: the applicant still has time to complete it.",
            name=self.display_name,
        )

    # -- a unit's approval, where a rule asks for it -------------------------

    def _get_units(self):
        """The first subject is the main one."""
        lines = self.skill_ids.sorted(lambda line: line._origin.id or sys.maxsize)
        return lines.skill_type_id.mentor_unit_id

    def _get_acceptance_obstacle(self, target):
        if self.state != "review" or target != self._accepted_state:
            return False
        if self.env.context.get(ASKING_KEY) is _ASKING:
            # Everything else has to be in order before the unit is asked.
            return False
        record = self.sudo()
        rules = self.env["mbb.approval.rule"]._get_rules(record, target)
        if not rules or record._is_approved(record._get_round(target), target):
            return False
        return self.env._(
            "%(name)s: the approval is still missing.", name=self.display_name
        )

    def _ask_acceptance(self):
        """Ask those whom the rules name; the application stays in review."""
        self.ensure_one()
        target = self._accepted_state
        this = self.with_context(**{ASKING_KEY: _ASKING})
        obstacle = this._get_arrow_obstacle(target) or self._get_asking_obstacle(target)
        if not obstacle and self._get_round(target):
            obstacle = self._get_acceptance_obstacle(target)
        if obstacle:
            raise UserError(obstacle)
        self.check_access("read")
        lock_or_tell(self)
        self._ask_approvals(target)
        self.sudo().message_post(body=self.env._("The answering unit was asked."))

    def _decision_ends(self, decision):
        res = super()._decision_ends(decision)
        if self.state == "review":
            self._take_arrow(
                "rejected", {"reject_reason": decision._get_reference_text()}
            )
        return res

    def _approval_refused(self, approval):
        res = super()._approval_refused(approval)
        self._take_arrow("rejected", {"reject_reason": approval.reason})
        return res

    def action_submit(self):
        """Hand it in; a completed one goes back to review."""
        for record in self:
            if record.state == "incomplete":
                record._take_arrow("review")
            else:
                record._take_arrow(
                    "submitted", {"date_submitted": fields.Datetime.now()}
                )
        return True

    def action_review(self):
        for record in self:
            responsible = record.responsible_id or self.env.user
            record._take_arrow("review", {"responsible_id": responsible.id})
        return True

    def action_return(self, reason):
        """Ask the applicant for what is missing."""
        reason = self._check_reason(reason)
        return self._take_arrow("incomplete", {"incomplete_reason": reason})

    def action_accept(self):
        """Into the pool; where a rule asks for a unit's approval, ask it first."""
        for record in self:
            if record._get_acceptance_obstacle(record._accepted_state):
                record._ask_acceptance()
            else:
                record._take_arrow(record._accepted_state)
        return True

    def action_reject(self, reason):
        reason = self._check_reason(reason)
        return self._take_arrow("rejected", {"reject_reason": reason})

    def _acts_for_applicant(self):
        """Whether the user takes an applicant's step as the Sekreterya."""
        self.ensure_one()
        own = self.sudo().bearer_id == self.env.user.partner_id
        return self._is_office() and not self.env.su and not own

    def action_withdraw(self):
        """The applicant's own step."""
        for record in self:
            if record._acts_for_applicant():
                raise UserError(
                    self.env._(
                        "Say how the applicant withdrew the application: it is theirs."
                    )
                )
        return self._take_arrow("withdrawn")

    def action_withdraw_for(self, reason):
        """The Sekreterya enters that the applicant withdrew it, and by which paper."""
        reason = self._check_reason(reason)
        for record in self:
            if not record._is_office():
                raise UserError(self.env._("Only the Sekreterya may take this step."))
        return self._take_arrow("withdrawn", {"withdrawal_reason": reason})

    def _on_arrow(self, source, target):
        res = super()._on_arrow(source, target)
        if target == "submitted":
            self._take_number()
        if target == self._accepted_state and not self.date_accepted:
            self._write_guarded({"date_accepted": fields.Datetime.now()})
        if target == "review":
            # Another review, another approval.
            self._write_guarded({"approval_round": self.approval_round + 1})
        if source == "review":
            self._cancel_approvals()
        if source == "incomplete":
            self._tell_responsible()
        events = {
            "incomplete": "incomplete",
            self._accepted_state: "accepted",
            "rejected": "rejected",
        }
        if self.withdrawal_reason:
            events["withdrawn"] = "withdrawn"
        answers = source == "review" and target in events
        if answers or target in ("rejected", "withdrawn") and target in events:
            self._notify_applicant(self._get_applicant_event(events[target]))
        return res
