# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date, format_time

#: What the calendar entry and the invitations are made of.
EVENT_FIELDS = {
    "date_start",
    "date_stop",
    "place",
    "link",
    "responsible_id",
    "kind",
    "purpose",
}


class MbbSessionCalendarMixin(models.AbstractModel):
    """The calendar entry of a session and the invitations to it.

    Every employee can read calendar entries: they carry title, time, place or link.
    Each person has an invitation of their own, which names nobody else.
    """

    _name = "mbb.session.calendar.mixin"
    _description = "Calendar Entry and Invitations of a Session"

    invite_hint = fields.Char(string="Not Invited Yet", compute="_compute_invite_hint")

    def _compute_invite_hint(self):
        for session in self:
            names = session._get_uninvited().partner_id.mapped("name")
            session.invite_hint = ", ".join(names)

    def _is_coming(self):
        """Planned, and not over: only such a session is anybody told of."""
        self.ensure_one()
        stop = self.date_stop
        return self.state == "planned" and stop and stop >= fields.Datetime.now()

    def _get_uninvited(self):
        if not self._is_coming():
            return self.attendance_ids.browse()
        return self.attendance_ids.filtered(lambda row: row.invite_method != "request")

    def _get_title(self):
        """What stands in a calendar that others can see: never with whom."""
        self.ensure_one()
        titles = {
            "session": self.env._("Mentor Programme session"),
            "preparatory": self.env._("Mentor Programme: preparatory call"),
            "event": self.env._("Mentor Programme: meeting at an event"),
        }
        return titles[self.purpose]

    def _get_time_text(self, zone):
        """Day and hours as the clock shows them in `zone`."""
        self.ensure_one()
        if not (self.date_start and self.date_stop):
            return False
        local = self.with_context(tz=zone)
        start, stop = (
            fields.Datetime.context_timestamp(local, moment)
            for moment in (self.date_start, self.date_stop)
        )
        return self.env._(
            "%(day)s, %(start)s–%(stop)s",
            day=format_date(self.env, start, date_format="d MMMM y, EEEE"),
            start=format_time(self.env, start.time(), time_format="HH:mm"),
            stop=format_time(self.env, stop.time(), time_format="HH:mm"),
        )

    def _get_where(self):
        self.ensure_one()
        return " – ".join(part for part in (self.place, self.link) if part)

    def _sync_event(self):
        """Title, time, place or link: every employee can read calendar entries."""
        quiet = {
            "dont_notify": True,
            "no_mail_to_attendees": True,
            "mail_create_nolog": True,
            "mail_notrack": True,
            "skip_contact_description": True,
            # Nothing of the session's context may leak into the entry.
            "default_res_model": False,
            "default_res_id": False,
            "default_description": False,
            "default_name": False,
        }
        for session in self.sudo():
            user = session.responsible_id
            values = {
                "name": session._get_title(),
                "start": session.date_start,
                "stop": session.date_stop,
                "location": session.place,
                "videocall_location": session.link,
                "description": False,
                "user_id": user.id,
                "partner_ids": [(6, 0, user.partner_id.ids)],
                "active": session.state in ("planned", "held"),
            }
            event = session.calendar_event_id.with_context(active_test=False, **quiet)
            if event:
                event.write(values)
            else:
                event = event.create([values])
                session._write_guarded({"calendar_event_id": event.id})

    # -- invitations -------------------------------------------------------

    def action_send_invitations(self):
        """Invite those who have no standing invitation yet."""
        if not self.env.user.has_group("mbb_mentor.group_mentor_officer"):
            raise AccessError(self.env._("Only the Sekreterya may take this step."))
        self.check_access("write")
        sent = 0
        for session in self:
            obstacle = session._get_invite_obstacle()
            if obstacle:
                raise UserError(obstacle)
            sent += session._get_uninvited()._send_invitation()
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("Invitations sent: %(count)s", count=sent),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _get_invite_obstacle(self):
        """Why nobody can be invited now, or False."""
        self.ensure_one()
        if not self._is_coming():
            return self.env._("Invitations are for a planned session that is to come.")
        if not self._get_where():
            return self.env._("Say where first: a place or a link.")
        if not self._get_uninvited():
            return self.env._("Everybody is invited already.")
        return False

    def _sync_invitations(self):
        """Who was invited hears of a change, once and of nothing else."""
        for session in self.sudo():
            if session._is_coming():
                session.attendance_ids.filtered("invite_method")._send_invitation()

    def _cancel_invitations(self):
        now = fields.Datetime.now()
        coming = self.sudo().filtered(lambda s: s.date_stop >= now)
        coming.attendance_ids._cancel_invitation()
