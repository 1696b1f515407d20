# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, models
from odoo.fields import Domain


class MbbGoal(models.Model):
    """Both sides read the goals of their match, note progress and say what was
    reached."""

    _name = "mbb.goal"
    _inherit = ["mbb.portal.mixin", "mbb.goal"]

    _portal_path = "/my/mentoring/goals/%s"
    _portal_closed_states = ("reached", "partly", "missed", "dropped")
    _portal_readable_fields = frozenset(
        {
            "display_name",
            "name",
            "match_id",
            "measure",
            "is_measured",
            "unit",
            "value_start",
            "value_target",
            "value_now",
            "progress",
            "date_deadline",
            "date_progress",
            "date_due",
            "date_state",
            "is_overdue",
            "state",
            "result_note",
            "drop_reason",
        }
    )

    @api.model
    def _get_portal_todo_domain(self):
        """Of what the user answers for: what is late, and no result is known."""
        return (
            Domain("state", "=", "open")
            & Domain("owner_id", "=", self.env.user.partner_id.id)
            & Domain("date_deadline", "<", self._get_today())
        )

    def _note_progress(self, note, value=None, session=None, date=None):
        self._check_portal_text(self.env["mbb.goal.progress"]._fields["note"], note)
        return super()._note_progress(note, value, session, date)

    def _get_portal_owner(self):
        self.ensure_one()
        self.check_access("read")
        return self.sudo().owner_id.name

    def _get_portal_notes(self):
        """[(day, number or None, words)], the newest first."""
        self.ensure_one()
        self.check_access("read")
        return [
            (note.date, note.value if note.is_measured else None, note.note)
            for note in self.sudo().progress_ids
        ]
