# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models


class MbbPracticeResult(models.Model):
    """A number before and after: what came of a good practice."""

    _name = "mbb.practice.result"
    _inherit = ["mbb.practice.part.mixin"]
    _description = "Result of a Good Practice"

    name = fields.Char(string="What Was Measured", required=True)
    name_en = fields.Char(string="What Was Measured (English)")
    value_before = fields.Float(string="Before", digits=(16, 2))
    value_after = fields.Float(string="After", digits=(16, 2))
    unit = fields.Char()
    unit_en = fields.Char(string="Unit (English)")
    change_percent = fields.Float(
        string="Change (%)", compute="_compute_change_percent", digits=(16, 1)
    )

    @api.depends("value_before", "value_after")
    def _compute_change_percent(self):
        for row in self:
            before = row.value_before
            row.change_percent = before and (
                100 * (row.value_after - before) / abs(before)
            )

    def _get_content_payload(self):
        return [
            [
                row.name,
                row.name_en or "",
                row.value_before,
                row.value_after,
                row.unit or "",
                row.unit_en or "",
            ]
            for row in self.sorted("id")
        ]
