# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models


class MbbTravelStay(models.Model):
    _name = "mbb.travel.stay"
    _inherit = ["mbb.portal.mixin", "mbb.travel.stay"]

    _portal_writable_fields = frozenset(
        {"claim_id", "sequence", "table", "country_id", "day", "hour", "tz"}
    )
    _portal_readable_fields = frozenset({"display_name", "date_from", "utc_offset"})
