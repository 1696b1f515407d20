# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import Command, api, fields, models

from ...matching import DEFAULT_WEIGHTS


class MbbWeights(models.Model):
    """How much each part of the score counts, as data of a company (MPY m.5/6)."""

    _name = "mbb.weights"
    _description = "Matching Weights"
    _inherit = ["mail.thread"]

    name = fields.Char(required=True, translate=True)
    line_ids = fields.One2many("mbb.weights.line", "weights_id", copy=True)
    directive_id = fields.Many2one("mbb.directive", string="Rests On")
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    active = fields.Boolean(default=True)

    _unique_company = models.UniqueIndex(
        "(company_id) WHERE active", "Only one set of weights is in use at a time."
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not vals.get("line_ids"):
                vals["line_ids"] = [
                    Command.create({"part": part, "weight": weight})
                    for part, weight in DEFAULT_WEIGHTS.items()
                ]
        return super().create(vals_list)

    @api.model
    def _get_weights(self, company):
        """The weights in use as {part: weight}; a company without any: the core's."""
        found = self.sudo().search([("company_id", "=", company.id)], limit=1)
        weights = dict(DEFAULT_WEIGHTS)
        weights.update({line.part: line.weight for line in found.line_ids})
        return weights
