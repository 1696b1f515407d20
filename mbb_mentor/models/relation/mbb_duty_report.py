# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..base.mbb_state_mixin import MbbStateMixin
from ..base.zone import local_today
from ..pool.changes import is_changed_by

#: What the host confirms.
REPORT_FIELDS = ("text", "outputs", "proposals")


class MbbDutyReport(models.Model):
    """Görev Sonuç Raporu: the expert tells what was done, the host confirms it.

    A duty is over by its dates, whether or not its report is there: `done` does not
    wait for a paper of somebody whom the Birlik does not employ. The certificate does.
    """

    _name = "mbb.duty.report"
    _description = "Closing Report of a Duty"
    _inherit = ["mbb.state.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _check_company_auto = True

    _arrows = {
        "draft": {"submitted": "expert"},
        "submitted": {"confirmed": "host", "draft": "host"},
    }
    _guarded_fields = (
        *MbbStateMixin._guarded_fields,
        "date_submitted",
        "submitted_by_id",
        "confirmed_by_id",
        "date_confirmed",
        "return_reason",
        "evidence_ids",
        "host_evidence_id",
    )
    _reason_methods = ("action_return",)

    assignment_id = fields.Many2one(
        "mbb.assignment",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    state = fields.Selection(
        [
            ("draft", "Awaited"),
            ("submitted", "Report Given"),
            ("confirmed", "Confirmed by the Host"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
        tracking=True,
    )
    expert_id = fields.Many2one(related="assignment_id.expert_id", store=True, index=True)
    host_institution_id = fields.Many2one(related="assignment_id.host_institution_id")
    text = fields.Text(string="What Was Done")
    outputs = fields.Text(help="Drafts, plans, trainings: what is left at the host.")
    proposals = fields.Text(string="Proposals and Further Steps")
    evidence_ids = fields.Many2many(
        "mbb.evidence", string="Attachments", readonly=True, copy=False
    )
    host_evidence_id = fields.Many2one(
        "mbb.evidence",
        string="Confirmation of the Host on Paper",
        readonly=True,
        copy=False,
        check_company=True,
    )
    date_submitted = fields.Date(string="Report Given On", readonly=True, copy=False)
    submitted_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    date_confirmed = fields.Date(string="Confirmed On", readonly=True, copy=False)
    confirmed_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    return_reason = fields.Text(
        string="Reason of the Return", readonly=True, copy=False
    )
    responsible_id = fields.Many2one(
        related="assignment_id.responsible_id", store=True
    )
    company_id = fields.Many2one(
        related="assignment_id.company_id", store=True, index=True
    )

    _one_a_duty = models.Constraint(
        "UNIQUE(assignment_id)", "A duty has one closing report."
    )

    @api.depends("assignment_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for report in self:
            report.display_name = self.env._(
                "Closing report %(number)s",
                number=report.sudo().assignment_id.display_name,
            )

    # -- who ---------------------------------------------------------------

    def _get_authority_obstacle(self, authority):
        if self.env.su or authority not in ("expert", "host"):
            return super()._get_authority_obstacle(authority)
        assignment = self.sudo().assignment_id
        user = self.env.user
        officer = user.has_group("mbb_mentor.group_mentor_officer")
        if authority == "expert":
            if user.partner_id == assignment.expert_id or (
                officer and self.sudo().evidence_ids
            ):
                return False
            return self.env._(
                "The expert submits the report; the Sekreterya does so for one that "
                "came signed, with its file."
            )
        host = assignment.host_institution_id
        at_home = host == assignment.company_id.partner_id
        if host._is_represented_by(user) or (
            officer and (at_home or self.sudo().host_evidence_id)
        ):
            return False
        return self.env._(
            "%(host)s confirms the report; the Sekreterya does so for a confirmation "
            "that came signed, with its file.",
            host=host.name,
        )

    # -- guard -------------------------------------------------------------

    def write(self, vals):
        for report in self if "assignment_id" in vals else ():
            if is_changed_by(report, vals, ["assignment_id"]):
                raise UserError(self.env._("A report stays with its duty."))
        names = [name for name in REPORT_FIELDS if name in vals]
        for report in self if names else ():
            if report.state != "draft" and is_changed_by(report, vals, names):
                raise UserError(
                    self.env._("What was submitted stays. Return the report first.")
                )
        return super().write(vals)

    def _get_arrow_obstacle(self, target):
        obstacle = super()._get_arrow_obstacle(target)
        if obstacle:
            return obstacle
        if target == "submitted" and not (self.text or "").strip():
            return self.env._("Say what was done before the report is submitted.")
        if target == "confirmed" and self._is_own_report():
            own = self.sudo().host_evidence_id or self.env.su
            if not own:
                return self.env._("Who submitted the report does not confirm it.")
        return False

    def _is_own_report(self):
        """Whether the user submitted it, or it tells of their own duty: also where the
        Sekreterya submitted the signed one of an expert who represents the host."""
        report, user = self.sudo(), self.env.user
        return user == report.submitted_by_id or (
            user.sudo().partner_id == report.expert_id
        )

    def _on_arrow(self, source, target):
        res = super()._on_arrow(source, target)
        if target in ("submitted", "confirmed"):
            # It is there: nobody has to ask for it any more.
            self.activity_unlink(["mail.mail_activity_data_todo"])
        self._tell()
        return res

    def _clock_remind(self):
        res = super()._clock_remind()
        self._tell()
        return res

    # -- mail --------------------------------------------------------------

    def _tell(self):
        """Write to whose turn it is: the expert, or those who confirm for the host.
        In the house the officer sees it."""
        template = self.env.ref(
            "mbb_mentor.mail_template_duty_report", raise_if_not_found=False
        )
        for report in self.sudo() if template else ():
            company = report.company_id.partner_id
            party = {
                "draft": report.expert_id,
                "submitted": report.host_institution_id,
            }.get(report.state, company)
            if party == company:
                continue
            for contact in party._get_consent_contacts().filtered("email"):
                template.with_context(
                    recipient_lang=contact.lang or company.lang
                ).send_mail(
                    report.id,
                    email_values={
                        "recipient_ids": [(6, 0, contact.ids)],
                        "email_to": False,
                    },
                )

    def _get_portal_link(self):
        return f"{self.get_base_url()}/my/mentoring/reports/{self.id}"

    # -- steps -------------------------------------------------------------

    def action_submit(self):
        return self._take_arrow(
            "submitted",
            {
                "date_submitted": local_today(),
                "submitted_by_id": self.env.uid,
                "return_reason": False,
            },
        )

    def action_confirm(self):
        return self._take_arrow(
            "confirmed",
            {"date_confirmed": local_today(), "confirmed_by_id": self.env.uid},
        )

    def action_return(self, reason):
        return self._take_arrow("draft", {"return_reason": self._check_reason(reason)})

    def _attach(self, file_name, content, side="expert"):
        """A paper of the expert, or the host's confirmation, as evidence."""
        self.ensure_one()
        officer = self.env.user.has_group("mbb_mentor.group_mentor_officer")
        report = self.sudo()
        own = self.env.user.partner_id == report.expert_id and side == "expert"
        if not (officer or own or self.env.su):
            raise AccessError(self.env._("Only the Sekreterya may take this step."))
        self.check_access("read")
        state = {"expert": "draft", "host": "submitted"}[side]
        if report.state != state:
            raise UserError(
                self.env._(
                    "%(report)s: nothing is added at this stage.",
                    report=report.display_name,
                )
            )
        evidence = report.env["mbb.evidence"]._record(
            report, file_name, content, "other"
        )
        if side == "host":
            report._write_guarded({"host_evidence_id": evidence.id})
        else:
            report._write_guarded({"evidence_ids": [(4, evidence.id)]})
        return evidence

    def action_attach(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Add a Paper"),
            "res_model": "mbb.duty.report.paper",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_report_id": self.id,
                "default_side": "expert" if self.state == "draft" else "host",
            },
        }
