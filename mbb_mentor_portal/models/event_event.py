# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import vobject

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import email_normalize, html_sanitize, is_html_empty
from odoo.tools.mail import html_to_inner_content
from odoo.tools.sql import escape_psql

from odoo.addons.mbb_mentor.models.pool.turn import wait_turn


class EventEvent(models.Model):
    """What a networking event says to everybody (MPY m.5/2-ç).

    Not published: the internal note, who is registered, who is responsible, the link
    of a meeting online, the address of a person who lends a room.
    """

    _name = "event.event"
    _inherit = ["event.event", "mbb.public.mixin"]

    _public_path = "/mentoring/events"

    is_mentor_public = fields.Boolean(
        string="On the Public Pages",
        copy=False,
        tracking=True,
        help="Anybody can read about it and register, until it is over or cancelled.",
    )

    @api.model
    def default_get(self, fields):
        """The platform's sample text is nothing to publish by mistake."""
        values = super().default_get(fields)
        if values.get("is_mentor_event"):
            values.pop("description", None)
        return values

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if vals.get("is_mentor_event"):
                vals.setdefault("description", False)
        return super().create(vals_list)

    # -- what is shown -------------------------------------------------------

    @api.model
    def _get_public_domain(self):
        return (
            Domain("company_id", "=", self.env.company.id)
            & Domain("is_mentor_event", "=", True)
            & Domain("is_mentor_public", "=", True)
            & Domain("kanban_state", "!=", "cancel")
            & Domain("stage_id.pipe_end", "=", False)
            & Domain("date_end", ">", fields.Datetime.now())
        )

    def _get_public_card(self):
        """Plain values for a list."""
        self.ensure_one()
        return {
            "id": self.id,
            "url": self._get_public_url(),
            "name": self.name,
            "date_begin": self.date_begin,
            "date_end": self.date_end,
            "date_tz": self.date_tz,
            "place": self._get_public_place(),
            "is_online": bool(self.event_url and not self.address_id),
            "is_open": self._is_public_open(),
            "is_full": self.event_registrations_sold_out,
        }

    def _get_public_page(self):
        """Plain values for its own page."""
        seats = self.seats_limited and self.seats_max
        return {
            **self._get_public_card(),
            "description": self._get_public_description(),
            "address": self._get_public_address(),
            "seats": seats or False,
        }

    def _get_public_description(self):
        """The description as text with its paragraphs and links, and no more."""
        description = html_sanitize(
            self.description or "",
            sanitize_form=True,
            sanitize_attributes=True,
            strip_style=True,
            strip_classes=True,
        )
        return False if is_html_empty(description) else description

    def _get_public_venue(self):
        """The venue, unless it is where a person can be reached."""
        venue = self.address_id
        is_place = venue.type == "other" and venue.parent_id.is_company
        return venue if venue.is_company or is_place else venue.browse()

    def _get_public_place(self):
        venue = self._get_public_venue()
        parts = (venue.name, venue.city)
        return ", ".join(part for part in parts if part)

    def _get_public_address(self):
        venue = self._get_public_venue()
        parts = (venue.street, venue.street2, venue.city)
        return ", ".join(part for part in parts if part)

    def _is_public_open(self):
        """Whether the page takes registrations; slots and tickets are the desk's."""
        self.ensure_one()
        return (
            self.event_registrations_open
            and not self.is_multi_slots
            and not self.event_ticket_ids
        )

    def _get_public_ics(self):
        """RFC 5545; the same number at every download, so that it is there once."""
        self.ensure_one()
        calendar = vobject.iCalendar()
        calendar.add("prodid").value = "-//Marmara Belediyeler Birligi//Mentor//TR"
        event = calendar.add("vevent")
        host = self.get_base_url().partition("//")[2].partition("/")[0]
        event.add("uid").value = f"mentor-event-{self.id}@{host}"
        for name, moment in {
            "dtstamp": self.write_date,
            "dtstart": self.date_begin,
            "dtend": self.date_end,
        }.items():
            # UTC, which every calendar shows in the zone of who looks at it.
            event.add(name).value = moment.replace(
                microsecond=0, tzinfo=vobject.icalendar.utc
            )
        event.add("summary").value = self.name
        venue = ", ".join(
            part
            for part in (self._get_public_venue().name, self._get_public_address())
            if part
        )
        if venue:
            event.add("location").value = venue
        description = html_to_inner_content(self._get_public_description() or "")
        link = self._get_public_link()
        event.add("description").value = "\n\n".join(filter(None, (description, link)))
        event.add("url").value = link
        return calendar.serialize().encode()

    # -- registration --------------------------------------------------------

    def _register_public(self, name, email, company_name, listed=False, partner=None):
        """Register who filled in the public form.

        The answer tells nobody who is registered already: such a person keeps the
        first registration. An address that was typed is no proof of whose it is, so
        only a signed-in user is tied to their contact.

        :raise UserError: when it takes no registrations (any more)
        """
        self.ensure_one()
        wait_turn(self)
        self.invalidate_recordset()
        if not self._is_public_open():
            raise UserError(self._get_public_closed_reason())
        email = email_normalize(email)
        known = Domain("email", "=ilike", escape_psql(email))
        if partner:
            known |= Domain("partner_id", "=", partner.id)
        registrations = self.env["event.registration"]
        known &= Domain("event_id", "=", self.id) & Domain("state", "!=", "cancel")
        if registrations.search_count(known, limit=1):
            return registrations
        return registrations.create(
            {
                "event_id": self.id,
                "partner_id": partner.id if partner else False,
                "name": name,
                "email": email,
                "company_name": company_name,
                "mentor_listed": listed,
                "mentor_notice_id": self._get_public_notice().id,
            }
        )

    @api.model
    def _get_public_notice(self):
        """What participants are told about their data, as superuser (KVKK m.10)."""
        company = self.company_id or self.env.company
        return self.env["mbb.notice"]._get_in_force("event", company)

    def _get_public_closed_reason(self):
        self.ensure_one()
        if self.event_registrations_sold_out:
            return self.env._("There is no seat left at this event.")
        return self.env._("Registration for this event is closed.")
