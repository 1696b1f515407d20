# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, models
from odoo.tools import format_date

from ..base.zone import local_today


class MbbAssignmentStepMixin(models.AbstractModel):
    """Asked, approved, started, completed or stopped, and what follows from it."""

    _name = "mbb.assignment.step.mixin"
    _description = "Steps of an Assignment"

    def _get_arrow_obstacle(self, target):
        obstacle = super()._get_arrow_obstacle(target)
        if obstacle:
            return obstacle
        today = local_today()
        if target in ("consent", "approval", "approved", "ongoing"):
            found = self._get_assignment_obstacles()
            if found:
                return "\n".join(found)
        if target == "ongoing" and self.date_from > today:
            return self.env._(
                "%(name)s starts on %(date)s.",
                name=self.display_name,
                date=format_date(self.env, self.date_from),
            )
        if target == "done" and self.date_to > today:
            return self.env._(
                "%(name)s runs until %(date)s. If it ends earlier, end it with a "
                "reason.",
                name=self.display_name,
                date=format_date(self.env, self.date_to),
            )
        return False

    def _on_arrow(self, source, target):
        res = super()._on_arrow(source, target)
        if target == "approved":
            self._write_guarded({"date_approved": local_today()})
            self._take_number()
            self.env["mbb.letter"]._issue(self, "assignment")
        elif target == "ongoing" and self.match_id.state == "agreed":
            self.match_id._take_arrow("active")
        elif target in ("ended", "cancelled", "rejected"):
            reason = self.env._(
                "The assignment %(number)s has ended.", number=self.display_name
            )
            self.extension_ids._stop(reason)
            self.session_ids._stop(reason)
        return res

    def action_ask_consents(self):
        return self._take_arrow("consent", {"prepared_by_id": self.env.uid})

    def action_take_back(self, reason):
        """Return to draft; the answers given so far are cancelled."""
        return self._take_arrow(
            "draft", {"return_reason": self._check_reason(reason)}
        )

    def action_start(self):
        return self._take_arrow("ongoing")

    def action_complete(self):
        return self._take_arrow("done")

    def action_end(self, reason):
        reason = self._check_reason(reason)
        for assignment in self:
            assignment._take_arrow("ended", assignment._prepare_end(reason))
        return True

    def _prepare_end(self, reason):
        today = local_today()
        return {"end_reason": reason, "date_ended": min(today, self.date_to)}

    def action_cancel(self, reason):
        return self._take_arrow(
            "cancelled", {"cancel_reason": self._check_reason(reason)}
        )

    @api.model
    def _cron_start(self):
        """Start what is due. What cannot start yet tells its officer why."""
        today = local_today()
        due = self.search([("state", "=", "approved"), ("date_from", "<=", today)])
        cron = self.env["ir.cron"]
        for left, assignment in enumerate(due, 1 - len(due)):
            obstacle = assignment._get_arrow_obstacle("ongoing")
            if not obstacle:
                assignment.action_start()
            elif not assignment.activity_ids:
                assignment._clock_activity(obstacle)
            if not cron._commit_progress(1, remaining=-left):
                break

    def _stop(self, reason):
        """Stop each one from where it stands (as superuser)."""
        for assignment in self.sudo():
            if assignment.state == "ongoing":
                assignment._take_arrow("ended", assignment._prepare_end(reason))
            elif assignment.state in ("draft", "consent", "approval", "approved"):
                assignment._take_arrow("cancelled", {"cancel_reason": reason})
