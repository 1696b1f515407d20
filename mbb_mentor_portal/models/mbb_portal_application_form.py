# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64

from odoo import api, fields, models
from odoo.exceptions import AccessError

from odoo.addons.mbb_mentor.models.pool.turn import wait_turn


class MbbPortalApplicationForm(models.AbstractModel):
    """What the form of an application keeps beside its fields: files, notices."""

    _name = "mbb.portal.application.form"
    _inherit = "mbb.portal.notice.mixin"
    _description = "Application Form on the Portal"

    @api.model
    def _get_part_link(self):
        """The field by which matches, files and experts name their application."""
        return f"{self._name.removeprefix('mbb.')}_id"

    def _is_portal_owner(self):
        """Whether the user says for whom the application is. The person whom it is
        about writes its content only."""
        self.ensure_one()
        record_sudo = self.sudo()  # a right of the user over the record's own
        bearers = record_sudo.institution_id | record_sudo.unit_id
        return bool(bearers.filtered("is_mine_to_apply"))

    # -- the privacy notice (KVKK m.10) --------------------------------------

    @api.model
    def _get_portal_consent(self, owner=True):
        """An explicit consent that is asked for, where the Birlik has put one in
        force. None is shipped: an application rests on KVKK m.5/2, and a consent
        asked without need would not be given freely (m.3/1-a)."""
        return self._get_portal_text(
            "consent_application" if owner else "consent_person"
        )

    def _get_own_notice(self):
        self.ensure_one()
        return self._get_portal_notice(self._is_portal_owner())

    def _record_notice(self):
        """Which privacy notice was on the page, and when."""
        for record in self:
            shown = record._get_own_notice()
            if not shown:
                continue
            self.env["mbb.notice.acknowledgement"]._record(shown, record)
            record_sudo = record.sudo()  # not a field for the applicant to fill in
            version = str(shown.version)
            if record_sudo.notice_version != version:
                record_sudo.write(
                    {"notice_version": version, "notice_date": fields.Datetime.now()}
                )

    def action_submit(self):
        self._check_notice_known()
        return super().action_submit()

    # -- files ---------------------------------------------------------------

    def _check_portal_editable(self):
        self.ensure_one()
        if not self._is_portal_editable():
            raise AccessError(self.env._("The application cannot be changed now."))

    def _add_portal_file(self, name, content, kind, note):
        """Keep a file that the form has judged and stripped."""
        self._check_portal_editable()
        wait_turn(self)
        # sudo: by this way only, so that nothing comes in unjudged.
        files_sudo = self.env["mbb.application.file"].sudo()
        link = self._get_part_link()
        return files_sudo.create(
            {
                link: self.id,
                "name": name,
                "file": base64.b64encode(content),
                "kind": kind,
                "note": note,
            }
        )

    def _remove_portal_file(self, file):
        self._check_portal_editable()
        file_sudo = file.sudo()
        if file_sudo._get_application() == self:
            file_sudo.unlink()

    def unlink(self):
        # The database takes the rows along, but not what they keep in the file store.
        files_sudo = self.sudo().file_ids
        if self and files_sudo and all(record.state == "draft" for record in self):
            self.check_access("unlink")
            files_sudo.unlink()
        return super().unlink()

    # -- on paper ------------------------------------------------------------

    def _get_content_as_text(self):
        content = super()._get_content_as_text()
        record = self.sudo()._in_paper_language()
        content["files"] = [
            {
                "name": file.name,
                "kind": file._get_kind_label(),
                "note": file.note or "",
                "sha256": file.sha256,
            }
            for file in record.file_ids
        ]
        return content
