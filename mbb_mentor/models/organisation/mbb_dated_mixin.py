# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.fields import Domain


class MbbDatedMixin(models.AbstractModel):
    """A fact from `date_from` to `date_to`, both days included; no end: until now.

    The days are the Birlik's: a right would live on in the time zone of its user.
    """

    _name = "mbb.dated.mixin"
    _description = "Dated Fact"

    is_current = fields.Boolean(
        compute="_compute_is_current", search="_search_is_current"
    )

    @api.depends("date_from", "date_to")
    def _compute_is_current(self):
        today = self._get_today()
        for row in self:
            row.is_current = bool(
                row.date_from
                and row.date_from <= today
                and (not row.date_to or row.date_to >= today)
            )

    def _search_is_current(self, operator, value):
        if operator != "in":
            return NotImplemented
        current = self._get_current_domain()
        return current if True in value else ~current

    @api.model
    def _get_current_domain(self):
        today = self._get_today()
        return Domain("date_from", "<=", today) & (
            Domain("date_to", "=", False) | Domain("date_to", ">=", today)
        )

    @api.model
    def _get_today(self):
        return self.env["mbb.state.mixin"]._get_today()
