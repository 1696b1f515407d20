# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models


class MbbMatch(models.Model):
    """The other side is on the portal by the disclosed fields alone (MPY m.5/6)."""

    _name = "mbb.match"
    _inherit = ["mbb.portal.mixin", "mbb.match"]

    _portal_path = "/my/mentoring/matches/%s"
    _portal_readable_fields = frozenset(
        {
            "display_name",
            "number",
            "state",
            "date_state",
            "date_from",
            "date_to",
            "date_asked",
            "method",
            "decline_reason",
            "cancel_reason",
            "end_reason",
            "disclosed_mentor_institution",
            "disclosed_mentor_name",
            "disclosed_mentor_title",
            "disclosed_offer",
            "disclosed_mentor_email",
            "disclosed_mentor_phone",
            "disclosed_mentee_institution",
            "disclosed_mentee_name",
            "disclosed_mentee_title",
            "disclosed_need",
            "disclosed_mentee_email",
            "disclosed_mentee_phone",
        }
    )

    def _get_portal_sides(self):
        """Each disclosed side as "institution, unit or person", the mentor first."""
        self.ensure_one()
        sides = []
        for side in ("mentor", "mentee"):
            name = self[f"disclosed_{side}_name"]
            institution = self[f"disclosed_{side}_institution"]
            # Units of two institutions often have the same name.
            parts = dict.fromkeys(part for part in (institution, name) if part)
            if parts:
                sides.append(", ".join(parts))
        return sides or [self.display_name]
