# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, models
from odoo.exceptions import AccessError


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    @api.model
    def _get_report(self, report_ref):
        """Share users print what is for their groups, which the platform asks in its
        menus alone: their papers have pages of their own, each with its conditions."""
        if self.env.su or not self.env.user.share:
            return super()._get_report(report_ref)
        try:
            report = super()._get_report(report_ref)
        except ValueError:  # What is no report: a failure, for the platform.
            report = self.browse()
        groups = report.group_ids
        if not report or (groups and not groups & self.env.user.all_group_ids):
            raise AccessError(self.env._("This is not available on the portal."))
        return report
