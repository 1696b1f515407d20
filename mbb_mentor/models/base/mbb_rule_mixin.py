# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models


class MbbRuleMixin(models.AbstractModel):
    """A rule kept as data: shipped for all, a company may have its own, and each names
    the directive on which it rests."""

    _name = "mbb.rule.mixin"
    _description = "Rule Kept as Data"
    _inherit = ["mbb.shipped.mixin"]
    _check_company_auto = True

    directive_id = fields.Many2one(
        "mbb.directive",
        string="Rests On",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        default=lambda self: self.env["mbb.directive"]._get_unseen(),
    )
    company_id = fields.Many2one("res.company", index=True)
    active = fields.Boolean(default=True)
