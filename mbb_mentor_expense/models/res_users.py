# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, models
from odoo.exceptions import ValidationError


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.constrains("group_ids")
    def _check_travel_separation(self):
        """Harcama yetkilisi and muhasebe yetkilisi are never one (5018 m.60)."""
        authoriser = self.env.ref(
            "mbb_mentor_expense.group_travel_authoriser", raise_if_not_found=False
        )
        accountant = self.env.ref(
            "mbb_mentor_expense.group_travel_accountant", raise_if_not_found=False
        )
        if not authoriser or not accountant:
            return
        for user in self:
            if authoriser in user.all_group_ids and accountant in user.all_group_ids:
                raise ValidationError(
                    self.env._(
                        "%(user)s cannot be both authoriser and accountant of travel "
                        "(5018 m.60).",
                        user=user.name,
                    )
                )
