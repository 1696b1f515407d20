# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo.http import request, route

from .portal import MentoringPortal


class AgreementPortal(MentoringPortal):
    @route(
        "/my/mentoring/agreements/<int:agreement_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_agreement(self, agreement_id, **params):
        """One version of the Mentorluk Mutabakat Metni (MPY m.6)."""
        agreement = self._mentoring_get("mbb.agreement", agreement_id)
        agreement_sudo = agreement.sudo()  # the id of its match; the answers
        match_sudo = agreement_sudo.match_id
        return self._mentoring_render(
            "mbb_mentor_portal.agreement_page",
            request.env._("Mentoring agreement"),
            [
                (match.display_name, match._get_portal_url())
                for match in self._mentoring_find(
                    "mbb.match", [("id", "=", match_sudo.id)]
                )
            ],
            agreement=agreement,
            sections=agreement._get_portal_sections(),
            answers=self._mentoring_answers(agreement_sudo),
            consents=self._mentoring_find(
                "mbb.consent", [("agreement_id", "=", agreement.id)]
            ),
            versions=self._mentoring_find(
                "mbb.agreement",
                [("match_id", "=", match_sudo.id), ("id", "!=", agreement.id)],
            ),
        )
