# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, models
from odoo.exceptions import UserError

#: What a log line says; stars, reactions and the like stay free.
SAID = {"body", "date", "author_id", "email_from", "subject", "model", "res_id"}


class MailMessage(models.Model):
    _inherit = "mail.message"

    def write(self, vals):
        if SAID.intersection(vals):
            self._check_not_logged()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_logged(self):
        self._check_not_logged()

    def _check_not_logged(self):
        """What the system wrote on a record of the programme is its history."""
        if self.env.su:
            return
        for message in self.sudo():
            logged = message.message_type in ("notification", "auto_comment")
            if logged and (message.model or "").startswith("mbb."):
                raise UserError(
                    self.env._("The history of a record cannot be changed or deleted.")
                )
