# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.fields import Domain


class HrEmployeePublic(models.Model):
    _inherit = "hr.employee.public"

    is_mentor_expert = fields.Boolean(readonly=True)

    @api.model
    def name_search(self, name="", domain=None, operator="ilike", limit=100):
        domain = Domain(domain or Domain.TRUE) & Domain("is_mentor_expert", "=", False)
        return super().name_search(name, domain, operator, limit)
