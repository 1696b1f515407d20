# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models


class MbbTravelReturnReason(models.Model):
    """Why claims are returned, as data, so that they can be counted."""

    _name = "mbb.travel.return.reason"
    _description = "Reason of a Return"
    _inherit = ["mbb.travel.limits.mixin", "mail.thread"]
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True, tracking=True)
    sequence = fields.Integer(default=10)
    is_accounting = fields.Boolean(
        string="Ground of the Accountant",
        tracking=True,
        help="What the muhasebe yetkilisi looks at: signatures, the documents that a "
        "rule asks for, material errors, the payee's identity (5018 m.61/3).",
    )
    needs_document = fields.Boolean(
        string="Names a Document",
        tracking=True,
        help="No other document may be asked for than those of the list of documents.",
    )
    article = fields.Char()
    company_id = fields.Many2one("res.company", index=True)
    active = fields.Boolean(default=True)
