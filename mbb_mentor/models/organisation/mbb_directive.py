# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class MbbDirective(models.Model):
    """A directive may be what an organ has decided (MPY m.9–10)."""

    _inherit = "mbb.directive"

    decision_id = fields.Many2one(
        "mbb.decision",
        string="By the Decision",
        ondelete="restrict",
        check_company=True,
        domain=[("state", "=", "decided")],
        help="The organ's decision by which it was accepted.",
    )

    @api.constrains("decision_id")
    def _check_decision(self):
        for directive in self:
            if directive.decision_id and directive.decision_id.state != "decided":
                raise ValidationError(
                    self.env._("%(name)s is not decided.", name=directive.decision_id.display_name)
                )
