# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models


class MbbMenteeSkill(models.Model):
    _name = "mbb.mentee.skill"
    _inherit = ["mbb.portal.mixin", "mbb.mentee.skill"]

    _portal_readable_fields = frozenset({"display_name", "mentor_level"})
    _portal_writable_fields = frozenset(
        {"mentee_id", "skill_type_id", "skill_id", "skill_level_id"}
    )
