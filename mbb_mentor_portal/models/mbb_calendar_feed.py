# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import secrets
from datetime import timedelta

import vobject

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import hmac

#: A calendar that nobody renews stops being read.
VALID = timedelta(days=366)
#: What lies further back is on the pages.
KEPT = timedelta(days=366)


class MbbCalendarFeed(models.Model):
    """A person's own sessions as an address that their calendar reads.

    Who has the address reads the calendar: it is kept as a digest, shown once, ends
    by itself, and can be made anew or taken back at any time.
    """

    _name = "mbb.calendar.feed"
    _description = "Private Calendar Feed"
    _inherit = "mbb.personal.data.mixin"
    _rec_name = "user_id"
    _order = "id desc"
    _check_company_auto = True

    _personal_category = "account"
    _personal_fields = ("date_made", "date_end")

    user_id = fields.Many2one(
        "res.users", required=True, readonly=True, ondelete="cascade"
    )
    token_digest = fields.Char(required=True, readonly=True, groups="base.group_no_one")
    date_made = fields.Datetime(string="Made On", required=True, readonly=True)
    date_end = fields.Datetime(string="Valid Until", required=True, readonly=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )

    _unique_user = models.UniqueIndex("(user_id)", "Each person has one address.")
    _unique_token = models.UniqueIndex("(token_digest)", "An address is one person's.")

    # -- the address ---------------------------------------------------------

    @api.model
    def _get_personal_domain(self, partner):
        return Domain("user_id.partner_id", "=", partner.id)

    @api.model
    def _get_digest(self, token):
        return hmac(self.env(su=True), "mbb.calendar.feed", token)

    @api.model
    def _get_own(self):
        """The user's own row (as superuser), or none."""
        return self.sudo().search([("user_id", "=", self.env.uid)], limit=1)

    @api.model
    def _renew(self):
        """A new address for the user; an earlier one leads nowhere from now on.

        :return: the token, which is known from here on to nobody but them
        """
        token = secrets.token_urlsafe(32)
        now = fields.Datetime.now()
        vals = {
            "token_digest": self._get_digest(token),
            "date_made": now,
            "date_end": now + VALID,
        }
        own_sudo = self._get_own()
        if own_sudo:
            own_sudo.write(vals)
        else:
            self.sudo().create({**vals, "user_id": self.env.uid})
        return token

    @api.model
    def _revoke(self):
        """The user's address leads nowhere any more."""
        self._get_own().unlink()

    @api.model
    def _find(self, token):
        """Whose address it is today (as superuser), or none."""
        feed_sudo = self.sudo().search(
            [
                ("token_digest", "=", self._get_digest(token)),
                ("date_end", ">", fields.Datetime.now()),
            ],
            limit=1,
        )
        return feed_sudo if feed_sudo.user_id.active else feed_sudo.browse()

    # -- the calendar ----------------------------------------------------------

    def _get_ics(self):
        """The calendar as its owner may read it today, or False where they read
        nothing of the programme any more."""
        self.ensure_one()
        user = self.sudo().user_id
        # As the person: what they may not read any more is not in their calendar.
        own = self.with_user(user).with_context(lang=user.lang, tz=user.tz)
        rows = own.env["mbb.session.attendance"]
        sessions = own.env["mbb.session"]
        if not own._may_read_programme():
            return False
        since = fields.Datetime.now() - KEPT
        found = rows.search(
            rows._get_portal_domain() & Domain("date_start", ">=", since)
        )
        readable = sessions.search(
            sessions._get_portal_domain()
            & Domain("id", "in", found.session_id.ids)
        )
        # sudo: title, time and place of those sessions, and the ID of the invitation.
        rows_sudo = found.filtered(lambda row: row.session_id in readable).sudo()
        return own._make_calendar(rows_sudo)

    def _may_read_programme(self):
        """Whether the user has anything to do with the programme today.

        Whose right for an institution has ended stands in old invitations still.
        """
        if any(
            self._reads_any(name)
            for name in ("mbb.match", "mbb.mentor", "mbb.mentee", "mbb.assignment")
        ):
            return True
        if self._reads_any("mbb.representative", [("is_current", "=", True)]):
            return True
        return not self._reads_any("mbb.representative") and self._reads_any(
            "mbb.session"
        )

    def _reads_any(self, name, domain=()):
        model = self.env[name]
        return model.has_access("read") and bool(
            model.search_count(model._get_portal_domain() & Domain(domain), limit=1)
        )

    @api.model
    def _make_calendar(self, rows_sudo):
        """RFC 5545: title, time and place; neither people nor what was said."""
        calendar = vobject.iCalendar()
        calendar.add("prodid").value = "-//Marmara Belediyeler Birligi//Mentor//TR"
        calendar.add("method").value = "PUBLISH"
        calendar.add("x-wr-calname").value = self.env._("Mentor Programme")
        for row in rows_sudo:
            row._add_to_calendar(calendar)
        return calendar.serialize().encode()
