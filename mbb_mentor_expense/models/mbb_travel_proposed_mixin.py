# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models


class MbbTravelProposedMixin(models.AbstractModel):
    """A line that was proposed counts once somebody has filled it in."""

    _name = "mbb.travel.proposed.mixin"
    _description = "Proposed Line"

    #: What tells that somebody looked at the line.
    _looked_at_fields = ()

    is_proposed = fields.Boolean(
        string="Proposed",
        copy=False,
        help="Proposed from the assignment's plan; claimed once it is filled in.",
    )

    def write(self, vals):
        if set(vals).intersection(self._looked_at_fields):
            vals = {"is_proposed": False, **vals}
        return super().write(vals)
