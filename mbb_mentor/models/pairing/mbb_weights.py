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
    version = fields.Integer(default=1, readonly=True, copy=False)
    run_ids = fields.One2many("mbb.match.run", "weights_id", readonly=True)
    is_used = fields.Boolean(
        compute="_compute_is_used", help="A run was computed with these weights."
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

    @api.depends("run_ids")
    def _compute_is_used(self):
        for weights in self:
            weights.is_used = bool(weights.sudo().run_ids)

    def action_new_version(self):
        """A copy to change; what was computed keeps the version it was computed with."""
        self.ensure_one()
        self.check_access("write")
        new = self.copy({"name": self.name, "active": False})
        self.active = False
        self.flush_recordset(["active"])
        new.write({"active": True})
        new.sudo().version = self.version + 1
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": new.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    @api.model
    def _get_in_use(self, company):
        return self.sudo().search([("company_id", "=", company.id)], limit=1)

    @api.model
    def _get_weights(self, company):
        """The weights in use as {part: weight}; a company without any: the core's."""
        found = self._get_in_use(company)
        weights = dict(DEFAULT_WEIGHTS)
        weights.update({line.part: line.weight for line in found.line_ids})
        return weights
