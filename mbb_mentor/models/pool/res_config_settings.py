# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    # pylint: disable=consider-merging-classes-inherited
    _inherit = "res.config.settings"

    mbb_objection_days = fields.Integer(
        related="company_id.mbb_objection_days", readonly=False
    )
    mbb_stale_days = fields.Integer(
        related="company_id.mbb_stale_days", readonly=False
    )
    mbb_stale_answer_days = fields.Integer(
        related="company_id.mbb_stale_answer_days", readonly=False
    )
