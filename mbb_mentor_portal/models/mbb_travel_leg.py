# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models


class MbbTravelLeg(models.Model):
    _name = "mbb.travel.leg"
    _inherit = ["mbb.portal.mixin", "mbb.travel.leg"]

    _portal_writable_fields = frozenset(
        {
            "claim_id",
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
        }
    )
    _portal_readable_fields = frozenset(
        {
            "display_name",
            "tz",
            "local_departure",
            "local_arrival",
            "total",
            "is_journey",
            "currency_id",
        }
    )
