# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models


class HrVersion(models.Model):
    _inherit = "hr.version"

    employee_type = fields.Selection(
        selection_add=[("mentor_expert", "Expert of Another Institution")],
        ondelete={"mentor_expert": "set default"},
    )
