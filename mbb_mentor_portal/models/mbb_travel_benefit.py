# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models


class MbbTravelBenefit(models.Model):
    _name = "mbb.travel.benefit"
    _inherit = ["mbb.portal.mixin", "mbb.travel.benefit"]

    _portal_writable_fields = frozenset(
        {"claim_id", "name", "element", "amount", "document", "document_name"}
    )
    _portal_readable_fields = frozenset({"display_name", "currency_id"})
