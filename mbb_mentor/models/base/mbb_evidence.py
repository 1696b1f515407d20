# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64
import hashlib
import mimetypes
import re
import unicodedata

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.mimetypes import guess_mimetype

#: Bytes. What a scanned letter needs, with room.
MAX_SIZE = 10 * 1024 * 1024
#: By content, not by name; nothing that a browser would run.
MIMETYPES = ("application/pdf", "image/jpeg", "image/png")
#: What a file of the kind begins with: a guess takes a page with a PDF in it for one.
BEGINNINGS = {
    "application/pdf": b"%PDF-",
    "image/jpeg": b"\xff\xd8\xff",
    "image/png": b"\x89PNG\r\n\x1a\n",
}


class MbbEvidence(models.Model):
    """A paper as it was received: its bytes, their SHA-256, who and when.

    Nobody writes or deletes one. A better copy is a new row.
    """

    _name = "mbb.evidence"
    _description = "Evidence"
    _inherit = ["mbb.retention.mixin"]
    _order = "id desc"

    name = fields.Char(string="File Name", required=True, readonly=True)
    kind = fields.Selection(
        [
            ("application", "Application Form"),
            ("authorisation", "Authorisation"),
            ("consent", "Consent"),
            ("letter", "Official Letter"),
            ("issued", "Issued Letter"),
            ("decision", "Decision of an Organ"),
            ("travel", "Travel Document"),
            ("other", "Other"),
        ],
        required=True,
        default="other",
    )
    note = fields.Char()
    file = fields.Binary(attachment=True, required=True)
    sha256 = fields.Char(string="SHA-256", readonly=True, index=True)
    size = fields.Integer(string="Size (bytes)", readonly=True)
    mimetype = fields.Char(readonly=True)
    user_id = fields.Many2one("res.users", string="Recorded By", readonly=True)
    date = fields.Datetime(string="Recorded On", readonly=True)
    res_model = fields.Char(string="Document Model", index=True)
    res_id = fields.Many2oneReference(
        string="Document", model_field="res_model", index=True
    )
    company_id = fields.Many2one(
        "res.company", default=lambda self: self.env.company, index=True
    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            content = self._decode(vals.get("file"))
            mimetype = self._check_content(content, vals.get("kind"))
            vals.update(
                name=self._get_base_name(vals.get("name"), mimetype),
                sha256=hashlib.sha256(content).hexdigest(),
                size=len(content),
                mimetype=mimetype,
                user_id=self.env.uid,
                date=fields.Datetime.now(),
            )
        # Pictures stay as they came: the hash is of these bytes.
        return super(
            MbbEvidence, self.with_context(image_no_postprocess=True)
        ).create(vals_list)

    def write(self, vals):
        if vals:
            raise UserError(
                self.env._(
                    "Evidence cannot be changed. Record the new paper as a new one."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("Evidence cannot be deleted."))

    @api.model
    def _decode(self, file):
        try:
            return base64.b64decode(file or b"")
        except (TypeError, ValueError) as error:
            raise UserError(self.env._("The file arrived damaged.")) from error

    @api.model
    def _get_mimetypes(self, kind=None):
        """What may come in as evidence of this kind, by content."""
        return MIMETYPES

    @api.model
    def _check_content(self, content, kind=None):
        """Return the content's type; UserError where it cannot be accepted."""
        if not content:
            raise UserError(self.env._("The file is empty."))
        if len(content) > MAX_SIZE:
            raise UserError(
                self.env._(
                    "The file is larger than %(limit)s MB.",
                    limit=MAX_SIZE // (1024 * 1024),
                )
            )
        mimetype = guess_mimetype(content)
        beginning = BEGINNINGS.get(mimetype, b"")
        # Scanners write an empty line or the mark of UTF-8 before a PDF.
        start = content[:64].lstrip(b"\xef\xbb\xbf\r\n\t ")
        if mimetype not in self._get_mimetypes(kind) or not (
            start.startswith(beginning)
        ):
            raise UserError(
                self.env._("Only PDF, JPEG and PNG files can be taken as evidence.")
            )
        return mimetype

    @api.model
    def _get_base_name(self, name, mimetype):
        """The name alone: no folders, nothing that hides or turns what is read."""
        name = re.split(r"[\\/]", name or "")[-1]
        # Cc are control characters, Cf those that turn the direction of writing.
        name = "".join(
            letter
            for letter in name
            if unicodedata.category(letter) not in ("Cc", "Cf", "Cs")
        )
        name = " ".join(name.split())[-120:]
        ending = mimetypes.guess_extension(mimetype) or ""
        if not name.strip(". "):
            return self.env._("Document") + ending
        # A file that was saved is opened by its ending: what came in as PDF and is
        # called .html would be run as a page.
        if mimetype in MIMETYPES and mimetypes.guess_type(name)[0] != mimetype:
            name += ending
        return name

    @api.model
    def _record(self, record, name, content, kind="other", note=False):
        """Keep `content` (bytes) as evidence of `record`."""
        values = {
            "name": name,
            "kind": kind,
            "note": note,
            "file": base64.b64encode(content),
            "res_model": record._name,
            "res_id": record.id,
        }
        if "company_id" in record._fields and record.company_id:
            values["company_id"] = record.company_id.id
        return self.create(values)

    def _get_content(self):
        """The bytes, checked against the hash taken when they came in."""
        self.ensure_one()
        if self.date_destroyed:
            raise UserError(
                self.env._(
                    "The file was destroyed when its retention ended (KVKK Art. 7). Its "
                    "hash and its dates are kept."
                )
            )
        content = base64.b64decode(self.with_context(bin_size=False).file)
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise UserError(
                self.env._("%(name)s is not what was recorded.", name=self.name)
            )
        return content
