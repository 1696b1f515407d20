# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models


class MbbReorganisationLine(models.Model):
    _inherit = "mbb.reorganisation.line"

    def _get_open_count(self):
        """Applications that answer to the unit by a subject that moves."""
        count = super()._get_open_count()
        if not self.subject_id:
            return count
        return count + sum(
            self.env[model]
            .sudo()
            .search_count(
                [
                    ("answering_unit_id", "=", self.from_id.id),
                    ("subject_ids.skill_type_id", "in", self.subject_id.ids),
                    ("state", "not in", self.env[model]._closed_states),
                ]
            )
            for model in ("mbb.mentor", "mbb.mentee")
        )
