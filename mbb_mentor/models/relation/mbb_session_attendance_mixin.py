# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models


class MbbSessionAttendanceMixin(models.AbstractModel):
    """Who was invited to a session, and who came."""

    _name = "mbb.session.attendance.mixin"
    _description = "Attendance of a Session"

    attendance_ids = fields.One2many(
        "mbb.session.attendance", "session_id", copy=False
    )
    attended_ids = fields.Many2many(
        "res.partner",
        "mbb_session_attended_rel",
        compute="_compute_attended_ids",
        inverse="_inverse_attended_ids",
        store=True,
        copy=False,
    )

    @api.depends("attendance_ids.presence")
    def _compute_attended_ids(self):
        for session in self:
            rows = session.attendance_ids.filtered(lambda r: r.presence == "present")
            session.attended_ids = rows.partner_id

    def _inverse_attended_ids(self):
        """Who is named came; who is not, and did not excuse themselves, did not."""
        named = {session: session.attended_ids for session in self}
        self._sync_attendance()
        for session, partners in named.items():
            rows = session.attendance_ids
            present = rows.filtered(lambda r, p=partners: r.partner_id in p)
            absent = (rows - present).filtered(lambda r: r.presence != "excused")
            present.write({"presence": "present"})
            absent.write({"presence": "absent" if partners else "open"})

    def _sync_attendance(self):
        """A row for each who is invited; who is no longer is told so."""
        rows = self.env["mbb.session.attendance"].sudo()
        for session in self.sudo():
            gone = session.attendance_ids.filtered(
                lambda row, s=session: row.partner_id not in s.attendee_ids
            )
            gone._cancel_invitation()
            gone.unlink()
            new = session.attendee_ids - session.attendance_ids.partner_id
            rows.create(
                [{"session_id": session.id, "partner_id": p.id} for p in new]
            )

    def _get_attendance_obstacle(self):
        """Why the attendance is not complete yet, or False."""
        rows = self.attendance_ids
        unknown = rows.filtered(lambda row: row.presence == "open")
        if unknown or not rows:
            return self.env._(
                "Say who attended. Not recorded yet: %(names)s.",
                names=", ".join(unknown.partner_id.mapped("name")) or "–",
            )
        if not self.attended_ids:
            return self.env._(
                "Nobody attended: postpone or cancel the session instead."
            )
        return False
