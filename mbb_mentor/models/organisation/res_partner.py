# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import re

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import email_domain_extract

from .fold import fold

#: What tells one institution from another.
MARK_FIELDS = ("detsis", "vat", "name", "email", "state_id")
#: Addresses of these say nothing about whose they are.
PUBLIC_MAIL = {
    "gmail.com",
    "hotmail.com",
    "hotmail.com.tr",
    "icloud.com",
    "mynet.com",
    "outlook.com",
    "outlook.com.tr",
    "windowslive.com",
    "yahoo.com",
    "yahoo.com.tr",
    "yandex.com",
    "yandex.com.tr",
}


class ResPartner(models.Model):
    """A Kurum (MPY m.4/b) is a partner; its unit a child partner."""

    _name = "res.partner"
    _inherit = ["res.partner", "mbb.turkish.order.mixin"]
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
    mentor_name_key = fields.Char(
        compute="_compute_mentor_name_key",
        store=True,
        index="btree_not_null",
        groups="mbb_mentor.group_mentor_officer",
        help="The name without what two people spell differently.",
    )
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
    mentor_duplicates = fields.Text(
        string="Looks Like",
        compute="_compute_mentor_duplicates",
        groups="mbb_mentor.group_mentor_officer",
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

    # -- names and duplicates --------------------------------------------------

    @api.model
    def _get_mentor_name_key(self, name):
        key = fold(name).replace("belediye baskanligi", "belediyesi")
        return re.sub(r"^t c ", "", key)

    @api.depends("name", "is_mentor_institution")
    def _compute_mentor_name_key(self):
        for partner in self:
            partner.mentor_name_key = (
                self._get_mentor_name_key(partner.name)
                if partner.is_mentor_institution
                else False
            )

    def _get_mentor_mark_values(self):
        self.ensure_one()
        return {name: self[name] for name in MARK_FIELDS}

    @api.model
    def _get_mentor_marks(self, values):
        """What tells an institution, surest first, as (kind, value)."""
        number = re.sub(r"[^0-9]", "", values.get("vat") or "")
        detsis = re.sub(r"[^0-9]", "", values.get("detsis") or "")
        domain = email_domain_extract(values.get("email") or "") or ""
        marks = [
            ("detsis", detsis),
            ("vat", number),
            ("name", self._get_mentor_name_key(values.get("name"))),
            ("email", "" if domain in PUBLIC_MAIL else domain),
        ]
        return [(kind, value) for kind, value in marks if value]

    @api.model
    def _get_mentor_duplicate_index(self):
        """{mark: institutions}, read once for any number of questions."""
        index = {}
        institutions = self.sudo().search([("is_mentor_institution", "=", True)])
        institutions.fetch(MARK_FIELDS)
        for partner in institutions:
            for mark in self._get_mentor_marks(partner._get_mentor_mark_values()):
                index[mark] = index.get(mark, self.browse()) | partner
        former = self.env["mbb.institution.name"].sudo().search_fetch(
            [], ["name_key", "institution_id"]
        )
        for row in former:
            mark = ("name", row.name_key)
            index[mark] = index.get(mark, self.browse()) | row.institution_id
        return index

    @api.model
    def _find_mentor_duplicates(self, values, index=None, exclude=None):
        """Institutions that this may be, as [(partner, kind)], surest first.

        The same name in another province is another institution.
        """
        if index is None:
            index = self._get_mentor_duplicate_index()
        found, seen = [], exclude or self.browse()
        state = values.get("state_id")
        state_id = getattr(state, "id", state)
        for mark in self._get_mentor_marks(values):
            for partner in index.get(mark, ()):
                other = partner.state_id.id
                elsewhere = state_id and other and state_id != other
                if partner in seen or (mark[0] == "name" and elsewhere):
                    continue
                seen |= partner
                found.append((partner.with_env(self.env), mark[0]))
        return found

    @api.model
    def _get_mentor_duplicate_text(self, kind):
        return {
            "detsis": self.env._("same DETSİS number"),
            "vat": self.env._("same tax number"),
            "name": self.env._("same name"),
            "email": self.env._("same e-mail domain"),
        }[kind]

    @api.depends("name", "detsis", "vat", "email", "state_id", "is_mentor_institution")
    def _compute_mentor_duplicates(self):
        institutions = self.filtered("is_mentor_institution")
        (self - institutions).mentor_duplicates = False
        index = self._get_mentor_duplicate_index() if institutions else {}
        for partner in institutions:
            found = self._find_mentor_duplicates(
                partner._get_mentor_mark_values(), index, exclude=partner._origin
            )
            partner.mentor_duplicates = "\n".join(
                f"{other.name} ({self._get_mentor_duplicate_text(kind)})"
                for other, kind in found
            )

    def write(self, vals):
        """A renamed institution keeps its former name."""
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

    # -- institutions change (DESIGN: they keep their history) -------------------

    def _mentor_rename(self, name, date, ground):
        self.ensure_one()
        if name == self.name:
            raise UserError(self.env._("That is its name already."))
        self.name = name
        self.former_name_ids.sorted("id")[-1:].sudo().write(
            {"date_to": fields.Date.subtract(date, days=1), "ground": ground}
        )

    def _mentor_close(self, date, ground, successor=None):
        """From `date` on the institution is no more, or part of another one."""
        self.ensure_one()
        if self.mentor_closed_on:
            raise UserError(
                self.env._("%(name)s was closed already.", name=self.name)
            )
        if self._is_birlik():
            raise UserError(self.env._("The Birlik itself is not closed here."))
        if successor and (
            successor == self
            or successor.mentor_closed_on
            or not successor.is_mentor_institution
        ):
            raise UserError(
                self.env._("Name another institution, one that exists.")
            )
        if successor:
            reason = self.env._(
                "%(name)s became part of %(successor)s (%(ground)s).",
                name=self.name,
                successor=successor.name,
                ground=ground,
            )
        else:
            reason = self.env._(
                "%(name)s was closed (%(ground)s).", name=self.name, ground=ground
            )
        last = fields.Date.subtract(date, days=1)
        values = {
            "mentor_closed_on": date,
            "mentor_successor_id": successor.id if successor else False,
        }
        if self.membership_from and (
            not self.membership_to or self.membership_to > last
        ):
            values["membership_to"] = max(last, self.membership_from)
        # First the authorities end: a closed institution takes no other.
        self._mentor_leave(reason, date)
        self.check_access("write")
        self.sudo().write(values)
        if successor:
            people = self.child_ids.filtered(
                lambda p: not p.is_company and not p.is_mentor_unit
            )
            people.write({"parent_id": successor.id})
            successor.message_post(body=reason)
        self.message_post(body=reason)

    # -- people change -----------------------------------------------------------

    def _mentor_leave(self, reason, date):
        """End what a person, a unit or an institution has in the programme.

        From `date` on they are not there any more. Here: the authority on the portal.
        The rooms to the right add theirs: the pool entry is suspended, open consents
        expire, running work goes to the Sekreterya. Who leaves keeps the account for
        what is their own: claims for past days go on.
        """
        self.ensure_one()
        today = fields.Date.context_today(self)
        last = fields.Date.subtract(date, days=1)
        rows = self.env["mbb.representative"].sudo().search(
            (
                Domain("institution_id", "=", self.id)
                | Domain("unit_id", "=", self.id)
                | Domain("user_id.partner_id", "=", self.id)
            )
            & (Domain("date_to", "=", False) | Domain("date_to", ">", last))
        )
        begun = rows.filtered(lambda row: row.date_from <= today)
        for row in begun:
            row.date_to = max(row.date_from, last)
        institutions = rows.institution_id - self
        (rows - begun)._withdraw_future()
        for institution in institutions.filtered(
            lambda i: not i._has_representative()
        ):
            self._mentor_tell_secretariat(
                institution,
                self.env._(
                    "Nobody may give consent for it any more: ask for a representative"
                ),
            )
        return True

    def _has_representative(self):
        """Whether somebody may give consent for the institution after today."""
        self.ensure_one()
        today = fields.Date.context_today(self)
        return bool(
            self.env["mbb.representative"]
            .sudo()
            .search_count(
                Domain("institution_id", "=", self.id)
                & Domain("role", "=", "representative")
                & (Domain("date_to", "=", False) | Domain("date_to", ">", today)),
                limit=1,
            )
        )

    @api.model
    def _mentor_tell_secretariat(self, records, summary):
        """An activity each, for who is responsible or the lead of the Sekreterya."""
        secretariat = self.env["mbb.secretariat"]
        for record in records.sudo():
            user = "responsible_id" in record._fields and record.responsible_id
            if not user or not user.active or not user._is_internal():
                company = record.company_id or self.env.company
                user = secretariat._get_lead(company) or self.env.user
            record.activity_schedule(
                "mail.mail_activity_data_todo", summary=summary, user_id=user.id
            )

    def action_mentor_change(self):
        self.ensure_one()
        return self._get_mentor_dialog(
            "mbb.institution.change",
            self.env._("Rename, Merge or Close"),
            {"default_institution_id": self.id},
        )

    def action_mentor_leave(self):
        self.ensure_one()
        return self._get_mentor_dialog(
            "mbb.person.leave",
            self.env._("Left or Moved"),
            {"default_person_id": self.id},
        )

    @api.model
    def _get_mentor_dialog(self, model, name, context):
        return {
            "type": "ir.actions.act_window",
            "name": name,
            "res_model": model,
            "views": [(False, "form")],
            "target": "new",
            "context": context,
        }

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
