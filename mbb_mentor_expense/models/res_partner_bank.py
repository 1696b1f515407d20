# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models


class ResPartnerBank(models.Model):
    _inherit = "res.partner.bank"

    is_travel_payee = fields.Boolean(
        string="Asked at a Travel Claim",
        readonly=True,
        copy=False,
        help="Seen by those who pay travel claims, and by nobody else.",
    )
