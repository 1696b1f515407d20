# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models


class MbbSession(models.Model):
    _name = "mbb.session"
    _inherit = ["mbb.portal.mixin", "mbb.session"]

    _portal_path = "/my/mentoring/sessions/%s"
    _portal_readable_fields = frozenset(
        {
            "display_name",
            "match_id",
            "state",
            "date_state",
            "purpose",
            "number",
            "kind",
            "date_start",
            "date_stop",
            "hours",
            "time_text",
            "postpone_reason",
            "place",
            "link",
            "agenda",
            "minutes",
            "outputs",
            "cancel_reason",
        }
    )

    def action_record_minutes(self, minutes, attended_ids):
        if self._is_portal_surface():
            self._check_portal_text(self._fields["minutes"], minutes)
        return super().action_record_minutes(minutes, attended_ids)

    def _get_portal_kind(self):
        self.ensure_one()
        return dict(self._fields["kind"]._description_selection(self.env))[self.kind]
