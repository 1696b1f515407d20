# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..base.mbb_state_mixin import MbbStateMixin

#: What was asked, of whom: frozen.
REQUEST_FIELDS = (
    "match_id",
    "assignment_id",
    "extension_id",
    "agreement_id",
    "side",
    "institution_id",
    "partner_id",
    "request_text",
    "text_sha256",
    "text_version",
    "date_asked",
    "company_id",
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


class MbbConsent(models.Model):
    """One party's answer to one request (MPY m.5/4): an institution's muvafakat or
    an expert's rıza. It is consent to take part, not explicit consent under KVKK.
    """

    _name = "mbb.consent"
    _description = "Consent"
    _inherit = [
        "mbb.consent.answer.mixin",
        "mbb.consent.notice.mixin",
        "mbb.state.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date_asked desc, id desc"
    _check_company_auto = True
    _clock_notice = True

    _first_state = "requested"
    _arrows = {
        "requested": {
            "granted": "party",
            "refused": "party",
            "expired": "system",
            "cancelled": "system",
        },
        # A granted answer is never edited. It ends with a withdrawal, or with the
        # request itself where what it covers was changed before the approval.
        "granted": {"withdrawn": "party", "cancelled": "system"},
    }
    _guarded_fields = (*MbbStateMixin._guarded_fields, *ANSWER_FIELDS)
    _reason_methods = ("action_refuse", "action_withdraw")

    match_id = fields.Many2one(
        "mbb.match", readonly=True, index="btree_not_null", check_company=True
    )
    assignment_id = fields.Many2one(
        "mbb.assignment", readonly=True, index="btree_not_null", check_company=True
    )
    extension_id = fields.Many2one(
        "mbb.assignment.extension",
        readonly=True,
        index="btree_not_null",
        check_company=True,
    )
    agreement_id = fields.Many2one(
        "mbb.agreement", readonly=True, index="btree_not_null", check_company=True
    )
    subject = fields.Char(string="Subject of the Request", compute="_compute_subject")
    request = fields.Selection(
        [
            ("match", "Match"),
            ("agreement", "Mentoring Agreement"),
            ("assignment", "Assignment"),
            ("extension", "Extension"),
        ],
        string="Kind of Request",
        compute="_compute_request",
        store=True,
    )
    about_match_id = fields.Many2one(
        "mbb.match",
        string="Belongs to Match",
        compute="_compute_request",
        store=True,
        index="btree_not_null",
    )
    side = fields.Selection(
        [
            ("mentor_institution", "Mentor's Institution"),
            ("mentee_institution", "Mentee's Institution"),
            ("expert", "Expert"),
            ("mentee", "Mentee"),
        ],
        string="Asked As",
        required=True,
        readonly=True,
    )
    institution_id = fields.Many2one(
        "res.partner", readonly=True, index=True
    )
    partner_id = fields.Many2one(
        "res.partner", string="Person", readonly=True, index="btree_not_null"
    )
    party_name = fields.Char(string="Party", compute="_compute_party_name")
    state = fields.Selection(
        [
            ("requested", "Awaiting Answer"),
            ("granted", "Consent Given"),
            ("refused", "Consent Not Given"),
            ("expired", "Not Answered in Time"),
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
    institution_view_state = fields.Char(
        string="Answer as Shown to Institutions",
        compute="_compute_institution_view_state",
        help="Why a person did not consent is nobody's business but the Sekreterya's.",
    )
    request_text = fields.Text(string="What Is Asked", readonly=True, required=True)
    text_sha256 = fields.Char(string="SHA-256 of the Text", readonly=True)
    text_version = fields.Integer(
        string="Version of the Text",
        readonly=True,
        help="How many times this was put before the parties, the present time "
        "included.",
    )
    date_asked = fields.Datetime(string="Asked On", readonly=True)
    notice_ids = fields.One2many("mbb.consent.notice", "consent_id", readonly=True)
    remind_count = fields.Integer(
        string="Times Reminded", compute="_compute_remind_count"
    )
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
    is_sufficient = fields.Boolean(
        string="Given in a Way That Suffices",
        compute="_compute_answer_note",
        help="By the rules of consents, which say what each request needs.",
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
    paper_ids = fields.One2many(
        "mbb.consent.paper", "consent_id", string="Papers", readonly=True
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
        "res.users",
        readonly=True,
        help="The officer who asked.",
    )
    can_answer = fields.Boolean(compute="_compute_can_answer")
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )

    _one_subject = models.Constraint(
        "CHECK(num_nonnulls(match_id, assignment_id, extension_id, "
        "agreement_id) = 1)",
        "A consent is asked for exactly one thing.",
    )
    _party = models.Constraint(
        "CHECK(CASE WHEN side IN ('expert', 'mentee') THEN partner_id IS NOT NULL "
        "ELSE institution_id IS NOT NULL AND partner_id IS NULL END)",
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
    _unique_match = models.UniqueIndex(
        "(match_id, side) WHERE match_id IS NOT NULL "
        "AND state IN ('requested', 'granted')",
        "This party is being asked already.",
    )
    _unique_assignment = models.UniqueIndex(
        "(assignment_id, side) WHERE assignment_id IS NOT NULL "
        "AND state IN ('requested', 'granted')",
        "This party is being asked already.",
    )
    _unique_extension = models.UniqueIndex(
        "(extension_id, side) WHERE extension_id IS NOT NULL "
        "AND state IN ('requested', 'granted')",
        "This party is being asked already.",
    )

    _unique_agreement = models.UniqueIndex(
        "(agreement_id, side) WHERE agreement_id IS NOT NULL "
        "AND state IN ('requested', 'granted')",
        "This party is being asked already.",
    )

    # -- computed ----------------------------------------------------------

    @api.depends("match_id", "assignment_id", "extension_id", "agreement_id")
    def _compute_request(self):
        kinds = {
            "mbb.match": "match",
            "mbb.agreement": "agreement",
            "mbb.assignment": "assignment",
            "mbb.assignment.extension": "extension",
        }
        for consent in self.sudo():
            consent.request = kinds.get(consent._get_record()._name)
            assignment = consent.assignment_id or consent.extension_id.assignment_id
            consent.about_match_id = (
                consent.match_id or consent.agreement_id.match_id or assignment.match_id
            )

    @api.depends("notice_ids.kind", "notice_ids.date")
    def _compute_remind_count(self):
        groups = self.env["mbb.consent.notice"].sudo()._read_group(
            [("consent_id", "in", self.ids), ("kind", "=", "reminder")],
            ["consent_id"],
            ["date:count_distinct"],
        )
        counts = {consent.id: count for consent, count in groups}
        for consent in self:
            consent.remind_count = counts.get(consent.id, 0)

    @api.depends("channel", "state", "paper_ids.channel")
    @api.depends_context("lang")
    def _compute_answer_note(self):
        for consent in self.sudo():
            consent.answer_note = consent._get_answer_note()
            consent.is_sufficient = consent._suffices()

    @api.depends("match_id", "assignment_id", "extension_id", "agreement_id")
    def _compute_subject(self):
        for consent in self.sudo():
            consent.subject = consent._get_record().display_name

    @api.depends("institution_id", "partner_id", "side")
    def _compute_party_name(self):
        # sudo: a party may stand for an institution whose contact it may not read.
        for consent in self.sudo():
            consent.party_name = consent._get_party().name

    @api.depends("side", "institution_id", "partner_id", "match_id.number")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for consent in self.sudo():
            consent.display_name = f"{consent.subject} – {consent.party_name}"

    @api.depends("state", "side")
    @api.depends_context("lang")
    def _compute_institution_view_state(self):
        for consent in self:
            if consent.state in ("requested", "cancelled"):
                label = consent._get_state_label()
            else:
                shown = "granted" if consent.state == "granted" else "refused"
                label = consent._get_state_label(shown)
            consent.institution_view_state = label

    def _get_state_label(self, state=None):
        """An institution gives muvafakat, a person rıza: by who was asked."""
        state = state or self.state
        if self.side and state == "granted":
            if self.side == "mentee":
                return self.env._("Mentee Has Consented")
            if self.side == "expert":
                return self.env._("Expert Has Consented")
            return self.env._("Institution Has Consented")
        if self.side and state == "refused":
            if self.side == "mentee":
                return self.env._("Mentee Has Not Consented")
            if self.side == "expert":
                return self.env._("Expert Has Not Consented")
            return self.env._("Institution Has Not Consented")
        return super()._get_state_label(state)

    @api.depends_context("uid")
    @api.depends("state", "side", "institution_id", "partner_id")
    def _compute_can_answer(self):
        for consent in self:
            consent.can_answer = (
                consent.state == "requested"
                and not consent._get_party_obstacle(self.env.user)
            )

    def _get_record(self):
        """The match, agreement, assignment or extension that is asked about."""
        self.ensure_one()
        return (
            self.match_id
            or self.agreement_id
            or self.assignment_id
            or self.extension_id
        )

    def _get_party(self):
        self.ensure_one()
        return self.partner_id or self.institution_id

    def _get_party_key(self):
        return self._get_party().id

    # -- frozen ------------------------------------------------------------

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
    def _ask(self, record, parties):
        """Make a request a party and tell it, in its own language."""
        consents = self.sudo()
        now = fields.Datetime.now()
        version = 1 + max(record.sudo().consent_ids.mapped("text_version"), default=0)
        vals_list = []
        for party in parties:
            partner = self.env["res.partner"].sudo().browse(
                party["partner_id"] or party["institution_id"]
            )
            text = record.with_context(
                lang=self._get_lang(partner, record.company_id),
                consent_side=party["side"],
            )._get_consent_text()
            vals_list.append(
                {
                    **party,
                    record._consent_field: record.id,
                    "request_text": text,
                    "text_sha256": hashlib.sha256(text.encode()).hexdigest(),
                    "text_version": version,
                    "date_asked": now,
                    "responsible_id": self.env.uid,
                    "company_id": record.company_id.id,
                }
            )
        # What was cancelled just now is not in the way of the new request.
        self.env.flush_all()
        consents = consents.create(vals_list)
        consents._notify("request")
        return consents

    @api.model
    def _get_lang(self, partner, company):
        contacts = partner._get_consent_contacts()
        return contacts[:1].lang or partner.lang or company.partner_id.lang or "tr_TR"

    # -- what follows ------------------------------------------------------

    def _on_arrow(self, source, target):
        res = super()._on_arrow(source, target)
        record = self._get_record()
        if target == "granted":
            record._join_answers()
            record._consents_settled()
        elif target in ("refused", "expired"):
            record._consent_failed(self)
        elif target == "withdrawn":
            record._consent_withdrawn(self)
        return res

    def _cancel(self, states):
        consents = self.sudo().filtered(lambda c: c.state in states)
        if consents:
            consents._take_arrow("cancelled")

    def _get_outcome_text(self):
        """What the other side may read; a person's reason stays with the Sekreterya."""
        self.ensure_one()
        name = self._get_party().name
        is_person = bool(self.partner_id)
        if self.state == "expired" and not is_person:
            return self.env._("%(party)s has not answered in time.", party=name)
        if self.state == "withdrawn" and not is_person:
            return self.env._(
                "%(institution)s has withdrawn its consent.", institution=name
            )
        if is_person:
            return self.env._("%(person)s has not consented.", person=name)
        return self.env._("%(institution)s has not given consent.", institution=name)
