# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from werkzeug.exceptions import NotFound

from odoo.http import route

from .portal import MentoringPortal


class ClaimPaperPortal(MentoringPortal):
    @route(
        "/my/mentoring/claims/<int:claim_id>"
        "/paper/<any(declaration, calculation):kind>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
        readonly=True,
    )
    def mentoring_claim_paper(self, claim_id, kind, **params):
        """The expert's own declaration, to be signed, and how it was computed."""
        claim = self._mentoring_get("mbb.travel.claim", claim_id)
        if not claim.gross:
            raise NotFound()
        return self._mentoring_file(
            claim._print_travel_paper(kind),
            "application/pdf",
            f"{claim._get_paper_file_name(kind)}.pdf",
        )
