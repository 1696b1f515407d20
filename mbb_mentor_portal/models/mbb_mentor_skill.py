# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models


class MbbMentorSkill(models.Model):
    _name = "mbb.mentor.skill"
    _inherit = ["mbb.portal.mixin", "mbb.mentor.skill"]

    _portal_readable_fields = frozenset({"display_name", "mentor_level"})
    _portal_writable_fields = frozenset(
        {"mentor_id", "skill_type_id", "skill_id", "skill_level_id", "note"}
    )
