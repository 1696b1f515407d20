# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models


class MbbAssignmentReportMixin(models.AbstractModel):
    """The closing report is asked for once the duty is over."""

    _name = "mbb.assignment.report.mixin"
    _description = "Closing Report of an Assignment"

    report_ids = fields.One2many(
        "mbb.duty.report",
        "assignment_id",
        readonly=True,
        groups="mbb_mentor.group_mentor_officer",
    )
    report_state = fields.Selection(
        related="report_ids.state",
        string="Closing Report",
        groups="mbb_mentor.group_mentor_officer",
    )

    def _on_arrow(self, source, target):
        res = super()._on_arrow(source, target)
        if target in ("done", "ended") and not self.report_ids:
            report = self.env["mbb.duty.report"].create({"assignment_id": self.id})
            report._set_clock()
            report._clock_activity(
                self.env._("Ask %(expert)s for the report", expert=self.expert_id.name)
            )
            report._tell()
        return res

    def _get_certificate_obstacle(self):
        if self.sudo().report_state == "confirmed":
            return super()._get_certificate_obstacle()
        return self.env._(
            "%(name)s: a certificate follows the closing report, confirmed by the host.",
            name=self.display_name,
        )

    def action_view_report(self):
        self.ensure_one()
        return self.report_ids._get_records_action()
