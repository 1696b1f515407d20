# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models

from .changes import is_changed_by


class MbbApplicationSkillMixin(models.AbstractModel):
    """A subject of an application with its level."""

    _name = "mbb.application.skill.mixin"
    _inherit = "hr.individual.skill.mixin"
    _description = "Subject of an Application"
    _order = "skill_type_id, skill_id"
    _rec_name = "skill_id"
    _check_company_auto = True

    # Core would delete the line with the skill; an application keeps what it said.
    skill_id = fields.Many2one(ondelete="restrict", string="Subject")
    skill_level_id = fields.Many2one(ondelete="restrict", string="Level")
    skill_type_id = fields.Many2one(
        ondelete="restrict",
        string="Field",
        default=lambda self: self._default_subject_type(),
        domain=[("is_mentor_subject", "=", True)],
    )
    # Core evaluates its own default once, when the server starts.
    valid_from = fields.Date(default=fields.Date.context_today)
    mentor_level = fields.Integer(
        related="skill_level_id.mentor_level", string="Level (1–5)"
    )

    @api.model
    def _default_subject_type(self):
        return self.env["hr.skill.type"].search(
            [("is_mentor_subject", "=", True)], limit=1
        )

    def _get_note(self):
        """What was said of it beside the level."""
        self.ensure_one()
        return ""

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._content_changes()
        return lines

    def write(self, vals):
        self[self._linked_field_name()]._check_content_open()
        changed = self.filtered(lambda line: is_changed_by(line, vals, vals))
        changed._content_changes()
        res = super().write(vals)
        if self._linked_field_name() in vals:
            changed._content_changes()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_only_open(self):
        self._content_changes()

    def _content_changes(self):
        """The application these lines belong to changes what it says."""
        applications = self[self._linked_field_name()]
        applications._check_content_open()
        applications._shown_content_changes()
