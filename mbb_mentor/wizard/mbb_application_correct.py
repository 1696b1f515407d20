# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError


class MbbApplicationCorrect(models.TransientModel):
    """Correct what a submitted application says."""

    _name = "mbb.application.correct"
    _description = "Correct an Application"

    mentor_id = fields.Many2one("mbb.mentor", readonly=True)
    mentee_id = fields.Many2one("mbb.mentee", readonly=True)
    applicant_type = fields.Selection(
        [("institution", "Institution"), ("unit", "Unit"), ("person", "Staff Member")],
        string="Applicant",
        compute="_compute_applicant_type",
    )
    person_title = fields.Char(string="Title")
    summary = fields.Text(string="Text of the Offer or Need")
    background = fields.Text(string="Its Ground")
    expectation = fields.Text(string="What Is Expected")
    capacity = fields.Integer(string="Mentees at One Time")
    reason = fields.Text(string="Reason of the Correction", required=True)

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        application = self._get_application(values)
        values.update(
            {name: application[name] for name in self._get_names(application)}
        )
        return values

    @api.model
    def _get_application(self, values):
        kind = "mbb.mentor" if values.get("mentor_id") else "mbb.mentee"
        record = self.env[kind].browse(
            values.get("mentor_id") or values.get("mentee_id")
        )
        if not record:
            raise UserError(self.env._("Name the application that it belongs to."))
        return record

    @api.model
    def _get_names(self, application):
        return (
            *application._corrected_fields,
            *application._further_corrected_fields,
        )

    @api.depends("mentor_id", "mentee_id")
    def _compute_applicant_type(self):
        for wizard in self:
            application = wizard.mentor_id or wizard.mentee_id
            wizard.applicant_type = application.applicant_type

    def action_apply(self):
        self.ensure_one()
        application = self.mentor_id or self.mentee_id
        application._correct(
            {name: self[name] for name in self._get_names(application)}, self.reason
        )
        return {"type": "ir.actions.act_window_close"}
