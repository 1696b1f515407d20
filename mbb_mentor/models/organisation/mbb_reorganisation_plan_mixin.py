# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError

#: Everything of the source moves, and the source is closed.
WHOLE_KINDS = ("merge", "abolish")
#: Only the Meclis makes and ends a unit, on the Başkan's proposal (GÇY m.4/h, m.8/3-j).
COUNCIL_KINDS = ("create", "abolish")


class MbbReorganisationPlanMixin(models.AbstractModel):
    """What a reorganisation would move, and what stands in its way."""

    _name = "mbb.reorganisation.plan.mixin"
    _description = "Plan of a Reorganisation"

    summary = fields.Char(string="In Short", compute="_compute_summary")
    needs_council = fields.Boolean(compute="_compute_needs_council")
    obstacles = fields.Text(
        string="What Stands in the Way", compute="_compute_obstacles"
    )

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
