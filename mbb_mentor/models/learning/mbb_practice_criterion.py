# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models


class MbbPracticeCriterion(models.Model):
    """What a good practice is judged by (GÇY m.36/2-b)."""

    _name = "mbb.practice.criterion"
    _description = "Criterion of Good Practices"
    _inherit = ["mbb.rule.mixin"]
    _order = "sequence, id"

    sequence = fields.Integer(default=10)
    name = fields.Char(string="Criterion", required=True, translate=True)
    description = fields.Text(string="What Is Looked At", translate=True)
    points = fields.Float(
        string="Highest Points", required=True, default=20, digits=(6, 2)
    )

    _check_points = models.Constraint(
        "CHECK(points > 0)", "A criterion has points to give."
    )
