# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, models
from odoo.fields import Domain


class MbbMatch(models.Model):
    """The matches of a person, without the other side: it stands on the page."""

    _name = "mbb.match"
    _inherit = ["mbb.match", "mbb.personal.data.mixin"]

    _personal_category = "matches"
    _personal_fields = ("number", "state", "method", "date_from", "date_to")

    @api.model
    def _get_personal_domain(self, partner):
        """A proposal is the Sekreterya's own until the sides are asked (m.5/4)."""
        party = Domain("mentor_person_id", "=", partner.id) | Domain(
            "mentee_person_id", "=", partner.id
        )
        return party & Domain("date_asked", "!=", False)
