# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models


class MbbMentorSkill(models.Model):
    """A subject that a mentor offers, and at which level."""

    _name = "mbb.mentor.skill"
    _inherit = "mbb.application.skill.mixin"
    _description = "Offered Subject"

    mentor_id = fields.Many2one(
        "mbb.mentor", required=True, index=True, ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one(related="mentor_id.company_id", store=True, index=True)
    note = fields.Char(help="What exactly: a system, a kind of project, a year.")

    _unique_skill = models.UniqueIndex(
        "(mentor_id, skill_id)", "This subject is in the list already."
    )

    def _linked_field_name(self):
        return "mentor_id"

    def _get_note(self):
        return self.note or ""
