# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError


class MbbInstitutionName(models.Model):
    """A former name: papers keep it, and so does the search."""

    _name = "mbb.institution.name"
    _description = "Former Name of an Institution"
    _order = "date_to desc, id desc"

    institution_id = fields.Many2one(
        "res.partner", required=True, index=True, ondelete="cascade", readonly=True
    )
    name = fields.Char(string="Former Name", required=True, readonly=True)
    name_key = fields.Char(index=True, readonly=True)
    date_to = fields.Date(string="Until", readonly=True)
    ground = fields.Char(readonly=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
    )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A former name is not deleted."))
