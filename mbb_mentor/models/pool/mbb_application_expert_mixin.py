# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models
from odoo.exceptions import AccessError, UserError


class MbbApplicationExpertMixin(models.AbstractModel):
    """The people whom an institution or a unit names for what it offers or needs."""

    _name = "mbb.application.expert.mixin"
    _description = "Experts of an Application"

    def _get_naming_obstacle(self, person):
        """Why `person` cannot be named on this application now, or False."""
        self.ensure_one()
        application = self.sudo()
        if application.applicant_type == "person":
            return self.env._(
                "%(name)s is the application of a person, who is its expert.",
                name=self.display_name,
            )
        if application.state in self._closed_states:
            return self.env._(
                "%(name)s is closed (%(state)s): nobody is named on it any more.",
                name=self.display_name,
                state=application._get_state_label(),
            )
        person = person.sudo()
        is_person = person and not (person.is_company or person.is_mentor_unit)
        if not (is_person and application._knows_person(person)):
            return self.env._(
                "%(person)s is not known as working for %(institution)s.",
                person=person.name or "–",
                institution=application.institution_id.name,
            )
        return False

    def _name_expert(self, person):
        """Name `person`, for who may act for the applicant; also on the portal."""
        self.ensure_one()
        self.check_access("read")
        obstacle = self._get_authority_obstacle("applicant")
        if obstacle:
            raise AccessError(obstacle)
        # sudo: who may name was asked above; the rest is asked as for everybody.
        experts = self.env["mbb.application.expert"].sudo()
        return experts.create(
            {f"{self._get_kind()}_id": self.id, "person_id": person.id}
        ).with_env(self.env)

    def _get_expert_obstacle(self, person):
        """Why `person` cannot be sent as the expert of this application, or False.

        Who applied as a person is it by applying; an institution's or a unit's is
        named, and has said so themself.
        """
        self.ensure_one()
        application = self.sudo()
        rows = application.expert_ids.filtered(lambda row: row.person_id == person)
        if "confirmed" in rows.mapped("state"):
            return False
        if "named" in rows.mapped("state"):
            return self.env._(
                "%(person)s was named by %(institution)s and has not confirmed yet.",
                person=person.name,
                institution=application.institution_id.name,
            )
        if application.applicant_type == "person":
            return False
        return self.env._(
            "%(institution)s has not named %(person)s as an expert: name them on "
            "%(application)s.",
            institution=application.institution_id.name,
            person=person.name or "–",
            application=application.display_name,
        )

    def _get_only_expert(self):
        """The person, or the one expert who confirmed; nobody where there are more."""
        self.ensure_one()
        application = self.sudo()
        if application.applicant_type == "person":
            return application.person_id
        confirmed = application.expert_ids.filtered(lambda r: r.state == "confirmed")
        return confirmed.person_id if len(confirmed) == 1 else confirmed.person_id[:0]

    def _check_naming(self, person):
        obstacle = self._get_naming_obstacle(person)
        if obstacle:
            raise UserError(obstacle)
