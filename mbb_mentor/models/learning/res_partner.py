# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

# Each room says what it knows of a partner: they are kept apart on purpose.
# pylint: disable=consider-merging-classes-inherited

from odoo import api, fields, models


class ResPartner(models.Model):
    _inherit = "res.partner"  # pylint: disable=consider-merging-classes-inherited

    mentor_practice_count = fields.Integer(
        string="Good Practices",
        compute="_compute_mentor_practice_count",
        groups="mbb_mentor.group_mentor_officer",
    )

    @api.depends("is_mentor_institution")
    def _compute_mentor_practice_count(self):
        groups = self.env["mbb.practice"]._read_group(
            [("institution_id", "in", self.ids)], ["institution_id"], ["__count"]
        )
        counts = {partner.id: count for partner, count in groups}
        for partner in self:
            partner.mentor_practice_count = counts.get(partner._origin.id, 0)

    def action_view_mentor_practices(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mbb_mentor.mbb_practice_action"
        )
        return {
            **action,
            "domain": [("institution_id", "=", self.id)],
            "context": {"default_institution_id": self.id},
        }
