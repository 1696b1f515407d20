# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models


class HrDepartment(models.Model):
    _inherit = "hr.department"  # pylint: disable=consider-merging-classes-inherited

    match_count = fields.Integer(
        string="Matches",
        compute="_compute_mentor_work",
        groups="mbb_mentor.group_mentor_officer",
    )

    @api.model
    def _get_mentor_work_fields(self):
        return {
            **super()._get_mentor_work_fields(),
            "match_count": ("mbb.match", "mentee_id.subject_ids"),
        }

    def action_view_matches(self):
        return self._open_mentor_work("match_count", "mbb_match_action")
