# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models


class MbbPracticeFile(models.Model):
    """A paper that anybody may take home: a specification, a plan, a form."""

    _name = "mbb.practice.file"
    _inherit = ["mbb.practice.upload.mixin"]
    _description = "File of a Good Practice"

    def _get_content_payload(self):
        return [[row.sha256, row.name] for row in self.sorted("id")]
