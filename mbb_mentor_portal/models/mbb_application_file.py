# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.mbb_mentor.models.pool.mbb_application_arrow_mixin import (
    EDITABLE_STATES,
)

#: Files of one application. More is no application but an archive.
MAX_FILES = 10


class MbbApplicationFile(models.Model):
    """A paper that an applicant adds to what they wrote.

    Judged by its content as evidence is, and never changed. While the application may
    be written it can be taken off again; what was submitted stays.
    """

    _name = "mbb.application.file"
    _description = "File of an Application"
    _inherit = ["mbb.portal.mixin", "mbb.application.part.mixin"]
    _order = "id"

    _portal_readable_fields = frozenset(
        {"display_name", "name", "kind", "note", "size", "mimetype", "sha256", "date"}
    )

    kind = fields.Selection(
        [
            ("letter", "Official Letter"),
            ("report", "Report or Plan"),
            ("picture", "Photograph, Map or Drawing"),
            ("background", "Curriculum Vitae or Certificate"),
            ("other", "Other"),
        ],
        required=True,
        default="other",
    )
    note = fields.Char()
    name = fields.Char(string="File Name", required=True, readonly=True)
    file = fields.Binary(attachment=True, required=True)
    sha256 = fields.Char(string="SHA-256", readonly=True)
    size = fields.Integer(string="Size (bytes)", readonly=True)
    mimetype = fields.Char(readonly=True)
    user_id = fields.Many2one("res.users", string="Added By", readonly=True)
    date = fields.Datetime(string="Added On", readonly=True)

    @api.model_create_multi
    def create(self, vals_list):
        self.check_access("create")
        evidence = self.env["mbb.evidence"]
        for vals, application in zip(
            vals_list, self._browse_applications(vals_list), strict=True
        ):
            self._check_open(application)
            content = evidence._decode(vals.get("file"))
            mimetype = evidence._check_content(content)
            vals.update(
                name=evidence._get_base_name(vals.get("name"), mimetype),
                sha256=hashlib.sha256(content).hexdigest(),
                size=len(content),
                mimetype=mimetype,
                user_id=self.env.uid,
                date=fields.Datetime.now(),
            )
        # Pictures stay as they came: the hash is of these bytes.
        files = super(
            MbbApplicationFile, self.with_context(image_no_postprocess=True)
        ).create(vals_list)
        for file in files:
            if len(file._get_application().file_ids) > MAX_FILES:
                raise UserError(
                    self.env._(
                        "At most %(limit)s files can be added to an application.",
                        limit=MAX_FILES,
                    )
                )
        return files

    def write(self, vals):
        self.check_access("write")
        if vals:
            raise UserError(
                self.env._("A file is not changed. Remove it and add the new one.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_open(self):
        for file in self:
            self._check_open(file._get_application())

    def _check_open(self, application):
        """What was submitted stays as it was, for everybody."""
        application = application.sudo()
        if application.state not in EDITABLE_STATES:
            raise UserError(
                self.env._(
                    "%(name)s was submitted: its files do not change any more.",
                    name=application.display_name,
                )
            )

    def _get_content(self):
        """The bytes, checked against the hash taken when they came in."""
        self.ensure_one()
        content = base64.b64decode(self.with_context(bin_size=False).file)
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise UserError(
                self.env._("%(name)s is not what was recorded.", name=self.name)
            )
        return content

    def _get_kind_label(self):
        return dict(self._fields["kind"]._description_selection(self.env))[self.kind]

    def _is_picture(self):
        return (self.mimetype or "").startswith("image/")

    def _get_portal_url(self):
        application = self.sudo()._get_application()
        return f"{application._get_portal_url()}/files/{self.id}"
