# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models


class MbbDutyReport(models.Model):
    _inherit = "mbb.duty.report"

    def _on_arrow(self, source, target):
        result = super()._on_arrow(source, target)
        if target == "confirmed":
            self.assignment_id.sudo().travel_claim_ids._confirm_outside()
        return result
