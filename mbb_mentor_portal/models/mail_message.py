# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, models
from odoo.fields import Domain


class MailMessage(models.Model):
    """The chatter of our records is the Sekreterya's.

    The platform shows a message to its author and to all who were told of it, for
    ever. Outside, a right ends: what was said stands in the mails of those days.
    """

    _inherit = "mail.message"

    @api.model
    def _is_portal_fenced(self):
        return self.env["mbb.portal.mixin"]._is_portal_surface()

    @api.model
    def _get_portal_fence(self):
        return Domain("model", "=like", "mbb.%")

    @api.model
    def _search(self, domain, *args, bypass_access=False, **kwargs):
        if not bypass_access and self._is_portal_fenced():
            domain = Domain(domain) & ~self._get_portal_fence()
        return super()._search(domain, *args, bypass_access=bypass_access, **kwargs)

    def _get_forbidden_access(self, operation):
        if not self._is_portal_fenced():
            return super()._get_forbidden_access(operation)
        # sudo: to which model each of them belongs.
        fenced_sudo = self.sudo().search(
            Domain("id", "in", self.ids) & self._get_portal_fence()
        )
        fenced = fenced_sudo.with_env(self.env)
        return fenced + super(MailMessage, self - fenced)._get_forbidden_access(
            operation
        )
