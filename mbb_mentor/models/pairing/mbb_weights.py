# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from ...matching import DEFAULT_WEIGHTS
from ..base.mbb_state_mixin import TRACED
from ..pool.changes import is_changed_by


class MbbWeights(models.Model):
    """How much each part of the score counts, as data (MPY m.5/6).

    Those of the company count wherever a call has none of its own.
    """

    _name = "mbb.weights"
    _description = "Matching Weights"
    _inherit = ["mail.thread"]
    _order = "company_id, call_id, version desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True, tracking=True)
    line_ids = fields.One2many("mbb.weights.line", "weights_id", copy=True)
    directive_id = fields.Many2one("mbb.directive", string="Rests On", tracking=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    call_id = fields.Many2one(
        "mbb.call",
        string="Only for the Call",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Empty: for the pool, and for each call that has no weights of its own.",
    )
    version = fields.Integer(default=1, readonly=True, copy=False)
    run_ids = fields.One2many("mbb.match.run", "weights_id", readonly=True)
    is_used = fields.Boolean(
        compute="_compute_is_used", help="A run was computed with these weights."
    )
    active = fields.Boolean(default=True, tracking=True)

    _unique_company = models.UniqueIndex(
        "(company_id, COALESCE(call_id, 0)) WHERE active",
        "Only one set of weights is in use at a time.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not self.env.su:
                vals["version"] = 1
            if not vals.get("line_ids"):
                vals["line_ids"] = [
                    Command.create({"part": part, "weight": weight})
                    for part, weight in DEFAULT_WEIGHTS.items()
                ]
        return super().create(vals_list)

    def write(self, vals):
        if "version" in vals and not self.env.su:
            if any(is_changed_by(weights, vals, ["version"]) for weights in self):
                raise UserError(self.env._("Versions are counted, not typed in."))
        fixed = vals.keys() & {"company_id", "call_id", "name", "directive_id"}
        used = self.filtered("is_used") if fixed else ()
        if any(is_changed_by(weights, vals, fixed) for weights in used):
            raise UserError(
                self.env._(
                    "A run was computed with these weights: they stay as they are. "
                    "Make a new version to change them."
                )
            )
        return super(MbbWeights, self.with_context(**TRACED)).write(vals)

    @api.depends("name", "version", "call_id")
    def _compute_display_name(self):
        for weights in self:
            name = f"{weights.name} ({weights.version})"
            if weights.call_id:
                name = f"{name}, {weights.call_id.display_name}"
            weights.display_name = name

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
        return new._open()

    def _open(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }

    @api.model
    def _get_in_use(self, company, call=None):
        """The weights of the call, if it has its own, else those of the company."""
        calls = [False, *(call.ids if call else [])]
        found = self.sudo().search_fetch(
            [("company_id", "=", company.id), ("call_id", "in", calls)], ["call_id"]
        )
        return found.filtered("call_id") or found

    def _get_weights(self):
        """As {part: weight}; without any: the core's."""
        weights = dict(DEFAULT_WEIGHTS)
        lines = self.env["mbb.weights.line"].sudo()
        rows = lines.search_fetch(
            [("weights_id", "in", self.ids)], ["part", "weight"]
        )
        weights.update({line.part: line.weight for line in rows})
        return weights
