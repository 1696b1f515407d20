# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import email_normalize


class MbbPortalApplication(models.AbstractModel):
    """What an applicant sees and fills in on the portal, as mentor or as mentee."""

    _name = "mbb.portal.application"
    _inherit = "mbb.portal.mixin"
    _description = "Application on the Portal"

    _portal_writable_fields = frozenset(
        {
            "applicant_type",
            "institution_id",
            "unit_id",
            "person_id",
            "person_title",
            "summary",
            "background",
            "expectation",
            "mode_online",
            "mode_onsite",
            "language_ids",
            "date_from",
            "date_to",
            "skill_ids",
        }
    )
    _portal_readable_fields = frozenset(
        {
            "display_name",
            "number",
            "state",
            "date_state",
            "date_due",
            "waiting_days",
            "is_overdue",
            "create_date",
            "date_submitted",
            "incomplete_reason",
            "reject_reason",
            "withdrawal_reason",
            "on_behalf",
            "notice_version",
            "notice_date",
        }
    )

    @api.model
    def _check_portal_link(self, field, records):
        """Their own institution, its units and its people; nobody's else.

        The model then holds the unit and the person against the institution.
        """
        if field.comodel_name != "res.partner":
            return super()._check_portal_link(field, records)
        for partner in records.sudo():
            # A unit and a person belong to an institution; it is itself one.
            institution = partner._get_institution()
            units = (partner | institution.child_ids).filtered("is_mentor_unit")
            if field.name == "unit_id":
                units &= partner
            # Who stands for one unit only applies for it, within its institution.
            if not (institution | units).filtered("is_mine_to_apply"):
                raise AccessError(
                    self.env._("You may not apply for this institution or person.")
                )

    def _get_portal_person(self, institution, name, email, title):
        """The contact of a person under their own institution, made when missing.

        Looked for there only: the answer says nothing about other institutions.
        """
        email = email_normalize(email)
        if not email:
            raise ValidationError(self.env._("The e-mail address is not valid."))
        # sudo: the portal user may neither search nor create contacts; what this
        # reads and writes stays under the institution that they apply for.
        people_sudo = self.env["res.partner"].sudo()
        person_sudo = people_sudo.search(
            [
                ("id", "child_of", institution.id),
                ("email_normalized", "=", email),
                ("is_company", "=", False),
                ("is_mentor_unit", "=", False),
            ],
            limit=1,
        )
        if not person_sudo:
            person_sudo = people_sudo.create(
                {
                    "name": name,
                    "email": email,
                    "function": title,
                    "type": "contact",
                    "parent_id": institution.id,
                }
            )
        return person_sudo.with_env(self.env)

    def _record_notice(self, version):
        """Which privacy notice was on the page, and when (KVKK m.10)."""
        # sudo: not a field for the applicant to fill in.
        self.sudo().filtered(lambda r: r.notice_version != version).write(
            {"notice_version": version, "notice_date": fields.Datetime.now()}
        )

    def _is_portal_editable(self):
        """Whether the user may change the application now."""
        self.ensure_one()
        return (
            self.state in ("draft", "incomplete")
            and self.has_access("write")
            and not self._get_authority_obstacle_as_user()
        )

    def _get_authority_obstacle_as_user(self):
        return self._portal_inside()._get_authority_obstacle("applicant")

    def _get_portal_targets(self):
        """The states to which the user may take it by themself now."""
        self.ensure_one()
        return [
            target
            for target, authority in self._arrows.get(self.state, {}).items()
            if authority == "applicant" and not self._get_authority_obstacle_as_user()
        ]
