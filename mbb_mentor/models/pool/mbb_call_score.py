# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import float_compare


class MbbCallScore(models.Model):
    """A reviewer's points for one criterion."""

    _name = "mbb.call.score"
    _description = "Points for a Criterion"
    _order = "review_id, sequence, id"
    _rec_name = "name"
    _check_company_auto = True

    review_id = fields.Many2one(
        "mbb.call.review",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    criterion_id = fields.Many2one(
        "mbb.call.criterion",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(related="review_id.company_id", store=True, index=True)
    sequence = fields.Integer(related="criterion_id.sequence", store=True)
    name = fields.Char(related="criterion_id.name", string="What Is Scored")
    description = fields.Text(related="criterion_id.description")
    max_points = fields.Float(related="criterion_id.points")
    points = fields.Float(digits=(6, 2))
    remark = fields.Char(string="Why", help="Needed where no point is given.")

    _unique_criterion = models.UniqueIndex(
        "(review_id, criterion_id)", "This criterion is in the list already."
    )
    _check_not_negative = models.Constraint(
        "CHECK(points >= 0)", "Points cannot be negative."
    )

    @api.constrains("points")
    def _check_points(self):
        for line in self:
            most = line.criterion_id.points
            if float_compare(line.points, most, precision_digits=2) > 0:
                raise ValidationError(
                    self.env._(
                        "%(criterion)s: at most %(points)s points can be given.",
                        criterion=line.name,
                        points=most,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("The criteria are those of the call."))
        return super().create(vals_list)

    def write(self, vals):
        self.review_id._check_own()
        if not self.env.su and set(vals) - {"points", "remark"}:
            raise AccessError(self.env._("The criteria are those of the call."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A review is kept with the call."))
