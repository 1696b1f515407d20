# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import ipaddress
from datetime import timedelta

from psycopg2.errors import SerializationFailure

from odoo import api, fields, models
from odoo.tools import hmac

#: Two who count at once in the same row: the second begins again.
_TRIES = 5


class MbbPortalLimit(models.Model):
    """How often a form that is open to everybody may be sent by one sender."""

    _name = "mbb.portal.limit"
    _description = "Rate Limit of the Portal"
    _order = "name, id"

    name = fields.Char(required=True, translate=True)
    key = fields.Char(required=True, readonly=True)
    attempts = fields.Integer(default=10, required=True)
    minutes = fields.Integer(string="Within (Minutes)", default=60, required=True)

    _unique_key = models.UniqueIndex("(key)", "There is one limit for each form.")
    _check_positive = models.Constraint(
        "CHECK(attempts > 0 AND minutes > 0)",
        "A limit lets at least one attempt through, within at least one minute.",
    )

    @api.model
    def _is_exceeded(self, key, *subjects):
        """Count one attempt of each subject; whether one of them had too many.

        A subject is what a sender is known by: an address of the network, of e-mail,
        a user. It is kept as a keyed digest only. The attempt counts even where what
        was asked for fails afterwards.
        """
        limit_sudo = self.sudo().search([("key", "=", key)], limit=1)
        if not limit_sudo:
            raise ValueError(f"no limit is known by the key {key!r}")
        counts = [
            limit_sudo._count(hmac(self.env(su=True), "mbb.portal.limit", sender))
            for sender in map(self._get_sender, subjects)
            if sender
        ]
        return any(count > limit_sudo.attempts for count in counts)

    @api.model
    def _get_sender(self, subject):
        """The subject as one who tries again would not write it otherwise."""
        sender = str(subject or "").strip().casefold()
        try:
            address = ipaddress.ip_address(sender)
        except ValueError:
            return sender
        if address.version == 6:
            if address.ipv4_mapped:
                return str(address.ipv4_mapped)
            # One customer of a network has all addresses of this one.
            return str(ipaddress.ip_network((address, 64), strict=False))
        return sender

    def _count(self, digest):
        """The attempts of this window, this one included."""
        self.ensure_one()
        now = fields.Datetime.now()
        window = timedelta(minutes=self.minutes)
        # A transaction of its own: what the request undoes was tried all the same.
        for _attempt in range(_TRIES):
            try:
                with self.env.registry.cursor() as cr:
                    # SQL: the ORM has no "insert, or add one" in a single statement,
                    # and between reading and writing others would count as well.
                    cr.execute(
                        """
                        INSERT INTO mbb_portal_attempt AS kept
                                    (limit_id, digest, date_from, count)
                             VALUES (%(limit)s, %(digest)s, %(now)s, 1)
                        ON CONFLICT (limit_id, digest) DO UPDATE
                                SET count = CASE WHEN kept.date_from <= %(start)s
                                                 THEN 1 ELSE kept.count + 1 END,
                                    date_from = CASE WHEN kept.date_from <= %(start)s
                                                     THEN %(now)s ELSE kept.date_from
                                                END
                          RETURNING count
                        """,
                        {
                            "limit": self.id,
                            "digest": digest,
                            "now": now,
                            "start": now - window,
                        },
                    )
                    return cr.fetchone()[0]
            except SerializationFailure:
                continue
        # Nobody sends the same form so often at the same moment by hand.
        return self.attempts + 1
