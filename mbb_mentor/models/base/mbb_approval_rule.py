# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import ast

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class MbbApprovalRule(models.Model):
    """Who may decide what, as data. Each rule rests on a directive."""

    _name = "mbb.approval.rule"
    _description = "Approval Rule"
    _inherit = ["mail.thread", "mbb.rule.mixin"]
    _order = "model_id, target, sequence, id"

    name = fields.Char(required=True, translate=True)
    model_id = fields.Many2one(
        "ir.model",
        required=True,
        ondelete="cascade",
        domain=[("model", "=like", "mbb.%")],
    )
    model = fields.Char(
        string="Technical Name", related="model_id.model", store=True, index=True
    )
    target = fields.Char(
        required=True, help="Technical name of the state that the approval opens."
    )
    sequence = fields.Integer(
        default=10,
        help="Rules of one number are asked side by side, higher numbers afterwards.",
    )
    approver_type = fields.Selection(
        [
            ("users", "Named Persons"),
            ("group", "A Group"),
            ("unit_head", "Head of a Unit"),
        ],
        required=True,
        default="group",
        tracking=True,
    )
    user_ids = fields.Many2many("res.users", string="Persons", tracking=True)
    group_id = fields.Many2one("res.groups", tracking=True)
    department_id = fields.Many2one(
        "hr.department", string="Unit", check_company=True, tracking=True
    )
    domain = fields.Char(
        default="[]", help="Which records the rule is for.", tracking=True
    )
    amount_from = fields.Monetary(tracking=True)
    amount_to = fields.Monetary(help="0: without limit.", tracking=True)
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
    )
    ask_identity = fields.Boolean(
        string="Ask for Password",
        help="The decider's password is asked again.",
        tracking=True,
    )

    @api.constrains("approver_type", "user_ids", "group_id", "department_id")
    def _check_approver(self):
        source = self._get_approver_fields()
        for rule in self:
            if not rule[source[rule.approver_type]]:
                raise ValidationError(
                    self.env._("%(rule)s: say who decides.", rule=rule.name)
                )

    @api.model
    def _get_approver_fields(self):
        """The field that says who decides, by type."""
        return {
            "users": "user_ids",
            "group": "group_id",
            "unit_head": "department_id",
        }

    @api.constrains("domain", "model_id")
    def _check_domain(self):
        for rule in self:
            try:
                self.env[rule.model].search(rule._get_domain(), limit=1)
            except Exception as error:
                raise ValidationError(
                    self.env._("%(rule)s: the domain is not valid.", rule=rule.name)
                ) from error

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        rules._refuse_own_doing(rules._get_named_anywhere())
        return rules

    def write(self, vals):
        before = {rule: rule._get_named_anywhere() for rule in self}
        res = super().write(vals)
        for rule, users in before.items():
            self._refuse_own_doing(rule._get_named_anywhere() - users)
        self.env["mbb.approval"]._refresh_approvers()
        return res

    @api.model
    def _refuse_own_doing(self, users):
        """Nobody gives themselves the power to decide, by whatever record."""
        user = self.env.user
        if not self.env.su and user in users and self._may_be_asked(user):
            raise UserError(
                self.env._("Nobody makes themselves a decider: ask a colleague.")
            )

    def _get_named_anywhere(self):
        """Whom the rules name, whatever the record that is asked about."""
        users = self.env["res.users"]
        for rule in self.sudo():
            if rule.approver_type == "unit_head":
                users |= rule.department_id.manager_id.user_id
            else:
                users |= rule._get_named_users(None)
        return users.sudo(False)

    def _get_domain(self):
        self.ensure_one()
        return ast.literal_eval(self.domain or "[]")

    @api.model
    def _get_rules(self, record, target):
        """The rules that guard the way of `record` to `target`, in their order."""
        amount = record._get_approval_amount()
        company = record.company_id or self.env.company
        rules = self.sudo().search(
            [
                ("model", "=", record._name),
                ("target", "=", target),
                ("company_id", "in", [False, company.id]),
                "|",
                ("amount_from", "in", (False, 0)),
                ("amount_from", "<=", amount),
                "|",
                ("amount_to", "in", (False, 0)),
                ("amount_to", ">=", amount),
            ]
        )
        return rules.filtered(lambda rule: record.filtered_domain(rule._get_domain()))

    def _get_users(self, record):
        """Those whom the rule names for `record` and who may be asked to decide."""
        self.ensure_one()
        return self._get_named_users(record).filtered(self._may_be_asked)

    def _get_named_users(self, record):
        if self.approver_type == "users":
            return self.user_ids
        if self.approver_type == "group":
            # Its own members only: who checks travel claims may be asked, too, but
            # was not put into the group that decides on assignments.
            return self.group_id.user_ids
        return self._get_unit_head(self.department_id, record)

    def _get_unit_head(self, department, record):
        """The head of a unit; of a vacant one, the head of the one above (GÇY m.8)."""
        while department:
            head = department.manager_id.user_id
            if head and self._may_be_asked(head):
                return head
            department = department.parent_id
        return self.env["res.users"]

    @api.model
    def _may_be_asked(self, user):
        return (
            user.active
            and user._is_internal()
            and user.has_group("mbb_mentor.group_mentor_approver")
        )
