# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""What this room keeps of a person: applications, namings, objections, events."""

from odoo import api, models
from odoo.fields import Domain

#: Of an application that somebody only handed in: that they did, not what it says.
HANDED_IN = (
    "number",
    "applicant_type",
    "institution_id",
    "unit_id",
    "origin",
    "state",
    "create_date",
    "date_submitted",
)
#: Of the person's own one.
OWN = (
    *HANDED_IN,
    "person_title",
    "summary",
    "background",
    "expectation",
    "mode_online",
    "mode_onsite",
    "language_ids",
    "date_from",
    "date_to",
    "incomplete_reason",
    "reject_reason",
    "withdrawal_reason",
)


class MbbApplicationMixin(models.AbstractModel):
    _name = "mbb.application.mixin"
    _inherit = ["mbb.application.mixin", "mbb.personal.data.mixin"]

    _personal_category = "applications"

    @api.model
    def _get_personal_domain(self, partner):
        return Domain("person_id", "=", partner.id) | Domain(
            "contact_id", "=", partner.id
        )

    @api.model
    def _get_personal_data(self, partner):
        """With the notices, which were shown to who handed it in (KVKK m.10)."""
        data = super()._get_personal_data(partner)
        shown = (
            self.sudo()
            .with_context(active_test=False)
            .search(
                Domain("notice_version", "!=", False)
                & (
                    Domain("contact_id", "=", partner.id)
                    | Domain("contact_id", "=", False)
                    & Domain("person_id", "=", partner.id)
                ),
                order="id",
            )
        )
        names = ("notice_version", "notice_date", "number")
        if shown:
            entries = [row._get_personal_entry(partner, names) for row in shown]
            data["notices"] = entries
        return data

    def _get_personal_entry(self, partner, names=None):
        if names is not None:
            return super()._get_personal_entry(partner, names)
        own = self.person_id == partner
        entry = super()._get_personal_entry(partner, OWN if own else HANDED_IN)
        parts = {"person": self.env._("It is about me")} if own else {}
        if self.contact_id == partner:
            parts["contact"] = self.env._("I handed it in")
        label = self.env._("My Part")
        values, text = entry["values"], ", ".join(parts.values())
        values.insert(0, self._prepare_personal_value("part", label, [*parts], text))
        if own:
            lines = [(line.skill_id, line.skill_level_id) for line in self.skill_ids]
            subjects = [
                " – ".join(part.name for part in parts if part) for parts in lines
            ]
            label = self._fields["skill_ids"]._description_string(self.env)
            values.append(
                self._prepare_personal_value(
                    "skill_ids", label, subjects, ", ".join(subjects)
                )
            )
        return entry


class MbbApplicationExpert(models.Model):
    _name = "mbb.application.expert"
    _inherit = ["mbb.application.expert", "mbb.personal.data.mixin"]

    _personal_category = "applications"
    _personal_fields = (
        "mentor_id.number",
        "mentee_id.number",
        "state",
        "create_date",
        "date_answered",
        "channel",
        "date_withdrawn",
    )

    @api.model
    def _get_personal_domain(self, partner):
        return Domain("person_id", "=", partner.id)


class MbbObjection(models.Model):
    _name = "mbb.objection"
    _inherit = ["mbb.objection", "mbb.personal.data.mixin"]

    _personal_category = "applications"
    _personal_fields = (
        "mentor_id.number",
        "mentee_id.number",
        "state",
        "create_date",
        "reason",
        "contested_reason",
        "decision_reason",
    )

    @api.model
    def _get_personal_domain(self, partner):
        return Domain("contact_id", "=", partner.id)


class EventRegistration(models.Model):
    _name = "event.registration"
    _inherit = ["event.registration", "mbb.personal.data.mixin"]

    _personal_category = "events"
    _personal_fields = (
        "event_id",
        "name",
        "email",
        "phone",
        "state",
        "create_date",
        "mentor_listed",
        "mentor_role",
        "mentor_subject_ids",
        "mentor_text",
    )

    @api.model
    def _get_personal_domain(self, partner):
        return Domain("partner_id", "=", partner.id) & Domain(
            "event_id.is_mentor_event", "=", True
        )


class MbbEventInterest(models.Model):
    """Their own wish to talk; the other one's name stands at the event."""

    _name = "mbb.event.interest"
    _inherit = ["mbb.event.interest", "mbb.personal.data.mixin"]

    _personal_category = "events"
    _personal_fields = ("event_id", "role", "skill_id", "note", "state", "create_date")

    @api.model
    def _get_personal_domain(self, partner):
        return Domain("from_id.partner_id", "=", partner.id)
