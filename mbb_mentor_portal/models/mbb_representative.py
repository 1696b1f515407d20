# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models


class MbbRepresentative(models.Model):
    _name = "mbb.representative"
    _inherit = ["mbb.portal.mixin", "mbb.representative"]

    _portal_readable_fields = frozenset(
        {
            "display_name",
            "user_id",
            "institution_id",
            "unit_id",
            "role",
            "date_from",
            "date_to",
            "is_current",
        }
    )
