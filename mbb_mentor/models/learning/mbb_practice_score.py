# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError


class MbbPracticeScore(models.Model):
    """What one reviewer gives a good practice for one criterion."""

    _name = "mbb.practice.score"
    _description = "Points of a Good Practice"
    _order = "practice_id, user_id, sequence, id"
    _check_company_auto = True

    practice_id = fields.Many2one(
        "mbb.practice",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    criterion_id = fields.Many2one(
        "mbb.practice.criterion",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    sequence = fields.Integer(related="criterion_id.sequence", store=True)
    description = fields.Text(related="criterion_id.description")
    user_id = fields.Many2one(
        "res.users",
        string="Reviewer",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.user,
    )
    is_given = fields.Boolean(string="Given", readonly=True)
    points = fields.Float(digits=(6, 2))
    max_points = fields.Float(
        string="Highest Points", required=True, readonly=True, digits=(6, 2)
    )
    note = fields.Text(string="Why")
    company_id = fields.Many2one(
        related="practice_id.company_id", store=True, index=True
    )

    _one_each = models.Constraint(
        "UNIQUE(practice_id, criterion_id, user_id)",
        "This reviewer has a row for this criterion already.",
    )

    @api.constrains("points", "max_points")
    def _check_points(self):
        for score in self:
            if not 0 <= score.points <= score.max_points:
                raise ValidationError(
                    self.env._(
                        "%(criterion)s: give from 0 to %(points)g points.",
                        criterion=score.criterion_id.name,
                        points=score.max_points,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("Open the points from the practice."))
        return super().create(vals_list)

    def write(self, vals):
        if set(vals) - {"points", "note", "is_given", "company_id", "sequence"}:
            raise UserError(
                self.env._("Points stay with their reviewer and their criterion.")
            )
        if {"points", "note", "is_given"}.intersection(vals):
            for score in self:
                score._check_open()
            vals = {**vals, "is_given": True}
        return super().write(vals)

    def _check_open(self):
        if self.practice_id.sudo().state != "review":
            raise UserError(
                self.env._(
                    "%(practice)s is not in review: its points stay as they were given.",
                    practice=self.practice_id.sudo().display_name,
                )
            )
        if not self.env.su and self.user_id != self.env.user:
            raise AccessError(self.env._("Everybody gives their own points."))

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Points that were given are not deleted."))
