# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

# Each room says what it knows of a partner: they are kept apart on purpose.
# pylint: disable=consider-merging-classes-inherited

from odoo import models
from odoo.fields import Domain

from ..base.zone import local_today
from .res_users import OPEN_ASSIGNMENT


class ResPartner(models.Model):
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    def _get_consent_contacts(self):
        """Whom to write to for an answer: those who may give it, or the party."""
        self.ensure_one()
        today = local_today()
        representatives = self.representative_ids.filtered(
            lambda r: r.role == "representative"
            and not r.ended_at
            and r.date_from <= today
            and (not r.date_to or r.date_to >= today)
        )
        return representatives.user_id.filtered("active").partner_id or self

    def _mentor_leave(self, reason, date):
        """Open consents expire, before what they were asked for is looked at."""
        match = self._get_mentor_match_domain()
        assignment = (
            Domain("expert_id", "=", self.id)
            | Domain("sending_institution_id", "=", self.id)
            | Domain("host_institution_id", "=", self.id)
        )
        consents = self.env["mbb.consent"].sudo().search(
            Domain("state", "=", "requested")
            & (
                Domain("partner_id", "=", self.id)
                | Domain("institution_id", "=", self.id)
                | Domain("match_id", "any", match)
                | Domain("assignment_id", "any", assignment)
                | Domain("extension_id.assignment_id", "any", assignment)
            )
        )
        for consent in consents:
            # The first that expires may have cancelled the others.
            consent._clock_expire()
        res = super()._mentor_leave(reason, date)
        assignments = self.env["mbb.assignment"].sudo().search(
            assignment & Domain("state", "in", OPEN_ASSIGNMENT)
        )
        self._mentor_tell_secretariat(assignments, reason)
        return res
