# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models


class ResUsers(models.Model):
    _inherit = "res.users"

    mentor_deputy_ids = fields.One2many(
        "mbb.deputy", "principal_id", string="Deputies"
    )
