# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.mbb_mentor.models.base.mbb_state_mixin import MbbStateMixin
from odoo.addons.mbb_mentor.models.base.zone import to_zone

#: Besides what the steps write: what the office may arrange.
ARRANGED = {"responsible_id", "activity_ids"}


class MbbDataRequest(models.Model):
    """What a person asks about their own data (KVKK m.11), and its answer (m.13).

    Answered within thirty days, in writing, with the ground where it is refused; never
    by the one who asked.
    """

    _name = "mbb.data.request"
    _description = "Data Subject Request"
    _inherit = [
        "mbb.portal.mixin",
        "mbb.personal.data.mixin",
        "mbb.state.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _rec_name = "number"
    _check_company_auto = True

    _first_state = "received"
    _arrows = {"received": {"answered": "answerer", "withdrawn": "person"}}
    _guarded_fields = (
        *MbbStateMixin._guarded_fields,
        "number",
        "outcome",
        "ground_id",
        "retain_until",
        "answer",
        "answered_by_id",
        "date_answered",
        "withdraw_reason",
    )
    _reason_methods = ("action_withdraw_for",)

    _portal_path = "/my/mentoring/data/requests/%s"
    _portal_readable_fields = frozenset(
        {
            "display_name",
            "number",
            "kind",
            "text",
            "origin",
            "date_received",
            "state",
            "date_state",
            "date_due",
            "is_overdue",
            "outcome",
            "ground_text",
            "retain_until",
            "answer",
            "date_answered",
            "create_date",
        }
    )
    _personal_category = "requests"
    _personal_fields = (
        "number",
        "kind",
        "origin",
        "text",
        "date_received",
        "date_due",
        "state",
        "outcome",
        "ground_text",
        "retain_until",
        "answer",
        "date_answered",
    )

    number = fields.Char(readonly=True, copy=False, index="trigram")
    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Person",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    kind = fields.Selection(
        [
            ("access", "To Know What Is Kept"),
            ("correction", "Correction"),
            ("erasure", "Erasure"),
            ("objection", "Objection"),
        ],
        required=True,
        readonly=True,
        index=True,
    )
    text = fields.Text(string="What Is Asked", required=True, readonly=True)
    origin = fields.Selection(
        [("portal", "Portal"), ("paper", "Paper"), ("kep", "KEP")],
        string="Came By",
        required=True,
        readonly=True,
        default="portal",
    )
    date_received = fields.Date(
        string="Received On",
        required=True,
        readonly=True,
        default=lambda self: self._get_today(),
        help="The period of the law runs from this day.",
    )
    evidence_id = fields.Many2one(
        "mbb.evidence",
        string="The Paper",
        readonly=True,
        ondelete="restrict",
        index="btree_not_null",
    )
    state = fields.Selection(
        [
            ("received", "Received"),
            ("answered", "Answered"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        default="received",
        copy=False,
        readonly=True,
        tracking=True,
        index=True,
    )
    responsible_id = fields.Many2one(
        "res.users",
        index="btree_not_null",
        domain=[("share", "=", False)],
        tracking=True,
    )
    outcome = fields.Selection(
        [
            ("accepted", "Accepted"),
            ("partial", "Accepted in Part"),
            ("refused", "Refused"),
        ],
        readonly=True,
        copy=False,
        tracking=True,
    )
    ground_id = fields.Many2one(
        "mbb.data.ground",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    ground_text = fields.Char(
        string="Ground of the Refusal",
        compute="_compute_ground_text",
        compute_sudo=True,
    )
    retain_until = fields.Date(string="To Be Kept Until", readonly=True, copy=False)
    answer = fields.Text(readonly=True, copy=False)
    answered_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, ondelete="restrict"
    )
    date_answered = fields.Datetime(string="Answered On", readonly=True, copy=False)
    withdraw_reason = fields.Text(
        string="How It Was Withdrawn", readonly=True, copy=False
    )

    _check_answer = models.Constraint(
        "CHECK(state != 'answered' OR (outcome IS NOT NULL AND answer IS NOT NULL "
        "AND answered_by_id IS NOT NULL AND date_answered IS NOT NULL))",
        "An answer says what came of the request, and who gave it when.",
    )
    _check_ground = models.Constraint(
        "CHECK(outcome IS NULL OR (outcome = 'accepted') = (ground_id IS NULL))",
        "A refusal names its ground, in whole or in part (KVKK Art. 13/3).",
    )
    _check_paper = models.Constraint(
        "CHECK(origin = 'portal' OR evidence_id IS NOT NULL)",
        "A request on paper or by KEP needs its file.",
    )

    @api.depends("ground_id")
    @api.depends_context("lang")
    def _compute_ground_text(self):
        for request in self:
            request.ground_text = request.ground_id.display_name

    @api.model
    def _get_personal_domain(self, partner):
        return [("partner_id", "=", partner.id)]

    # -- receiving ---------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(
                self.env._(
                    "A request is made by the person on the portal, or entered from "
                    "its paper."
                )
            )
        requests = super().create(vals_list)
        requests._take_number()
        for request in requests:
            request.responsible_id = request._find_responsible()
            summary = self.env._("Answer the request about personal data")
            request._clock_activity(summary)
        return requests

    def write(self, vals):
        self.check_access("write")
        if not self.env.su and set(vals) - ARRANGED:
            if not self._get_guarded_fields().intersection(vals):
                raise UserError(self.env._("What was asked stays as it is."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A request is kept with its answer."))

    @api.model
    def _receive(self, partner, kind, text, **values):
        """The request of `partner`: who calls it knows that it is theirs."""
        # sudo: nobody creates requests but through here.
        return self.sudo().create(
            {"partner_id": partner.id, "kind": kind, "text": text, **values}
        )

    def _find_responsible(self):
        """The lead of the Sekreterya, or a member who did not ask it themself."""
        self.ensure_one()
        lead = self.env["mbb.secretariat"]._get_lead(self.company_id)
        if lead.partner_id != self.partner_id:
            return lead
        others = self.env["mbb.secretariat.member"].sudo().search(
            [
                ("company_id", "=", self.company_id.id),
                ("is_current", "=", True),
                ("user_id.active", "=", True),
                ("user_id", "!=", lead.id),
            ],
            limit=1,
        )
        return others.user_id

    def _set_clock(self):
        """The period runs from the day on which the paper came in (KVKK m.13/2)."""
        res = super()._set_clock()
        for request in self.sudo().filtered("date_due"):
            entered = to_zone(request.date_state).date()
            before = entered - request.date_received
            if request.state == "received" and before > timedelta():
                request._write_guarded({"date_due": request.date_due - before})
        return res

    def _clock_user(self):
        """Never who asked."""
        self.ensure_one()
        return self.responsible_id or self._find_responsible()

    # -- answering ---------------------------------------------------------------

    def _is_own(self):
        self.ensure_one()
        return self.sudo().partner_id == self.env.user.sudo().partner_id

    def _get_authority_obstacle(self, authority):
        if authority == "answerer":
            obstacle = super()._get_authority_obstacle("officer")
            if not obstacle and not self.env.su and self._is_own():
                obstacle = self.env._("Nobody answers a request of their own.")
            return obstacle
        if authority == "person":
            own = self._is_own()
            return False if own else super()._get_authority_obstacle("officer")
        return super()._get_authority_obstacle(authority)

    def _answer(self, outcome, answer, ground=None, retain_until=False):
        """Answer it, in writing and with its ground (KVKK m.13/3)."""
        self.ensure_one()
        answer = str(answer or "").strip()
        if not answer:
            raise UserError(self.env._("Write the answer: the person reads it."))
        if outcome == "accepted":
            ground, retain_until = None, False
        elif not ground:
            raise UserError(
                self.env._(
                    "Name the ground: a refusal is explained, in whole or in part "
                    "(KVKK Art. 13/3)."
                )
            )
        elif ground.is_retention and not retain_until:
            raise UserError(
                self.env._("Say until when the data has to be kept by this ground.")
            )
        if retain_until and fields.Date.to_date(retain_until) < self._get_today():
            raise UserError(
                self.env._("What was to be kept until a day that is over is kept no more.")
            )
        return self._take_arrow(
            "answered",
            {
                "outcome": outcome,
                "answer": answer,
                "ground_id": ground and ground.id,
                "retain_until": retain_until,
                "answered_by_id": self.env.uid,
                "date_answered": fields.Datetime.now(),
            },
        )

    def action_answer(self):
        """Open the dialog of the answer."""
        self.ensure_one()
        self.check_access("write")
        obstacle = self._get_arrow_obstacle("answered")
        if obstacle:
            raise UserError(obstacle)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mbb_mentor_portal.mbb_data_answer_action"
        )
        return {**action, "context": {"default_request_id": self.id}}

    def action_withdraw(self):
        """The person's own step."""
        for request in self:
            if not request._is_own():
                raise UserError(
                    self.env._(
                        "Say how the person withdrew the request: it is theirs."
                    )
                )
        return self._take_arrow("withdrawn")

    def action_withdraw_for(self, reason):
        """The Sekreterya enters that the person withdrew it, and by which paper."""
        for request in self:
            # Who asked withdraws it by themself; others only from their desk.
            obstacle = request._get_authority_obstacle("officer")
            if obstacle:
                raise UserError(obstacle)
        return self._take_arrow(
            "withdrawn", {"withdraw_reason": self._check_reason(reason)}
        )

    def _on_arrow(self, source, target):
        res = super()._on_arrow(source, target)
        self.activity_unlink(["mail.mail_activity_data_todo"])
        if target == "answered":
            self._notify_person()
        return res

    def _mail_get_partner_fields(self, introspect_fields=False):
        return ["partner_id"]

    def _notify_person(self):
        """A mail with the link; a note where there is nobody to open it."""
        self.ensure_one()
        partner = self.partner_id
        if not partner.email or not partner.user_ids.filtered("active"):
            self.message_post(
                body=self.env._(
                    "%(name)s cannot read the answer on the portal: send it in "
                    "writing (KVKK Art. 13/3).",
                    name=partner.name,
                )
            )
            return
        self.message_post_with_source(
            self.env.ref("mbb_mentor_portal.mail_template_data_request"),
            subtype_xmlid="mail.mt_comment",
            email_layout_xmlid="mail.mail_notification_light",
        )

    # -- what is handed out ------------------------------------------------------

    def _print_paper(self):
        """What is kept of the person (PDF), for whom who asked without an account."""
        self.ensure_one()
        self.check_access("read")
        if not self.env.user.has_group("mbb_mentor.group_mentor_officer"):
            raise AccessError(self.env._("Only the Sekreterya may take this step."))
        partner = self.sudo().partner_id
        data = self.env["mbb.personal.data"].with_context(lang=partner.lang or "tr_TR")
        return data._print_personal_data(partner)

    def action_print_data(self):
        """Print it, and keep in mind that it was handed out."""
        self.ensure_one()
        self.check_access("write")
        self.message_post(body=self.env._("The data of the person was printed."))
        report = self.env.ref("mbb_mentor_portal.report_data_request_action")
        return report.report_action(self, config=False)
