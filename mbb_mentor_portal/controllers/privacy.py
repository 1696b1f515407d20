# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from werkzeug.exceptions import NotFound

from odoo.http import request, route

from .public_page import MentoringPublicPage

#: What everybody is told; an explicit consent is asked on its form only.
PUBLIC_KINDS = ("registration", "application", "person", "event")


class PrivacyPortal(MentoringPublicPage):
    """What is done with personal data, for everybody (KVKK m.10)."""

    @route(
        "/mentoring/privacy",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_privacy(self, **params):
        notices = request.env["mbb.notice"]
        found = [notices._get_in_force(kind) for kind in PUBLIC_KINDS]
        return self._mentoring_privacy_page(
            [row for row in found if row], "/mentoring/privacy"
        )

    @route(
        "/mentoring/privacy/<string:key>",
        type="http",
        auth="public",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_privacy_version(self, key, **params):
        found = request.env["mbb.notice"]._get_by_key(key)
        if not found:
            raise NotFound()
        return self._mentoring_privacy_page([found], found._get_public_url())

    def _mentoring_privacy_page(self, found, path):
        # sudo: published texts only.
        notices_sudo = request.env["mbb.notice"].sudo()
        earlier = notices_sudo.search(
            [
                ("kind", "in", [notice.kind for notice in found]),
                *notices_sudo._get_published_domain(),
            ]
        ).filtered(lambda notice: notice not in found)
        return self._public_render(
            "mbb_mentor_portal.privacy_page",
            request.env._("Privacy Notice"),
            request.env._(
                "What the Mentor Programme does with personal data, by version (KVKK "
                "m.10)."
            ),
            path,
            notices=found,
            earlier=earlier,
            mentoring_day=self._mentoring_day,
        )
