# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain


class MbbDeputy(models.Model):
    """Vekâlet: who stands in for whom, from when until when; ends by itself."""

    _name = "mbb.deputy"
    _description = "Deputyship"
    _inherit = ["mail.thread"]
    _order = "date_from desc"
    _rec_name = "deputy_id"
    _check_company_auto = True

    principal_id = fields.Many2one(
        "res.users", required=True, index=True, ondelete="restrict", tracking=True
    )
    deputy_id = fields.Many2one(
        "res.users", required=True, index=True, ondelete="restrict", tracking=True
    )
    date_from = fields.Date(
        string="From", required=True, default=fields.Date.context_today, tracking=True
    )
    date_to = fields.Date(string="To", required=True, tracking=True)
    ground = fields.Char(required=True, help="Number and date of the onay.")
    rule_ids = fields.Many2many(
        "mbb.approval.rule", string="Only For", help="Empty: for every approval."
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )

    _check_dates = models.Constraint(
        "CHECK(date_from <= date_to)", "A deputyship cannot end before it starts."
    )
    _not_self = models.Constraint(
        "CHECK(principal_id != deputy_id)", "Nobody is their own deputy."
    )
    _no_overlap = models.Constraint(
        "EXCLUDE USING gist (principal_id WITH =, "
        "daterange(date_from, date_to, '[]') WITH &&)",
        "This person has a deputy in that period already.",
    )

    @api.constrains("principal_id", "deputy_id", "date_from", "date_to")
    def _check_circle(self):
        for row in self:
            circle = self.sudo().search_count(
                Domain("principal_id", "=", row.deputy_id.id)
                & Domain("deputy_id", "=", row.principal_id.id)
                & Domain("date_from", "<=", row.date_to)
                & Domain("date_to", ">=", row.date_from),
                limit=1,
            )
            if circle:
                raise ValidationError(
                    self.env._(
                        "%(deputy)s is away in that period, with %(principal)s as "
                        "deputy.",
                        deputy=row.deputy_id.name,
                        principal=row.principal_id.name,
                    )
                )

    @api.constrains("deputy_id")
    def _check_may_be_asked(self):
        for row in self:
            if not self.env["mbb.approval.rule"]._may_be_asked(row.deputy_id.sudo()):
                raise ValidationError(
                    self.env._(
                        "%(deputy)s is no approver. Ask an administrator for the "
                        "group first.",
                        deputy=row.deputy_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows._check_not_own_doing()
        return rows

    def write(self, vals):
        res = super().write(vals)
        if "deputy_id" in vals:
            self._check_not_own_doing()
        return res

    def _check_not_own_doing(self):
        if not self.env.su and self.env.user in self.deputy_id:
            raise UserError(
                self.env._("Nobody makes themselves a deputy: ask a colleague.")
            )

    @api.model
    def _get_current_domain(self):
        return Domain("date_from", "<=", "today") & Domain("date_to", ">=", "today")
