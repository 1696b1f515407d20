# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models


class MbbTravelLeg(models.Model):
    _name = "mbb.travel.leg"
    _inherit = ["mbb.portal.mixin", "mbb.travel.leg"]

    _portal_writable_fields = frozenset(
        {
            "claim_id",
            "currency_id",
            "sequence",
            "kind",
            "place_from",
            "place_to",
            "date_departure",
            "date_arrival",
            "amount",
            "count",
            "document",
            "document_name",
            "document_number",
            "missing_reason",
            "fare_class",
            "is_approved",
            "entitled_fare",
            "paid_fare",
            "is_free",
            "meal_amount",
            "meal_unavoidable",
            "route",
            "is_proposed",
        }
    )
    _portal_readable_fields = frozenset(
        {
            "display_name",
            "tz",
            "tz_arrival",
            "local_departure",
            "local_arrival",
            "total",
            "is_journey",
            "refusal",
        }
    )
