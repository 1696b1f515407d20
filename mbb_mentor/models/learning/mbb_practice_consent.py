# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from ..base.mbb_state_mixin import MbbStateMixin
from ..base.zone import check_signed, to_zone

#: What was asked, of whom: frozen.
REQUEST_FIELDS = (
    "practice_id",
    "side",
    "institution_id",
    "partner_id",
    "request_text",
    "text_sha256",
    "date_asked",
)
#: The answer and its withdrawal: written with the arrow, never again.
ANSWER_FIELDS = (
    "answered_by_id",
    "date_answered",
    "capacity",
    "channel",
    "reason",
    "evidence_id",
    "document_number",
    "document_date",
    "withdrawn_by_id",
    "date_withdrawn",
    "withdraw_reason",
    "withdraw_evidence_id",
)


class MbbPracticeConsent(models.Model):
    """One party's answer to the publication of one version of a good practice.

    Of a person it is their explicit consent (KVKK m.5/1), of an institution its
    permission.
    """

    _name = "mbb.practice.consent"
    _description = "Consent to Publication"
    _inherit = [
        "mbb.consent.answer.mixin",
        "mbb.state.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date_asked desc, id desc"
    _check_company_auto = True

    _first_state = "requested"
    _arrows = {
        "requested": {"granted": "party", "refused": "party", "cancelled": "system"},
        "granted": {"withdrawn": "party", "cancelled": "system"},
    }
    _guarded_fields = (*MbbStateMixin._guarded_fields, *ANSWER_FIELDS)
    _reason_methods = ("action_refuse", "action_withdraw")

    practice_id = fields.Many2one(
        "mbb.practice",
        string="Good Practice",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    version = fields.Integer(related="practice_id.version")
    side = fields.Selection(
        [("institution", "Institution"), ("person", "Person")],
        string="Asked As",
        required=True,
        readonly=True,
    )
    institution_id = fields.Many2one("res.partner", readonly=True, index=True)
    partner_id = fields.Many2one(
        "res.partner", string="Person", readonly=True, index="btree_not_null"
    )
    party_name = fields.Char(string="Party", compute="_compute_party_name")
    state = fields.Selection(
        [
            ("requested", "Awaiting Answer"),
            ("granted", "Consent Given"),
            ("refused", "Consent Not Given"),
            ("withdrawn", "Withdrawn"),
            ("cancelled", "Request Cancelled"),
        ],
        required=True,
        readonly=True,
        default="requested",
        copy=False,
        index=True,
        tracking=True,
    )
    request_text = fields.Text(string="What Is Asked", readonly=True, required=True)
    text_sha256 = fields.Char(
        string="SHA-256 of the Version", readonly=True, required=True
    )
    date_asked = fields.Datetime(string="Asked On", readonly=True)
    answered_by_id = fields.Many2one(
        "res.users", string="Answered or Recorded By", readonly=True, copy=False
    )
    date_answered = fields.Datetime(string="Answered On", readonly=True, copy=False)
    capacity = fields.Char(
        string="Answered As",
        readonly=True,
        copy=False,
        help="In what capacity the answer was given.",
    )
    answer_note = fields.Char(
        string="What the Answer Is", compute="_compute_answer_note"
    )
    channel = fields.Selection(
        [
            ("portal", "Portal"),
            ("paper", "Signed Paper"),
            ("kep", "KEP"),
            ("ebys", "EBYS"),
        ],
        readonly=True,
        copy=False,
    )
    reason = fields.Text(
        readonly=True, copy=False, groups="mbb_mentor.group_mentor_officer"
    )
    evidence_id = fields.Many2one(
        "mbb.evidence", readonly=True, copy=False, check_company=True
    )
    document_number = fields.Char(readonly=True, copy=False)
    document_date = fields.Date(readonly=True, copy=False)
    withdrawn_by_id = fields.Many2one(
        "res.users", string="Withdrawn or Recorded By", readonly=True, copy=False
    )
    date_withdrawn = fields.Datetime(string="Withdrawn On", readonly=True, copy=False)
    withdraw_reason = fields.Text(
        string="Reason of the Withdrawal",
        readonly=True,
        copy=False,
        groups="mbb_mentor.group_mentor_officer",
    )
    withdraw_evidence_id = fields.Many2one(
        "mbb.evidence",
        string="Paper of the Withdrawal",
        readonly=True,
        copy=False,
        check_company=True,
    )
    responsible_id = fields.Many2one(
        "res.users", readonly=True, help="The officer who asked."
    )
    can_answer = fields.Boolean(compute="_compute_can_answer")
    company_id = fields.Many2one(
        related="practice_id.company_id", store=True, index=True
    )

    _party = models.Constraint(
        "CHECK(CASE WHEN side = 'person' THEN partner_id IS NOT NULL AND "
        "institution_id IS NULL ELSE institution_id IS NOT NULL AND partner_id IS NULL "
        "END)",
        "A person's consent names the person, an institution's the institution.",
    )
    _answered = models.Constraint(
        "CHECK(state NOT IN ('granted', 'refused', 'withdrawn') OR (answered_by_id "
        "IS NOT NULL AND date_answered IS NOT NULL AND channel IS NOT NULL))",
        "Silence is no answer: say who answered, when and how.",
    )
    _paper = models.Constraint(
        "CHECK(channel IS NULL OR channel = 'portal' OR evidence_id IS NOT NULL)",
        "A paper answer needs its file.",
    )
    _unique_party = models.UniqueIndex(
        "(practice_id, COALESCE(institution_id, 0), COALESCE(partner_id, 0)) "
        "WHERE state IN ('requested', 'granted')",
        "This party is being asked already.",
    )

    @api.depends("institution_id", "partner_id")
    def _compute_party_name(self):
        # sudo: a party may stand for an institution whose contact it may not read.
        for consent in self.sudo():
            consent.party_name = consent._get_party().name

    @api.depends("practice_id", "institution_id", "partner_id")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for consent in self.sudo():
            consent.display_name = (
                f"{consent.practice_id.display_name} – {consent.party_name}"
            )

    @api.depends("channel", "state")
    @api.depends_context("lang")
    def _compute_answer_note(self):
        for consent in self.sudo():
            consent.answer_note = consent._get_answer_note()

    @api.depends_context("uid")
    @api.depends("state", "institution_id", "partner_id")
    def _compute_can_answer(self):
        for consent in self:
            consent.can_answer = (
                consent.state == "requested"
                and not consent._get_party_obstacle(self.env.user)
            )

    def _get_record(self):
        self.ensure_one()
        return self.practice_id

    def _get_party(self):
        self.ensure_one()
        return self.partner_id or self.institution_id

    # -- frozen ------------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(
                self.env._("A consent is asked for by the steps of the practice.")
            )
        return super().create(vals_list)

    def write(self, vals):
        if any(name in vals for name in REQUEST_FIELDS):
            raise UserError(
                self.env._("What was asked, and of whom, cannot be changed.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A consent cannot be deleted."))

    @api.model
    def _ask(self, practice, parties):
        """Make a request a party and tell it, in its own language (as superuser)."""
        sha256 = practice._get_content_sha256()
        vals_list = []
        for side, party in parties:
            lang = self.env["mbb.consent"]._get_lang(party, practice.company_id)
            vals_list.append(
                {
                    "practice_id": practice.id,
                    "side": side,
                    "institution_id": side == "institution" and party.id,
                    "partner_id": side == "person" and party.id,
                    "request_text": practice.with_context(
                        lang=lang
                    )._get_consent_text(),
                    "text_sha256": sha256,
                    "date_asked": fields.Datetime.now(),
                    "responsible_id": practice.responsible_id.id,
                }
            )
        # What was cancelled just now is not in the way of the new request.
        self.env.flush_all()
        consents = self.sudo().create(vals_list)
        consents._notify("mbb_mentor.mail_template_practice_consent_request")
        return consents

    # -- the answer --------------------------------------------------------

    def _get_arrow_obstacle(self, target):
        obstacle = super()._get_arrow_obstacle(target)
        if obstacle or target != "granted":
            return obstacle
        practice = self.sudo().practice_id
        if self.text_sha256 != practice._get_content_sha256():
            return self.env._(
                "%(name)s was changed since you were asked: this request is void.",
                name=practice.display_name,
            )
        return False

    def _on_arrow(self, source, target):
        res = super()._on_arrow(source, target)
        practice = self.practice_id
        if target == "granted":
            practice._consents_settled()
        elif target == "refused":
            practice._consent_failed(self)
        elif target == "withdrawn":
            practice._consent_withdrawn(self)
        return res

    def _keep_paper(self, kind, content, file_name, channel, number, date):
        """The signed paper as evidence; for the Sekreterya."""
        self.ensure_one()
        obstacle = self._get_authority_obstacle("officer")
        if obstacle:
            raise AccessError(obstacle)
        self.check_access("read")
        check_signed(self, date)
        asked = to_zone(self.date_asked).date()
        if kind == "answer" and date and fields.Date.to_date(date) < asked:
            raise UserError(
                self.env._(
                    "The paper is of %(date)s, the request of %(asked)s: it answers "
                    "another text.",
                    date=format_date(self.env, date),
                    asked=format_date(self.env, asked),
                )
            )
        consent = self.sudo()
        return consent.env["mbb.evidence"]._record(
            consent, file_name, content, "consent", note=number
        )

    def _get_outcome_text(self):
        """What others may read; a person's reason stays with the Sekreterya."""
        self.ensure_one()
        name = self._get_party().name
        if self.state == "withdrawn":
            return self.env._(
                "%(party)s has withdrawn the consent to the publication.", party=name
            )
        return self.env._(
            "%(party)s has not consented to the publication.", party=name
        )

    # -- telling -----------------------------------------------------------

    def _clock_remind(self):
        res = super()._clock_remind()
        self._notify("mbb_mentor.mail_template_practice_consent_reminder")
        return res

    def _notify(self, xmlid):
        """A mail with nothing but a link to who may answer, in their language."""
        template = self.env.ref(xmlid, raise_if_not_found=False)
        for consent in self.sudo():
            contacts = consent._get_party()._get_consent_contacts().filtered("email")
            if not contacts:
                consent._clock_activity(
                    self.env._("No e-mail address: ask for the answer by other means")
                )
            for contact in contacts if template else ():
                template.with_context(
                    recipient_lang=contact.lang or consent.company_id.partner_id.lang
                ).send_mail(
                    consent.id,
                    email_values={
                        "recipient_ids": [(4, contact.id)],
                        "email_to": False,
                    },
                )

    def action_remind(self):
        if not self.env.user.has_group("mbb_mentor.group_mentor_officer"):
            raise AccessError(self.env._("Only the Sekreterya may take this step."))
        self.check_access("read")
        waiting = self.filtered(lambda c: c.state == "requested").sudo()
        waiting._write_guarded({"date_reminded": self._get_today()})
        waiting._notify("mbb_mentor.mail_template_practice_consent_reminder")
        return True

    def _get_answer_url(self):
        self.ensure_one()
        return f"{self.get_base_url()}/my/mentoring/publications/{self.id}"
