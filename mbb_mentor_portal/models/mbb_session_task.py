# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models


class MbbSessionTask(models.Model):
    """Read like the minutes of its session, done by its owner."""

    _name = "mbb.session.task"
    _inherit = ["mbb.portal.task", "mbb.session.task"]

    _portal_path = "/my/mentoring/tasks/%s"

    def _is_portal_field(self, name, operation):
        if name == "session_id" and operation == "read":
            return True
        return super()._is_portal_field(name, operation)

    def _get_portal_link(self):
        # The owner reads the task; the session may not be theirs to read.
        return f"{self.get_base_url()}{self._get_portal_url()}"
