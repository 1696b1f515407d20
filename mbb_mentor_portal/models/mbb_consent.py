# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models


class MbbConsent(models.Model):
    """Nobody's reason for refusing is on the portal: it is for the Sekreterya."""

    _name = "mbb.consent"
    _inherit = ["mbb.portal.mixin", "mbb.consent"]

    _portal_path = "/my/mentoring/consents/%s"
    _portal_readable_fields = frozenset(
        {
            "display_name",
            "subject",
            "party_name",
            "side",
            "state",
            "date_state",
            "date_due",
            "is_overdue",
            "date_asked",
            "request_text",
            "text_sha256",
            "text_version",
            "date_answered",
            "answer_note",
            "capacity",
            "channel",
            "date_withdrawn",
            "can_answer",
        }
    )

    def _filter_mine_to_answer(self):
        """Those that the user may answer in one search, not one by one."""
        user = self.env.user
        # sudo: which of the given rows, that the user reads, are theirs to answer.
        mine_sudo = self.sudo().search(
            [
                ("id", "in", self.ids),
                "|",
                ("partner_id", "=", user.partner_id.id),
                "&",
                ("partner_id", "=", False),
                ("institution_id.is_mine_to_answer", "=", True),
            ]
        )
        return self.filtered(lambda consent: consent.id in mine_sudo._ids)
