# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError


class MbbDirective(models.Model):
    """What a rule, a limit or a clock rests on (GÇY m.46; MPY m.10–11)."""

    _name = "mbb.directive"
    _description = "Directive"
    _inherit = ["mbb.shipped.mixin"]
    _order = "date desc, name"

    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(
        [
            ("law", "Law"),
            ("regulation", "Regulation"),
            ("directive", "Directive"),
            ("decision", "Decision"),
        ],
        required=True,
        default="directive",
    )
    number = fields.Char()
    date = fields.Date()
    date_from = fields.Date(string="In Force From")
    date_to = fields.Date(string="In Force To")
    is_seen = fields.Boolean(
        string="Text Seen",
        help="Unset: what the product ships here was not read in the Birlik's own "
        "directive and has to be confirmed.",
    )
    replaced_by_id = fields.Many2one(
        "mbb.directive", index="btree_not_null", ondelete="restrict"
    )
    replaces_ids = fields.One2many(
        "mbb.directive", "replaced_by_id", readonly=True
    )
    standing = fields.Selection(
        [
            ("unseen", "Not Seen"),
            ("undated", "Date to Be Entered"),
            ("future", "Not Yet in Force"),
            ("valid", "In Force"),
            ("ended", "No Longer in Force"),
        ],
        compute="_compute_standing",
    )
    approval_rule_ids = fields.One2many("mbb.approval.rule", "directive_id")
    clock_rule_ids = fields.One2many("mbb.clock.rule", "directive_id")
    usage = fields.Text(
        string="Where Used",
        compute="_compute_usage",
        help="Rules, limits, clocks and rates that rest on it.",
    )
    usage_count = fields.Integer(compute="_compute_usage")
    note = fields.Text()
    file = fields.Binary(attachment=True)
    file_name = fields.Char()
    company_id = fields.Many2one("res.company", index=True)
    active = fields.Boolean(default=True)

    _check_dates = models.Constraint(
        "CHECK(date_to IS NULL OR date_from IS NULL OR date_from <= date_to)",
        "A directive cannot end before it starts.",
    )
    _not_itself = models.Constraint(
        "CHECK(replaced_by_id IS NULL OR replaced_by_id != id)",
        "A directive is replaced by another one.",
    )

    @api.depends("is_seen", "date_from", "date_to", "replaced_by_id")
    def _compute_standing(self):
        today = fields.Date.context_today(self)
        for directive in self:
            if not directive.is_seen:
                directive.standing = "unseen"
            elif directive.date_to and directive.date_to < today:
                directive.standing = "ended"
            elif directive.replaced_by_id and not directive.date_to:
                directive.standing = "ended"
            elif not directive.date_from:
                directive.standing = "undated"
            elif directive.date_from > today:
                directive.standing = "future"
            else:
                directive.standing = "valid"

    def _compute_usage(self):
        """Every row of every model that names the directive."""
        for directive in self:
            lines = []
            for model, name in self._get_referring_fields():
                if not self.env[model].has_access("read"):
                    continue
                rows = self.env[model].search([(name, "=", directive.id)])
                label = self.env["ir.model"]._get(model).name
                lines += [f"{label}: {row.display_name}" for row in rows]
            directive.usage = "\n".join(lines) or False
            directive.usage_count = len(lines)

    @api.model
    def _get_referring_fields(self):
        """Stored many2one fields of other models that point to a directive."""
        found = self.env["ir.model.fields"].sudo().search(
            [
                ("relation", "=", self._name),
                ("ttype", "=", "many2one"),
                ("store", "=", True),
                ("model", "!=", self._name),
            ],
            order="model, name",
        )
        return [
            (field.model, field.name)
            for field in found
            if field.model in self.env
            and not (self.env[field.model]._abstract or self.env[field.model]._transient)
        ]

    @api.model
    def _get_unseen(self):
        """The shipped row for what was not read in the Birlik's own directives."""
        return self.env.ref(
            "mbb_mentor.mbb_directive_unseen", raise_if_not_found=False
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_never_used(self):
        if any(directive.usage_count for directive in self.sudo()):
            raise UserError(
                self.env._("A directive that something rests on is not deleted.")
            )
