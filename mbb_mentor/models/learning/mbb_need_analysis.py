# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from ..base.mbb_state_mixin import MbbStateMixin
from ..base.paper import get_capitals, get_logo, print_page
from ..base.zone import to_zone
from ..pool.mbb_application_paper_mixin import DOCTYPE


class MbbNeedAnalysis(models.Model):
    """What is needed and nobody could give, for Eğitim Müdürlüğü (MPY m.7/3,
    GÇY m.16/2-e); and what training came of it.

    It counts at the moment when it is drawn up, and names nobody.
    """

    _name = "mbb.need.analysis"
    _description = "Needs Analysis"
    _inherit = ["mbb.state.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_name = "number"
    _check_company_auto = True

    _arrows = {"draft": {"sent": "officer"}, "sent": {"answered": "officer"}}
    _guarded_fields = (
        *MbbStateMixin._guarded_fields,
        "number",
        "date_drawn_up",
        "date_sent",
        "date_answered",
        "evidence_id",
    )

    number = fields.Char(readonly=True, copy=False, index="trigram")
    state = fields.Selection(
        [("draft", "Draft"), ("sent", "Sent"), ("answered", "Answered")],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
        group_expand="_group_expand_state",
    )
    department_id = fields.Many2one(
        "hr.department",
        string="Sent To",
        check_company=True,
        default=lambda self: self._default_department(),
        tracking=True,
    )
    line_ids = fields.One2many(
        "mbb.need.analysis.line", "analysis_id", string="Subjects"
    )
    note = fields.Text(help="What the unit should know besides the numbers.")
    answer = fields.Text(string="Answer of the Unit")
    date_drawn_up = fields.Datetime(string="Counted On", readonly=True, copy=False)
    date_sent = fields.Date(string="Sent On", readonly=True, copy=False)
    date_answered = fields.Date(string="Answered On", readonly=True, copy=False)
    evidence_id = fields.Many2one(
        "mbb.evidence", string="As It Was Sent", readonly=True, copy=False
    )
    # What a year's figures add up.
    request_count = fields.Integer(
        string="Requests", compute="_compute_totals", store=True
    )
    subject_count = fields.Integer(
        string="Number of Subjects", compute="_compute_totals", store=True
    )
    training_count = fields.Integer(
        string="Trainings", compute="_compute_totals", store=True
    )
    participant_count = fields.Integer(
        string="Participants", compute="_compute_totals", store=True
    )
    responsible_id = fields.Many2one(
        "res.users",
        index=True,
        copy=False,
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        tracking=True,
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )

    _unique_number = models.UniqueIndex(
        "(number) WHERE number IS NOT NULL", "This number was given already."
    )

    @api.model
    def _default_department(self):
        return self.env["hr.department"].search(
            [("mentor_code", "=", "egitim"), ("company_id", "=", self.env.company.id)],
            limit=1,
        )

    def _group_expand_state(self, states, domain):
        return ["draft", "sent", "answered"]

    @api.depends(
        "line_ids.request_count", "line_ids.training_count", "line_ids.participant_count"
    )
    def _compute_totals(self):
        for analysis in self:
            lines = analysis.line_ids
            analysis.subject_count = len(lines)
            for name in ("request_count", "training_count", "participant_count"):
                analysis[name] = sum(lines.mapped(name))

    @api.model_create_multi
    def create(self, vals_list):
        analyses = super().create(vals_list)
        analyses._take_number()
        analyses.sudo()._count()
        return analyses

    def write(self, vals):
        if {"department_id", "note"}.intersection(vals):
            self._check_state("draft")
        if "answer" in vals:
            self._check_state("sent")
        return super().write(vals)

    def _check_state(self, state):
        for analysis in self:
            if analysis.state != state:
                raise UserError(
                    self.env._(
                        "%(name)s is “%(state)s”: this does not change now.",
                        name=analysis.display_name,
                        state=analysis._get_state_label(),
                    )
                )

    @api.ondelete(at_uninstall=False)
    def _unlink_draft(self):
        self._check_state("draft")

    # -- counting ----------------------------------------------------------

    def action_count(self):
        """Count again: what waits has changed since."""
        self.check_access("write")
        self._check_state("draft")
        self.sudo()._count()
        return True

    def _count(self):
        """Lines by subject, from the applications that wait now (as superuser)."""
        for analysis in self:
            analysis.line_ids.unlink()
            analysis.line_ids.create(
                [
                    {"analysis_id": analysis.id, **values}
                    for values in analysis._get_needs()
                ]
            )
            analysis._write_guarded({"date_drawn_up": fields.Datetime.now()})

    def _get_needs(self):
        """[{skill_id, request_count, institution_count, longest_wait}]"""
        mentees = self.env["mbb.mentee"].search(
            [("state", "=", "waiting"), ("company_id", "=", self.company_id.id)]
        )
        waited = mentees._count_days_waiting(self._get_today())
        by_subject = {}
        for mentee in mentees:
            for skill in mentee.subject_ids:
                by_subject.setdefault(skill, []).append(mentee)
        rows = []
        for skill, needs in by_subject.items():
            rows.append(
                {
                    "skill_id": skill.id,
                    "request_count": len(needs),
                    "institution_count": len({need.institution_id for need in needs}),
                    "longest_wait": max(waited.get(need, 0) for need in needs),
                }
            )
        return sorted(rows, key=lambda row: (-row["request_count"], row["skill_id"]))

    # -- the arrows --------------------------------------------------------

    def _get_arrow_obstacle(self, target):
        obstacle = super()._get_arrow_obstacle(target)
        if obstacle:
            return obstacle
        if target == "sent" and not self.line_ids:
            return self.env._("Nobody waits for a mentor: there is nothing to send.")
        if target == "sent" and not self.department_id:
            return self.env._("Say to which unit it is sent.")
        if target == "answered" and not (
            self.answer or self.line_ids.filtered("training_count")
        ):
            return self.env._("Enter what the unit answered, or what training it held.")
        return False

    def action_send(self):
        """From now on its numbers stand as they were counted."""
        for analysis in self:
            analysis._take_arrow("sent", {"date_sent": analysis._get_today()})
            content = analysis._print_paper()
            evidence = self.env["mbb.evidence"].sudo()._record(
                analysis.sudo(), f"{analysis.number}.pdf", content, "issued"
            )
            analysis._write_guarded({"evidence_id": evidence.id})
            analysis.sudo()._tell_unit(content)
        return True

    def _tell_unit(self, content):
        """The head of the unit gets the paper, in their language (as superuser)."""
        head = self.department_id.manager_id.user_id
        if not head:
            self._clock_activity(
                self.env._("The unit has no head with an account: hand the paper over")
            )
            return
        this = self.with_context(lang=head.lang)
        this.message_notify(
            partner_ids=head.partner_id.ids,
            subject=this.env._("Needs that the Mentor Programme could not meet"),
            body=this.env._(
                "The needs analysis %(number)s is attached: %(requests)s requests in "
                "%(subjects)s subjects wait for a mentor. Please tell the Sekreterya "
                "which training comes of it.",
                number=self.number,
                requests=self.request_count,
                subjects=self.subject_count,
            ),
            attachments=[(f"{self.number}.pdf", content)],
        )

    def action_answer(self):
        """What came back is complete."""
        for analysis in self:
            analysis._take_arrow("answered", {"date_answered": analysis._get_today()})
        return True

    def action_carry_on(self):
        """The applications that wait for one of its subjects, to an event or a call."""
        self.ensure_one()
        needs = self.env["mbb.mentee"].search(
            [
                ("state", "=", "waiting"),
                ("company_id", "=", self.company_id.id),
                ("subject_ids", "in", self.line_ids.skill_id.ids),
            ]
        )
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mbb_mentor.mbb_carry_on_action"
        )
        return {
            **action,
            "context": {"active_model": "mbb.mentee", "active_ids": needs.ids},
        }

    # -- on paper ----------------------------------------------------------

    def _prepare_paper(self):
        """The values of the printed page, in the Birlik's language; no person and no
        institution in it."""
        self.ensure_one()
        self.check_access("read")
        # sudo: who may read the analysis may print it whole.
        lang = self.company_id.partner_id.lang or "tr_TR"
        analysis = self.sudo().with_context(lang=lang)
        company = analysis.company_id

        def day(date):
            return date and format_date(analysis.env, date, date_format="dd.MM.yyyy")

        return {
            "doctype": DOCTYPE,
            "analysis": analysis,
            "logo": get_logo(company),
            "letterhead": get_capitals(analysis.env, company.name),
            "counted": day(to_zone(analysis.date_drawn_up).date()),
            "sent": day(analysis.date_sent),
            "answered": day(analysis.date_answered),
        }

    def _print_paper(self):
        """The PDF (bytes)."""
        values = self._prepare_paper()
        analysis = values["analysis"]
        template = "mbb_mentor.report_need_analysis_page"
        return print_page(analysis.env, template, values, analysis.number)

    def action_print(self):
        self.check_access("read")
        report = self.env.ref("mbb_mentor.report_need_analysis_action")
        return report.report_action(self, config=False)
