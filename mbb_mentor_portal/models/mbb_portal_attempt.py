# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta

from odoo import api, fields, models


class MbbPortalAttempt(models.Model):
    """How often one sender tried within the current window of a limit."""

    _name = "mbb.portal.attempt"
    _description = "Attempts at a Form of the Portal"
    _log_access = False

    # Found by the unique index, which begins with it.
    limit_id = fields.Many2one("mbb.portal.limit", required=True, ondelete="cascade")
    digest = fields.Char(required=True)
    date_from = fields.Datetime(required=True)
    count = fields.Integer(required=True)

    _unique_sender = models.UniqueIndex("(limit_id, digest)")

    @api.autovacuum
    def _gc_attempts(self):
        """Windows that are over tell nothing any more."""
        now = fields.Datetime.now()
        groups = self._read_group([], ["limit_id"])
        for (limit,) in groups:
            start = now - timedelta(minutes=limit.minutes)
            self.search(
                [("limit_id", "=", limit.id), ("date_from", "<=", start)]
            ).unlink()
