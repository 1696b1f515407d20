# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import vobject

from odoo import fields, models


class MbbSessionAttendance(models.Model):
    """One's own: whether one came, for how long, and one's own invitation."""

    _name = "mbb.session.attendance"
    _inherit = ["mbb.portal.mixin", "mbb.session.attendance"]

    _portal_readable_fields = frozenset(
        {
            "display_name",
            "session_id",
            "match_id",
            "date_start",
            "presence",
            "hours",
            "invite_method",
        }
    )

    def _get_portal_presence(self):
        self.ensure_one()
        presences = self._fields["presence"]._description_selection(self.env)
        return dict(presences)[self.presence]

    def _get_portal_ics(self):
        """The session for the user's own calendar: nobody else stands in it."""
        self.ensure_one()
        self.check_access("read")
        # sudo: title and place of the session, and the Birlik as who invites.
        own_sudo = self.sudo().with_context(lang=self.env.user.lang)
        off = own_sudo.session_id.state == "cancelled"
        return own_sudo._get_ics("cancel" if off else "request")

    def _add_to_calendar(self, calendar):
        """The session in a calendar that is read again and again (as superuser).

        The ID is that of the invitation by mail, so that it stands there once. A
        postponed one is called off until it has its new time, as the mail says.
        """
        self.ensure_one()
        session = self.session_id
        changed = session.write_date or fields.Datetime.now()
        event = calendar.add("vevent")
        event.add("uid").value = self.uid
        event.add("sequence").value = str(max(self.invite_sequence, 0))
        for name, moment in {
            "dtstamp": changed,
            "last-modified": changed,
            "dtstart": session.date_start,
            "dtend": session.date_stop,
        }.items():
            moment = moment.replace(microsecond=0, tzinfo=vobject.icalendar.utc)
            event.add(name).value = moment
        event.add("summary").value = session._get_title()
        if session._get_where():
            event.add("location").value = session._get_where()
        stands = session.state in ("planned", "held")
        event.add("status").value = "CONFIRMED" if stands else "CANCELLED"
