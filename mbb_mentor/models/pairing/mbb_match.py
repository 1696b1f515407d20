# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..base.mbb_approval_mixin import MbbApprovalMixin

from .match_states import (
    ASKED_STATES,
    DISCLOSED_STATES,
    LIVE_STATES,
    SETTLED_STATES,
)


class MbbMatch(models.Model):
    """A mentor and a mentee brought together by the Sekreterya (MPY m.5/2)."""

    _name = "mbb.match"
    _inherit = [
        "mbb.match.proposal.mixin",
        "mbb.approval.mixin",
        "mbb.match.disclosure.mixin",
        "mbb.match.alternate.mixin",
        "mbb.score.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _description = "Match"
    _order = "id desc"
    _rec_name = "number"
    _check_company_auto = True

    _first_state = "proposed"
    _arrows = {
        "proposed": {"consent": "officer", "cancelled": "officer"},
        "consent": {
            "approval": "system",
            "proposed": "officer",
            "declined": "system",
            "cancelled": "officer",
        },
        "approval": {
            "agreed": "system",
            "proposed": "officer",
            "declined": "system",
            "cancelled": "officer",
        },
        "agreed": {"active": "system", "ended": "officer", "cancelled": "officer"},
        "active": {"evaluation": "officer", "ended": "officer"},
        "evaluation": {"done": "officer"},
    }
    _approval_arrows = {"approval": "agreed"}
    _guarded_fields = (
        *MbbApprovalMixin._guarded_fields,
        "number",
        "proposed_by_id",
        "asked_by_id",
        "date_asked",
        "date_agreed",
        "date_active",
        "date_done",
        "decline_reason",
        "cancel_reason",
        "end_reason",
    )
    _reason_methods = ("action_cancel", "action_end", "action_refuse_approval")

    number = fields.Char(readonly=True, copy=False, index="trigram")
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    mentor_id = fields.Many2one(
        "mbb.mentor",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain=[("state", "=", "available")],
        tracking=True,
    )
    mentee_id = fields.Many2one(
        "mbb.mentee",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain=[("state", "=", "waiting")],
        tracking=True,
    )
    mentor_institution_id = fields.Many2one(
        related="mentor_id.institution_id",
        string="Mentor's Institution",
        store=True,
        index=True,
    )
    mentee_institution_id = fields.Many2one(
        related="mentee_id.institution_id",
        string="Mentee's Institution",
        store=True,
        index=True,
    )
    mentor_person_id = fields.Many2one(
        related="mentor_id.person_id",
        string="Mentor (Person)",
        store=True,
        index="btree_not_null",
    )
    mentee_person_id = fields.Many2one(
        related="mentee_id.person_id",
        string="Mentee (Person)",
        store=True,
        index="btree_not_null",
    )
    mentor_bearer_id = fields.Many2one(
        related="mentor_id.bearer_id", string="Mentor's Account", store=True, index=True
    )
    mentee_bearer_id = fields.Many2one(
        related="mentee_id.bearer_id", string="Mentee's Account", store=True, index=True
    )
    mentor_name = fields.Char(related="mentor_id.bearer_name", string="Mentor Name")
    mentee_name = fields.Char(related="mentee_id.bearer_name", string="Mentee Name")
    sides = fields.Char(string="Mentor and Mentee", compute="_compute_sides")
    mentee_state = fields.Selection(
        related="mentee_id.state", string="State of the Mentee"
    )
    subject_ids = fields.Many2many(related="mentee_id.subject_ids")
    call_id = fields.Many2one(related="mentee_id.call_id", string="Call")
    event_id = fields.Many2one(related="mentee_id.event_id", string="Met At")
    method = fields.Selection(
        [
            ("both_applied", "Both Applied"),
            ("mentor_sought", "Mentor Sought by the Sekreterya"),
            ("call", "Thematic Call"),
            ("event", "Networking Event"),
        ],
        compute="_compute_method",
        store=True,
        tracking=True,
    )
    state = fields.Selection(
        [
            ("proposed", "Proposed"),
            ("consent", "Waiting for Consents"),
            ("approval", "Submitted for Approval"),
            ("agreed", "Agreed"),
            ("active", "In Progress"),
            ("evaluation", "In Evaluation"),
            ("done", "Completed"),
            ("declined", "Declined"),
            ("cancelled", "Cancelled"),
            ("ended", "Ended Early"),
        ],
        required=True,
        default="proposed",
        copy=False,
        readonly=True,
        tracking=True,
        index=True,
        group_expand="_group_expand_state",
    )
    date_from = fields.Date(string="From", tracking=True)
    date_to = fields.Date(string="To", tracking=True)
    date_asked = fields.Datetime(
        string="Consents Asked On", readonly=True, copy=False
    )
    date_agreed = fields.Datetime(string="Agreed On", readonly=True, copy=False)
    date_active = fields.Datetime(
        string="In Progress Since", readonly=True, copy=False
    )
    date_done = fields.Datetime(string="Completed On", readonly=True, copy=False)
    proposed_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index=True
    )
    asked_by_id = fields.Many2one(
        "res.users", string="Consents Asked By", readonly=True, copy=False
    )
    responsible_id = fields.Many2one(
        "res.users",
        index=True,
        copy=False,
        default=lambda self: self._default_responsible(),
        domain=[("share", "=", False)],
        tracking=True,
    )
    decline_reason = fields.Text(
        string="Why It Was Declined", readonly=True, copy=False
    )
    cancel_reason = fields.Text(
        string="Why It Was Cancelled", readonly=True, copy=False
    )
    end_reason = fields.Text(string="Why It Ended Early", readonly=True, copy=False)

    _unique_number = models.UniqueIndex(
        "(number) WHERE number IS NOT NULL", "This number was given already."
    )
    _one_live_pair = models.UniqueIndex(
        "(mentor_id, mentee_id) WHERE state IN ('proposed', 'consent', 'approval', "
        "'agreed', 'active', 'evaluation')",
        "This mentor and this mentee are in a match already.",
    )
    _one_asked_mentee = models.UniqueIndex(
        "(mentee_id) WHERE state IN ('consent', 'approval', 'agreed', 'active', "
        "'evaluation')",
        "Another match of this mentee is under way.",
    )
    _check_dates = models.Constraint(
        "CHECK(date_from IS NULL OR date_to IS NULL OR date_from <= date_to)",
        "The period cannot end before it starts.",
    )

    @api.model
    def _default_responsible(self):
        return False if self.env.user.share else self.env.user

    @api.depends("mentor_name", "mentee_name")
    def _compute_sides(self):
        """Who it is about: a number alone tells nobody."""
        for match in self:
            names = (match.mentor_name, match.mentee_name)
            match.sides = " – ".join(name for name in names if name)

    @api.depends(
        "mentor_id.origin", "mentor_id.on_behalf", "mentee_id.origin"
    )
    def _compute_method(self):
        """m.5/2: what brought the two sides here decides, not the one who types."""
        for match in self:
            origins = {match.mentor_id.origin, match.mentee_id.origin}
            if "call" in origins:
                match.method = "call"
            elif "event" in origins:
                match.method = "event"
            elif match.mentor_id and match.mentor_id._is_sought():
                match.method = "mentor_sought"
            else:
                match.method = "both_applied"

    def _group_expand_state(self, states, domain):
        return list(LIVE_STATES)

    # -- approvals ---------------------------------------------------------

    def _get_approval_subject(self):
        return self.sides

    def _get_parties(self):
        return (
            super()._get_parties()
            | self.mentor_institution_id
            | self.mentee_institution_id
            | self.mentor_person_id
            | self.mentee_person_id
        )

    def _get_excluded_users(self, target):
        """Who proposed or asked does not approve."""
        users = super()._get_excluded_users(target)
        return users | self.proposed_by_id | self.asked_by_id

    def _get_units(self):
        return self.mentee_id._get_units()

    def _decision_ends(self, decision):
        res = super()._decision_ends(decision)
        reason = decision._get_reference_text()
        if self.state in ("proposed", *ASKED_STATES[:3]):
            self._take_arrow("cancelled", {"cancel_reason": reason})
        elif self.state == "active":
            self._take_arrow("ended", {"end_reason": reason})
        return res

    def _approval_refused(self, approval):
        self._take_arrow("declined", {"decline_reason": approval.reason})

    # -- the arrows --------------------------------------------------------

    def _get_arrow_obstacle(self, target):
        obstacle = super()._get_arrow_obstacle(target)
        if obstacle:
            return obstacle
        match = self.sudo()
        if target == "consent":
            return match.mentor_id._get_match_obstacle() or (
                match.mentee_id._get_match_obstacle(match)
            )
        if target == "agreed":
            return match.mentee_id._get_match_obstacle(match) or (
                match.mentor_id._get_place_obstacle(SETTLED_STATES, match)
            )
        return False

    def _take_arrow(self, target, vals=None):
        if target == "agreed":
            self.mentor_id._lock_places()
        if target in ("agreed", "active", "done"):
            # What the figures count by, kept apart from the present state's date.
            vals = {**(vals or {}), f"date_{target}": fields.Datetime.now()}
        res = super()._take_arrow(target, vals)
        # The unique indexes look at the state: it goes ahead of the next record.
        self.flush_recordset(["state"])
        return res

    def _on_arrow(self, source, target):
        res = super()._on_arrow(source, target)
        mentee = self.mentee_id
        if target == "agreed":
            mentee._take_arrow("matched")
            self._cancel_alternatives()
        elif target == "done":
            mentee._take_arrow("closed")
        elif target in ("declined", "cancelled", "ended"):
            if mentee.state == "matched":
                mentee._take_arrow("waiting")
        return res

    def _application_changes(self, application):
        """Nobody consented to what an application is about to say (MPY m.5/4)."""
        settled = self.filtered(lambda m: m.state in SETTLED_STATES)
        if settled:
            raise UserError(
                self.env._(
                    "The match %(match)s rests on what %(application)s says now. End "
                    "the match before you change it, or draw up a new application.",
                    match=settled[0].number,
                    application=application.display_name,
                )
            )
        for match in self.filtered(lambda m: m.state in ("consent", "approval")):
            match._take_arrow("proposed")
            match.message_post(
                body=self.env._(
                    "%(application)s was changed: the answers given so far are "
                    "cancelled and the consents have to be asked again.",
                    application=application.display_name,
                )
            )

    def _get_known_numbers(self):
        """Those the user may hear of: what is only proposed stays on the desk."""
        known = self
        if self.env.user.share:
            known = self.filtered(lambda m: m.state in DISCLOSED_STATES)
        return ", ".join(known.mapped("number"))

    def _cancel_alternatives(self):
        """What else was proposed to the mentee is off when one match is agreed."""
        others = self.sudo().search(
            [
                ("mentee_id", "=", self.mentee_id.id),
                ("state", "=", "proposed"),
                ("id", "!=", self.id),
            ]
        )
        if others:
            others._take_arrow(
                "cancelled",
                {
                    "cancel_reason": self.env._(
                        "The mentee was matched with somebody else."
                    )
                },
            )

    def action_ask_consents(self):
        return self._take_arrow(
            "consent",
            {"date_asked": fields.Datetime.now(), "asked_by_id": self.env.uid},
        )

    def action_take_back(self):
        """Back to the desk; what was asked is void."""
        return self._take_arrow("proposed")

    def action_start_evaluation(self):
        return self._take_arrow("evaluation")

    def action_close(self):
        return self._take_arrow("done")

    def action_cancel(self, reason):
        reason = self._check_reason(reason)
        return self._take_arrow("cancelled", {"cancel_reason": reason})

    def action_end(self, reason):
        reason = self._check_reason(reason)
        return self._take_arrow("ended", {"end_reason": reason})

    def _open(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Match"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    def _clock_expire(self):
        """Silence never grants: what was not answered in time is declined."""
        res = super()._clock_expire()
        for match in self.sudo().filtered(lambda m: m.state in ("consent", "approval")):
            match._take_arrow(
                "declined",
                {"decline_reason": self.env._("Not answered in time.")},
            )
        return res
