# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models
from odoo.exceptions import AccessError

from ..models.res_company import STAMP_TAX_BASES


class MbbStampTaxBase(models.TransientModel):
    """Malî Hizmetler chooses what stamp tax is withheld from, and says why."""

    _name = "mbb.stamp.tax.base"
    _description = "Stamp Tax Base"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    base = fields.Selection(
        STAMP_TAX_BASES, default=lambda self: self.env.company.mbb_stamp_tax_base
    )
    note = fields.Char(
        string="Ground",
        default=lambda self: self.env.company.mbb_stamp_tax_note,
        help="On which opinion or decision the choice rests.",
    )

    def action_confirm(self):
        self.ensure_one()
        if not self.env.user.has_group("mbb_mentor_expense.group_travel_accountant"):
            raise AccessError(self.env._("Malî Hizmetler chooses the stamp tax base."))
        # Accountants may not write companies; these two fields are theirs.
        self.company_id.sudo().write(
            {"mbb_stamp_tax_base": self.base, "mbb_stamp_tax_note": self.note}
        )
        return {"type": "ir.actions.act_window_close"}
