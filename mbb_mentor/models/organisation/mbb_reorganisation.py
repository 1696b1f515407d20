# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..base.mbb_approval_mixin import MbbApprovalMixin
from ..base.mbb_state_mixin import MbbStateMixin
from .hr_department import UNIT_KINDS
from .mbb_reorganisation_plan_mixin import WHOLE_KINDS

_logger = logging.getLogger(__name__)

class MbbReorganisation(models.Model):
    """Units merged, split, given other duties, made or ended (GÇY m.8/4).

    It takes effect on its day, after its approval; the work that is open follows the
    duty, and what was before stays readable as it was.
    """

    _name = "mbb.reorganisation"
    _description = "Reorganisation"
    _inherit = [
        "mbb.reorganisation.plan.mixin",
        "mbb.reorganisation.move.mixin",
        "mbb.approval.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date desc, id desc"
    _check_company_auto = True

    _arrows = {
        "draft": {"approval": "manager", "cancelled": "manager"},
        "approval": {"approved": "system", "draft": "manager", "rejected": "system"},
        "approved": {"done": "manager", "cancelled": "manager"},
    }
    _approval_arrows = {"approval": "approved"}
    _guarded_fields = (
        *MbbStateMixin._guarded_fields,
        *MbbApprovalMixin._guarded_fields,
        "number",
        "prepared_by_id",
        "date_done",
        "reject_reason",
        "cancel_reason",
        "return_reason",
    )
    #: What is approved; open in the draft only.
    _content_fields = (
        "kind",
        "date",
        "ground",
        "source_ids",
        "target_id",
        "new_name",
        "new_kind",
        "new_parent_id",
        "line_ids",
        "proposal_number",
        "proposal_date",
        "proposal_file",
        "decision_id",
        "company_id",
    )
    _reason_methods = ("action_cancel", "action_take_back", "action_refuse_approval")

    number = fields.Char(readonly=True, copy=False)
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("approval", "Awaiting Approval"),
            ("approved", "Approved, Awaiting Its Day"),
            ("done", "Carried Out"),
            ("rejected", "Not Approved"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
    )
    kind = fields.Selection(
        [
            ("merge", "Merge Units"),
            ("split", "Split a Unit"),
            ("move_duty", "Move a Duty"),
            ("create", "Create a Unit"),
            ("abolish", "Abolish a Unit"),
        ],
        required=True,
        default="merge",
        tracking=True,
    )
    date = fields.Date(
        string="Takes Effect On",
        required=True,
        default=fields.Date.context_today,
        tracking=True,
    )
    ground = fields.Text(required=True, help="Why, and on which paper it rests.")
    source_ids = fields.Many2many(
        "hr.department",
        string="From Unit",
        check_company=True,
        context={"active_test": False},
    )
    target_id = fields.Many2one(
        "hr.department",
        string="To Unit",
        check_company=True,
        ondelete="restrict",
        tracking=True,
        help="The unit that goes on; empty where a new one is made.",
    )
    new_name = fields.Char(string="Name of the New Unit")
    new_kind = fields.Selection(UNIT_KINDS, string="Kind of the New Unit")
    new_parent_id = fields.Many2one(
        "hr.department", string="Under", check_company=True, ondelete="restrict"
    )
    line_ids = fields.One2many(
        "mbb.reorganisation.line", "reorganisation_id", string="What Moves"
    )
    proposal_number = fields.Char(string="Number of the Başkan's Proposal")
    proposal_date = fields.Date(string="Date of the Başkan's Proposal")
    # In the row, not in an attachment that could be written past the draft.
    proposal_file = fields.Binary(string="The Başkan's Proposal", attachment=False)
    proposal_file_name = fields.Char()
    decision_id = fields.Many2one(
        "mbb.decision",
        string="Decision of the Meclis",
        check_company=True,
        ondelete="restrict",
        domain=[("state", "=", "decided"), ("organ_kind", "=", "council")],
    )
    prepared_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    date_done = fields.Date(string="Carried Out On", readonly=True, copy=False)
    reject_reason = fields.Text(readonly=True, copy=False)
    cancel_reason = fields.Text(readonly=True, copy=False)
    return_reason = fields.Text(
        string="Reason of the Return", readonly=True, copy=False
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )

    _unique_number = models.UniqueIndex(
        "(company_id, number) WHERE number IS NOT NULL",
        "This number was given already.",
    )

    # -- computed ------------------------------------------------------------

    @api.depends("number", "kind", "source_ids", "target_id", "new_name")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for plan in self:
            kinds = dict(self._fields["kind"]._description_selection(self.env))
            units = ", ".join(plan.source_ids.mapped("name"))
            to = plan.target_id.name or plan.new_name
            way = " → ".join(part for part in (units, to) if part)
            parts = [plan.number, kinds.get(plan.kind), way]
            plan.display_name = " · ".join(part for part in parts if part)

    # -- writing -------------------------------------------------------------

    def write(self, vals):
        if set(self._content_fields) & vals.keys() and not self.env.su:
            closed = self.filtered(lambda plan: plan.state != "draft")
            if closed:
                raise UserError(
                    self.env._(
                        "%(plan)s is not a draft: take it back to change it.",
                        plan=closed[0].display_name,
                    )
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        if any(plan.state != "draft" or plan.number for plan in self):
            raise UserError(self.env._("Only a draft can be deleted; cancel it."))

    # -- approvals -----------------------------------------------------------

    def _get_excluded_users(self, target):
        return super()._get_excluded_users(target) | self.prepared_by_id

    def _approval_refused(self, approval):
        res = super()._approval_refused(approval)
        self._take_arrow("rejected", {"reject_reason": approval.reason})
        return res

    def _decision_ends(self, decision):
        res = super()._decision_ends(decision)
        reason = {"cancel_reason": decision._get_reference_text()}
        if self.state == "approval":
            self._take_arrow("draft", {"return_reason": reason["cancel_reason"]})
        if self.state in ("draft", "approved"):
            self._take_arrow("cancelled", reason)
        return res

    # -- arrows --------------------------------------------------------------

    def _get_arrow_obstacle(self, target):
        obstacle = super()._get_arrow_obstacle(target)
        if obstacle:
            return obstacle
        if target in ("approval", "approved", "done"):
            found = self._get_plan_obstacles()
            if found:
                return "\n".join(found)
        if target == "done" and self.date > self._get_today():
            return self.env._(
                "%(plan)s takes effect on %(date)s.",
                plan=self.display_name,
                date=format_date(self.env, self.date),
            )
        return False

    def _on_arrow(self, source, target):
        res = super()._on_arrow(source, target)
        if target == "approval":
            self._take_number()
        elif target == "approved" and self.date <= self._get_today():
            self._carry_out()
        elif target == "done":
            self._move_all()
        return res

    def action_ask_approval(self):
        for plan in self:
            if plan.kind in WHOLE_KINDS:
                plan.action_dry_run()
            plan._take_arrow("approval", {"prepared_by_id": self.env.uid})
        return True

    def action_take_back(self, reason):
        return self._take_arrow("draft", {"return_reason": self._check_reason(reason)})

    def action_cancel(self, reason):
        return self._take_arrow(
            "cancelled", {"cancel_reason": self._check_reason(reason)}
        )

    def action_carry_out(self):
        """What could not be done on its day is done by hand once it can be."""
        for plan in self:
            obstacle = plan._get_authority_obstacle("manager")
            if obstacle:
                raise UserError(obstacle)
            plan.check_access("write")
            plan.sudo()._carry_out()
        return True

    @api.model
    def _cron_carry_out(self):
        """Carry out what is due. What cannot be done tells its officer why."""
        today = self._get_today()
        due = self.search([("state", "=", "approved"), ("date", "<=", today)])
        cron = self.env["ir.cron"]
        for left, plan in enumerate(due, 1 - len(due)):
            try:
                with self.env.cr.savepoint():
                    plan._carry_out()
            except UserError as error:
                if not plan.activity_ids:
                    plan._clock_activity(str(error))
            except Exception:
                _logger.exception("%s could not be carried out", plan)
            if not cron._commit_progress(1, remaining=-left):
                break
