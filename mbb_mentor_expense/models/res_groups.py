# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, models


class ResGroups(models.Model):
    _inherit = "res.groups"

    @api.constrains("implied_ids", "user_ids")
    def _check_travel_separation(self):
        """Also when people get the two duties by way of the groups."""
        self.all_implied_by_ids.user_ids._check_travel_separation()
