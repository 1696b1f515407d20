# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo.http import request, route

from .forms import Form
from .registration import RegistrationPortal


class InvitationPortal(RegistrationPortal):
    """Who was invited accepts by the link of the mail, with or without an account."""

    # Not readonly: a link that leads nowhere is counted.
    @route(
        "/mentoring/invitation/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
    )
    def mentoring_invitation(self, token, **params):
        invitation_sudo = self._mentoring_linked("mbb.invitation", token)
        if not invitation_sudo:
            return self._mentoring_dead_link()
        return self._mentoring_invitation_page(invitation_sudo, token, Form())

    def _mentoring_invitation_page(self, invitation_sudo, token, form):
        return self._mentoring_render(
            "mbb_mentor_portal.invitation_page",
            request.env._("You Are Invited"),
            form=form,
            invitation_sudo=invitation_sudo,
            token=token,
            other_login=self._mentoring_other_login(invitation_sudo),
            privacy=invitation_sudo._get_portal_notice(),
        )

    def _mentoring_other_login(self, invitation_sudo):
        """The account in which somebody else is signed in here, or False."""
        user = request.env.user
        if user._is_public() or user.login.lower() == invitation_sudo.email:
            return False
        return user.login

    @route(
        "/mentoring/invitation/<string:token>",
        type="http",
        auth="public",
        website=True,
        methods=["POST"],
    )
    def mentoring_invitation_accept(self, token, **post):
        invitation_sudo = self._mentoring_linked("mbb.invitation", token)
        if not invitation_sudo:
            return self._mentoring_dead_link()
        form = Form(post)
        notice_sudo = invitation_sudo._get_portal_notice()
        self._mentoring_read_notice(form, notice_sudo)
        if form.ok:
            self._mentoring_try(form, invitation_sudo._accept, notice_sudo)
        if not form.ok:
            return self._mentoring_invitation_page(invitation_sudo, token, form)
        if invitation_sudo.registration_id:
            return request.redirect("/mentoring/register/confirmed")
        if self._mentoring_other_login(invitation_sudo):
            return request.redirect("/mentoring/invitations/accepted")
        url = invitation_sudo._get_start_url(
            "/my/mentoring/institution?done=role_accepted"
        )
        return request.redirect(url)

    @route(
        "/mentoring/invitations/accepted",
        type="http",
        auth="public",
        website=True,
        readonly=True,
        methods=["GET"],
    )
    def mentoring_invitation_accepted(self, **params):
        return self._mentoring_render(
            "mbb_mentor_portal.invitation_accepted",
            request.env._("You Have Accepted the Invitation"),
            form=Form(),
        )
