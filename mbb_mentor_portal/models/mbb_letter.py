# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models


class MbbLetter(models.Model):
    _name = "mbb.letter"
    _inherit = ["mbb.portal.mixin", "mbb.letter"]

    _portal_path = "/my/mentoring/letters/%s"
    _portal_readable_fields = frozenset(
        {
            "display_name",
            "assignment_id",
            "kind",
            "number",
            "date",
            "sha256",
            "code",
            "standing",
        }
    )

    def _get_portal_kind(self):
        self.ensure_one()
        return dict(self._fields["kind"]._description_selection(self.env))[self.kind]
