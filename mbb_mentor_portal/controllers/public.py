# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo.http import Controller, request, route


class MentoringPublic(Controller):
    @route("/mentoring", type="http", auth="public", website=True, readonly=True)
    def mentoring_programme(self, **params):
        return request.render(
            "mbb_mentor_portal.programme",
            {
                "signed_in": not request.env.user._is_public(),
                "company": request.env.company.sudo(),
            },
        )
