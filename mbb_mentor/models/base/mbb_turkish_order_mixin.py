# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models
from odoo.tools import SQL


class MbbTurkishOrderMixin(models.AbstractModel):
    """Names in the order of the Turkish alphabet for who reads Turkish.

    The order of the database is that of its codes: Ç, İ and Ş after Z.
    """

    _name = "mbb.turkish.order.mixin"
    _description = "Turkish Order of Names"
    _turkish_order_fields = ("name",)

    def _order_field_to_sql(self, alias, field_name, direction, nulls, query):
        # Asks for the right to read the field, and groups by it where needed.
        order = super()._order_field_to_sql(alias, field_name, direction, nulls, query)
        if field_name not in self._turkish_order_fields or not (
            self.env.lang or ""
        ).startswith("tr"):
            return order
        name = self._field_to_sql(alias, field_name, query)
        return SQL('%s COLLATE "tr-x-icu" %s %s', name, direction, nulls)
