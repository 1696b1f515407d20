# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models


class MbbCallTarget(models.Model):
    """Whom a call is for: a type of institution, or one by name."""

    _name = "mbb.call.target"
    _description = "Institutions a Call Is For"
    _order = "call_id, id"
    _rec_name = "call_id"
    _check_company_auto = True

    call_id = fields.Many2one(
        "mbb.call", required=True, index=True, ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one(related="call_id.company_id", store=True, index=True)
    institution_type = fields.Selection(
        selection=lambda self: self._get_types(), string="Type of Institution"
    )
    institution_id = fields.Many2one(
        "res.partner",
        ondelete="restrict",
        check_company=True,
        domain=[("is_mentor_institution", "=", True)],
    )

    _check_target = models.Constraint(
        "CHECK((institution_type IS NULL) != (institution_id IS NULL))",
        "A row names either a type or one institution.",
    )

    @api.model
    def _get_types(self):
        field = self.env["res.partner"]._fields["institution_type"]
        return field._description_selection(self.env)

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
