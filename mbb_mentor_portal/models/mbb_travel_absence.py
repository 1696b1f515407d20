# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models


class MbbTravelAbsence(models.Model):
    _name = "mbb.travel.absence"
    _inherit = ["mbb.portal.mixin", "mbb.travel.absence"]

    _portal_writable_fields = frozenset(
        {
            "claim_id",
            "kind",
            "cause",
            "date_from",
            "date_to",
            "is_hospital",
            "document",
            "document_name",
        }
    )
    _portal_readable_fields = frozenset({"display_name"})
