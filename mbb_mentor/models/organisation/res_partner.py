# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain

class ResPartner(models.Model):
    """A Kurum (MPY m.4/b) is a partner; its unit a child partner."""

    _name = "res.partner"
    _inherit = [
        "res.partner",
        "mbb.turkish.order.mixin",
        "mbb.institution.duplicate.mixin",
        "mbb.institution.change.mixin",
    ]
    _turkish_order_fields = ("name", "complete_name")

    is_mentor_institution = fields.Boolean(string="Institution of the Programme")
    is_mentor_unit = fields.Boolean(string="Unit of an Institution")
    institution_type = fields.Selection(
        [
            ("metropolitan", "Metropolitan Municipality"),
            ("provincial", "Provincial Municipality"),
            ("metropolitan_district", "Metropolitan District Municipality"),
            ("district", "District Municipality"),
            ("town", "Town Municipality"),
            ("affiliated", "Affiliated Body"),
            ("company", "Municipal Company"),
            ("special_administration", "Special Provincial Administration"),
            ("union", "Union of Local Administrations"),
            ("foreign", "Foreign Local Government"),
            ("organisation", "Organisation of Urbanism or Local Government"),
            ("birlik", "The Birlik"),
        ],
        index="btree_not_null",
    )
    membership_from = fields.Date(string="Member Since")
    membership_to = fields.Date(string="Member Until")
    is_member = fields.Boolean(
        string="Member of the Birlik",
        compute="_compute_is_member",
        search="_search_is_member",
    )
    detsis = fields.Char(string="DETSİS Number")
    kep = fields.Char(string="KEP Address")
    population = fields.Integer()
    representative_ids = fields.One2many("mbb.representative", "institution_id")
    former_name_ids = fields.One2many(
        "mbb.institution.name", "institution_id", string="Former Names", readonly=True
    )
    mentor_closed_on = fields.Date(
        string="Closed On",
        copy=False,
        readonly=True,
        help="From this day on the institution is no more.",
    )
    mentor_successor_id = fields.Many2one(
        "res.partner",
        string="Merged Into",
        copy=False,
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    mentor_left_on = fields.Date(
        string="Left On",
        copy=False,
        readonly=True,
        groups="mbb_mentor.group_mentor_officer",
        help="From this day on the person does not work for the institution any more.",
    )

    #: Written with all that follows from it, by the dialogs of the Sekreterya.
    _leaving_fields = ("mentor_closed_on", "mentor_successor_id", "mentor_left_on")

    _membership_dates = models.Constraint(
        "CHECK(membership_to IS NULL OR membership_from <= membership_to)",
        "A membership cannot end before it starts.",
    )
    _unique_detsis = models.UniqueIndex(
        "(detsis) WHERE detsis IS NOT NULL AND detsis != ''",
        "Another institution has this DETSİS number.",
    )

    @api.depends("membership_from", "membership_to")
    def _compute_is_member(self):
        today = fields.Date.context_today(self)
        for partner in self:
            partner.is_member = bool(
                partner.membership_from
                and partner.membership_from <= today
                and (not partner.membership_to or partner.membership_to >= today)
            )

    def _search_is_member(self, operator, value):
        if operator != "in":
            return NotImplemented
        member = Domain("membership_from", "<=", "today") & (
            Domain("membership_to", "=", False) | Domain("membership_to", ">=", "today")
        )
        return member if True in value else ~member

    @api.constrains("is_mentor_unit", "parent_id")
    def _check_mentor_unit(self):
        for partner in self.filtered("is_mentor_unit"):
            if not partner.parent_id.is_mentor_institution:
                raise ValidationError(
                    self.env._(
                        "%(unit)s: a unit belongs to an institution.", unit=partner.name
                    )
                )

    def _check_sign_in_email(self, email):
        """A new password is sent to this address: who writes it could sign in as
        the person."""
        others = self.sudo().filtered(
            lambda partner: partner.email != email
            and partner.user_ids - self.env.user
        )
        if others and not self.env.user.has_group("base.group_erp_manager"):
            raise AccessError(
                self.env._(
                    "%(names)s sign in with a password that can be reset by e-mail. "
                    "Only an administrator changes their address.",
                    names=", ".join(others.mapped("name")),
                )
            )

    def _check_written_from_outside(self, vals):
        """Odoo's own pages write as superuser what a portal user typed there: an
        address of somebody else, or the name of the institution."""
        if "email" in vals:
            self._check_sign_in_email(vals["email"])
        own = {"name", "email", "vat", "parent_id", "company_name"}
        if vals.keys() & own and self.filtered(
            lambda partner: partner.is_mentor_institution or partner.is_mentor_unit
        ):
            raise AccessError(
                self.env._("The Sekreterya keeps the institutions and their units.")
            )

    def write(self, vals):
        """A renamed institution keeps its former name."""
        if self.env.user.share:
            self.sudo()._check_written_from_outside(vals)
        if not self.env.su:
            if "email" in vals:
                self._check_sign_in_email(vals["email"])
            if vals.keys() & set(self._leaving_fields):
                raise UserError(
                    self.env._(
                        "Who leaves and what is closed is entered in its own dialog: "
                        "authorities and open work end with it."
                    )
                )
        renamed = self.browse()
        if vals.get("name"):
            renamed = self.filtered(
                lambda p: p.is_mentor_institution and p.name and p.name != vals["name"]
            )
            today = fields.Date.context_today(self)
            self.env["mbb.institution.name"].sudo().create(
                [
                    {
                        "institution_id": partner.id,
                        "name": partner.name,
                        "name_key": self._get_mentor_name_key(partner.name),
                        "date_to": fields.Date.subtract(today, days=1),
                    }
                    for partner in renamed
                ]
            )
        return super().write(vals)

    def _get_institution(self):
        """The institution that a unit or a person belongs to."""
        self.ensure_one()
        partner = self
        while partner and not partner.is_mentor_institution:
            partner = partner.parent_id
        return partner

    def _is_birlik(self):
        self.ensure_one()
        company = self.env["res.company"].sudo()
        return bool(company.search_count([("partner_id", "=", self.id)], limit=1))

    def _is_represented_by(self, user, roles=("representative",), unit=None):
        """Whether `user` has one of the roles for this institution today.

        :param unit: what is asked concerns this unit: who acts for it only counts, too
        """
        self.ensure_one()
        units = [False, *(unit.ids if unit else ())]
        return bool(
            self.env["mbb.representative"]
            .sudo()
            .search_count(
                Domain("institution_id", "=", self.id)
                & Domain("unit_id", "in", units)
                & Domain("user_id", "=", user.id)
                & Domain("role", "in", roles)
                & self.env["mbb.representative"]._get_current_domain(),
                limit=1,
            )
        )
