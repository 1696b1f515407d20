# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import hashlib

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from ..base.mbb_state_mixin import MbbStateMixin
from .zone import local_today

#: What was asked, of whom: frozen.
REQUEST_FIELDS = (
    "match_id",
    "assignment_id",
    "extension_id",
    "side",
    "institution_id",
    "partner_id",
    "request_text",
    "text_sha256",
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
    _inherit = ["mbb.state.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "date_asked desc, id desc"
    _check_company_auto = True

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
    subject = fields.Char(string="Asked For", compute="_compute_subject")
    side = fields.Selection(
        [
            ("mentor_institution", "Mentor's Institution"),
            ("mentee_institution", "Mentee's Institution"),
            ("expert", "Expert"),
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
        "res.users",
        readonly=True,
        help="The officer who asked.",
    )
    can_answer = fields.Boolean(compute="_compute_can_answer")
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )

    _one_subject = models.Constraint(
        "CHECK(num_nonnulls(match_id, assignment_id, extension_id) = 1)",
        "A consent is asked for exactly one thing.",
    )
    _party = models.Constraint(
        "CHECK(CASE WHEN side = 'expert' THEN partner_id IS NOT NULL "
        "ELSE institution_id IS NOT NULL AND partner_id IS NULL END)",
        "An expert's consent names the person, an institution's the institution.",
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

    # -- computed ----------------------------------------------------------

    @api.depends("match_id", "assignment_id", "extension_id")
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
            if self.side == "expert":
                return self.env._("Expert Has Consented")
            return self.env._("Institution Has Consented")
        if self.side and state == "refused":
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
        """The match, assignment or extension that the consent is about."""
        self.ensure_one()
        return self.match_id or self.assignment_id or self.extension_id

    def _get_party(self):
        self.ensure_one()
        return self.partner_id if self.side == "expert" else self.institution_id

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
                    "date_asked": now,
                    "responsible_id": self.env.uid,
                    "company_id": record.company_id.id,
                }
            )
        # What was cancelled just now is not in the way of the new request.
        self.env.flush_all()
        consents = consents.create(vals_list)
        consents._send_mail("mbb_mentor.mail_template_consent_request")
        return consents

    @api.model
    def _get_lang(self, partner, company):
        contacts = partner._get_consent_contacts()
        return contacts[:1].lang or partner.lang or company.partner_id.lang or "tr_TR"

    # -- who answers -------------------------------------------------------

    def _get_party_obstacle(self, user):
        """Why `user` cannot answer for this party, or False.

        A current representative with the power to consent, or the expert in person;
        an applicant or a viewer may not, nor may the Sekreterya.
        """
        self.ensure_one()
        consent = self.sudo()
        if consent.side == "expert":
            if user.sudo().partner_id == consent.partner_id:
                return False
            return self.env._("Only the expert in person can answer this request.")
        if consent.institution_id._is_represented_by(user, ("representative",)):
            return False
        return self.env._(
            "Only a representative of %(institution)s with the power to consent can "
            "answer this request.",
            institution=consent.institution_id.name,
        )

    def _get_authority_obstacle(self, authority):
        if authority == "party" and not self.env.su:
            return self._get_party_obstacle(self.env.user)
        return super()._get_authority_obstacle(authority)

    def _check_party(self):
        """Also for code that runs as superuser for somebody."""
        for consent in self:
            consent.check_access("read")
            obstacle = consent._get_party_obstacle(self.env.user)
            if obstacle:
                raise AccessError(obstacle)

    def _get_capacity(self):
        self.ensure_one()
        name = self.env.user.sudo().name
        consent = self.sudo()
        if consent.side == "expert":
            return self.env._("%(name)s, in person", name=name)
        return self.env._(
            "%(name)s, representative of %(institution)s",
            name=name,
            institution=consent.institution_id.name,
        )

    # -- answers -----------------------------------------------------------

    def action_grant(self):
        self._check_party()
        for consent in self:
            consent._take_arrow("granted", consent._prepare_answer())
        return True

    def action_refuse(self, reason):
        self._check_party()
        reason = self._check_reason(reason)
        for consent in self:
            consent._take_arrow(
                "refused", {**consent._prepare_answer(), "reason": reason}
            )
        return True

    def action_withdraw(self, reason):
        """Take a granted consent back: what rests on it stops from now on."""
        self._check_party()
        reason = self._check_reason(reason)
        return self._take_arrow(
            "withdrawn",
            {
                "withdrawn_by_id": self.env.uid,
                "date_withdrawn": fields.Datetime.now(),
                "withdraw_reason": reason,
            },
        )

    def _prepare_answer(self):
        self.ensure_one()
        return {
            "answered_by_id": self.env.uid,
            "date_answered": fields.Datetime.now(),
            "capacity": self._get_capacity(),
            "channel": "portal",
        }

    def _record_paper(
        self,
        answer,
        *,
        content,
        file_name,
        channel="paper",
        number=False,
        date=False,
        capacity=False,
        reason=False,
    ):
        """Record an answer that came on paper; for the Sekreterya, with the file.

        :param answer: granted, refused or withdrawn
        :param content: bytes of the paper
        """
        self.ensure_one()
        obstacle = self._get_authority_obstacle("officer")
        if obstacle:
            raise AccessError(obstacle)
        self.check_access("read")
        if answer not in ("granted", "refused", "withdrawn"):
            raise UserError(self.env._("A paper grants, refuses or withdraws."))
        if channel not in ("paper", "kep", "ebys"):
            raise UserError(self.env._("Say by which way the paper came."))
        consent = self.sudo()
        evidence = consent.env["mbb.evidence"]._record(
            consent, file_name, content, "consent"
        )
        now = fields.Datetime.now()
        if answer == "withdrawn":
            vals = {
                "withdrawn_by_id": self.env.uid,
                "date_withdrawn": now,
                "withdraw_reason": self._check_reason(reason),
                "withdraw_evidence_id": evidence.id,
            }
        else:
            vals = {
                "answered_by_id": self.env.uid,
                "date_answered": now,
                "capacity": capacity,
                "channel": channel,
                "evidence_id": evidence.id,
                "document_number": number,
                "document_date": date,
                "reason": (reason or "").strip() or False,
            }
        return consent._take_arrow(answer, vals)

    def _on_arrow(self, source, target):
        res = super()._on_arrow(source, target)
        record = self._get_record()
        if target == "granted":
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
        is_person = self.side == "expert"
        if self.state == "expired":
            return self.env._("%(party)s has not answered in time.", party=name)
        if self.state == "withdrawn":
            if is_person:
                return self.env._("%(person)s has withdrawn the consent.", person=name)
            return self.env._(
                "%(institution)s has withdrawn its consent.", institution=name
            )
        if is_person:
            return self.env._("%(person)s has not consented.", person=name)
        return self.env._("%(institution)s has not given consent.", institution=name)

    # -- clock and mail ----------------------------------------------------

    def _clock_remind(self):
        res = super()._clock_remind()
        self._send_mail("mbb_mentor.mail_template_consent_reminder")
        return res

    def _is_clock_stopped(self):
        """While an organ has the record, no answer to it lapses (MPY m.9)."""
        record = self.sudo()._get_record()
        return super()._is_clock_stopped() or record._is_clock_stopped()

    def _clock_expire(self):
        """Silence never grants (MPY m.5/4)."""
        res = super()._clock_expire()
        for consent in self.filtered(lambda c: c.state == "requested"):
            consent.sudo()._take_arrow("expired")
        return res

    def action_remind(self):
        """Remind those who have not answered yet."""
        if not self.env.user.has_group("mbb_mentor.group_mentor_officer"):
            raise AccessError(self.env._("Only the Sekreterya may take this step."))
        self.check_access("read")
        waiting = self.filtered(lambda c: c.state == "requested").sudo()
        if not waiting:
            raise UserError(self.env._("Nobody here has still to answer."))
        waiting._write_guarded({"date_reminded": local_today(self)})
        sent = waiting._send_mail("mbb_mentor.mail_template_consent_reminder")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._("Reminded: %(count)s", count=sent),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _send_mail(self, xmlid):
        """A mail with nothing but a link to each contact, in their language.

        :return: the number of parties that could be written to
        """
        template = self.env.ref(xmlid, raise_if_not_found=False)
        sent = 0
        for consent in self.sudo():
            contacts = consent._get_party()._get_consent_contacts().filtered("email")
            if not contacts:
                consent._clock_activity(
                    self.env._("No e-mail address: ask for the answer by other means")
                )
                continue
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
            sent += 1
        return sent

    def _get_answer_url(self):
        self.ensure_one()
        return f"{self.get_base_url()}/my/mentoring/consents/{self.id}"

    def _get_document_text(self):
        """Number and date of the paper, for the letter's İlgi."""
        self.ensure_one()
        if not self.document_number:
            return False
        return self.env._(
            "%(date)s, %(number)s",
            date=format_date(self.env, self.document_date),
            number=self.document_number,
        )
