# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, models
from odoo.exceptions import UserError


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def write(self, vals):
        # The bytes of an evidence lie in its attachment: the same rule there.
        if vals.keys() - {"access_token"} and self._is_evidence():
            raise UserError(self.env._("Evidence cannot be changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_evidence(self):
        if self._is_evidence():
            raise UserError(self.env._("Evidence cannot be deleted."))

    def _is_evidence(self):
        return any(
            attachment.res_model == "mbb.evidence" and attachment.res_field
            for attachment in self.sudo()
        )
