# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from werkzeug.exceptions import Forbidden

from odoo.http import request, route

from .forms import Form
from .practice import PracticePortal

PUBLICATION = "/my/mentoring/publications/<int:consent_id>"


class PublicationPortal(PracticePortal):
    """Consent to the publication of a good practice, for an institution or oneself."""

    @route(
        PUBLICATION, type="http", auth="user", website=True, methods=["GET"], readonly=True
    )
    def mentoring_publication(self, consent_id, **params):
        consent = self._mentoring_get("mbb.practice.consent", consent_id)
        return self._mentoring_publication_page(consent, Form())

    def _mentoring_publication_page(self, consent, form):
        mine = consent._is_portal_mine()
        # sudo: what is to be published, of which the user is asked.
        practice_sudo = consent.sudo().practice_id
        current = consent.text_sha256 == practice_sudo._get_content_sha256()
        return self._mentoring_render(
            "mbb_mentor_portal.publication_page",
            practice_sudo.display_name,
            [
                (
                    request.env._("Consents to Publication"),
                    "/my/mentoring/all/publications",
                )
            ],
            form=form,
            consent=consent,
            says=practice_sudo._get_public_page() if current else None,
            may_answer=mine and consent.state == "requested",
            may_withdraw=mine
            and consent.state == "granted"
            and not practice_sudo._is_over(),
            public_url=practice_sudo.state == "published"
            and practice_sudo._get_public_url(),
        )

    @route(
        f"{PUBLICATION}/<any(pictures, files):kind>/<int:row_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_publication_upload(self, consent_id, kind, row_id, **params):
        """Who is asked sees what they are asked about, and nothing that came later."""
        consent = self._mentoring_get("mbb.practice.consent", consent_id)
        practice_sudo = consent.sudo().practice_id
        if consent.text_sha256 != practice_sudo._get_content_sha256():
            raise Forbidden()
        return self._mentoring_practice_upload(practice_sudo, kind, row_id)

    @route(
        f"{PUBLICATION}/<any(grant, refuse, withdraw):answer>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def mentoring_publication_answer(self, consent_id, answer, **post):
        consent = self._mentoring_get("mbb.practice.consent", consent_id)
        if not consent._is_portal_mine():
            raise Forbidden()
        form = Form(post, values={"answer": answer})
        if answer == "grant":
            if not form.flag("read"):
                form.error(
                    "read",
                    request.env._("Tick the box: you have read what you consent to."),
                )
            if form.ok:
                self._mentoring_try(form, consent.action_grant)
            done = "granted"
        else:
            reason = form.text(
                f"{answer}_reason",
                required=True,
                message=request.env._("Give the reason."),
            )
            method = "action_refuse" if answer == "refuse" else "action_withdraw"
            if form.ok:
                self._mentoring_try(form, getattr(consent, method), reason)
            done = "refused" if answer == "refuse" else "taken_back"
        if form.ok:
            return request.redirect(f"{consent._get_portal_url()}?done={done}", code=303)
        return self._mentoring_publication_page(consent, form)
