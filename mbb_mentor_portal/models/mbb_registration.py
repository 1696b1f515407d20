# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64
import hashlib
from datetime import timedelta

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import email_domain_extract

from odoo.addons.mbb_mentor.models.base.mbb_state_mixin import MbbStateMixin
from odoo.addons.mbb_mentor.models.organisation.mbb_institution_duplicate_mixin import (
    PUBLIC_MAIL,
)

from .mbb_portal_account_mixin import MbbPortalAccountMixin


class MbbRegistration(models.Model):
    """An institution asks to take part and says who acts for it.

    The address is verified by a link, the paper by the Sekreterya; what was stated
    stays as it was.
    """

    _name = "mbb.registration"
    _description = "Registration of an Institution"
    _inherit = [
        "mbb.state.mixin",
        "mbb.portal.link.mixin",
        "mbb.portal.account.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _rec_name = "number"
    _check_company_auto = True

    _first_state = "unverified"
    _link_state = "unverified"
    _link_parameter = "mbb_mentor_portal.registration_hours"
    _arrows = {
        "unverified": {"submitted": "system", "expired": "system"},
        "submitted": {"approved": "reviewer", "refused": "reviewer"},
    }
    _guarded_fields = (
        *MbbStateMixin._guarded_fields,
        "number",
        "file",
        "file_name",
        "file_sha256",
        "refuse_reason",
        "decided_by_id",
        "verified_by_id",
        "evidence_id",
    )
    _reason_methods = ("action_refuse",)
    #: What the Sekreterya fills in while it looks at the paper.
    _open_fields = frozenset({"institution_id", "unit_id", "responsible_id"})

    _personal_fields = (
        "number",
        *MbbPortalAccountMixin._personal_fields,
        "phone",
        "refuse_reason",
    )

    number = fields.Char(readonly=True, copy=False)
    state = fields.Selection(
        [
            ("unverified", "E-mail Not Verified"),
            ("submitted", "Submitted"),
            ("approved", "Approved"),
            ("refused", "Refused"),
            ("expired", "Expired"),
        ],
        required=True,
        default="unverified",
        copy=False,
        readonly=True,
        tracking=True,
        index=True,
    )
    institution_name = fields.Char(string="Stated Name", readonly=True)
    institution_type = fields.Selection(
        selection=lambda self: self._get_institution_types(), readonly=True
    )
    country_id = fields.Many2one("res.country", readonly=True)
    state_id = fields.Many2one("res.country.state", string="Province", readonly=True)
    city = fields.Char(readonly=True)
    unit_name = fields.Char(
        string="Stated Unit",
        readonly=True,
        help="Where the paper authorises for one unit only.",
    )
    phone = fields.Char(readonly=True)
    file = fields.Binary(
        string="Signed Authorisation",
        attachment=True,
        readonly=True,
        copy=False,
        groups="mbb_mentor.group_mentor_officer",
    )
    file_name = fields.Char(readonly=True, copy=False)
    file_sha256 = fields.Char(string="SHA-256", readonly=True, copy=False)
    evidence_id = fields.Many2one(
        "mbb.evidence",
        string="Authorisation",
        readonly=True,
        copy=False,
        ondelete="restrict",
        index="btree_not_null",
    )
    invitation_ids = fields.One2many("mbb.invitation", "registration_id", readonly=True)
    registered_by_id = fields.Many2one(
        "res.users",
        readonly=True,
        ondelete="restrict",
        help="Who was signed in, if anybody.",
    )
    verified_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict"
    )
    responsible_id = fields.Many2one(
        "res.users",
        index="btree_not_null",
        domain=[("share", "=", False)],
        tracking=True,
    )
    refuse_reason = fields.Text(string="Why It Was Refused", readonly=True, copy=False)
    decided_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict"
    )
    email_hint = fields.Selection(
        [
            ("free", "Address of a free provider"),
            ("other", "Not of the institution's domain"),
            ("unknown", "The institution's domain is not known"),
        ],
        string="E-mail Domain",
        compute="_compute_email_hint",
    )
    duplicates = fields.Text(string="May Be", compute="_compute_duplicates")

    _unique_number = models.UniqueIndex("(number) WHERE number IS NOT NULL")

    @api.model
    def _get_institution_types(self):
        """Those of an institution, without the Birlik itself."""
        field = self.env["res.partner"]._fields["institution_type"]
        rows = field._description_selection(self.env)
        return [row for row in rows if row[0] != "birlik"]

    @api.depends("number", "institution_id", "institution_name")
    def _compute_display_name(self):
        for row in self:
            name = row.institution_id.name or row.institution_name
            row.display_name = " ".join(part for part in (row.number, name) if part)

    @api.depends("email", "institution_id")
    def _compute_email_hint(self):
        for row in self:
            row.email_hint = row._get_email_hint()

    def _get_email_hint(self):
        """What the address says about whose it is; it decides nothing."""
        self.ensure_one()
        domain = email_domain_extract(self.email or "") or ""
        if domain in PUBLIC_MAIL:
            return "free"
        own = email_domain_extract(self.institution_id.email or "") or ""
        if not own or own in PUBLIC_MAIL:
            return "unknown"
        if domain == own or domain.endswith(f".{own}"):
            return False
        return "other"

    @api.depends("institution_name", "email", "state_id", "institution_id")
    def _compute_duplicates(self):
        partners = self.env["res.partner"]
        stated = self.filtered(lambda row: not row.institution_id)
        (self - stated).duplicates = False
        index = partners._get_mentor_duplicate_index() if stated else {}
        for row in stated:
            found = partners._find_mentor_duplicates(row._get_marks(), index)
            row.duplicates = "\n".join(
                f"{partner.name} ({partners._get_mentor_duplicate_text(kind)})"
                for partner, kind in found
            )

    def _get_marks(self):
        return {
            "name": self.institution_name,
            "email": self.email,
            "state_id": self.state_id,
        }

    # -- the guard ---------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self.env._("A registration is made on its public page."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            names = {
                name
                for name in vals.keys() & self._fields.keys() - self._open_fields
                if not name.startswith(("message_", "activity_"))
            }
            if names - self._get_guarded_fields():
                raise UserError(self.env._("What was stated stays as it is."))
            settled = self.filtered(lambda row: row.state != "submitted")
            if settled and vals.keys() & {"institution_id", "unit_id"}:
                raise UserError(
                    self.env._("For whom it is can be said until it is decided.")
                )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_expired(self):
        if any(row.state != "expired" for row in self):
            raise UserError(self.env._("A registration is kept once it was verified."))

    # -- from outside ------------------------------------------------------

    @api.model
    def _receive(self, values, file_name, content):
        """Keep what was sent until its address is verified; ask for that by mail."""
        user = self.env.user
        # sudo: who registers has no right on the model; these are their own words.
        row_sudo = self._as_desk().create(
            {
                **values,
                "lang": values.get("lang") or self.env.lang,
                "registered_by_id": False if user._is_public() else user.id,
                "notice_date": fields.Datetime.now(),
            }
        )
        row_sudo._keep_file(file_name, content)
        token = row_sudo._issue_link()
        row_sudo._mail_link(
            "mail_template_registration_verify",
            row_sudo.email,
            link_url=f"{row_sudo.get_base_url()}/mentoring/register/confirm/{token}",
        )
        return row_sudo

    def _keep_file(self, file_name, content):
        """The paper stays on the record, not on the chatter, until it is judged."""
        self._write_guarded(
            {
                "file": base64.b64encode(content),
                "file_name": file_name,
                "file_sha256": hashlib.sha256(content).hexdigest(),
            }
        )

    def _verify(self):
        """The holder of the link has pressed the button (a scanner presses none)."""
        user = self.env.user
        self._as_desk()._take_arrow(
            "submitted", {"verified_by_id": False if user._is_public() else user.id}
        )

    def _as_desk(self):
        """What is noted on the record is in the language of those who work on it, not
        of who registers; and who has no account has no address to write from."""
        record_sudo = self.sudo()
        company_sudo = record_sudo.company_id or self.env.company.sudo()
        if self.env.user._is_public():
            record_sudo = record_sudo.with_user(SUPERUSER_ID).with_company(company_sudo)
        return record_sudo.with_context(lang=company_sudo.partner_id.lang)

    # -- the Sekreterya ----------------------------------------------------

    def _get_authority_obstacle(self, authority):
        if authority != "reviewer":
            return super()._get_authority_obstacle(authority)
        obstacle = super()._get_authority_obstacle("officer")
        if obstacle or self.env.su:
            return obstacle
        user = self.env.user
        own = {user.login.lower(), user.partner_id.email_normalized}
        # sudo: who invited is asked, not shown.
        row_sudo = self.sudo()
        people = row_sudo.registered_by_id | row_sudo.verified_by_id
        people |= row_sudo.invitation_ids.invited_by_id
        if user in people or self.email.lower() in own:
            return self.env._("Who registered does not decide on it.")
        return False

    def _get_arrow_obstacle(self, target):
        obstacle = super()._get_arrow_obstacle(target)
        if obstacle or target != "approved":
            return obstacle
        if not self.institution_id:
            return self.env._(
                "Choose the institution of the list, or add it as a new one."
            )
        if self.institution_id.mentor_closed_on:
            return self.env._(
                "%(institution)s was closed.", institution=self.institution_id.name
            )
        if self.unit_name and not self.unit_id:
            return self.env._(
                "The paper is for “%(unit)s”: choose or add that unit.",
                unit=self.unit_name,
            )
        return self._get_account_obstacle()

    def _is_replaced(self, row):
        """A representative's authority takes the place of a lesser role."""
        return row.role != "representative"

    def action_approve(self):
        return self._take_arrow("approved", {"decided_by_id": self.env.uid})

    def action_refuse(self, reason):
        return self._take_arrow(
            "refused",
            {
                "refuse_reason": self._check_reason(reason),
                "decided_by_id": self.env.uid,
            },
        )

    def action_take_on(self):
        """It is mine to look at."""
        self.write({"responsible_id": self.env.uid})
        return True

    def action_add_institution(self):
        """A new institution from what was stated. Membership of the Birlik is a fact
        of its own and never follows from a registration."""
        for row in self:
            row._check_describable(row.institution_id)
            row.institution_id = self.env["res.partner"].create(
                {
                    "name": row.institution_name,
                    "is_company": True,
                    "is_mentor_institution": True,
                    "institution_type": row.institution_type,
                    "country_id": row.country_id.id,
                    "state_id": row.state_id.id,
                    "city": row.city,
                }
            )
        return True

    def action_add_unit(self):
        for row in self:
            row._check_describable(row.unit_id)
            if not (row.institution_id and row.unit_name):
                raise UserError(self.env._("Choose the institution first."))
            row.unit_id = self.env["res.partner"].create(
                {
                    "name": row.unit_name,
                    "is_company": True,
                    "is_mentor_unit": True,
                    "parent_id": row.institution_id.id,
                }
            )
        return True

    def _check_describable(self, chosen):
        self.ensure_one()
        if self.state != "submitted" or chosen:
            raise UserError(
                self.env._("For whom it is can be said until it is decided.")
            )

    # -- what follows ------------------------------------------------------

    def _on_arrow(self, source, target):
        res = super()._on_arrow(source, target)
        if target == "submitted":
            self._take_number()
            self._clock_activity(self.env._("An institution has registered"))
        elif target == "approved":
            self._admit()
            self._tell("mail_template_registration_approved", url=self._get_start_url())
        elif target == "refused":
            self._tell("mail_template_registration_refused")
        if target in ("approved", "refused"):
            self.activity_unlink(["mail.mail_activity_data_todo"])
        return res

    def _admit(self):
        """The paper becomes evidence, the person a representative: all or nothing."""
        content = base64.b64decode(self.with_context(bin_size=False).file)
        evidence = self.env["mbb.evidence"]._record(
            self, self.file_name, content, "authorisation"
        )
        # The evidence has the same bytes from now on.
        self._write_guarded({"evidence_id": evidence.id, "file": False})
        self._give_role("representative", evidence)

    def _tell(self, template, url=False):
        self._mail_link(template, self.email, link_url=url)

    # -- the clock ---------------------------------------------------------

    def _clock_user(self):
        self.ensure_one()
        desk = self.env["mbb.secretariat"]._get_desk(self.company_id)
        return self.responsible_id or desk

    @api.model
    def _drop_expired(self):
        """What nobody verified goes, with its paper (KVKK m.7)."""
        # sudo: a number of the settings.
        parameters_sudo = self.env["ir.config_parameter"].sudo()
        days = int(
            parameters_sudo.get_param("mbb_mentor_portal.registration_kept_days") or 7
        )
        limit = fields.Datetime.now() - timedelta(days=days)
        self.sudo().search(
            [("state", "=", "expired"), ("date_state", "<=", limit)]
        ).unlink()
