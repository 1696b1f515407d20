# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, models
from odoo.fields import Domain


class MbbEvaluation(models.Model):
    """Single evaluations are read by who wrote them and the Sekreterya."""

    _name = "mbb.evaluation"
    _inherit = ["mbb.portal.mixin", "mbb.evaluation"]

    _portal_path = "/my/mentoring/evaluations/%s"
    _portal_closed_states = ("done",)
    _portal_readable_fields = frozenset(
        {
            "display_name",
            "match_id",
            "side",
            "state",
            "date_state",
            "date_due",
            "create_date",
        }
    )

    @api.model
    def _get_portal_todo_domain(self):
        return Domain("state", "=", "asked")
