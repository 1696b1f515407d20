# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import io
import zipfile

from odoo import api, fields, models
from odoo.exceptions import UserError


class MbbEvidence(models.Model):
    """Papers of the official correspondence: an e-Yazışma package, KEP evidence."""

    _inherit = "mbb.evidence"

    kind = fields.Selection(
        selection_add=[("eyp", "e-Yazışma Package"), ("kep", "KEP Evidence")],
        ondelete={"eyp": "set default", "kep": "set default"},
    )

    @api.model
    def _get_mimetypes(self, kind=None):
        return ("application/zip",) if kind == "eyp" else super()._get_mimetypes(kind)

    @api.model
    def _check_content(self, content, kind=None):
        mimetype = super()._check_content(content, kind)
        if kind == "eyp" and not self._is_package(content):
            raise UserError(
                self.env._("This is no e-Yazışma package: it has no metadata in it.")
            )
        return mimetype

    @api.model
    def _is_package(self, content):
        """An OPC package whose parts include the üstveri; nothing is unpacked."""
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as package:
                names = {name.lower() for name in package.namelist()}
        except zipfile.BadZipFile:
            return False
        return "[content_types].xml" in names and any(
            name.endswith("ustveri.xml") for name in names
        )
