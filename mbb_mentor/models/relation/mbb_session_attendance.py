# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64
import hashlib
import uuid

import vobject

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import email_normalize

from ..base.zone import ZONE

#: What the invitation of a person is: written by its methods only.
INVITE_FIELDS = (
    "uid",
    "invite_sequence",
    "invite_method",
    "invite_digest",
    "date_invited",
)


class MbbSessionAttendance(models.Model):
    """One person of one session: whether they came, and their own invitation."""

    _name = "mbb.session.attendance"
    _description = "Attendance"
    _order = "session_id, id"
    _rec_name = "partner_id"
    _check_company_auto = True

    session_id = fields.Many2one(
        "mbb.session",
        required=True,
        readonly=True,
        index=True,
        check_company=True,
        ondelete="cascade",
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Person",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    presence = fields.Selection(
        [
            ("open", "Not Recorded"),
            ("present", "Present"),
            ("excused", "Excused"),
            ("absent", "Absent"),
        ],
        required=True,
        default="open",
    )
    hours = fields.Float(
        compute="_compute_hours", store=True, readonly=False, aggregator="sum"
    )
    note = fields.Char(help="Why somebody could not come, for example.")
    uid = fields.Char(
        string="Calendar ID",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: f"{uuid.uuid4()}@mentor",
    )
    invite_sequence = fields.Integer(
        string="Invitation No.", readonly=True, copy=False, default=-1
    )
    invite_method = fields.Selection(
        [("request", "Invited"), ("cancel", "Called Off")],
        string="Invitation",
        readonly=True,
        copy=False,
    )
    invite_digest = fields.Char(readonly=True, copy=False)
    date_invited = fields.Datetime(string="Sent On", readonly=True, copy=False)
    date_start = fields.Datetime(related="session_id.date_start", store=True)
    match_id = fields.Many2one(related="session_id.match_id", store=True, index=True)
    company_id = fields.Many2one(
        related="session_id.company_id", store=True, index=True
    )

    _unique_person = models.UniqueIndex(
        "(session_id, partner_id)", "This person is invited already."
    )
    _unique_uid = models.UniqueIndex("(uid)", "Each invitation has an ID of its own.")
    _check_hours = models.Constraint(
        "CHECK(hours >= 0 AND hours <= 24)", "Hours lie between 0 and 24."
    )

    @api.depends("presence", "session_id.hours")
    def _compute_hours(self):
        for row in self:
            came = row.presence == "present"
            row.hours = row.session_id.hours if came else 0

    # -- what was held stays -----------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(
                self.env._("The list follows from who is invited to the session.")
            )
        rows = super().create(vals_list)
        rows._check_not_held()
        return rows

    def write(self, vals):
        if not self.env.su and set(vals) - {"presence", "hours", "note"}:
            raise AccessError(
                self.env._("Only the attendance of a person can be written here.")
            )
        self._check_not_held()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_held(self):
        self._check_not_held()

    def _check_not_held(self):
        for session in self.session_id:
            if session.state == "held":
                raise UserError(
                    self.env._(
                        "%(name)s was held: its minutes and attendance stay.",
                        name=session.display_name,
                    )
                )

    # -- the invitation ----------------------------------------------------

    def _get_lang(self):
        company = self.company_id.partner_id
        return self.partner_id.lang or company.lang or "tr_TR"

    def _get_time_text(self):
        """In the recipient's zone, with its name where it is not the Birlik's."""
        self.ensure_one()
        zone = self.partner_id.tz or ZONE
        text = self.session_id._get_time_text(zone)
        return text if zone == ZONE else f"{text} ({zone})"

    def _get_digest(self, method):
        """What a calendar would show; the same again is not sent again."""
        session = self.session_id
        shown = (
            method,
            session.date_start,
            session.date_stop,
            session.purpose,
            session._get_where(),
        )
        return hashlib.sha256(repr(shown).encode()).hexdigest()

    def _send_invitation(self):
        return self._send("request")

    def _cancel_invitation(self):
        """Call off what was sent; who was never invited hears nothing."""
        invited = self.filtered(lambda row: row.invite_method == "request")
        return invited._send("cancel")

    def _send(self, method):
        """A mail of their own to each for whom something is new.

        :return: how many could be written to
        """
        sent = 0
        for row in self.sudo():
            digest = row._get_digest(method)
            if row.invite_digest == digest:
                continue
            if not email_normalize(row.partner_id.email):
                row._tell_no_address()
                continue
            row.write(
                {
                    "invite_sequence": row.invite_sequence + 1,
                    "invite_method": method,
                    "invite_digest": digest,
                    "date_invited": fields.Datetime.now(),
                }
            )
            row._mail(method)
            sent += 1
        return sent

    def _tell_no_address(self):
        summary = self.env._(
            "%(name)s has no e-mail address: invite by other means",
            name=self.partner_id.name,
        )
        session = self.session_id
        if summary not in session.activity_ids.mapped("summary"):
            session._clock_activity(summary)

    def _mail(self, method):
        template = self.env.ref(
            "mbb_mentor.mail_template_session_invitation", raise_if_not_found=False
        )
        if not template:
            return
        lang = self._get_lang()
        row = self.with_context(lang=lang)
        content = base64.b64encode(row._get_ics(method))
        template.with_context(
            recipient_lang=lang, invite_method=method
        ).send_mail(
            self.id,
            email_values={
                "recipient_ids": [(6, 0, self.partner_id.ids)],
                "email_to": False,
                "email_cc": False,
                "attachments": [("invitation.ics", content)],
            },
        )

    def _get_ics(self, method):
        """RFC 5545/5546 for one person: nobody else stands in it."""
        self.ensure_one()
        session = self.session_id
        now = fields.Datetime.now()
        calendar = vobject.iCalendar()
        calendar.add("prodid").value = "-//Marmara Belediyeler Birligi//Mentor//TR"
        calendar.add("method").value = method.upper()
        event = calendar.add("vevent")
        event.add("uid").value = self.uid
        # Fetched before it was sent: the first mail then brings it up to date.
        event.add("sequence").value = str(max(self.invite_sequence, 0))
        for name, moment in {
            "dtstamp": now,
            "dtstart": session.date_start,
            "dtend": session.date_stop,
        }.items():
            # UTC, which every calendar shows in the zone of who looks at it.
            event.add(name).value = moment.replace(tzinfo=vobject.icalendar.utc)
        event.add("summary").value = session._get_title()
        if session._get_where():
            event.add("location").value = session._get_where()
        event.add("status").value = (
            "CANCELLED" if method == "cancel" else "CONFIRMED"
        )
        organizer = self.company_id.partner_id
        if not email_normalize(organizer.email):
            organizer = session.responsible_id.partner_id or organizer
        self._add_person(event, "organizer", organizer)
        attendee = self._add_person(event, "attendee", self.partner_id)
        attendee.params["ROLE"] = ["REQ-PARTICIPANT"]
        if method == "request":
            attendee.params["PARTSTAT"] = ["NEEDS-ACTION"]
        return calendar.serialize().encode()

    @api.model
    def _add_person(self, event, name, partner):
        person = event.add(name)
        person.value = f"MAILTO:{email_normalize(partner.email) or 'noreply@invalid'}"
        shown = " ".join((partner.name or "").replace('"', "'").split())
        if shown:
            person.params["CN"] = [shown]
        return person

    def _get_subject(self, method):
        self.ensure_one()
        values = {
            "title": self.session_id._get_title(),
            "time": self._get_time_text(),
        }
        if method == "cancel":
            return self.env._("Called off: %(title)s, %(time)s", **values)
        if self.invite_sequence:
            return self.env._("Changed: %(title)s, %(time)s", **values)
        return self.env._("Invitation: %(title)s, %(time)s", **values)

    def _get_portal_link(self):
        return f"{self.get_base_url()}/my/mentoring/sessions/{self.session_id.id}"
