# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...matching import PARTS


class MbbWeightsLine(models.Model):
    _name = "mbb.weights.line"
    _description = "Weight of a Part of the Score"
    _order = "weights_id, id"
    _check_company_auto = True

    weights_id = fields.Many2one(
        "mbb.weights", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="weights_id.company_id", store=True, index=True
    )
    part = fields.Selection(selection=lambda self: self._select_part(), required=True)
    weight = fields.Float(required=True, help="0 leaves the part out.")
    share = fields.Float(string="Share (%)", compute="_compute_share", digits=(5, 1))

    _check_weight = models.Constraint(
        # What is no number is greater than any.
        "CHECK(weight >= 0 AND weight <= 1000)",
        "A weight is a number between 0 and 1000.",
    )
    _unique_part = models.UniqueIndex(
        "(weights_id, part)", "Each part has one weight."
    )

    @api.model
    def _select_part(self):
        labels = self.env["mbb.score.mixin"]._get_part_labels()
        return [(part, labels.get(part, part)) for part in PARTS]

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._check_unused()
        return lines

    def write(self, vals):
        self._check_unused()
        res = super().write(vals)
        if "weights_id" in vals:
            self._check_unused()
        return res

    @api.ondelete(at_uninstall=False)
    def _check_unused(self):
        """What was computed can be computed again: its weights stay as they were."""
        used = self.weights_id.filtered("is_used")
        if used:
            raise UserError(
                self.env._(
                    "A run was computed with “%(weights)s”, version %(version)s. Make a "
                    "new version to change it.",
                    weights=used[0].name,
                    version=used[0].version,
                )
            )

    @api.depends("weight", "weights_id.line_ids.weight")
    def _compute_share(self):
        for line in self:
            total = sum(line.weights_id.line_ids.mapped("weight"))
            line.share = 100 * line.weight / total if total else 0.0
