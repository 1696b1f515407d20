# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models


class MbbTravelCutLineMixin(models.AbstractModel):
    """A line of a claim of which a part may not be accepted."""

    _name = "mbb.travel.cut.line.mixin"
    _description = "Line with an Accepted Amount"

    def _get_claimed_total(self):
        """What the line claims."""
        raise NotImplementedError

    def _get_cut_total(self):
        self.ensure_one()
        return sum(self.sudo().cut_ids.mapped("amount"))

    def _compute_accepted_amount(self):
        for line in self:
            line.accepted_amount = line._get_claimed_total() - line._get_cut_total()
