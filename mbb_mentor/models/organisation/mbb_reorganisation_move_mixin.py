# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models
from odoo.exceptions import AccessError
from odoo.tools import format_date

from ..base.mbb_state_mixin import lock_or_tell
from .mbb_reorganisation_plan_mixin import WHOLE_KINDS


class MbbReorganisationMoveMixin(models.AbstractModel):
    """A reorganisation on its day (as superuser)."""

    _name = "mbb.reorganisation.move.mixin"
    _description = "Carrying Out a Reorganisation"

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
