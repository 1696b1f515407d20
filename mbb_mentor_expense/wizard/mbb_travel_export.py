# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64

from odoo import api, fields, models


class MbbTravelExport(models.TransientModel):
    """A spreadsheet on its way to who asked for it; gone soon after."""

    _name = "mbb.travel.export"
    _description = "Travel Spreadsheet"

    name = fields.Char(required=True, readonly=True)
    file = fields.Binary(required=True, readonly=True)

    @api.model
    def _make(self, name, content):
        """Only code makes one: nobody else has a right to create."""
        return self.sudo().create(
            {"name": name, "file": base64.b64encode(content)}
        ).with_env(self.env)

    def _get_download_action(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self._name}/{self.id}/file"
            "?filename_field=name&download=true",
            "target": "download",
        }
