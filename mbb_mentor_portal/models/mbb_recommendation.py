# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, models
from odoo.fields import Domain


class MbbRecommendation(models.Model):
    """Both sides read what was recommended; the mentee's institution answers."""

    _name = "mbb.recommendation"
    _inherit = ["mbb.portal.mixin", "mbb.recommendation"]

    _portal_path = "/my/mentoring/recommendations/%s"
    _portal_closed_states = ("adopted", "declined")
    _portal_search_paths = ("name", "match_id.number")
    _portal_readable_fields = frozenset(
        {
            "display_name",
            "name",
            "description",
            "match_id",
            "date_given",
            "date_deadline",
            "date_due",
            "date_state",
            "date_asked",
            "is_asked",
            "is_overdue",
            "state",
            "result_note",
        }
    )

    @api.model
    def _get_portal_institution_domain(self, institutions):
        match = self.env["mbb.match"]._get_portal_institution_domain(institutions)
        return Domain("match_id", "any", match)

    @api.model
    def _get_portal_todo_domain(self):
        """What is asked of the user's side: a follow-up, or what is late."""
        partner = self.env.user.partner_id.id
        mine = (
            Domain("owner_id", "=", partner)
            | Domain("match_id.mentee_person_id", "=", partner)
            | Domain("institution_id.is_mine_to_apply", "=", True)
            | Domain("match_id.mentee_id.unit_id.is_mine_to_apply", "=", True)
        )
        late = Domain("state", "=", "open") & Domain(
            "date_deadline", "<", self._get_today()
        )
        return mine & (Domain("is_asked", "=", True) | late)

    def action_report(self, state, note):
        self._check_portal_text(self._fields["result_note"], note)
        return super().action_report(state, note)

    def _is_portal_answerable(self):
        """Whether the user may say what became of it."""
        self.ensure_one()
        return not self._get_authority_obstacle("owner")

    def _get_portal_owner(self):
        self.ensure_one()
        self.check_access("read")
        return self.sudo().owner_id.name

    def _get_portal_followups(self):
        """[(day, occasion, state, words)], the newest first."""
        self.ensure_one()
        self.check_access("read")
        rows_sudo = self.sudo().followup_ids
        stages = dict(rows_sudo._fields["stage"]._description_selection(self.env))
        states = dict(rows_sudo._fields["state"]._description_selection(self.env))
        return [
            (row.date, stages[row.stage], states[row.state], row.note)
            for row in rows_sudo
        ]
