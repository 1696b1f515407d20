# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import email_normalize

from odoo.addons.auth_signup.models.res_partner import SignupError

from odoo.addons.mbb_mentor.models.pool.turn import wait_turn


class MbbPortalAccountMixin(models.AbstractModel):
    """A person outside gets a role for an institution, with the account of the
    address that they have proved to be theirs."""

    _name = "mbb.portal.account.mixin"
    _description = "Person Who Gets a Role"
    _inherit = "mbb.personal.data.mixin"
    _guarded_fields = ("representative_id", "account_is_new")
    _personal_category = "roles"
    _personal_fields = (
        "institution_id",
        "unit_id",
        "person_name",
        "person_title",
        "email",
        "state",
        "create_date",
    )

    institution_id = fields.Many2one(
        "res.partner",
        domain=[
            ("is_mentor_institution", "=", True),
            ("mentor_closed_on", "=", False),
        ],
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
    )
    unit_id = fields.Many2one(
        "res.partner",
        domain="[('is_mentor_unit', '=', True), ('parent_id', '=', institution_id)]",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        help="Empty: for the whole institution.",
    )
    person_name = fields.Char(string="Name", readonly=True)
    person_title = fields.Char(string="Title", readonly=True)
    email = fields.Char(string="E-mail", required=True, readonly=True, index=True)
    lang = fields.Char(string="Language", readonly=True)
    notice_id = fields.Many2one(
        "mbb.notice",
        string="Privacy Notice",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
        help="The text that stood on the form when the person registered.",
    )
    notice_date = fields.Datetime(
        string="Privacy Notice Seen On", readonly=True, copy=False
    )
    representative_id = fields.Many2one(
        "mbb.representative",
        string="Authority",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    account_is_new = fields.Boolean(readonly=True, copy=False)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )

    # -- the account -------------------------------------------------------

    def _get_address_users(self):
        """Accounts that sign in by the address, or are written to there."""
        self.ensure_one()
        email = email_normalize(self.email) or ""
        pattern = email.replace("\\", r"\\").replace("_", r"\_").replace("%", r"\%")
        # sudo: whether somebody has an account is answered to nobody outside.
        users_sudo = self.env["res.users"].sudo().with_context(active_test=False)
        return users_sudo.search(
            Domain("login", "=ilike", pattern)
            | Domain("partner_id.email_normalized", "=", email)
        )

    def _find_account(self):
        email = email_normalize(self.email)
        return self._get_address_users().filtered(
            lambda user: user.login.lower() == email
        )[:1]

    def _get_account_obstacle(self):
        """Why the account of the address cannot take the role, or False.

        An account counts as the person's where its login and its address are both
        the one that was proved: either alone can be another one's.
        """
        self.ensure_one()
        users, user = self._get_address_users(), self._find_account()
        if users.filtered(lambda u: u.has_group("mbb_mentor.group_mentor_officer")):
            return self.env._(
                "%(email)s belongs to the Sekreterya, which acts for no institution.",
                email=self.email,
            )
        if users - user or user and email_normalize(user.email) != email_normalize(
            self.email
        ):
            return self.env._(
                "%(email)s is the address of an account with another login, or the "
                "login of one with another address. Ask an administrator to clear it.",
                email=self.email,
            )
        if user and not user.active:
            return self.env._(
                "The account of %(email)s is archived. Ask an administrator.",
                email=self.email,
            )
        if self._find_roles(user).filtered(lambda row: not self._is_replaced(row)):
            return self.env._(
                "%(name)s has a role for %(institution)s already.",
                name=user.name,
                institution=self.institution_id.name,
            )
        return False

    def _find_roles(self, user):
        """What the account has for the same institution or unit from today on."""
        rows = self.env["mbb.representative"].sudo()
        if not user:
            return rows
        today = rows._get_today()
        return rows.search(
            Domain("user_id", "=", user.id)
            & Domain("institution_id", "=", self.institution_id.id)
            & Domain("unit_id", "=", self.unit_id.id)
            & Domain("ended_at", "=", False)
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", today))
        )

    def _is_replaced(self, row):
        """Whether the role that is there gives way to the new one; a hook."""
        return False

    def _take_account(self):
        """The account of the address: as it is, or a new one of the portal."""
        self.ensure_one()
        user = self._find_account()
        if not user:
            email = email_normalize(self.email)
            contact = self._get_contact(email)
            users_sudo = self.env["res.users"].sudo().with_company(self.company_id)
            try:
                user = users_sudo._create_user_from_template(
                    {
                        "email": email,
                        "login": email,
                        "partner_id": contact.id,
                        "company_id": self.company_id.id,
                        "company_ids": [(6, 0, self.company_id.ids)],
                    }
                )
            except SignupError as error:
                raise UserError(
                    self.env._(
                        "No account could be made for %(email)s. Please try again.",
                        email=email,
                    )
                ) from error
            self._write_guarded({"account_is_new": True})
        return user

    @api.model
    def _get_portal_notice(self):
        """What who registers or accepts is told, as superuser (KVKK m.10)."""
        company = self.company_id or self.env.company
        return self.env["mbb.notice"]._get_in_force("registration", company)

    @api.model
    def _get_personal_domain(self, partner):
        return Domain("representative_id.user_id.partner_id", "=", partner.id)

    def _record_notice(self, user):
        """Tie what was read on the form to the account that came of it."""
        self.ensure_one()
        acknowledgements = self.env["mbb.notice.acknowledgement"]
        return acknowledgements._record_of(
            user, self.notice_id, self, self.notice_date
        )

    def _get_contact(self, email):
        """A contact of the institution that nobody signs in with, or a new one."""
        people = self.env["res.partner"].sudo()
        contact = people.search(
            [
                ("id", "child_of", self.institution_id.id),
                ("email_normalized", "=", email),
                # An address that somebody added to the institution is no person.
                ("type", "=", "contact"),
                ("is_company", "=", False),
                ("is_mentor_unit", "=", False),
                ("user_ids", "=", False),
            ],
            limit=1,
        )
        return contact or people.create(
            {
                "name": self.person_name or email,
                "function": self.person_title,
                "email": email,
                "type": "contact",
                "parent_id": (self.unit_id or self.institution_id).id,
                "lang": self.lang,
            }
        )

    def _give_role(self, role, evidence=None):
        """The account, and the authority that it gets from today on."""
        self.ensure_one()
        # Of two who give a role to the same person at once the second begins again.
        wait_turn(self.institution_id)
        obstacle = self._get_account_obstacle()
        if obstacle:
            raise UserError(obstacle)
        user = self._take_account()
        self._find_roles(user)._end_now()
        # Who gets the role is told by our own mail, which leads to where it begins.
        row = (
            self.env["mbb.representative"]
            .sudo()
            .with_context(mail_auto_subscribe_no_notify=True)
            .create(
                {
                    "user_id": user.id,
                    "institution_id": self.institution_id.id,
                    "unit_id": self.unit_id.id,
                    "role": role,
                    "date_from": self.env["mbb.state.mixin"]._get_today(),
                    "evidence_id": evidence.id if evidence else False,
                    "company_id": self.company_id.id,
                }
            )
        )
        self._write_guarded({"representative_id": row.id})
        self._record_notice(user)
        return row

    def _get_start_url(self, path="/my/mentoring/institution"):
        """Where the person begins: a new account chooses its password first."""
        self.ensure_one()
        partner = self.representative_id.user_id.partner_id.sudo()
        if not self.account_is_new or partner.user_ids.login_date:
            return f"{self.get_base_url()}{path}"
        partner.signup_prepare()
        return partner._get_signup_url_for_action(url=path)[partner.id]
