# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, models

OPEN_ASSIGNMENT = ("draft", "consent", "approval", "approved", "ongoing")


class ResUsers(models.Model):
    _inherit = "res.users"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_mentor_open_work(self):
        return {
            **super()._get_mentor_open_work(),
            "mbb.consent": [("state", "=", "requested")],
            "mbb.assignment": [("state", "in", OPEN_ASSIGNMENT)],
            "mbb.assignment.extension": [
                ("state", "in", ("draft", "consent", "approval"))
            ],
            "mbb.session": [("state", "in", ("planned", "postponed"))],
        }
