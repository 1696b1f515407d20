# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models
from odoo.exceptions import UserError


class MbbMovedMixin(models.AbstractModel):
    """What a unit has goes to another one by a reorganisation only (GÇY m.8/4).

    Who keeps the register enters and words it; the Genel Sekreter says who has it.
    """

    _name = "mbb.moved.mixin"
    _description = "Moved by a Reorganisation"

    #: The unit that has it, and what says since when and until when.
    _moved_fields = ("department_id", "date_from", "date_to")

    def write(self, vals):
        unit = self._moved_fields[0]
        if (
            not self.env.su
            and vals.keys() & set(self._moved_fields)
            and any(row[unit] for row in self)
        ):
            raise UserError(
                self.env._(
                    "Which unit has it, and since when, is changed by a "
                    "reorganisation (GÇY m.8/4)."
                )
            )
        return super().write(vals)
