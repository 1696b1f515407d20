# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import hmac

NO_ACCESS = "."


class MbbPortalLinkMixin(models.AbstractModel):
    """A record that a link in a mail opens: once, for a time, to its holder.

    What the link carries is kept as a keyed digest only.
    """

    _name = "mbb.portal.link.mixin"
    _description = "Opened by a Link"

    #: The parameter that says for how many hours a link is good.
    _link_parameter = None
    #: The state in which the link waits, and where it goes when its time is over.
    _link_state = None
    #: As long as nobody has said otherwise.
    _link_hours = 48
    _guarded_fields = ("link_digest", "date_link_end")

    link_digest = fields.Char(
        readonly=True, copy=False, index="btree_not_null", groups=NO_ACCESS
    )
    date_link_end = fields.Datetime(
        string="Link Good Until", readonly=True, copy=False, index="btree_not_null"
    )

    @api.model
    def _get_link_digest(self, token):
        return hmac(self.env(su=True), self._name, str(token or ""))

    @api.model
    def _get_link_hours(self):
        # sudo: a number of the settings.
        parameters_sudo = self.env["ir.config_parameter"].sudo()
        return int(
            parameters_sudo.get_param(self._link_parameter) or self._link_hours
        )

    def _issue_link(self):
        """A new link; the one before it leads nowhere from now on."""
        self.ensure_one()
        token = secrets.token_urlsafe(32)
        end = fields.Datetime.now() + timedelta(hours=self._get_link_hours())
        self._write_guarded(
            {"link_digest": self._get_link_digest(token), "date_link_end": end}
        )
        return token

    @api.model
    def _find_by_link(self, token):
        """The record that waits for this link, as superuser, or an empty one."""
        # sudo: whoever holds the link stands for the address that it was sent to.
        return self.sudo().search(
            [
                ("link_digest", "=", self._get_link_digest(token)),
                ("date_link_end", ">", fields.Datetime.now()),
                ("state", "=", self._link_state),
            ],
            limit=1,
        )

    @api.model
    def _expire_links(self):
        self.sudo().search(
            [
                ("state", "=", self._link_state),
                ("date_link_end", "<=", fields.Datetime.now()),
            ]
        )._take_arrow("expired")

    def _mail_link(self, template, email, **context):
        """Write to an address. Neither the link nor the mail stays with the record,
        where those who work on it would read it."""
        self.ensure_one()
        self.env.ref(f"mbb_mentor_portal.{template}").sudo().with_context(
            **context
        ).send_mail(
            self.id,
            force_send=True,
            email_values={
                "email_to": email,
                "recipient_ids": [],
                "model": False,
                "res_id": False,
                "auto_delete": True,
            },
        )
