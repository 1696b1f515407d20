# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""What this room keeps of a person: consents, attendance, tasks, assignments."""

from odoo import api, models
from odoo.fields import Domain


class MbbConsent(models.Model):
    """Their own answers, and those that they gave for an institution."""

    _name = "mbb.consent"
    _inherit = ["mbb.consent", "mbb.personal.data.mixin"]

    _personal_category = "consents"
    _personal_fields = (
        "match_id.number",
        "assignment_id.number",
        "extension_id.assignment_id.number",
        "agreement_id.match_id.number",
        "side",
        "institution_id",
        "state",
        "date_asked",
        "date_answered",
        "channel",
        "capacity",
        "date_withdrawn",
        "text_version",
        "text_sha256",
    )

    @api.model
    def _get_personal_domain(self, partner):
        return (
            Domain("partner_id", "=", partner.id)
            | Domain("answered_by_id.partner_id", "=", partner.id)
            | Domain("withdrawn_by_id.partner_id", "=", partner.id)
        ) & Domain("state", "!=", "cancelled")

    def _get_personal_entry(self, partner, names=None):
        """With the reasons in their own words: who typed them may read them."""
        entry = super()._get_personal_entry(partner, names)
        written = {"reason": "answered_by_id", "withdraw_reason": "withdrawn_by_id"}
        entry["values"] += [
            self._get_personal_value(name)
            for name, author in written.items()
            if self[author].partner_id == partner and partner.partner_share
        ]
        return entry


class MbbSessionAttendance(models.Model):
    _name = "mbb.session.attendance"
    _inherit = ["mbb.session.attendance", "mbb.personal.data.mixin"]

    _personal_category = "sessions"
    _personal_fields = (
        "match_id.number",
        "date_start",
        "session_id.kind",
        "session_id.place",
        "session_id.state",
        "presence",
        "hours",
        "date_invited",
    )

    @api.model
    def _get_personal_domain(self, partner):
        return Domain("partner_id", "=", partner.id)


class MbbTaskMixin(models.AbstractModel):
    _name = "mbb.task.mixin"
    _inherit = ["mbb.task.mixin", "mbb.personal.data.mixin"]

    _personal_category = "sessions"
    _personal_fields = (
        "match_id.number",
        "name",
        "date_deadline",
        "state",
        "date_done",
    )

    @api.model
    def _get_personal_domain(self, partner):
        return Domain("owner_id", "=", partner.id)

    def _get_personal_entry(self, partner, names=None):
        entry = super()._get_personal_entry(partner, names)
        if self.done_by_id.partner_id == partner:
            entry["values"].append(self._get_personal_value("done_note"))
        return entry


class MbbAssignment(models.Model):
    _name = "mbb.assignment"
    _inherit = ["mbb.assignment", "mbb.personal.data.mixin"]

    _personal_category = "assignments"
    _personal_fields = (
        "number",
        "kind",
        "state",
        "sending_institution_id",
        "host_institution_id",
        "place",
        "date_from",
        "date_to",
        "tasks",
        "transport",
        "date_approved",
        "date_ended",
    )

    @api.model
    def _get_personal_domain(self, partner):
        return Domain("expert_id", "=", partner.id) & Domain("state", "!=", "draft")


class MbbAssignmentExtension(models.Model):
    _name = "mbb.assignment.extension"
    _inherit = ["mbb.assignment.extension", "mbb.personal.data.mixin"]

    _personal_category = "assignments"
    _personal_fields = ("assignment_id.number", "state", "date_to_new", "date_approved")

    @api.model
    def _get_personal_domain(self, partner):
        return Domain("assignment_id.expert_id", "=", partner.id) & Domain(
            "state", "!=", "draft"
        )


class MbbDutyReport(models.Model):
    _name = "mbb.duty.report"
    _inherit = ["mbb.duty.report", "mbb.personal.data.mixin"]

    _personal_category = "assignments"
    _personal_fields = (
        "assignment_id.number",
        "state",
        "text",
        "outputs",
        "proposals",
        "date_submitted",
        "date_confirmed",
        "return_reason",
    )

    @api.model
    def _get_personal_domain(self, partner):
        return Domain("expert_id", "=", partner.id)
