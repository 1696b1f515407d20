# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..base.zone import to_zone

#: The match in which a session of each purpose may be scheduled.
STAGES = {
    "session": ("agreed", "active"),
    # Both sides know of each other from the consents on (MPY m.5/6).
    "event": ("consent", "approval", "agreed", "active"),
    "preparatory": ("proposed", "consent", "approval", "agreed", "active"),
}


class MbbSessionScheduleMixin(models.AbstractModel):
    """When a session may be scheduled (MPY m.5/4)."""

    _name = "mbb.session.schedule.mixin"
    _description = "When a Session May Be Scheduled"

    is_begun = fields.Boolean(compute="_compute_is_begun")
    hold_hint = fields.Char(
        string="Missing before It Counts as Held", compute="_compute_is_begun"
    )

    @api.depends("date_start", "state", "minutes", "attendance_ids.presence")
    @api.depends_context("lang")
    def _compute_is_begun(self):
        """Whether it can be recorded by now, and what is missing for that."""
        now = fields.Datetime.now()
        for session in self:
            session.is_begun = bool(session.date_start and session.date_start <= now)
            open_now = session.state == "planned" and session.is_begun and session.id
            session.hold_hint = open_now and session.sudo()._get_arrow_obstacle("held")

    def _get_schedule_obstacle(self):
        """Why the session cannot be scheduled as it is, or False."""
        self.ensure_one()
        session = self.sudo()
        return (
            session._get_stage_obstacle()
            or session._get_side_obstacle()
            or session._get_travel_obstacle()
        )

    def _get_stage_obstacle(self, held=False):
        """What happened before an evaluation can be recorded during it, too."""
        stages = STAGES[self.purpose] + (("evaluation",) if held else ())
        if self.match_id.state not in stages:
            match = self.match_id
            values = {"match": match.display_name, "state": match._get_state_label()}
            if self.purpose == "session":
                return self.env._(
                    "A session is scheduled only for a match that is agreed: "
                    "%(match)s is “%(state)s” (MPY m.5/4).",
                    **values,
                )
            return self.env._(
                "Nothing can be scheduled for %(match)s: it is “%(state)s”.", **values
            )
        if self.purpose == "event" and not self.event_id:
            return self.env._("Say at which event the two sides meet.")
        return False

    def _get_side_obstacle(self):
        """Before they are asked, neither side learns of the other (MPY m.5/6)."""
        match = self.match_id
        if match.state != "proposed":
            return False
        sides = {
            side
            for side in ("mentor", "mentee")
            for partner in self.attendee_ids
            if match._is_of_side(partner, side)
        }
        if len(sides) < 2:
            return False
        return self.env._(
            "Before the consents are asked, a preparatory call is with one side only: "
            "neither knows of the other yet (MPY m.5/6)."
        )

    @api.model
    def _get_travel_obstacle(self):
        assignment = self.assignment_id
        if assignment and assignment.match_id != self.match_id:
            return self.env._(
                "%(assignment)s belongs to another match.",
                assignment=assignment.display_name,
            )
        if not self.needs_travel:
            return False
        if not assignment or assignment.state not in ("approved", "ongoing"):
            return self.env._(
                "A session with travel needs an approved assignment (MPY m.5/4)."
            )
        first = to_zone(self.date_start).date()
        last = to_zone(self.date_stop).date()
        if first < assignment.date_from or last > assignment.date_to:
            return self.env._(
                "The session lies outside the days of %(assignment)s: %(period)s.",
                assignment=assignment.display_name,
                period=self.match_id._get_period_text(
                    assignment.date_from, assignment.date_to
                ),
            )
        return False

    @api.constrains(
        "match_id",
        "purpose",
        "event_id",
        "attendee_ids",
        "assignment_id",
        "needs_travel",
        "date_start",
        "date_stop",
    )
    def _check_schedule(self):
        for session in self.filtered(lambda s: s.state in ("planned", "postponed")):
            obstacle = session._get_schedule_obstacle()
            if obstacle:
                raise ValidationError(obstacle)

    def _take_agenda(self):
        """An agenda from the match's template, where none was written."""
        for session in self.filtered(lambda s: s.purpose == "session"):
            template = session.match_id.sudo().agenda_template_id
            written = (session.agenda or "").strip()
            if template and (not written or template._is_own(written)):
                line = template._get_line(session.number, session.kind)
                session.agenda = line.agenda or session.agenda
