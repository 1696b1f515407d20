# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models


class MbbAssignmentExtension(models.Model):
    """An extension is weighed with the days that were approved before."""

    _inherit = "mbb.assignment.extension"

    is_president_matter = fields.Boolean(
        string="For the Başkan",
        compute="_compute_is_president_matter",
        search="_search_is_president_matter",
        help="With it the assignment is abroad, longer or dearer than the limits.",
    )

    @api.depends("assignment_id", "date_to_new")
    def _compute_is_president_matter(self):
        for extension in self:
            assignment = extension.assignment_id
            start, end = assignment.date_from, extension.date_to_new
            days = (end - start).days + 1 if start and end else 0
            extension.is_president_matter = bool(
                assignment
            ) and assignment._exceeds_limits(days)

    def _search_is_president_matter(self, operator, value):
        if operator != "in":
            return NotImplemented
        open_ones = self.sudo().search(
            [("state", "in", ("draft", "consent", "approval"))]
        )
        found = open_ones.filtered("is_president_matter")
        return [("id", "in" if True in value else "not in", found.ids)]
