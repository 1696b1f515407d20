# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, models
from odoo.fields import Domain


class MbbPracticeConsent(models.Model):
    """Answered by the institution's representative, or by the person themself."""

    _name = "mbb.practice.consent"
    _inherit = ["mbb.portal.mixin", "mbb.practice.consent"]

    _portal_path = "/my/mentoring/publications/%s"
    _portal_closed_states = ("granted", "refused", "withdrawn", "cancelled")
    _portal_readable_fields = frozenset(
        {
            "display_name",
            "party_name",
            "side",
            "state",
            "date_state",
            "date_due",
            "is_overdue",
            "date_asked",
            "request_text",
            "text_sha256",
            "date_answered",
            "answer_note",
            "capacity",
            "channel",
            "date_withdrawn",
            "can_answer",
        }
    )

    @api.model
    def _get_portal_institution_domain(self, institutions):
        return Domain("institution_id", "in", institutions.ids)

    @api.model
    def _get_portal_own_domain(self):
        """Those that the user gives, for themselves or for an institution."""
        partner = self.env.user.partner_id
        return Domain("partner_id", "=", partner.id) | Domain(
            "institution_id", "in", partner._get_mine_to_answer()
        )

    @api.model
    def _get_portal_todo_domain(self):
        return Domain("state", "=", "requested") & self._get_portal_own_domain()

    def _is_portal_mine(self):
        self.ensure_one()
        # sudo: whether a consent that the user reads is theirs to give.
        return bool(self.sudo().filtered_domain(self._get_portal_own_domain()))
