# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo.http import request, route

from odoo.addons.auth_signup.controllers.main import AuthSignupHome


class MentoringSignup(AuthSignupHome):
    """The same answer for an address that has an account and for one that has none."""

    @route()
    def web_auth_reset_password(self, *args, **kw):
        response = super().web_auth_reset_password(*args, **kw)
        values = getattr(response, "qcontext", None) or {}
        if values.get("message") and not values.get("token"):
            values["message"] = request.env._(
                "If this address has an account here, a message with a link to choose "
                "a new password is on its way to it."
            )
        return response

    def get_auth_signup_qcontext(self):
        values = super().get_auth_signup_qcontext()
        # The platform looks the address up and leads whoever has an account to the
        # sign-in page with their login.
        values.pop("signup_email", None)
        # Words of an address are not words of this page.
        if request.httprequest.method == "GET" and not values.get("invalid_token"):
            for name in ("error", "message"):
                values.pop(name, None)
        return values
