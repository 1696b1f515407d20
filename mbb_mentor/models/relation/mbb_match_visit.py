# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models


class MbbMatch(models.Model):
    """The group visits of a match."""

    _inherit = "mbb.match"  # pylint: disable=consider-merging-classes-inherited

    visit_ids = fields.One2many("mbb.visit", "match_id", string="Group Visits")

    def action_draw_up_visit(self):
        """Several experts at once, with what the match already says."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Group Visit"),
            "res_model": "mbb.visit.draw.up",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_match_id": self.id,
                "default_expert_ids": [(6, 0, self.mentor_person_id.ids)],
                "default_host_institution_id": self.mentee_institution_id.id,
                "default_place_state_id": self.mentee_institution_id.state_id.id,
                "partner_display_name_hide_company": True,
            },
        }
