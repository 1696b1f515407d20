# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from werkzeug.exceptions import Forbidden

from odoo.http import request, route

from .forms import Form
from .portal import MentoringPortal


class ConsentPortal(MentoringPortal):
    @route(
        "/my/mentoring/consents/<int:consent_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_consent(self, consent_id, **params):
        return self._mentoring_consent_page(
            self._mentoring_get("mbb.consent", consent_id)
        )

    def _mentoring_consent_page(self, consent, form=None):
        mine = consent._is_portal_mine()
        consent_sudo = consent.sudo()  # where the record that it is about lies
        record = consent_sudo._get_record()
        visible = self._mentoring_find(record._name, [("id", "=", record.id)])
        return self._mentoring_render(
            "mbb_mentor_portal.consent_page",
            consent.display_name,
            form=form,
            consent=consent,
            steps=consent._get_portal_steps(),
            others=consent._get_portal_others(),
            record_url=visible and visible._get_portal_url(),
            may_answer=mine and consent.state == "requested",
            may_withdraw=mine and consent.state == "granted" and not record._is_over(),
        )

    @route(
        "/my/mentoring/consents/<int:consent_id>/<any(grant, refuse, withdraw):answer>",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def mentoring_consent_answer(self, consent_id, answer, **post):
        consent = self._mentoring_get("mbb.consent", consent_id)
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
            name = f"{answer}_reason"
            reason = form.text(
                name, required=True, message=request.env._("Give the reason.")
            )
            method = "action_refuse" if answer == "refuse" else "action_withdraw"
            if form.ok:
                self._mentoring_try(form, getattr(consent, method), reason)
            done = "refused" if answer == "refuse" else "taken_back"
        if form.ok:
            return request.redirect(f"{consent._get_portal_url()}?done={done}")
        return self._mentoring_consent_page(consent, form)
