# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models
from odoo.fields import Domain

from .match_states import LIVE_STATES


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

    def _get_mentor_places_left(self, states=LIVE_STATES, without=None):
        """{unit or institution with a limit: places that it has left as a whole}."""
        limited = self.sudo().filtered("mentor_capacity_limited")
        if not limited:
            return {}
        domain = Domain("state", "in", states) & (
            Domain("mentor_institution_id", "in", limited.ids)
            | Domain("mentor_id.unit_id", "in", limited.ids)
        )
        if without:
            domain &= Domain("id", "not in", without.ids)
        taken = dict.fromkeys(limited, 0)
        groups = self.env["mbb.match"].sudo()._read_group(
            domain, ["mentor_id"], ["__count"]
        )
        for mentor, count in groups:
            for house in (mentor.unit_id | mentor.institution_id) & limited:
                taken[house] += count
        return {
            house.with_env(self.env): max(house.mentor_capacity - count, 0)
            for house, count in taken.items()
        }
