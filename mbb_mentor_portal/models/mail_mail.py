# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models

from .res_users import QUEUE_KEY, MailQueue

#: What the platform's mail with the link consists of.
QUEUED_FIELDS = (
    "subject",
    "email_from",
    "email_to",
    "body_html",
    "message_type",
    "auto_delete",
)


class MailMail(models.Model):
    _inherit = "mail.mail"

    def send(self, *args, **kwargs):
        # The platform's reset_password() can send at once only.
        queue = self.env.context.get(QUEUE_KEY)
        if isinstance(queue, MailQueue):
            queue += [{name: mail[name] for name in QUEUED_FIELDS} for mail in self]
            return None
        return super().send(*args, **kwargs)
