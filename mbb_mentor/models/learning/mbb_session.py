# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models


class MbbSession(models.Model):
    _inherit = "mbb.session"

    goal_ids = fields.One2many(related="match_id.goal_ids", string="Goals of the Match")

    def _on_arrow(self, source, target):
        res = super()._on_arrow(source, target)
        if target == "held" and self.purpose == "session":
            self.env["mbb.evaluation"]._ask(self.match_id, "session", session=self)
        return res
