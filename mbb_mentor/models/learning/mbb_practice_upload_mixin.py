# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..base.uploads import is_readable, strip_metadata


class MbbPracticeUploadMixin(models.AbstractModel):
    """A file that is published with a good practice.

    Judged by its content as evidence is, without what a camera tells aside (KVKK m.4),
    and never changed: what replaces it is another one.
    """

    _name = "mbb.practice.upload.mixin"
    _inherit = "mbb.practice.part.mixin"
    _description = "File of a Good Practice"

    #: By content; a model may take fewer.
    _mimetypes = ("application/pdf", "image/jpeg", "image/png")

    name = fields.Char(string="File Name", required=True)
    file = fields.Binary(attachment=True, required=True)
    sha256 = fields.Char(string="SHA-256", readonly=True)
    size = fields.Integer(string="Size (bytes)", readonly=True)
    mimetype = fields.Char(readonly=True)

    #: Written with the file itself, and by nobody else.
    _file_fields = ("file", "sha256", "size", "mimetype")

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals.update(self._prepare_file(vals.get("name"), vals.get("file")))
        # The hash is of these bytes: nothing is made smaller afterwards.
        return super(
            MbbPracticeUploadMixin, self.with_context(image_no_postprocess=True)
        ).create(vals_list)

    def write(self, vals):
        if set(self._file_fields).intersection(vals):
            raise UserError(
                self.env._("A file is not changed. Remove it and add the new one.")
            )
        return super().write(vals)

    @api.model
    def _get_guarded_fields(self):
        """Nor are the bytes changed in the attachment that holds them."""
        return {"file"}

    @api.model
    def _prepare_file(self, name, file):
        evidence = self.env["mbb.evidence"]
        content = evidence._decode(file)
        mimetype = evidence._check_content(content)
        if mimetype not in self._mimetypes:
            raise UserError(self.env._("A picture is a JPEG or PNG file."))
        if not is_readable(content, mimetype):
            raise UserError(self.env._("The file is damaged: it cannot be read."))
        content = strip_metadata(content, mimetype)
        return {
            "name": evidence._get_base_name(name, mimetype),
            "file": base64.b64encode(content),
            "sha256": hashlib.sha256(content).hexdigest(),
            "size": len(content),
            "mimetype": mimetype,
        }

    def copy_data(self, default=None):
        """A copy takes the bytes along, whatever the client asked to see of them."""
        return super(
            MbbPracticeUploadMixin, self.with_context(bin_size=False)
        ).copy_data(default)

    def _get_content(self):
        """The bytes, checked against the hash taken when they came in."""
        self.ensure_one()
        content = base64.b64decode(self.with_context(bin_size=False).file)
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise UserError(
                self.env._("%(name)s is not what was recorded.", name=self.name)
            )
        return content
