# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, models

from .match_states import LIVE_STATES


class ResUsers(models.Model):
    _inherit = "res.users"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_mentor_open_work(self):
        return {
            **super()._get_mentor_open_work(),
            "mbb.match": [("state", "in", LIVE_STATES)],
        }
