# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class MbbApplicationPartyMixin(models.AbstractModel):
    """Who applies: an institution, a unit of it or a person (MPY m.5/1)."""

    _name = "mbb.application.party.mixin"
    _inherit = "mbb.approval.mixin"
    _description = "Parties of an Application"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    applicant_type = fields.Selection(
        [("institution", "Institution"), ("unit", "Unit"), ("person", "Staff Member")],
        string="Applicant",
        required=True,
        default="institution",
        tracking=True,
    )
    institution_id = fields.Many2one(
        "res.partner",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain=[("is_mentor_institution", "=", True)],
        tracking=True,
    )
    unit_id = fields.Many2one(
        "res.partner",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('is_mentor_unit', '=', True), ('id', 'child_of', institution_id)]",
        tracking=True,
    )
    person_id = fields.Many2one(
        "res.partner",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain="[('is_company', '=', False), ('is_mentor_unit', '=', False),"
        " ('id', 'child_of', institution_id)]",
        tracking=True,
    )
    bearer_name = fields.Char(related="bearer_id.name", string="Applicant Name")
    person_confirmed = fields.Boolean(
        string="Person Confirmed by the Sekreterya",
        copy=False,
        help="The person works for the institution although the address book does "
        "not list them there.",
    )
    person_title = fields.Char(string="Title", tracking=True)
    bearer_id = fields.Many2one(
        "res.partner",
        string="On Whose Account",
        compute="_compute_bearer_id",
        store=True,
        index=True,
        help="The person, the unit or the whole institution: who carries the load.",
    )
    contact_id = fields.Many2one(
        "res.partner",
        string="Applied By",
        ondelete="restrict",
        check_company=True,
        default=lambda self: self._default_contact(),
        help="Who applied, and who is written to about the application.",
    )

    @api.model
    def _default_contact(self):
        return self.env.user.partner_id if self.env.user.share else False

    @api.depends("applicant_type", "institution_id", "unit_id", "person_id")
    def _compute_bearer_id(self):
        for record in self:
            by_type = {"person": record.person_id, "unit": record.unit_id}
            bearer = by_type.get(record.applicant_type) or record.institution_id
            record.bearer_id = bearer

    # -- who the application may speak for ---------------------------------

    @api.constrains("institution_id", "unit_id", "person_id", "person_confirmed")
    def _check_parties(self):
        for record in self.sudo():
            institution = record.institution_id
            if not institution.is_mentor_institution:
                raise ValidationError(
                    self.env._(
                        "%(name)s is not registered as an institution of the "
                        "programme.",
                        name=institution.name,
                    )
                )
            if institution.mentor_closed_on and record.state == "draft":
                raise ValidationError(
                    self.env._(
                        "%(institution)s was closed.", institution=institution.name
                    )
                )
            unit = record.unit_id
            if unit and not (
                unit.is_mentor_unit and record._lies_under(unit, institution)
            ):
                raise ValidationError(
                    self.env._(
                        "%(unit)s is not a unit of %(institution)s.",
                        unit=unit.name,
                        institution=institution.name,
                    )
                )
            if not record._is_person_of_institution():
                raise ValidationError(
                    self.env._(
                        "%(person)s is not known as working for %(institution)s.",
                        person=record.person_id.name,
                        institution=institution.name,
                    )
                )

    @api.constrains("contact_id")
    def _check_contact(self):
        """Points, reasons and decisions are written to who applied, to nobody else."""
        for record in self.sudo():
            contact = record.contact_id
            own = record.institution_id | record.unit_id | record.person_id
            if contact and contact not in own and not record._knows_person(contact):
                raise ValidationError(
                    self.env._(
                        "%(person)s is not known as working for %(institution)s.",
                        person=contact.name,
                        institution=record.institution_id.name,
                    )
                )

    def _is_person_of_institution(self):
        """Listed under the institution, or confirmed by the Sekreterya."""
        self.ensure_one()
        person = self.person_id
        if not person:
            return True
        confirmed = self.person_confirmed and not person.sudo().mentor_left_on
        return confirmed or self._knows_person(person)

    def _knows_person(self, person):
        """Whether somebody works for the institution, as far as is known here."""
        self.ensure_one()
        institution = self.institution_id
        if person.sudo().mentor_left_on:
            return False
        return self._lies_under(person, institution) or any(
            institution._is_represented_by(
                user,
                roles=("representative", "applicant", "viewer"),
                unit=institution.child_ids,
            )
            for user in person.user_ids
        )

    @api.model
    def _lies_under(self, partner, institution):
        """Whether `partner` is a contact of `institution`, at any depth."""
        parent = partner.parent_id
        while parent and parent != institution:
            parent = parent.parent_id
        return bool(parent)

    def _get_authority_obstacle(self, authority):
        if authority != "applicant":
            return super()._get_authority_obstacle(authority)
        if self._is_office():
            return False
        record = self.sudo()
        user = self.env.user
        if record.institution_id._is_represented_by(
            user, roles=("representative", "applicant"), unit=record.unit_id
        ):
            return False
        if record.applicant_type == "person" and record.person_id == user.partner_id:
            return False
        return self.env._(
            "You may not act for %(institution)s.",
            institution=record.institution_id.name,
        )

    def _get_parties(self):
        return super()._get_parties() | (
            self.institution_id | self.unit_id | self.person_id | self.contact_id
        )

    def _get_party_obstacle(self):
        """Why nobody can go on for this institution or person, or False."""
        self.ensure_one()
        record = self.sudo()
        institution = record.institution_id
        if institution.mentor_closed_on:
            return self.env._(
                "%(institution)s was closed.", institution=institution.name
            )
        if record.person_id and not record._is_person_of_institution():
            return self.env._(
                "%(person)s is not known as working for %(institution)s.",
                person=record.person_id.name,
                institution=institution.name,
            )
        return False
