# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models


class MbbMenteeSkill(models.Model):
    """A subject in which a mentee needs support, with their own present level.

    No level means none yet (0 in the matching), which the five levels of a subject
    cannot say.
    """

    _name = "mbb.mentee.skill"
    _inherit = "mbb.application.skill.mixin"
    _description = "Needed Subject"

    mentee_id = fields.Many2one(
        "mbb.mentee", required=True, index=True, ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one(related="mentee_id.company_id", store=True, index=True)
    skill_level_id = fields.Many2one(
        string="Present Level", required=False, help="Empty: no knowledge of it yet."
    )

    _unique_skill = models.UniqueIndex(
        "(mentee_id, skill_id)", "This subject is in the list already."
    )

    def _linked_field_name(self):
        return "mentee_id"

    def write(self, vals):
        res = super().write(vals)
        if "skill_id" in vals:
            self.mentee_id._check_eligible()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_only_open(self):
        res = super()._unlink_only_open()
        self.mentee_id._check_eligible(without=self)
        return res

    @api.depends("skill_id")
    def _compute_skill_level_id(self):
        """Nobody's present level is guessed: core would take the subject's first."""
        for line in self:
            if line.skill_level_id.skill_type_id != line.skill_id.skill_type_id:
                line.skill_level_id = False

    @api.constrains("skill_type_id", "skill_level_id")
    def _check_skill_level(self):
        return super(
            MbbMenteeSkill, self.filtered("skill_level_id")
        )._check_skill_level()

    @api.depends("skill_id", "skill_level_id")
    def _compute_display_name(self):
        known = self.filtered("skill_level_id")
        for line in self - known:
            line.display_name = line.skill_id.name
        return super(MbbMenteeSkill, known)._compute_display_name()
