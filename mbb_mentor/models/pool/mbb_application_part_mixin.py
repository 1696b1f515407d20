# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError


class MbbApplicationPartMixin(models.AbstractModel):
    """What belongs to one application, be it of a mentor or of a mentee."""

    _name = "mbb.application.part.mixin"
    _description = "Part of an Application"
    _check_company_auto = True

    mentor_id = fields.Many2one(
        "mbb.mentor",
        string="Mentor Application",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
    )
    mentee_id = fields.Many2one(
        "mbb.mentee",
        string="Mentee Application",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_application",
        store=True,
        precompute=True,
        index=True,
    )
    institution_id = fields.Many2one(
        "res.partner",
        compute="_compute_application",
        store=True,
        precompute=True,
        index=True,
    )
    application_name = fields.Char(
        string="Application", compute="_compute_application_name"
    )

    _check_application = models.Constraint(
        "CHECK((mentor_id IS NULL) != (mentee_id IS NULL))",
        "It belongs to one application.",
    )

    @api.depends(
        "mentor_id.company_id",
        "mentor_id.institution_id",
        "mentee_id.company_id",
        "mentee_id.institution_id",
    )
    def _compute_application(self):
        for record in self.sudo():
            application = record._get_application()
            record.company_id = application.company_id
            record.institution_id = application.institution_id

    @api.depends("mentor_id.display_name", "mentee_id.display_name")
    def _compute_application_name(self):
        for record in self.sudo():
            record.application_name = record._get_application().display_name

    def _get_application(self):
        self.ensure_one()
        return self.mentor_id or self.mentee_id

    @api.model
    def _browse_applications(self, vals_list):
        """The application that each of `vals_list` names."""
        for vals in vals_list:
            mentor, mentee = vals.get("mentor_id"), vals.get("mentee_id")
            if bool(mentor) == bool(mentee):
                raise UserError(self.env._("Name the application that it belongs to."))
            kind = "mbb.mentor" if mentor else "mbb.mentee"
            yield self.env[kind].browse(mentor or mentee)

    def action_view_application(self):
        self.ensure_one()
        application = self._get_application()
        return {
            "type": "ir.actions.act_window",
            "res_model": application._name,
            "res_id": application.id,
            "views": [(False, "form")],
        }
