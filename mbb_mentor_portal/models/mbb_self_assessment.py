# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models


class MbbSelfAssessment(models.Model):
    """The mentee's side reads and says its own levels."""

    _name = "mbb.self.assessment"
    _inherit = ["mbb.portal.mixin", "mbb.self.assessment"]

    _portal_readable_fields = frozenset(
        {
            "display_name",
            "match_id",
            "skill_id",
            "skill_type_id",
            "level_before",
            "level_after",
            "date_before",
            "date_after",
            "change",
            "is_complete",
        }
    )

    def _get_portal_level(self, stage):
        """The level in words; what was not said has none."""
        self.ensure_one()
        self.check_access("read")
        row_sudo = self.sudo()
        if not row_sudo[f"date_{stage}"]:
            return "–"
        level = row_sudo[f"level_{stage}_id"].name
        return level or self.env._("No knowledge of it yet")
