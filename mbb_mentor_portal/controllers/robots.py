# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo.http import request

from odoo.addons.web.controllers.home import Home


class MentoringRobots(Home):
    def _get_allowed_robots_routes(self):
        """The public pages may be found; the platform shuts out everything else."""
        languages = request.env["res.lang"]._get_frontend().values()
        return [
            *super()._get_allowed_robots_routes(),
            "/mentoring",
            *(f"/{language.url_code}/mentoring" for language in languages),
        ]
