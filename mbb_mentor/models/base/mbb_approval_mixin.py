# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_amount, format_date


class MbbApprovalMixin(models.AbstractModel):
    """A record some of whose arrows are opened by approvals."""

    _name = "mbb.approval.mixin"
    _inherit = "mbb.state.mixin"
    _description = "Record with Approvals"

    #: {state: target}: entering `state` asks the approvals that open `target`.
    _approval_arrows = {}
    _guarded_fields = ("approval_round",)

    approval_round = fields.Integer(
        readonly=True, copy=False, help="How many times approvals were asked."
    )
    approval_ids = fields.One2many(
        "mbb.approval",
        "res_id",
        string="Approvals",
        domain=lambda self: [("res_model", "=", self._name)],
        readonly=True,
        # Not everybody reads all rows: what one user sees is not kept in the cache
        # for what the superuser decides by.
        depends_context=["uid"],
    )
    can_approve = fields.Boolean(compute="_compute_can_approve")
    waits_for = fields.Char(
        compute="_compute_waits_for", help="Whose answer or decision is awaited."
    )

    @api.depends_context("uid")
    @api.depends("state", "approval_ids.state")
    def _compute_can_approve(self):
        for record in self:
            record.can_approve = bool(record._get_my_approval())

    @api.depends("state", "approval_ids.state")
    def _compute_waits_for(self):
        for record in self.sudo():
            record.waits_for = ", ".join(record._get_waited_for()) or False

    def _get_waited_for(self):
        """The names of those for whom the record waits now."""
        rows = self.approval_ids
        waiting = rows.filtered(lambda a: a.state == "waiting")
        # In a list, those of all its rows are read at once.
        return waiting.with_prefetch(rows._prefetch_ids).approver_ids.mapped("name")

    # -- hooks of the models -----------------------------------------------

    def _get_parties(self):
        """Institutions and persons of the transaction: none of them decides."""
        return self.env["res.partner"]

    def _get_approval_amount(self):
        return 0.0

    def _get_approval_subject(self):
        """Who or what is decided on, beside the period and the amount."""
        return False

    def _get_approval_summary(self):
        """What whoever decides has to know first, in one line."""
        self.ensure_one()
        parts = [self._get_approval_subject()]
        if {"date_from", "date_to"} <= self._fields.keys() and self.date_from:
            parts.append(
                self.env._(
                    "%(start)s – %(end)s",
                    start=format_date(self.env, self.date_from),
                    end=format_date(self.env, self.date_to) or "…",
                )
            )
        amount = self._get_approval_amount()
        if amount:
            parts.append(format_amount(self.env, amount, self.currency_id))
        return " · ".join(part for part in parts if part)

    def _get_excluded_users(self, target):
        """Further users who may not decide, for separation of duties."""
        return self.env["res.users"]

    def _approval_refused(self, approval):
        """Take the arrow that a refusal leads to (as superuser)."""

    # -- who may decide ----------------------------------------------------

    def _get_exclusion_reason(self, user, target, asked_by):
        """Why `user` is kept from deciding on this record, or False."""
        self.ensure_one()
        # Whoever asked in this round, an earlier decider who asked the next included.
        if user in asked_by | self._get_round(target).asked_by_id:
            return self.env._(
                "%(user)s asked for this approval and cannot give it.", user=user.name
            )
        parties = self.sudo()._get_parties() - self.company_id.partner_id
        partner = user.sudo().partner_id
        if (partner | partner.commercial_partner_id) & parties:
            return self.env._("%(user)s is a party to this.", user=user.name)
        if user in self.sudo()._get_excluded_users(target):
            return self.env._(
                "%(user)s has taken part in an earlier step.", user=user.name
            )
        return False

    def _get_approvers(self, rule, target):
        """The eligible deciders of a rule for this record."""
        self.ensure_one()
        asked_by = self._get_asked_by(rule, target)
        return rule._get_users(self).filtered(
            lambda user: not self._get_exclusion_reason(user, target, asked_by)
        )

    def _get_asked_by(self, rule, target):
        row = self.sudo().approval_ids.filtered(
            lambda a: a.rule_id == rule and a.target == target and a.state == "waiting"
        )
        return row[:1].asked_by_id or self.env.user

    def _get_asking_obstacle(self, target):
        """Why the approvals that open `target` cannot be asked, or False."""
        self.ensure_one()
        rules = self.env["mbb.approval.rule"]._get_rules(self, target)
        if not rules:
            return self.env._(
                "%(name)s: no approval rule opens “%(target)s”. Add one under "
                "Configuration, Approval Rules.",
                name=self.display_name,
                target=self._get_state_label(target),
            )
        return self._get_eligible_obstacle(rules, target)

    def _get_eligible_obstacle(self, rules, target):
        """Which of the rules has nobody to ask, or False."""
        self.ensure_one()
        for rule in rules:
            if not self._get_approvers(rule, target):
                return self.env._(
                    "%(name)s: nobody may decide by the rule “%(rule)s”: the post is "
                    "vacant, or everybody in it asked or is a party.",
                    name=self.display_name,
                    rule=rule.name,
                )
        return False

    def _get_arrow_obstacle(self, target):
        obstacle = super()._get_arrow_obstacle(target)
        if obstacle:
            return obstacle
        if self._approval_arrows.get(self.state) == target:
            rows = self.sudo().approval_ids.filtered(lambda a: a.target == target)
            if not self._is_approved(rows, target):
                return self.env._(
                    "%(name)s: the approval is still missing.", name=self.display_name
                )
        opened = self._approval_arrows.get(target)
        return self._get_asking_obstacle(opened) if opened else False

    # -- asking and answers ------------------------------------------------

    def _on_arrow(self, source, target):
        result = super()._on_arrow(source, target)
        if source in self._approval_arrows:
            self._cancel_approvals()
        if target in self._approval_arrows:
            self._write_guarded({"approval_round": self.approval_round + 1})
            self._ask_approvals(self._approval_arrows[target])
        return result

    def _ask_approvals(self, target):
        """Ask the next rules in order: those of the lowest number not yet asked."""
        self.ensure_one()
        rules = self.env["mbb.approval.rule"]._get_rules(self, target)
        open_rows = self._get_round(target)
        left = rules - open_rows.rule_id
        first = min(left.mapped("sequence"), default=None)
        left = left.filtered(lambda rule: rule.sequence == first)
        obstacle = self._get_eligible_obstacle(left, target)
        if obstacle:
            raise UserError(obstacle)
        return self.env["mbb.approval"]._ask(self, target, left)

    def _get_round(self, target):
        """The rows of the present round: earlier answers open nothing any more."""
        return self.sudo().approval_ids.filtered(
            lambda a: a.target == target
            and a.state in ("waiting", "approved")
            and a.round == self.approval_round
        )

    def _is_approved(self, rows, target):
        rules = self.env["mbb.approval.rule"]._get_rules(self, target)
        rows = rows & self._get_round(target)
        approved = rows.filtered(lambda a: a.state == "approved").rule_id
        waiting = rows.filtered(lambda a: a.state == "waiting")
        return bool(rows) and not waiting and rules <= approved

    def _on_approval(self, approval):
        """After a row was approved (as superuser): ask the next or go on."""
        self.ensure_one()
        rows = self._get_round(approval.target)
        if rows.filtered(lambda a: a.state == "waiting"):
            return
        if self._is_approved(rows, approval.target):
            self._take_arrow(approval.target)
        else:
            self._ask_approvals(approval.target)

    def _cancel_approvals(self):
        waiting = self.sudo().approval_ids.filtered(lambda a: a.state == "waiting")
        waiting._write_private({"state": "cancelled"})

    # -- buttons on the record ---------------------------------------------

    def _get_my_approval(self):
        self.ensure_one()
        return self.sudo().approval_ids.filtered(
            lambda a: a.state == "waiting"
            and not a._get_decider_obstacle(self.env.user)
        )[:1].sudo(False)

    def _get_my_approval_or_raise(self):
        self.check_access("read")
        approval = self._get_my_approval()
        if not approval:
            raise AccessError(
                self.env._("%(name)s does not wait for you.", name=self.display_name)
            )
        return approval

    def action_approve(self):
        self.ensure_one()
        return self._get_my_approval_or_raise().action_approve()

    def action_refuse_approval(self, reason):
        self.ensure_one()
        return self._get_my_approval_or_raise().action_refuse(reason)
