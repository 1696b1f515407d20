# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

# Each room says what it knows of a partner: they are kept apart on purpose.
# pylint: disable=consider-merging-classes-inherited

from odoo import models

from .zone import local_today


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _get_consent_contacts(self):
        """Whom to write to for an answer: those who may give it, or the party."""
        self.ensure_one()
        today = local_today(self)
        representatives = self.representative_ids.filtered(
            lambda r: r.role == "representative"
            and r.date_from <= today
            and (not r.date_to or r.date_to >= today)
        )
        return representatives.user_id.partner_id or self
