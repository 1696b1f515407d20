# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    mbb_stamp_tax_base = fields.Selection(
        related="company_id.mbb_stamp_tax_base", readonly=False
    )
    mbb_stamp_tax_note = fields.Char(
        related="company_id.mbb_stamp_tax_note", readonly=False
    )

    mbb_unit_authority = fields.Selection(
        related="company_id.mbb_unit_authority", readonly=False
    )
    mbb_sample_share = fields.Float(
        related="company_id.mbb_sample_share", readonly=False
    )

    def action_mbb_setup_travel_accounts(self):
        self.ensure_one()
        self.company_id._mbb_setup_travel_accounts()
        return self.env["ir.actions.act_window"]._for_xml_id(
            "mbb_mentor_expense.mbb_travel_account_action"
        )
