# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models


class MbbApplicationCorrection(models.Model):
    _name = "mbb.application.correction"
    _inherit = ["mbb.portal.mixin", "mbb.application.correction"]

    _portal_readable_fields = frozenset(
        {
            "display_name",
            "application_name",
            "state",
            "date_state",
            "date_due",
            "create_date",
            "version",
            "reason",
            "date_decided",
            "decision_reason",
        }
    )

    def _get_portal_url(self):
        return self.sudo()._get_application()._get_portal_url()

    def _is_portal_to_withdraw(self):
        self.ensure_one()
        return self.state == "asked" and not self._get_arrow_obstacle("withdrawn")

    def _get_portal_changes(self):
        """[{label, old, new}] of an application that the user reads."""
        self.ensure_one()
        self.check_access("read")
        return self.sudo()._get_changes()
