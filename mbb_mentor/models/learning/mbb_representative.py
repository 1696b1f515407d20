# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models


class MbbRepresentative(models.Model):
    _inherit = "mbb.representative"

    def _end_now(self):
        """Nobody answers for an institution that they no longer represent."""
        res = super()._end_now()
        evaluations = self.env["mbb.evaluation"].sudo()
        evaluations.search(
            [
                ("state", "=", "asked"),
                ("party", "=", "institution"),
                ("partner_id", "in", self.sudo().user_id.partner_id.ids),
            ]
        )._hand_over()
        return res
