# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models


class MbbTravelLodging(models.Model):
    _name = "mbb.travel.lodging"
    _inherit = ["mbb.portal.mixin", "mbb.travel.lodging"]

    _portal_writable_fields = frozenset(
        {
            "claim_id",
            "currency_id",
            "name",
            "date_from",
            "nights",
            "invoice_number",
            "invoice_total",
            "document",
            "document_name",
            "missing_reason",
            "is_provided",
            "is_proposed",
        }
    )
    _portal_readable_fields = frozenset({"display_name"})
