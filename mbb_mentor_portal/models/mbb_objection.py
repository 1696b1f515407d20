# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models


class MbbObjection(models.Model):
    """An applicant's own objection, and what became of it (MPY m.5/6)."""

    _name = "mbb.objection"
    _inherit = ["mbb.portal.mixin", "mbb.objection"]

    _portal_readable_fields = frozenset(
        {
            "display_name",
            "application_name",
            "state",
            "date_state",
            "date_due",
            "create_date",
            "reason",
            "contested_reason",
            "decision_reason",
        }
    )

    def action_withdraw(self):
        if not self._is_portal_surface():
            return super().action_withdraw()
        # The rules are asked before the marker widens what the method reads.
        self.check_access("read")
        return super(MbbObjection, self._portal_inside()).action_withdraw()

    def _is_portal_to_withdraw(self):
        """Whether the user may take it back now."""
        self.ensure_one()
        inside = self._portal_inside()
        return self.state == "lodged" and not inside._get_authority_obstacle("objector")
