# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import email_normalize

from odoo.addons.mbb_mentor.models.base.mbb_state_mixin import MbbStateMixin

from .mbb_portal_account_mixin import MbbPortalAccountMixin


class MbbInvitation(models.Model):
    """A representative asks a colleague to act for the institution as well.

    Applicant and viewer are the institution's own affair. A further representative
    may bind it by consent: that rests on a signed paper, which the Sekreterya judges
    as it does for the first one, so the acceptance becomes a registration.
    """

    _name = "mbb.invitation"
    _description = "Invitation of a Colleague"
    _inherit = [
        "mbb.portal.mixin",
        "mbb.state.mixin",
        "mbb.portal.link.mixin",
        "mbb.portal.account.mixin",
        "mail.thread",
    ]
    _order = "id desc"
    _rec_name = "email"
    _check_company_auto = True

    _first_state = "sent"
    _link_state = "sent"
    _link_parameter = "mbb_mentor_portal.invitation_hours"
    _link_hours = 336
    _arrows = {
        "sent": {"accepted": "system", "expired": "system", "withdrawn": "inviter"},
    }
    _guarded_fields = (
        *MbbStateMixin._guarded_fields,
        "file",
        "file_name",
        "registration_id",
        "notice_id",
        "notice_date",
    )
    _portal_readable_fields = frozenset(
        {
            "display_name",
            "institution_id",
            "unit_id",
            "role",
            "person_name",
            "email",
            "state",
            "date_state",
            "date_link_end",
            "invited_by_id",
            "create_date",
        }
    )

    _personal_fields = (*MbbPortalAccountMixin._personal_fields, "role")

    institution_id = fields.Many2one(required=True, readonly=True)
    unit_id = fields.Many2one(readonly=True)
    role = fields.Selection(
        selection=lambda self: self._get_roles(), required=True, readonly=True
    )
    state = fields.Selection(
        [
            ("sent", "Sent"),
            ("accepted", "Accepted"),
            ("expired", "Expired"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        default="sent",
        copy=False,
        readonly=True,
        tracking=True,
        index=True,
    )
    invited_by_id = fields.Many2one(
        "res.users", required=True, readonly=True, index=True, ondelete="restrict"
    )
    file = fields.Binary(
        string="Signed Authorisation",
        attachment=True,
        readonly=True,
        copy=False,
        groups="mbb_mentor.group_mentor_officer",
    )
    file_name = fields.Char(readonly=True, copy=False)
    registration_id = fields.Many2one(
        "mbb.registration",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    _once = models.UniqueIndex(
        "(institution_id, COALESCE(unit_id, 0), email) WHERE state = 'sent'",
        "This address was invited already. Withdraw that invitation first.",
    )

    @api.model
    def _get_roles(self):
        field = self.env["mbb.representative"]._fields["role"]
        return field._description_selection(self.env)

    # -- the guard ---------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(
                self.env._("Colleagues are invited on the page of the institution.")
            )
        return super().create(vals_list)

    def write(self, vals):
        self.check_access("write")
        if not self.env.su:
            stated = vals.keys() & self._fields.keys() - self._get_guarded_fields()
            if any(not n.startswith(("message_", "activity_")) for n in stated):
                raise UserError(self.env._("What was stated stays as it is."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("An invitation is kept with the institution."))

    # -- who invites -------------------------------------------------------

    @api.model
    def _may_invite(self, user, institution, unit):
        """Whether `user` may give roles for it today: only who may bind it, and who
        stands for one unit within that unit only."""
        return institution._is_represented_by(user, ("representative",), unit=unit)

    @api.model
    def _invite(self, institution, unit, values, file_name=False, content=False):
        """Write to a colleague. The answer is the same whoever has the address."""
        user = self.env.user
        if not self._may_invite(user, institution, unit):
            raise AccessError(self.env._("Only a representative invites colleagues."))
        if values["role"] == "representative" and not content:
            raise ValidationError(
                self.env._("A representative needs the signed authorisation.")
            )
        self._check_not_invited(institution, unit, values["email"])
        # sudo: the invitation is made by this method only.
        row_sudo = self.sudo().create(
            {
                "institution_id": institution.id,
                "unit_id": unit.id,
                "role": values["role"],
                "person_name": values["person_name"],
                "person_title": values.get("person_title"),
                "email": email_normalize(values["email"]),
                "lang": values.get("lang") or self.env.lang,
                "invited_by_id": user.id,
            }
        )
        # Who serves the institution is on its page: this tells nothing new.
        own = row_sudo._find_roles(row_sudo._find_account())
        if own.filtered(lambda role: not row_sudo._is_replaced(role)):
            raise ValidationError(
                self.env._(
                    "This colleague has a role already. End it first, or leave it."
                )
            )
        if content:
            row_sudo._write_guarded(
                {"file": base64.b64encode(content), "file_name": file_name}
            )
        token = row_sudo._issue_link()
        row_sudo._mail_link(
            "mail_template_invitation",
            row_sudo.email,
            link_url=f"{row_sudo.get_base_url()}/mentoring/invitation/{token}",
        )
        return row_sudo.with_env(self.env)

    @api.model
    def _check_not_invited(self, institution, unit, email):
        # sudo: the invitations of the institution for which the user may invite.
        open_sudo = self.sudo().search_count(
            [
                ("state", "=", "sent"),
                ("institution_id", "=", institution.id),
                ("unit_id", "=", unit.id),
                ("email", "=", email_normalize(email)),
            ]
        )
        if open_sudo:
            raise ValidationError(
                self.env._(
                    "This address was invited already. Withdraw that invitation first."
                )
            )

    def _get_authority_obstacle(self, authority):
        if authority != "inviter" or self.env.su:
            return super()._get_authority_obstacle(authority)
        # sudo: for whom it is, of an invitation that the user reads.
        row_sudo = self.sudo()
        institution, unit = row_sudo.institution_id, row_sudo.unit_id
        if self._may_invite(self.env.user, institution, unit):
            return False
        return super()._get_authority_obstacle("officer")

    def action_withdraw(self):
        return self._take_arrow("withdrawn")

    def _withdraw_unfounded(self):
        """An invitation ends with the authority of who made it."""
        self.filtered(
            lambda row: not row._may_invite(
                row.invited_by_id, row.institution_id, row.unit_id
            )
        )._take_arrow("withdrawn")

    # -- who is invited ----------------------------------------------------

    def _get_arrow_obstacle(self, target):
        obstacle = super()._get_arrow_obstacle(target)
        if obstacle or target != "accepted":
            return obstacle
        row_sudo = self.sudo()
        if not self._may_invite(
            row_sudo.invited_by_id, row_sudo.institution_id, row_sudo.unit_id
        ):
            return self.env._("Who invited you does not act for it any more.")
        return row_sudo._get_account_obstacle()

    def _is_replaced(self, row):
        return self.role == "representative" and row.role != "representative"

    def _accept(self, notice):
        """The holder of the link accepts, having read the privacy notice."""
        self.sudo()._take_arrow(
            "accepted",
            {"notice_id": notice.id, "notice_date": fields.Datetime.now()},
        )

    def _on_arrow(self, source, target):
        res = super()._on_arrow(source, target)
        if target == "accepted" and self.role == "representative":
            self._hand_in()
        elif target == "accepted":
            self._give_role(self.role)
        if target in ("expired", "withdrawn"):
            # Nobody will ask for the paper (KVKK m.7).
            self._write_guarded({"file": False})
        return res

    def _hand_in(self):
        """The paper of a further representative goes to the Sekreterya."""
        content = base64.b64decode(self.with_context(bin_size=False).file)
        registration = self.env["mbb.registration"].create(
            {
                "institution_id": self.institution_id.id,
                "unit_id": self.unit_id.id,
                "person_name": self.person_name,
                "person_title": self.person_title,
                "email": self.email,
                "lang": self.lang,
                "notice_id": self.notice_id.id,
                "notice_date": self.notice_date,
                "registered_by_id": self.invited_by_id.id,
                "company_id": self.company_id.id,
            }
        )
        registration._keep_file(self.file_name, content)
        self._write_guarded({"registration_id": registration.id, "file": False})
        # The link of the invitation has shown whose the address is.
        registration._take_arrow("submitted")
