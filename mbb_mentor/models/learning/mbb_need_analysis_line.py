# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

#: What was counted; the rest is what the unit answers.
COUNTED = (
    "analysis_id",
    "skill_id",
    "request_count",
    "institution_count",
    "longest_wait",
)
ANSWERED = ("training", "training_count", "participant_count")


class MbbNeedAnalysisLine(models.Model):
    """One subject: how many ask for it, and what training came of it."""

    _name = "mbb.need.analysis.line"
    _description = "Subject of a Needs Analysis"
    _order = "analysis_id desc, request_count desc, id"
    _rec_name = "skill_id"
    _check_company_auto = True

    analysis_id = fields.Many2one(
        "mbb.need.analysis",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    skill_id = fields.Many2one(
        "hr.skill",
        string="Subject",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    request_count = fields.Integer(string="Requests", readonly=True)
    institution_count = fields.Integer(string="Institutions", readonly=True)
    longest_wait = fields.Integer(
        string="Longest Waiting (days)", readonly=True, aggregator="max"
    )
    training = fields.Char(string="What Training")
    training_count = fields.Integer(string="Trainings")
    participant_count = fields.Integer(string="Participants")
    company_id = fields.Many2one(
        related="analysis_id.company_id", store=True, index=True
    )

    _unique_subject = models.Constraint(
        "UNIQUE(analysis_id, skill_id)", "This subject has its row already."
    )
    _check_counts = models.Constraint(
        "CHECK(training_count >= 0 AND participant_count >= 0)",
        "A number of trainings or participants is not negative.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("The subjects are counted, not entered."))
        rows = super().create(vals_list)
        rows.analysis_id._check_state("draft")
        return rows

    def write(self, vals):
        if set(COUNTED).intersection(vals):
            raise UserError(self.env._("The subjects are counted, not entered."))
        if set(ANSWERED).intersection(vals):
            self.analysis_id._check_state("sent")
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_draft(self):
        self.analysis_id._check_state("draft")
