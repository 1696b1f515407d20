# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    mbb_head_approves_pool = fields.Boolean(
        related="company_id.mbb_head_approves_pool", readonly=False
    )
    mbb_head_approves_match = fields.Boolean(
        related="company_id.mbb_head_approves_match", readonly=False
    )
    mbb_president_abroad = fields.Boolean(
        related="company_id.mbb_president_abroad", readonly=False
    )
    mbb_president_days = fields.Integer(
        related="company_id.mbb_president_days", readonly=False
    )
    mbb_president_amount = fields.Monetary(
        related="company_id.mbb_president_amount",
        readonly=False,
        currency_field="mbb_currency_id",
    )
    mbb_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Currency of the Limits"
    )
    mbb_limit_directive_id = fields.Many2one(
        related="company_id.mbb_limit_directive_id", readonly=False
    )
