# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, models


class ResUsers(models.Model):
    _inherit = "res.users"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_mentor_open_work(self):
        over = ("rejected", "withdrawn")
        return {
            **super()._get_mentor_open_work(),
            "mbb.mentor": [("state", "not in", (*over, "retired"))],
            "mbb.mentee": [("state", "not in", (*over, "closed"))],
            "mbb.objection": [("state", "=", "lodged")],
            "mbb.call": [("state", "not in", ("concluded", "cancelled"))],
        }
