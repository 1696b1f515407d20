# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    mentor_loaded_keys = fields.Json(
        copy=False,
        groups="base.group_system",
        help="What of the shipped organisation was loaded once: what somebody deleted "
        "afterwards does not come back.",
    )
