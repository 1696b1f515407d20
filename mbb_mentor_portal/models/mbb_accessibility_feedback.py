# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError

from odoo.addons.mbb_mentor.models.base.mbb_state_mixin import MbbStateMixin


class MbbAccessibilityFeedback(models.Model):
    """What somebody could not read or use on the pages (Presidential Circular 2025/10).

    It is a petition: answered within thirty days (3071 m.7).
    """

    _name = "mbb.accessibility.feedback"
    _description = "Feedback on Accessibility"
    _inherit = ["mbb.state.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_name = "summary"
    _check_company_auto = True

    _first_state = "received"
    _arrows = {"received": {"answered": "officer"}}
    _guarded_fields = (
        *MbbStateMixin._guarded_fields,
        "answer",
        "date_answered",
        "answered_by_id",
    )
    _reason_methods = ("action_answer",)
    #: What was said stays as it was said.
    _said_fields = frozenset(("text", "page", "contact_name", "email", "lang"))

    summary = fields.Char(compute="_compute_summary")
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    state = fields.Selection(
        [("received", "Received"), ("answered", "Answered")],
        required=True,
        default="received",
        copy=False,
        readonly=True,
        tracking=True,
        index=True,
    )
    text = fields.Text(string="What Is Hard to Use", required=True)
    page = fields.Char(help="Address or name of the page, as it was typed.")
    contact_name = fields.Char(string="From")
    email = fields.Char(string="E-mail")
    lang = fields.Char(string="Language")
    responsible_id = fields.Many2one(
        "res.users",
        index="btree_not_null",
        domain=[("share", "=", False)],
        tracking=True,
    )
    answer = fields.Text(readonly=True, copy=False)
    date_answered = fields.Datetime(string="Answered On", readonly=True, copy=False)
    answered_by_id = fields.Many2one(
        "res.users",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    @api.depends("text")
    def _compute_summary(self):
        for feedback in self:
            words = " ".join((feedback.text or "").split())
            feedback.summary = words if len(words) <= 60 else f"{words[:59]}…"

    @api.model_create_multi
    def create(self, vals_list):
        records = super().create(vals_list)
        for feedback in records:
            feedback._tell_responsible()
        return records

    def write(self, vals):
        if self._said_fields.intersection(vals):
            raise UserError(self.env._("What was said stays as it is."))
        return super().write(vals)

    def _tell_responsible(self):
        """An activity for the lead of the Sekreterya, who may pass it on."""
        self.ensure_one()
        user = self.responsible_id
        user = user or self.env["mbb.secretariat"]._get_lead(self.company_id)
        if user:
            self.responsible_id = user
            # In the language of who reads it; a visitor has no address to write from.
            told = self.with_user(SUPERUSER_ID).with_context(lang=user.lang)
            told.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=self.date_due,
                summary=told.env._("Answer the feedback"),
                user_id=user.id,
            )

    def action_answer(self, reason):
        """Answer in words that the sender reads."""
        return self._take_arrow(
            "answered",
            {
                "answer": self._check_reason(reason),
                "date_answered": fields.Datetime.now(),
                "answered_by_id": self.env.uid,
            },
        )

    def _on_arrow(self, source, target):
        res = super()._on_arrow(source, target)
        self.activity_unlink(["mail.mail_activity_data_todo"])
        self._send_answer()
        return res

    def _mail_get_partner_fields(self, introspect_fields=False):
        return []

    def _send_answer(self):
        """By mail, to who left an address; it makes nobody a follower."""
        self.ensure_one()
        template = self.env.ref(
            "mbb_mentor_portal.mail_template_accessibility_feedback",
            raise_if_not_found=False,
        )
        if self.email and template:
            template.send_mail(self.id)
