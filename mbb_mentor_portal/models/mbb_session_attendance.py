# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models


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
