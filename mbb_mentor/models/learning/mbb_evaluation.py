# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ..base.mbb_state_mixin import MbbStateMixin
from .mbb_evaluation_rule import KINDS, PARTIES


class MbbEvaluation(models.Model):
    """One person, asked once for one occasion: the answer to a survey.

    The answers themselves stay in the survey. They and the score are seen by the
    Sekreterya only (MPY m.5/6).
    """

    _name = "mbb.evaluation"
    _description = "Evaluation"
    _inherit = [
        "mbb.evaluation.ask.mixin",
        "mbb.state.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True

    _first_state = "asked"
    _arrows = {"asked": {"done": "system", "expired": "system"}}
    _guarded_fields = (*MbbStateMixin._guarded_fields, "score", "entered_by_id")
    _clock_notice = True

    match_id = fields.Many2one(
        "mbb.match",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    kind = fields.Selection(
        KINDS, string="Occasion", required=True, readonly=True, default="close"
    )
    party = fields.Selection(
        PARTIES, string="Answers As", required=True, readonly=True, default="person"
    )
    side = fields.Selection(
        [("mentor", "Mentor"), ("mentee", "Mentee")], required=True, readonly=True
    )
    occasion = fields.Integer(
        string="Time", readonly=True, help="Of interim evaluations: which one it is."
    )
    session_id = fields.Many2one(
        "mbb.session",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    rule_id = fields.Many2one(
        "mbb.evaluation.rule", readonly=True, index=True, ondelete="restrict"
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
    score = fields.Float(
        digits=(3, 2),
        readonly=True,
        copy=False,
        aggregator="avg",
        groups="mbb_mentor.group_mentor_officer",
        help="The mean of the answers on scales.",
    )
    is_low = fields.Boolean(
        string="Low",
        compute="_compute_is_low",
        store=True,
        groups="mbb_mentor.group_mentor_officer",
    )
    entered_by_id = fields.Many2one(
        "res.users", string="Entered by", readonly=True, copy=False
    )
    state = fields.Selection(
        [("asked", "Asked"), ("done", "Done"), ("expired", "Not Answered in Time")],
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

    # Two schedulers at once, or a button beside one, ask nobody twice.
    _unique_occasion = models.UniqueIndex(
        "(match_id, kind, party, side, COALESCE(occasion, 0), "
        "COALESCE(session_id, 0))",
        "This side was asked already.",
    )

    @api.depends("state", "score", "rule_id.low_score")
    def _compute_is_low(self):
        for evaluation in self:
            limit = evaluation.rule_id.low_score
            answered = evaluation.state == "done" and evaluation.score
            evaluation.is_low = bool(answered and evaluation.score <= limit)

    @api.depends("match_id", "side", "kind", "occasion")
    @api.depends_context("lang")
    def _compute_display_name(self):
        sides = dict(self._fields["side"]._description_selection(self.env))
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for evaluation in self.sudo():
            kind = kinds.get(evaluation.kind, "")
            if evaluation.occasion:
                kind = f"{kind} {evaluation.occasion}"
            evaluation.display_name = ", ".join(
                (
                    evaluation.match_id.display_name or "",
                    kind,
                    sides.get(evaluation.side, ""),
                )
            )

    def _read_group_select(self, aggregate_spec, query):
        """A mean is of those that were answered: a number is kept as 0 before."""
        if aggregate_spec == "score:avg":
            column = self._field_to_sql(self._table, "score", query)
            # SQL: the platform's mean takes the zeros along.
            return SQL("AVG(NULLIF(%s, 0))", column)
        return super()._read_group_select(aggregate_spec, query)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("An evaluation cannot be deleted."))

    # -- the answer --------------------------------------------------------

    def _get_answer_url(self, score=None):
        """The survey's own address, with the token of this one answer.

        :param score: chosen in the mail already; for a page that can begin with it
        """
        self.ensure_one()
        return self.get_base_url() + self.sudo().survey_input_id.get_start_url()

    def _get_scores(self):
        """{evaluation: mean of its scales}, for those that have any."""
        lines = self.env["survey.user_input.line"].sudo()
        answers = self.sudo().survey_input_id
        means = {
            answer: mean
            for answer, mean in lines._read_group(
                [
                    ("user_input_id", "in", answers.ids),
                    ("question_id.question_type", "=", "scale"),
                    ("skipped", "=", False),
                ],
                ["user_input_id"],
                ["value_scale:avg"],
            )
        }
        return {
            evaluation: means[evaluation.sudo().survey_input_id]
            for evaluation in self
            if evaluation.sudo().survey_input_id in means
        }

    def _answered(self):
        """The survey was handed in (as superuser): keep what follows from it."""
        scores = self._get_scores()
        for evaluation in self:
            vals = {"score": scores.get(evaluation, 0)}
            evaluation._take_arrow("done", vals)

    def _on_arrow(self, source, target):
        res = super()._on_arrow(source, target)
        if target == "expired":
            self._close_answer()
        elif target == "done" and self.is_low:
            self._tell_low()
        return res

    def _close_answer(self):
        """The survey's own address closes: nobody answers there any more."""
        self.survey_input_id.deadline = fields.Datetime.now()

    def _tell_low(self):
        """Talk to them: on the evaluation, which nobody but the Sekreterya reads."""
        user = self.match_id.responsible_id
        if user.active and user._is_internal():
            own = self.with_context(lang=user.lang or self.env.lang)
            own.activity_schedule(
                "mail.mail_activity_data_todo",
                summary=own.env._("A low evaluation: talk to both sides"),
                note=own.match_id.sides,
                user_id=user.id,
            )

    # -- the clock ---------------------------------------------------------

    def _clock_remind(self):
        res = super()._clock_remind()
        self._send_request()
        return res

    def _clock_expire(self):
        res = super()._clock_expire()
        self._expire()
        return res

    def _expire(self):
        asked = self.sudo().filtered(lambda e: e.state == "asked")
        if asked:
            asked._take_arrow("expired")

    # -- buttons -----------------------------------------------------------

    def _check_officer(self):
        if not self.env.user.has_group("mbb_mentor.group_mentor_officer"):
            raise AccessError(self.env._("Only the Sekreterya may take this step."))
        self.check_access("read")

    def action_remind(self):
        self._check_officer()
        waiting = self.filtered(lambda e: e.state == "asked").sudo()
        waiting._write_guarded({"date_reminded": self._get_today()})
        waiting._send_request()
        return True

    def action_enter_answer(self):
        """What somebody said on paper or by phone, entered on behalf."""
        self.ensure_one()
        self._check_officer()
        if self.state != "asked":
            raise UserError(
                self.env._("“%(name)s” waits for no answer.", name=self.display_name)
            )
        self._write_guarded({"entered_by_id": self.env.uid})
        return {
            "type": "ir.actions.act_url",
            "url": self.sudo().survey_input_id.get_start_url(),
            "target": "new",
        }

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
