# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import logging

from odoo import api, models
from odoo.exceptions import UserError
from odoo.http import request

_logger = logging.getLogger(__name__)

QUEUE_KEY = "mbb_mail_queue"


class MailQueue(list):
    """Values of mails that are to wait: a Python object, which no caller can send."""


class ResUsers(models.Model):
    _inherit = "res.users"

    @api.model
    def _get_mentor_open_work(self):
        return {
            **super()._get_mentor_open_work(),
            "mbb.data.request": [("state", "=", "received")],
        }

    def reset_password(self, login):
        """Whoever asks is not told whether there is such an account: the one who
        has it gets a mail, and nobody else hears anything (KVKK m.12). The mail goes
        by the queue: how long the answer takes would tell, too."""
        sender = request.httprequest.remote_addr if request else None
        if self.env["mbb.portal.limit"]._is_exceeded("password", sender, login):
            return False
        users = self.search(self._get_login_domain(login)) or self.search(
            self._get_email_domain(login)
        )
        if len(users) != 1 or not users.email:
            return False
        try:
            with self.env.cr.savepoint():
                queue = MailQueue()
                queued = self.with_context(**{QUEUE_KEY: queue})
                res = super(ResUsers, queued).reset_password(login)
            # The platform takes back the mail that it has sent, the row with it.
            self.env["mail.mail"].sudo().create(queue)
            self.env.ref("mail.ir_cron_mail_scheduler_action").sudo()._trigger()
            return res
        except UserError:
            _logger.exception("The mail to choose a new password could not be sent")
            return False
