# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class MbbApplicationCheck(models.Model):
    """A condition as it was found with one application."""

    _name = "mbb.application.check"
    _description = "Checked Condition"
    _order = "sequence, id"
    _rec_name = "condition_id"
    _check_company_auto = True

    mentor_id = fields.Many2one(
        "mbb.mentor",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
    )
    mentee_id = fields.Many2one(
        "mbb.mentee",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
    )
    condition_id = fields.Many2one(
        "mbb.check.condition",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True, index=True)
    sequence = fields.Integer(related="condition_id.sequence", store=True)
    is_required = fields.Boolean(related="condition_id.is_required")
    result = fields.Selection(
        [("open", "Not Looked At"), ("met", "Met"), ("missing", "Missing")],
        required=True,
        default="open",
    )
    note = fields.Char(help="Read by the applicant where the condition is missing.")
    checked_by_id = fields.Many2one("res.users", readonly=True)
    date_checked = fields.Datetime(string="Checked On", readonly=True)

    _check_application = models.Constraint(
        "CHECK((mentor_id IS NULL) != (mentee_id IS NULL))",
        "A condition is checked for one application.",
    )
    _unique_mentor = models.UniqueIndex(
        "(mentor_id, condition_id) WHERE mentor_id IS NOT NULL",
        "This condition is in the list already.",
    )
    _unique_mentee = models.UniqueIndex(
        "(mentee_id, condition_id) WHERE mentee_id IS NOT NULL",
        "This condition is in the list already.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("The list comes from the conditions."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            if set(vals) - {"result", "note"}:
                raise AccessError(self.env._("The list comes from the conditions."))
            for row in self:
                if (row.mentor_id or row.mentee_id).state != "review":
                    raise UserError(
                        self.env._("Conditions are checked during the review.")
                    )
        if "result" in vals:
            vals = {
                **vals,
                "checked_by_id": vals["result"] != "open" and self.env.uid,
                "date_checked": vals["result"] != "open" and fields.Datetime.now(),
            }
        return super().write(vals)
