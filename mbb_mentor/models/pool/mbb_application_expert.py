# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from ..base.mbb_state_mixin import MbbStateMixin

#: Who was named where: a different name is a different row.
NAMING_FIELDS = ("mentor_id", "mentee_id", "person_id")
CURRENT_STATES = ("named", "confirmed")


class MbbApplicationExpert(models.Model):
    """A person whom an institution or a unit names as its expert (MPY m.5/4).

    Nobody is an expert by being named: each confirms in person, or by a signed paper
    that the Sekreterya records.
    """

    _name = "mbb.application.expert"
    _description = "Named Expert"
    _inherit = [
        "mbb.application.part.mixin",
        "mbb.state.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _rec_name = "person_id"

    _first_state = "named"
    _arrows = {
        "named": {
            "confirmed": "person",
            "refused": "person",
            "withdrawn": "either",
        },
        "confirmed": {"withdrawn": "either"},
    }
    _guarded_fields = (
        *MbbStateMixin._guarded_fields,
        "answered_by_id",
        "date_answered",
        "channel",
        "evidence_id",
        "document_date",
        "reason",
        "withdrawn_by_id",
        "date_withdrawn",
    )
    _reason_methods = ("action_refuse", "action_withdraw")

    person_id = fields.Many2one(
        "res.partner",
        string="Expert",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain="[('is_company', '=', False), ('is_mentor_unit', '=', False),"
        " ('id', 'child_of', institution_id)]",
        tracking=True,
    )
    person_function = fields.Char(related="person_id.function", string="Title")
    state = fields.Selection(
        [
            ("named", "Named, Not Confirmed"),
            ("confirmed", "Confirmed"),
            ("refused", "Did Not Confirm"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        default="named",
        copy=False,
        readonly=True,
        tracking=True,
        index=True,
    )
    responsible_id = fields.Many2one(
        "res.users", compute="_compute_responsible_id", search="_search_responsible_id"
    )
    answered_by_id = fields.Many2one(
        "res.users", string="Answered or Recorded By", readonly=True, copy=False
    )
    date_answered = fields.Datetime(string="Answered On", readonly=True, copy=False)
    channel = fields.Selection(
        [("portal", "In Person"), ("paper", "Signed Paper")],
        readonly=True,
        copy=False,
    )
    evidence_id = fields.Many2one(
        "mbb.evidence",
        string="Paper",
        readonly=True,
        copy=False,
        ondelete="restrict",
        check_company=True,
    )
    document_date = fields.Date(string="Date of the Paper", readonly=True, copy=False)
    reason = fields.Text(
        readonly=True,
        copy=False,
        groups="mbb_mentor.group_mentor_officer",
        help="Seen by the Sekreterya only.",
    )
    withdrawn_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    date_withdrawn = fields.Datetime(string="Withdrawn On", readonly=True, copy=False)

    _check_answer = models.Constraint(
        "CHECK(state NOT IN ('confirmed', 'refused') OR (answered_by_id IS NOT NULL "
        "AND date_answered IS NOT NULL AND channel IS NOT NULL))",
        "Say who answered, when and how.",
    )
    _check_paper = models.Constraint(
        "CHECK(channel IS NULL OR channel = 'portal' OR evidence_id IS NOT NULL)",
        "A paper answer needs its file.",
    )
    _unique_mentor = models.UniqueIndex(
        "(mentor_id, person_id) WHERE mentor_id IS NOT NULL "
        "AND state IN ('named', 'confirmed')",
        "This person is named already.",
    )
    _unique_mentee = models.UniqueIndex(
        "(mentee_id, person_id) WHERE mentee_id IS NOT NULL "
        "AND state IN ('named', 'confirmed')",
        "This person is named already.",
    )

    @api.depends("mentor_id.responsible_id", "mentee_id.responsible_id")
    def _compute_responsible_id(self):
        for expert in self.sudo():
            expert.responsible_id = expert._get_application().responsible_id

    def _search_responsible_id(self, operator, value):
        return [
            "|",
            ("mentor_id.responsible_id", operator, value),
            ("mentee_id.responsible_id", operator, value),
        ]

    # -- naming ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        people = self.env["res.partner"]
        for vals, application in zip(
            vals_list, self._browse_applications(vals_list), strict=True
        ):
            if not self.env.su:
                application.check_access("read")
            obstacle = application._get_authority_obstacle("applicant")
            if obstacle:
                raise AccessError(obstacle)
            application._check_naming(people.browse(vals.get("person_id")))
        # A name withdrawn just now is not in the way of the same one.
        self.flush_model(["state"])
        experts = super().create(vals_list)
        for expert in experts.sudo():
            expert._send_request("mbb_mentor.mail_template_expert_named")
        return experts

    def write(self, vals):
        if any(name in vals for name in NAMING_FIELDS):
            raise UserError(
                self.env._("Who was named stays written. Name the other one anew.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A name is withdrawn, not deleted."))

    # -- who may answer ----------------------------------------------------

    def _get_authority_obstacle(self, authority):
        if authority not in ("person", "either") or self.env.su:
            return super()._get_authority_obstacle(authority)
        expert, user = self.sudo(), self.env.user
        if user.sudo().partner_id == expert.person_id:
            return False
        if authority == "either":
            application = expert._get_application().with_env(self.env)
            return application._get_authority_obstacle("applicant")
        return self.env._(
            "Only %(person)s in person can answer this.", person=expert.person_id.name
        )

    def _get_arrow_obstacle(self, target):
        obstacle = super()._get_arrow_obstacle(target)
        if not obstacle and target == "confirmed":
            expert = self.sudo()
            obstacle = expert._get_application()._get_naming_obstacle(expert.person_id)
        return obstacle

    def _check_person(self):
        """Also for code that runs as superuser for somebody."""
        for expert in self:
            expert.check_access("read")
            if self.env.user.sudo().partner_id != expert.sudo().person_id:
                raise AccessError(
                    self.env._(
                        "Only %(person)s in person can answer this.",
                        person=expert.sudo().person_id.name,
                    )
                )

    # -- answers -----------------------------------------------------------

    def action_confirm(self):
        """The person says it themself."""
        self._check_person()
        return self._take_arrow("confirmed", self._prepare_answer())

    def action_refuse(self, reason):
        self._check_person()
        reason = self._check_reason(reason)
        return self._take_arrow("refused", {**self._prepare_answer(), "reason": reason})

    def action_withdraw(self, reason):
        """By the person, or by who named them."""
        return self._take_arrow("withdrawn", self._prepare_withdrawal(reason))

    def _prepare_answer(self):
        return {
            "answered_by_id": self.env.uid,
            "date_answered": fields.Datetime.now(),
            "channel": "portal",
        }

    def _prepare_withdrawal(self, reason):
        return {
            "reason": self._check_reason(reason),
            "withdrawn_by_id": self.env.uid,
            "date_withdrawn": fields.Datetime.now(),
        }

    def _record_paper(self, answer, *, content, file_name, date=False, reason=False):
        """What the person signed; for the Sekreterya, with the file.

        :param answer: confirmed or refused
        :param content: bytes of the paper
        """
        self.ensure_one()
        obstacle = self._get_authority_obstacle("officer")
        if obstacle:
            raise AccessError(obstacle)
        self.check_access("read")
        if answer not in ("confirmed", "refused"):
            raise UserError(self.env._("A paper confirms or does not."))
        expert = self.sudo()
        evidence = expert.env["mbb.evidence"]._record(
            expert, file_name, content, "consent"
        )
        return expert._take_arrow(
            answer,
            {
                **self._prepare_answer(),
                "channel": "paper",
                "evidence_id": evidence.id,
                "document_date": date,
                "reason": (reason or "").strip() or False,
            },
        )

    def _on_arrow(self, source, target):
        res = super()._on_arrow(source, target)
        if target in ("confirmed", "refused") and self.channel == "portal":
            application = self._get_application()
            user = application.responsible_id
            if user and user != self.env.user:
                application.activity_schedule(
                    "mail.mail_activity_data_todo",
                    summary=self.env._(
                        "%(person)s: %(state)s",
                        person=self.person_id.name,
                        state=self._get_state_label(),
                    ),
                    user_id=user.id,
                )
        return res

    # -- telling the person ------------------------------------------------

    def _mail_get_partner_fields(self, introspect_fields=False):
        return ["person_id"]

    def _get_answer_url(self):
        self.ensure_one()
        base = self.get_base_url()
        return f"{base}/mail/view?model={self._name}&res_id={self.id}"

    def _send_request(self, template):
        """To the person, in their language; a note where there is no address."""
        self.ensure_one()
        if not self.person_id.email:
            self.message_post(
                body=self.env._(
                    "%(name)s has no e-mail address: inform them by letter.",
                    name=self.person_id.name,
                )
            )
            return
        self.message_post_with_source(
            self.env.ref(template),
            subtype_xmlid="mail.mt_comment",
            email_layout_xmlid="mail.mail_notification_light",
        )

    def _clock_user(self):
        return self._get_application().responsible_id or super()._clock_user()

    def _clock_remind(self):
        res = super()._clock_remind()
        for expert in self.sudo():
            expert._send_request("mbb_mentor.mail_template_expert_reminder")
        return res

    def action_remind(self):
        """Ask once more who has not answered."""
        for expert in self:
            obstacle = expert._get_authority_obstacle("officer")
            if not obstacle and expert.state != "named":
                obstacle = self.env._(
                    "%(person)s does not have to answer (%(state)s).",
                    person=expert.person_id.name,
                    state=expert._get_state_label(),
                )
            if obstacle:
                raise UserError(obstacle)
            expert.check_access("read")
            expert.sudo()._send_request("mbb_mentor.mail_template_expert_reminder")
        return True
