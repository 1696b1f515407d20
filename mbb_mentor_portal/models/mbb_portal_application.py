# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.fields import Domain
from odoo.tools import email_normalize

from odoo.addons.mbb_mentor.models.pool.turn import wait_turn

#: People named on one application within a day.
MAX_NAMED = 20
#: What says for whom an application is.
APPLICANT = frozenset({"applicant_type", "institution_id", "unit_id", "person_id"})


class MbbPortalApplication(models.AbstractModel):
    """What an applicant sees and fills in on the portal, as mentor or as mentee."""

    _name = "mbb.portal.application"
    _inherit = "mbb.portal.application.form"
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
            "is_stale",
            "date_confirmed",
            "date_current_asked",
        }
    )

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        if self._is_portal_surface():
            records._check_portal_applicant()
        return records

    def write(self, vals):
        res = super().write(vals)
        if self._is_portal_surface() and not APPLICANT.isdisjoint(vals):
            self._check_portal_applicant()
        return res

    def _check_portal_applicant(self):
        """For whom an application is says who could begin it so. A right over a unit
        is none over the institution, also where the unit is taken off or ignored."""
        self.check_access("create")
        for record in self.sudo():
            whole = record.applicant_type == "institution"
            if whole and not record.institution_id.is_mine_to_apply:
                raise AccessError(
                    self.env._("You may not apply for this institution or person.")
                )

    @api.model
    def _check_portal_link(self, field, records):
        """Their own institution, its units and its people; nobody's else.

        The model then holds the unit and the person against the institution.
        """
        if field.comodel_name == "mbb.call":
            return self._check_portal_call(records)
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

    @api.model
    def _check_portal_call(self, calls):
        """Only to a call that is open, which everybody may read; whether it is for
        the institution the call itself says when the application is handed in."""
        for call in calls:
            if not call._get_public_sudo(call.id):
                raise AccessError(self.env._("This call takes no applications."))

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
                # An address that somebody added to the institution is no person.
                ("type", "=", "contact"),
                ("is_company", "=", False),
                ("is_mentor_unit", "=", False),
            ],
            limit=1,
        )
        if not person_sudo:
            # Of two who name the same person at once the second begins again, and
            # finds the contact that the first has made.
            wait_turn(institution)
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

    @api.model
    def _get_portal_institution_domain(self, institutions):
        return Domain("institution_id", "in", institutions.ids)

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

    # -- after the submission ----------------------------------------------

    def _is_portal_to_name(self):
        """Whether the user may name an expert on it now (MPY m.5/4)."""
        self.ensure_one()
        return (
            self.applicant_type != "person"
            and self.state not in ("draft", *self._closed_states)
            and not self._get_authority_obstacle_as_user()
        )

    def _name_portal_expert(self, person):
        # sudo: who is named there already, of an application that the user reads.
        rows_sudo = self.sudo().expert_ids
        taken = rows_sudo.filtered(lambda row: row.state in ("named", "confirmed"))
        if person.id in taken.person_id.ids:
            raise ValidationError(
                self.env._("%(name)s is named already.", name=person.sudo().name)
            )
        # Each name is a mail of the Birlik to an address that somebody typed.
        since = fields.Datetime.now() - timedelta(days=1)
        if len(rows_sudo.filtered(lambda row: row.create_date > since)) >= MAX_NAMED:
            raise ValidationError(
                self.env._(
                    "%(limit)s people were named within a day. Name the others "
                    "tomorrow, or write to the Sekreterya.",
                    limit=MAX_NAMED,
                )
            )
        return self._portal_inside()._name_expert(person).with_env(self.env)

    def _is_portal_to_confirm_current(self):
        """Whether the user is to say that it is still as it says."""
        self.ensure_one()
        return self.is_stale and not self._get_authority_obstacle_as_user()

    @api.model
    def _get_portal_own_domain(self):
        """Applications for which the user acts."""
        partner = self.env.user.partner_id
        mine = partner._get_mine_to_apply()
        return (
            Domain("institution_id", "in", mine)
            | Domain("unit_id", "in", mine)
            | Domain("applicant_type", "=", "person")
            & Domain("person_id", "=", partner.id)
        )

    @api.model
    def _get_portal_todo_domain(self):
        """Those that the user has begun, or is to complete."""
        return (
            Domain("state", "in", ("draft", "incomplete"))
            & self._get_portal_own_domain()
        )

    @api.model
    def _get_portal_stale_domain(self):
        """Those of which the user is to say whether they are still current."""
        return Domain("is_stale", "=", True) & self._get_portal_own_domain()

    @api.model
    def _get_portal_unnamed_domain(self):
        """Those that have a match and no expert yet: nobody can be sent (m.5/4)."""
        return (
            Domain("applicant_type", "!=", "person")
            & Domain("match_ids", "any", [("state", "in", ("agreed", "active"))])
            & Domain(
                "expert_ids", "not any", [("state", "in", ("named", "confirmed"))]
            )
            & self._get_portal_own_domain()
        )

    def _get_portal_match_dates(self):
        """Since when each application has a match under way: {application: moment}."""
        link = self._fields["match_ids"].inverse_name
        # sudo: since when alone; the match may not be theirs to read.
        rows = (
            self.env["mbb.match"]
            .sudo()
            ._read_group(
                [(link, "in", self.ids), ("state", "in", ("agreed", "active"))],
                [link],
                ["date_state:min"],
            )
        )
        return {application.with_env(self.env): moment for application, moment in rows}

    def _get_portal_answer_date(self):
        """Until when it should be said whether the application is current."""
        self.ensure_one()
        days = self.sudo().company_id.mbb_stale_answer_days
        asked = self.date_current_asked
        return asked and asked + timedelta(days)

    def _is_portal_to_correct(self):
        """Whether the user may ask for a correction now."""
        self.ensure_one()
        if self._get_authority_obstacle_as_user():
            return False
        record_sudo = self.sudo()  # what is open on the user's own application
        waiting = record_sudo.correction_ids.filtered(lambda row: row.state == "asked")
        return not waiting and not record_sudo._get_correction_obstacle({})

    def _get_portal_corrected_fields(self):
        """Names of the fields of the form; a title is a person's."""
        person = self.applicant_type == "person"
        return [n for n in self._corrected_fields if person or n != "person_title"]

    def _correct_from_portal(self, values, reason):
        return self._portal_inside()._correct(values, reason).with_env(self.env)

    def _get_portal_targets(self):
        """The states to which the user may take it by themself now."""
        self.ensure_one()
        return [
            target
            for target, authority in self._arrows.get(self.state, {}).items()
            if authority == "applicant" and not self._get_authority_obstacle_as_user()
        ]
