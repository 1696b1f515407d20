# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models


class MbbSession(models.Model):
    _inherit = "mbb.session"

    def _on_arrow(self, source, target):
        res = super()._on_arrow(source, target)
        if target == "held" and self.purpose == "session":
            self.env["mbb.evaluation"]._ask(self.match_id, "session", session=self)
        return res
