# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class MbbSessionTask(models.Model):
    """What somebody took on in a session."""

    _name = "mbb.session.task"
    _description = "Task of a Session"
    _inherit = ["mbb.task.mixin"]
    _order = "state desc, date_deadline, id"
    _check_company_auto = True

    session_id = fields.Many2one(
        "mbb.session",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    owner_id = fields.Many2one(required=True)
    date_deadline = fields.Date(required=True)
    match_id = fields.Many2one(related="session_id.match_id", store=True, index=True)
    match_sides = fields.Char(related="match_id.sides")
    responsible_id = fields.Many2one(
        related="match_id.responsible_id", store=True, index=True
    )
    company_id = fields.Many2one(
        related="session_id.company_id", store=True, index=True
    )

    @api.constrains("owner_id", "session_id")
    def _check_owner(self):
        """Of the two sides, of those invited, or of the house: nobody else."""
        for task in self.sudo():
            session, owner = task.session_id, task.owner_id
            match = session.match_id
            if owner not in session.attendee_ids and not match._is_known(owner):
                raise ValidationError(
                    self.env._(
                        "%(name)s has nothing to do with this session: a task is given "
                        "to who was invited, to the two sides or to a colleague.",
                        name=owner.name,
                    )
                )

    def _clock_remind(self):
        """Who is outside the house is reminded by mail."""
        outside = self.filtered(lambda task: task._clock_user() not in (
            task.owner_id.user_ids
        ))
        res = super()._clock_remind()
        template = self.env.ref(
            "mbb_mentor.mail_template_task_reminder", raise_if_not_found=False
        )
        for task in outside.sudo() if template else ():
            if task.owner_id.email:
                company = task.company_id.partner_id
                template.with_context(
                    recipient_lang=task.owner_id.lang or company.lang
                ).send_mail(
                    task.id,
                    email_values={
                        "recipient_ids": [(6, 0, task.owner_id.ids)],
                        "email_to": False,
                    },
                )
        return res

    def _get_portal_link(self):
        return f"{self.get_base_url()}/my/mentoring/sessions/{self.session_id.id}"
