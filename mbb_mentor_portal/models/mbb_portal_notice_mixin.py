# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, models
from odoo.exceptions import UserError


class MbbPortalNoticeMixin(models.AbstractModel):
    """A step that is taken on the portal by who has been told what is done with
    their data (KVKK m.10)."""

    _name = "mbb.portal.notice.mixin"
    _description = "Told About Personal Data on the Portal"
    _inherit = "mbb.portal.mixin"

    @api.model
    def _get_portal_notice(self, owner=True):
        """The text for who applies, or for the person whom they named."""
        return self._get_portal_text("application" if owner else "person")

    @api.model
    def _get_portal_text(self, kind):
        # sudo: of which Birlik the record is.
        company = self.sudo().company_id or self.env.company
        return self.env["mbb.notice"]._get_in_force(kind, company)

    def _get_own_notice(self):
        """The text that is for the user; a hook."""
        self.ensure_one()
        return self._get_portal_notice(owner=False)

    def _knows_notice(self, notice):
        """Whether the user was shown `notice` for this record."""
        self.ensure_one()
        rows = self.env["mbb.notice.acknowledgement"]
        return not notice or bool(rows._find(notice, self))

    def _check_notice_known(self):
        """Whichever way a portal user comes, by the page or by a remote call.

        No obstacle of an arrow: the page names those before the box can be ticked.
        """
        if not self._is_portal_surface():
            return
        for record in self:
            if not record._knows_notice(record._get_own_notice()):
                raise UserError(
                    self.env._("Please read the privacy notice and tick the box.")
                )
