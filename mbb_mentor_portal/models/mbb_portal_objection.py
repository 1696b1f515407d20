# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models
from odoo.fields import Domain


class MbbPortalObjection(models.AbstractModel):
    """The objection of an applicant whose application was rejected (MPY m.5/6)."""

    _name = "mbb.portal.objection"
    _inherit = "mbb.portal.application"
    _description = "Application That Can Be Objected to on the Portal"

    def action_object(self, reason):
        if not self._is_portal_surface():
            return super().action_object(reason)
        # The rules are asked before the marker widens what the method reads.
        self.check_access("read")
        self._check_portal_text(self.env["mbb.objection"]._fields["reason"], reason)
        return super(MbbPortalObjection, self._portal_inside()).action_object(reason)

    def _get_portal_objection_until(self):
        """Until when the user may object, or False where they may not."""
        self.ensure_one()
        if self._portal_inside()._get_objection_obstacle():
            return False
        return self._get_objection_until()

    def _get_portal_objection_end(self):
        """The day on which the time for an objection ended, or False."""
        self.ensure_one()
        until = self._get_objection_until()
        return until and until < self._get_today() and until

    def _get_portal_objection(self):
        """The objection to this application, for those who read it."""
        self.ensure_one()
        objections = self.env["mbb.objection"]
        # sudo: whether there is one; it is then read as the user.
        found_sudo = self.sudo().objection_ids[:1]
        return objections.search(
            objections._get_portal_domain() & Domain("id", "in", found_sudo.ids)
        )
