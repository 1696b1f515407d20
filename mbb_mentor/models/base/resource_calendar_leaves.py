# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models


class ResourceCalendarLeaves(models.Model):
    _inherit = "resource.calendar.leaves"

    mentor_holiday_id = fields.Many2one(
        "mbb.holiday",
        string="Public Holiday",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )
