# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.fields import Domain


class MbbSession(models.Model):
    _name = "mbb.session"
    _inherit = ["mbb.portal.mixin", "mbb.session"]

    _portal_path = "/my/mentoring/sessions/%s"
    _portal_closed_states = ("held", "cancelled")
    _portal_search_paths = ("time_text", "place", "match_id.number")
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

    @api.model
    def _get_portal_institution_domain(self, institutions):
        match = self.env["mbb.match"]._get_portal_institution_domain(institutions)
        return Domain("match_id", "any", match)

    def action_record_minutes(self, minutes, attended_ids):
        if self._is_portal_surface():
            self._check_portal_text(self._fields["minutes"], minutes)
        return super().action_record_minutes(minutes, attended_ids)

    def _get_portal_kind(self):
        self.ensure_one()
        return dict(self._fields["kind"]._description_selection(self.env))[self.kind]

    # -- the way -------------------------------------------------------------

    _portal_pauses = ("postponed",)

    def _get_portal_way(self):
        begun = self.date_start <= fields.Datetime.now()
        return {
            "planned": {
                "now": self.env._("It took place; its minutes are awaited.")
                if begun
                else self.env._("It is planned."),
                "then": self.env._("It was planned."),
                "entered": True,
                "who": begun and self._get_portal_recorder(),
            },
            "held": {
                "now": self.env._("It was held; the minutes are recorded."),
                "next": self.env._("One of those who took part records the minutes."),
                "then": "",
            },
        }

    def _get_portal_recorder(self):
        if self.sudo().match_id._is_party(self.env.user):
            return self.env._("you, or another who took part")
        return self.env._("those who took part")

    def _get_portal_stops(self):
        return {
            "postponed": self.env._("It is postponed; the Sekreterya sets a new time."),
            "cancelled": self.env._("It was called off."),
        }
