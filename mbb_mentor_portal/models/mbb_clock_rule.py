# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, models


class MbbClockRule(models.Model):
    _inherit = "mbb.clock.rule"

    @api.model
    def _cron_tick(self):
        self.env["mbb.representative"]._drop_ended()
        self.env["mbb.registration"]._expire_links()
        self.env["mbb.registration"]._drop_expired()
        self.env["mbb.invitation"]._expire_links()
        return super()._cron_tick()
