# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models


class HrSkillType(models.Model):
    _name = "hr.skill.type"
    _inherit = ["hr.skill.type", "mbb.shipped.mixin", "mbb.moved.mixin"]
    _moved_fields = ("mentor_unit_id",)

    is_mentor_subject = fields.Boolean(string="Subject of the Mentor Programme")
    mentor_unit_id = fields.Many2one(
        "hr.department",
        string="Answering Unit",
        index="btree_not_null",
        help="The unit of the Birlik that answers for the subject.",
        groups="base.group_user",
    )

    @api.model_create_multi
    def create(self, vals_list):
        types = super().create(vals_list)
        types.mentor_unit_id._check_not_own_doing()
        return types

    def write(self, vals):
        res = super().write(vals)
        if "mentor_unit_id" in vals:
            self.mentor_unit_id._check_not_own_doing()
        return res

    def _get_records_with(self):
        own = super()._get_records_with()
        return [*own, self.skill_ids, self.skill_level_ids]
