# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models


class MbbCallCriterion(models.Model):
    """What the applications to a call are scored by."""

    _name = "mbb.call.criterion"
    _description = "Criterion of a Call"
    _order = "call_id, sequence, id"
    _check_company_auto = True

    call_id = fields.Many2one(
        "mbb.call", required=True, index=True, ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one(related="call_id.company_id", store=True, index=True)
    sequence = fields.Integer(default=10)
    name = fields.Char(string="Criterion", required=True, translate=True)
    description = fields.Text(
        string="What Is Looked At", translate=True, help="Published with the call."
    )
    points = fields.Float(
        string="Highest Points", required=True, default=20, digits=(6, 2)
    )

    _check_points = models.Constraint(
        "CHECK(points > 0)", "A criterion has points to give."
    )

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows.call_id._check_terms_open()
        return rows

    def write(self, vals):
        self.call_id._check_terms_open()
        res = super().write(vals)
        self.call_id._check_terms_open()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_unpublished(self):
        self.call_id._check_terms_open()
