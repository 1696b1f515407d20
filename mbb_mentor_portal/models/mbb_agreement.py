# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models


class MbbAgreement(models.Model):
    """The versions that were put before the sides; what stood once stays readable."""

    _name = "mbb.agreement"
    _inherit = ["mbb.portal.mixin", "mbb.agreement"]

    _portal_path = "/my/mentoring/agreements/%s"
    _portal_readable_fields = frozenset(
        {
            "display_name",
            "match_id",
            "version",
            "state",
            "date_state",
            "goals",
            "skill_ids",
            "calendar",
            "session_target",
            "mode",
            "method",
            "confidentiality",
            "conduct",
            "date_from",
            "date_to",
            "change_note",
            "date_agreed",
            "cancel_reason",
        }
    )

    def _get_portal_sections(self):
        """{title: text} of the paper that the user reads."""
        self.ensure_one()
        self.check_access("read")
        sections = self.sudo()._get_sections()
        return {title: text for title, text in sections.items() if text}
