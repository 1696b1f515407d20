# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models
from odoo.tools import float_repr


class MbbTravelLodging(models.Model):
    _name = "mbb.travel.lodging"
    _inherit = ["mbb.travel.cut.line.mixin", "mbb.travel.lodging"]

    _claimed_field = "invoice_total"

    cut_ids = fields.One2many(
        "mbb.travel.cut",
        "lodging_id",
        string="Not Accepted",
        domain=[("lapsed", "=", False)],
        readonly=True,
    )

    def _get_claimed_amounts(self):
        """What is not lodging leaves the invoice before the ceiling is held against
        it (m.33/d)."""
        amounts = super()._get_claimed_amounts()
        cut = self._get_cut_total()
        if cut:
            amounts["invoice_total"] = float_repr(self.invoice_total - cut, 2)
        return amounts
