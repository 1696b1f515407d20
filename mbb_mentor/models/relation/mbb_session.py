# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import datetime, timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..base.mbb_state_mixin import MbbStateMixin
from ..base.zone import ZONE, to_zone
from .mbb_session_calendar_mixin import EVENT_FIELDS

#: Nothing is scheduled any more for a match in one of these.
OVER_STATES = ("done", "declined", "cancelled", "ended")
#: Somebody goes to the other institution for it.
TRAVEL_KINDS = ("site_visit", "shadowing")
#: After every record that has an id.
MANY = float("inf")

#: What a session that was held says.
HELD_FIELDS = {
    "match_id",
    "assignment_id",
    "purpose",
    "event_id",
    "kind",
    "needs_travel",
    "date_start",
    "date_stop",
    "place",
    "link",
    "agenda",
    "minutes",
    "outputs",
    "attendee_ids",
    "attended_ids",
    "attendance_ids",
}


class MbbSession(models.Model):
    """A meeting of the two sides, online or face to face (MPY m.5/3–4)."""

    _name = "mbb.session"
    _description = "Session"
    _inherit = [
        "mbb.session.schedule.mixin",
        "mbb.session.attendance.mixin",
        "mbb.session.calendar.mixin",
        "mbb.state.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date_start desc, id desc"
    _check_company_auto = True

    _first_state = "planned"
    _arrows = {
        "planned": {
            "held": "participant",
            "postponed": "officer",
            "cancelled": "officer",
        },
        "postponed": {"planned": "officer", "cancelled": "officer"},
    }
    _guarded_fields = (
        *MbbStateMixin._guarded_fields,
        "postpone_reason",
        "cancel_reason",
        "calendar_event_id",
    )
    _reason_methods = ("action_postpone", "action_cancel")

    match_id = fields.Many2one(
        "mbb.match",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
        domain=[("state", "not in", OVER_STATES)],
    )
    match_sides = fields.Char(related="match_id.sides")
    purpose = fields.Selection(
        [
            ("session", "Session"),
            ("preparatory", "Preparatory Call"),
            ("event", "Meeting at an Event"),
        ],
        required=True,
        default="session",
        help="Only a session (MPY m.5/4) counts for the plan and makes the match "
        "active.",
    )
    event_id = fields.Many2one(
        "event.event",
        index="btree_not_null",
        domain=[("is_mentor_event", "=", True)],
        ondelete="restrict",
        help="The networking event at which the two sides meet.",
    )
    number = fields.Integer(
        compute="_compute_number",
        compute_sudo=True,
        help="Which session of the match it is, by its date.",
    )
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("held", "Held"),
            ("postponed", "Postponed"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        default="planned",
        copy=False,
        index=True,
        tracking=True,
    )
    kind = fields.Selection(
        [
            ("online", "Online"),
            ("face", "Face to Face"),
            ("site_visit", "Site Visit"),
            ("shadowing", "Work Shadowing"),
        ],
        required=True,
        default="online",
    )
    needs_travel = fields.Boolean(
        string="With Travel",
        compute="_compute_needs_travel",
        store=True,
        readonly=False,
        help="Somebody travels on an assignment for it.",
    )
    assignment_id = fields.Many2one(
        "mbb.assignment",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
        domain="[('match_id', '=', match_id), "
        "('state', 'in', ('approved', 'ongoing'))]",
    )
    date_start = fields.Datetime(string="Starts", required=True, tracking=True)
    date_stop = fields.Datetime(string="Ends", required=True)
    hours = fields.Float(
        string="Duration (Hours)",
        compute="_compute_hours", store=True, aggregator="sum")
    time_text = fields.Char(
        string="Time (Istanbul)", compute="_compute_time_text"
    )
    place = fields.Char()
    link = fields.Char(string="Meeting Link")
    agenda = fields.Text()
    minutes = fields.Text(copy=False)
    outputs = fields.Text(
        copy=False, help="What came of it: a draft, a plan, a decision."
    )
    task_ids = fields.One2many("mbb.session.task", "session_id", string="Tasks")
    attendee_ids = fields.Many2many(
        "res.partner",
        "mbb_session_attendee_rel",
        string="Invited",
        compute="_compute_attendee_ids",
        store=True,
        readonly=False,
    )
    private_note = fields.Text(
        copy=False,
        groups="mbb_mentor.group_mentor_officer",
        help="Seen by the Sekreterya only.",
    )
    postpone_reason = fields.Text(readonly=True, copy=False)
    cancel_reason = fields.Text(readonly=True, copy=False)
    calendar_event_id = fields.Many2one(
        "calendar.event",
        readonly=True,
        copy=False,
        ondelete="set null",
        index="btree_not_null",
    )
    responsible_id = fields.Many2one(
        "res.users",
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
    )
    company_id = fields.Many2one(
        related="match_id.company_id", store=True, index=True
    )

    _check_times = models.Constraint(
        "CHECK(date_start < date_stop)", "A session cannot end before it starts."
    )
    _check_length = models.Constraint(
        "CHECK(date_stop <= date_start + interval '24 hours')",
        "A session lasts a day at most: plan one for each day.",
    )
    # A day that no calendar shows would keep everybody from reading the list.
    _check_years = models.Constraint(
        "CHECK(date_start >= '2000-01-01' AND date_stop < '2100-01-01')",
        "A session lies between the years 2000 and 2099.",
    )

    # -- computed ----------------------------------------------------------

    @api.depends("kind")
    def _compute_needs_travel(self):
        for session in self:
            session.needs_travel = session.kind in TRAVEL_KINDS

    @api.depends(
        "match_id.session_ids.date_start",
        "match_id.session_ids.purpose",
        "match_id.session_ids.state",
    )
    def _compute_number(self):
        for session in self:
            if session.purpose != "session" or session.state == "cancelled":
                session.number = 0
                continue
            own = (session.date_start or datetime.max, session._origin.id or MANY)
            session.number = 1 + sum(
                (other.date_start, other.id) < own
                for other in session.match_id._origin.session_ids - session._origin
                if other.purpose == "session" and other.state != "cancelled"
            )

    @api.depends("date_start", "date_stop")
    def _compute_hours(self):
        for session in self:
            start, stop = session.date_start, session.date_stop
            seconds = (stop - start).total_seconds() if start and stop else 0
            session.hours = seconds / 3600

    @api.depends("match_id")
    def _compute_attendee_ids(self):
        for session in self:
            mentor, mentee = session.match_id.mentor_id, session.match_id.mentee_id
            session.attendee_ids = (mentor.person_id or mentor.contact_id) | (
                mentee.person_id or mentee.contact_id
            )

    @api.depends("date_start", "date_stop")
    @api.depends_context("lang")
    def _compute_time_text(self):
        for session in self:
            session.time_text = session._get_time_text(ZONE)

    @api.depends("match_id", "date_start")
    @api.depends_context("lang", "uid", "mbb_session_sides")
    def _compute_display_name(self):
        sides = self.env.context.get("mbb_session_sides")
        # Who may see the names, when, is the match's to say: no caller's from outside.
        sides = sides and not self.env.user.share
        for session in self:
            match = session.sudo().match_id
            if sides and match:
                session.display_name = match.sides
                continue
            day = to_zone(session.date_start or fields.Datetime.now())
            session.display_name = f"{match.display_name}, " + (
                format_date(self.env, day) if session.date_start else "…"
            )

    @api.onchange("match_id", "purpose", "kind")
    def _onchange_agenda(self):
        self._take_agenda()

    @api.onchange("date_start")
    def _onchange_date_start(self):
        start, stop = self.date_start, self.date_stop
        if start and (not stop or stop <= start):
            self.date_stop = start + timedelta(hours=1)

    # -- what was held stays -----------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        sessions = super().create(vals_list)
        sessions._take_agenda()
        sessions._sync_attendance()
        sessions._sync_event()
        return sessions

    def write(self, vals):
        if HELD_FIELDS.intersection(vals):
            for session in self:
                if session.state == "held":
                    raise UserError(
                        self.env._(
                            "%(name)s was held: its minutes and attendance stay.",
                            name=session.display_name,
                        )
                    )
        res = super().write(vals)
        if {"match_id", "attendee_ids"}.intersection(vals):
            self._sync_attendance()
        if EVENT_FIELDS.intersection(vals):
            self._sync_event()
            self._sync_invitations()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_held(self):
        if self.filtered(lambda s: s.state == "held"):
            raise UserError(self.env._("A session that was held cannot be deleted."))

    def unlink(self):
        self._cancel_invitations()
        events = self.sudo().calendar_event_id
        res = super().unlink()
        events.unlink()
        return res

    # -- arrows ------------------------------------------------------------

    def _get_authority_obstacle(self, authority):
        if authority != "participant" or self.env.su:
            return super()._get_authority_obstacle(authority)
        if not super()._get_authority_obstacle("officer"):
            return False
        if self.sudo().match_id._is_party(self.env.user):
            return False
        return self.env._("Only those who take part in the session may do this.")

    def _get_arrow_obstacle(self, target):
        obstacle = super()._get_arrow_obstacle(target)
        if obstacle:
            return obstacle
        session = self.sudo()
        if target == "planned":
            return session._get_schedule_obstacle()
        if target == "held":
            obstacle = session._get_stage_obstacle(held=True)
            if obstacle:
                return obstacle
            if session.date_start > fields.Datetime.now():
                return self.env._(
                    "The session has not taken place yet: %(time)s.",
                    time=session.time_text,
                )
            if not (session.minutes or "").strip():
                return self.env._("Write the minutes first.")
            return session._get_attendance_obstacle()
        return False

    def _on_arrow(self, source, target):
        res = super()._on_arrow(source, target)
        counts = target == "held" and self.purpose == "session"
        if counts and self.match_id.state == "agreed":
            self.match_id._take_arrow("active")
        self._sync_event()
        if target == "planned":
            self._sync_invitations()
        elif target in ("postponed", "cancelled"):
            self._cancel_invitations()
        return res

    def action_hold(self):
        return self._take_arrow("held")

    def action_record_minutes(self, minutes, attended_ids):
        """Minutes and attendance from somebody who took part (the portal's form)."""
        self.ensure_one()
        self.check_access("read")
        obstacle = self._get_authority_obstacle("participant")
        if obstacle:
            raise UserError(obstacle)
        session = self.sudo()
        if session.state != "planned":
            raise UserError(session._get_arrow_obstacle("held"))
        attended = session.attendee_ids.filtered(lambda p: p.id in set(attended_ids))
        session.write({"minutes": minutes, "attended_ids": [(6, 0, attended.ids)]})
        return self._take_arrow("held")

    def action_postpone(self, reason):
        return self._take_arrow(
            "postponed", {"postpone_reason": self._check_reason(reason)}
        )

    def action_plan(self):
        """Plan a postponed session again, at its new time."""
        return self._take_arrow("planned")

    def action_cancel(self, reason):
        return self._take_arrow(
            "cancelled", {"cancel_reason": self._check_reason(reason)}
        )

    def _stop(self, reason):
        sessions = self.sudo().filtered(lambda s: s.state in ("planned", "postponed"))
        if sessions:
            sessions._take_arrow("cancelled", {"cancel_reason": reason})
