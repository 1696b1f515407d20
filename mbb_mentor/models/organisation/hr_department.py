# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError

UNIT_KINDS = [
    ("general_secretariat", "General Secretariat"),
    ("directorate", "Directorate"),
    ("coordination", "Coordination"),
    ("centre", "Centre"),
    ("academy", "Academy"),
    ("library", "Library"),
    ("other", "Other Unit"),
]


class HrDepartment(models.Model):
    """A unit of the Birlik (GÇY m.7)."""

    _name = "hr.department"
    _inherit = ["hr.department", "mbb.turkish.order.mixin"]

    mentor_code = fields.Char(
        string="Unit Code",
        copy=False,
        readonly=True,
        index="btree_not_null",
        help="Which unit of the shipped organisation this is.",
    )
    mentor_kind = fields.Selection(UNIT_KINDS, string="Kind of Unit")
    mentor_article = fields.Integer(
        string="Article", help="Article of the regulation on duties."
    )
    mentor_purpose = fields.Text(string="Purpose", translate=True)
    mentor_duty_ids = fields.One2many(
        "mbb.duty",
        "department_id",
        string="Duties",
        domain=lambda self: list(self.env["mbb.duty"]._get_current_domain()),
    )
    mentor_past_duty_ids = fields.One2many(
        "mbb.duty",
        "department_id",
        string="Former Duties",
        domain=[("date_to", "<", "today")],
        readonly=True,
    )
    mentor_kept_ids = fields.One2many(
        "mbb.unit.secretariat", "department_id", string="Keeps the Secretariat Of"
    )
    mentor_keeper_ids = fields.One2many(
        "mbb.unit.secretariat", "beneficiary_id", string="Its Secretariat Is Kept By"
    )
    mentor_head_job_ids = fields.One2many(
        "hr.job",
        "department_id",
        string="Head's Position",
        domain=[("is_unit_head", "=", True)],
    )
    mentor_subject_type_ids = fields.One2many(
        "hr.skill.type", "mentor_unit_id", string="Answers for the Subjects"
    )

    _unique_mentor_code = models.UniqueIndex(
        "(company_id, mentor_code) WHERE mentor_code IS NOT NULL",
        "This unit of the organisation has a department already.",
    )
    # Who heads it is the Genel Sekreter: of two, chance would say who decides.
    _one_general_secretariat = models.UniqueIndex(
        "(company_id) WHERE mentor_kind = 'general_secretariat' AND active",
        "There is one Genel Sekreterlik.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        units = super().create(vals_list)
        units._check_not_own_doing()
        return units

    def write(self, vals):
        if not self.env.su and not vals.get("active", True):
            busy = self.sudo().filtered("mentor_duty_ids")
            if busy:
                raise UserError(
                    self.env._(
                        "%(unit)s has duties: a reorganisation ends it (GÇY m.8/4).",
                        unit=busy[0].name,
                    )
                )
        res = super().write(vals)
        if {"manager_id", "mentor_kind"} & vals.keys():
            self._check_not_own_doing()
        return res

    def _check_not_own_doing(self):
        heads = self.sudo().manager_id.user_id
        self.env["mbb.approval.rule"]._refuse_own_doing(heads)
