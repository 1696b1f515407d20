# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class MbbEvaluation(models.Model):
    """One side's evaluation of a match: the answer to a survey.

    The answers themselves stay in the survey and are seen by the Sekreterya only.
    """

    _name = "mbb.evaluation"
    _description = "Evaluation"
    _inherit = ["mbb.state.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True

    _first_state = "asked"
    _arrows = {"asked": {"done": "system"}}

    match_id = fields.Many2one(
        "mbb.match",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    side = fields.Selection(
        [("mentor", "Mentor"), ("mentee", "Mentee")], required=True, readonly=True
    )
    partner_id = fields.Many2one(
        "res.partner", string="Asked Of", required=True, readonly=True, index=True
    )
    survey_input_id = fields.Many2one(
        "survey.user_input",
        string="Answer",
        readonly=True,
        index=True,
        ondelete="restrict",
        groups="mbb_mentor.group_mentor_officer",
    )
    state = fields.Selection(
        [("asked", "Asked"), ("done", "Done")],
        required=True,
        readonly=True,
        default="asked",
        copy=False,
        index=True,
        tracking=True,
    )
    responsible_id = fields.Many2one("res.users", readonly=True)
    company_id = fields.Many2one(
        related="match_id.company_id", store=True, index=True
    )

    _unique_side = models.Constraint(
        "UNIQUE(match_id, side)", "This side was asked already."
    )

    @api.depends("match_id", "side")
    @api.depends_context("lang")
    def _compute_display_name(self):
        sides = dict(self._fields["side"]._description_selection(self.env))
        for evaluation in self.sudo():
            evaluation.display_name = (
                f"{evaluation.match_id.display_name}, {sides.get(evaluation.side, '')}"
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("An evaluation cannot be deleted."))

    @api.model
    def _ask(self, match):
        """Ask both sides (as superuser); once a match."""
        survey = self.env.ref("mbb_mentor.survey_evaluation").sudo()
        evaluations = self.sudo()
        for side in ("mentor", "mentee"):
            if match.evaluation_ids.filtered(lambda e, side=side: e.side == side):
                continue
            application = match[f"{side}_id"]
            partner = application.person_id or application.contact_id
            if not partner:
                raise UserError(
                    self.env._(
                        "%(name)s has neither a person nor a contact to ask.",
                        name=application.display_name,
                    )
                )
            answer = survey._create_answer(partner=partner)
            evaluations |= self.sudo().create(
                {
                    "match_id": match.id,
                    "side": side,
                    "partner_id": partner.id,
                    "survey_input_id": answer.id,
                    "responsible_id": self.env.uid,
                }
            )
        evaluations._send_mail("mbb_mentor.mail_template_evaluation_request")
        return evaluations

    def _get_answer_url(self):
        """The survey's own address, with the token of this one answer."""
        self.ensure_one()
        return self.get_base_url() + self.sudo().survey_input_id.get_start_url()

    def _send_mail(self, xmlid):
        template = self.env.ref(xmlid, raise_if_not_found=False)
        for evaluation in self.sudo():
            partner = evaluation.partner_id
            if template and partner.email:
                template.with_context(
                    recipient_lang=partner.lang or evaluation.company_id.partner_id.lang
                ).send_mail(
                    evaluation.id,
                    email_values={
                        "recipient_ids": [(4, partner.id)],
                        "email_to": False,
                    },
                )

    def _clock_remind(self):
        res = super()._clock_remind()
        self._send_mail("mbb_mentor.mail_template_evaluation_request")
        return res

    def action_remind(self):
        if not self.env.user.has_group("mbb_mentor.group_mentor_officer"):
            raise AccessError(self.env._("Only the Sekreterya may take this step."))
        self.check_access("read")
        waiting = self.filtered(lambda e: e.state == "asked").sudo()
        waiting._write_guarded({"date_reminded": fields.Date.context_today(self)})
        waiting._send_mail("mbb_mentor.mail_template_evaluation_request")
        return True

    def action_view_answer(self):
        """The single answer, for the Sekreterya."""
        self.ensure_one()
        answer = self.survey_input_id
        answer.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.display_name,
            "res_model": "survey.user_input",
            "res_id": answer.id,
            "views": [(False, "form")],
        }
