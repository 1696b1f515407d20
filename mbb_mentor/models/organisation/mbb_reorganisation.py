# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import logging

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from ..base.mbb_approval_mixin import MbbApprovalMixin
from ..base.mbb_state_mixin import MbbStateMixin, lock_or_tell
from .hr_department import UNIT_KINDS

_logger = logging.getLogger(__name__)

#: Everything of the source moves, and the source is closed.
WHOLE_KINDS = ("merge", "abolish")
#: Only the Meclis makes and ends a unit, on the Başkan's proposal (GÇY m.4/h, m.8/3-j).
COUNCIL_KINDS = ("create", "abolish")


class MbbReorganisation(models.Model):
    """Units merged, split, given other duties, made or ended (GÇY m.8/4).

    It takes effect on its day, after its approval; the work that is open follows the
    duty, and what was before stays readable as it was.
    """

    _name = "mbb.reorganisation"
    _description = "Reorganisation"
    _inherit = ["mbb.approval.mixin", "mail.thread", "mail.activity.mixin"]
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
    summary = fields.Char(string="In Short", compute="_compute_summary")
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
    needs_council = fields.Boolean(compute="_compute_needs_council")
    obstacles = fields.Text(
        string="What Stands in the Way", compute="_compute_obstacles"
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

    @api.depends("kind")
    def _compute_needs_council(self):
        for plan in self:
            plan.needs_council = plan.kind in COUNCIL_KINDS

    @api.depends("line_ids.kind", "line_ids.open_count")
    @api.depends_context("lang")
    def _compute_summary(self):
        labels = dict(
            self.env["mbb.reorganisation.line"]
            ._fields["kind"]
            ._description_selection(self.env)
        )
        for plan in self:
            parts = [
                f"{label}: {count}"
                for kind, label in labels.items()
                if (count := len(plan.line_ids.filtered(lambda x, k=kind: x.kind == k)))
            ]
            work = sum(plan.line_ids.mapped("open_count"))
            if work:
                parts.append(self.env._("Open applications: %(count)s", count=work))
            plan.summary = "; ".join(parts) or False

    @api.depends(
        "kind",
        "state",
        "source_ids.active",
        "target_id.active",
        "new_name",
        "line_ids",
        "decision_id",
        "proposal_date",
        "proposal_number",
        "proposal_file",
    )
    @api.depends_context("lang")
    def _compute_obstacles(self):
        for plan in self:
            found = (
                plan._get_plan_obstacles()
                if plan.state in ("draft", "approval", "approved")
                else []
            )
            plan.obstacles = "\n".join(found) or False

    def _get_plan_obstacles(self):
        """Every reason why the plan cannot go on now, as texts."""
        self.ensure_one()
        plan = self.sudo()
        found = plan._get_unit_obstacles()
        if plan.kind not in WHOLE_KINDS and plan.kind != "create" and not plan.line_ids:
            found.append(self.env._("Say what moves."))
        for line in plan.line_ids:
            if line.from_id not in plan.source_ids:
                found.append(
                    self.env._(
                        "%(what)s is of %(unit)s, which the plan is not about.",
                        what=line.display_name,
                        unit=line.from_id.name,
                    )
                )
            elif line._get_unit() != line.from_id:
                found.append(
                    self.env._(
                        "%(what)s is no longer with %(unit)s.",
                        what=line.display_name,
                        unit=line.from_id.name,
                    )
                )
        if plan.kind in COUNCIL_KINDS:
            found += plan._get_council_obstacles()
        return found

    def _get_unit_obstacles(self):
        found = []
        sources, target = self.source_ids, self.target_id
        if self.kind != "create" and not sources:
            found.append(self.env._("Say which unit it is about."))
        if self.kind in ("split", "move_duty") and len(sources) > 1:
            found.append(self.env._("One unit at a time is split or gives a duty."))
        if target & sources:
            found.append(self.env._("The unit that goes on cannot be the one it is from."))
        makes_one = self.kind in ("create", "split")
        if makes_one and not (target or self.new_name):
            found.append(self.env._("Give the new unit its name."))
        if self.kind in ("merge", "move_duty") and not target:
            found.append(self.env._("Say which unit takes over."))
        if self.kind == "abolish" and not target and self._collect(sources):
            found.append(
                self.env._("Say which unit takes over what the abolished one has.")
            )
        found += [
            self.env._("%(unit)s is closed.", unit=unit.name)
            for unit in (sources | target)
            if not unit.active
        ]
        top = self.company_id._mbb_get_general_secretariat()
        if self.kind in WHOLE_KINDS and top & sources:
            found.append(
                self.env._("%(unit)s heads the administration.", unit=top.name)
            )
        return found

    def _get_council_obstacles(self):
        """A unit is made and ended by the Meclis, on the Başkan's proposal."""
        found = []
        if not (self.proposal_date and self.proposal_number and self.proposal_file):
            found.append(
                self.env._(
                    "The Başkan's proposal is missing: number, date and file "
                    "(GÇY m.4/h)."
                )
            )
        decision = self.decision_id
        if (
            decision.state != "decided"
            or decision.organ_id.kind != "council"
            or decision.outcome == "end"
        ):
            found.append(
                self.env._("The decision of the Meclis is missing (GÇY m.4/h).")
            )
        elif self.proposal_date and decision.date < self.proposal_date:
            found.append(self.env._("The Meclis decides after the proposal."))
        return found

    # -- what moves ----------------------------------------------------------

    def _collect(self, units):
        """Values of a line for each thing that stands with the units today."""
        return self.env["mbb.reorganisation.line"]._collect(units, self.date)

    def action_dry_run(self):
        """Show what would move. Nothing is changed but the list."""
        for plan in self:
            if plan.state != "draft":
                raise UserError(
                    self.env._("%(plan)s is not a draft.", plan=plan.display_name)
                )
            plan.check_access("write")
            plan._plan_lines()
        return True

    def _plan_lines(self):
        """List all that stands with the sources; what is taken off the list stays."""
        plan = self.sudo()
        plan.line_ids.unlink()
        plan.line_ids.create(
            [
                {**values, "reorganisation_id": plan.id}
                for values in plan._collect(plan.source_ids)
            ]
        )

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

    # -- carrying out (as superuser) -----------------------------------------

    def _carry_out(self):
        if not self.env.su:
            raise AccessError(self.env._("A reorganisation follows its approval."))
        self.ensure_one()
        lock_or_tell(self)
        if self.kind in WHOLE_KINDS and self.state == "approved":
            # What came to the unit since the approval moves too.
            self._plan_lines()
        self._take_arrow("done", {"date_done": self._get_today()})

    def _move_all(self):
        target = self.target_id or self._create_unit()
        if not self.target_id:
            self.target_id = target
        for line in self.line_ids:
            line._move(target)
        if self.kind in WHOLE_KINDS:
            self._close_sources()
        self._tell_units()
        self.env["mbb.approval"]._refresh_approvers()

    def _create_unit(self):
        if not self.new_name:
            return self.env["hr.department"]
        top = self.company_id._mbb_get_general_secretariat()
        return self.env["hr.department"].create(
            {
                "name": self.new_name,
                "mentor_kind": self.new_kind,
                "parent_id": (
                    self.new_parent_id or self.source_ids[:1].parent_id or top
                ).id,
                "company_id": self.company_id.id,
            }
        )

    def _close_sources(self):
        """The unit is closed, not deleted: its name and its past stay."""
        sources = self.source_ids
        rules = self.env["mbb.approval.rule"].with_context(active_test=False)
        for unit in sources:
            unit.child_ids.write({"parent_id": (self.target_id or unit.parent_id).id})
            unit.jobs_ids.filtered(lambda job: not job.is_unit_head).write(
                {"department_id": self.target_id.id}
            )
            rules.search([("department_id", "=", unit.id)]).write(
                {"department_id": (self.target_id or unit.parent_id).id}
            )
        if self.target_id:
            self.env["mbb.secretariat"].search(
                [("department_id", "in", sources.ids), ("is_current", "=", True)]
            ).department_id = self.target_id
        sources.write({"active": False})

    def _tell_units(self):
        for unit in self.source_ids | self.target_id:
            unit.message_post(
                body=self.env._(
                    "%(plan)s, as of %(date)s: %(ground)s",
                    plan=self.display_name,
                    date=format_date(self.env, self.date),
                    ground=self.ground,
                )
            )
