# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models
from odoo.fields import Domain

from .mbb_match import LIVE_STATES


class ResPartner(models.Model):
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    def _mentor_leave(self, reason, date):
        res = super()._mentor_leave(reason, date)
        matches = self.env["mbb.match"].sudo().search(
            self._get_mentor_match_domain() & Domain("state", "in", LIVE_STATES)
        )
        self._mentor_tell_secretariat(matches, reason)
        return res

    def _get_mentor_match_domain(self):
        """Matches in which this person, unit or institution takes part."""
        self.ensure_one()
        return Domain.OR(
            Domain(f"{side}_id.{name}", "=", self.id)
            for side in ("mentor", "mentee")
            for name in ("person_id", "unit_id", "institution_id")
        )
