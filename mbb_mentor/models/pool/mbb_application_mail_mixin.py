# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models


class MbbApplicationMailMixin(models.AbstractModel):
    """How the applicant and the Sekreterya are told."""

    _name = "mbb.application.mail.mixin"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _description = "Letters of an Application"

    def _get_applicant_event(self, event):
        """Which letter tells the applicant of `event`; a hook."""
        return event

    def _mail_get_partner_fields(self, introspect_fields=False):
        return ["contact_id"]

    def _tell_responsible(self):
        self.ensure_one()
        user = self.responsible_id
        if user and user != self.env.user:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.env._("The missing parts were sent"),
                user_id=user.id,
            )

    def _is_told(self):
        """Whether anybody knows of the application who could be written to; a hook."""
        self.ensure_one()
        return True

    def _notify_applicant(self, event):
        """Mail to who applied, in their language; a note where there is no address."""
        self.ensure_one()
        if not self._is_told():
            return
        partner = self.contact_id or self.institution_id
        if not partner.email:
            self.message_post(
                body=self.env._(
                    "%(name)s has no e-mail address: inform them by letter.",
                    name=partner.name,
                )
            )
            return
        kind = self._get_kind()
        template = self.env.ref(
            f"mbb_mentor.mail_template_{kind}_{event}", raise_if_not_found=False
        )
        if template:
            self.message_post_with_source(
                template,
                subtype_xmlid="mail.mt_comment",
                email_layout_xmlid="mail.mail_notification_light",
            )
