# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, models
from odoo.exceptions import UserError


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    @api.model_create_multi
    def create(self, vals_list):
        attachments = super().create(vals_list)
        attachments._check_not_guarded()
        return attachments

    def write(self, vals):
        # The bytes of an evidence lie in its attachment: the same rule there.
        if vals.keys() - {"access_token"}:
            if self._is_evidence():
                raise UserError(self.env._("Evidence cannot be changed."))
            self._check_not_guarded()
        res = super().write(vals)
        self._check_not_guarded()
        return res

    @api.ondelete(at_uninstall=False)
    def _unlink_except_evidence(self):
        if self._is_evidence():
            raise UserError(self.env._("Evidence cannot be deleted."))
        self._check_not_guarded()

    def _is_evidence(self):
        return any(
            attachment.res_model == "mbb.evidence" and attachment.res_field
            for attachment in self.sudo()
        )

    def _check_not_guarded(self):
        """A guarded field's bytes are as guarded as the field; it writes as superuser."""
        if self.env.su:
            return
        for attachment in self.sudo().filtered("res_field"):
            model = self.env.get(attachment.res_model)
            if attachment.res_model == "mbb.evidence" or (
                hasattr(model, "_get_guarded_fields")
                and attachment.res_field in model._get_guarded_fields()
            ):
                raise UserError(
                    self.env._("This file is kept as it was written by its document.")
                )
