# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models


class HrSkill(models.Model):
    _name = "hr.skill"
    _inherit = ["hr.skill", "mbb.shipped.mixin", "mbb.turkish.order.mixin"]
