# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from ..base.zone import check_signed

#: By these ways an institution's official letter comes: numbered and dated.
OFFICIAL_CHANNELS = ("kep", "ebys")


class MbbConsentAnswerMixin(models.AbstractModel):
    """Who answers a request, and how the answer is recorded."""

    _name = "mbb.consent.answer.mixin"
    _description = "Answer to a Request for Consent"

    # -- who answers -------------------------------------------------------

    def _get_party_obstacle(self, user):
        """Why `user` cannot answer for this party, or False.

        A current representative with the power to consent, or the expert in person;
        an applicant or a viewer may not, nor may the Sekreterya.
        """
        self.ensure_one()
        consent = self.sudo()
        if consent.partner_id:
            if user.sudo().partner_id == consent.partner_id:
                return False
            return self.env._(
                "Only %(person)s in person can answer this request.",
                person=consent.partner_id.name,
            )
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

    def _get_arrow_obstacle(self, target):
        obstacle = super()._get_arrow_obstacle(target)
        record = self.sudo()._get_record()
        if not obstacle and target == "withdrawn" and record._is_over():
            return self.env._(
                "%(name)s is “%(state)s”: nothing rests on the consent any more.",
                name=record.display_name,
                state=record._get_state_label(),
            )
        return obstacle

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
        if consent.partner_id:
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
        if answer not in ("granted", "refused", "withdrawn"):
            raise UserError(self.env._("A paper grants, refuses or withdraws."))
        kind = "withdrawal" if answer == "withdrawn" else "answer"
        evidence = self._keep_paper(kind, content, file_name, channel, number, date)
        consent = self.sudo()
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

    def _attach_paper(self, *, content, file_name, channel, number=False, date=False):
        """Add the official letter to an answer given before, which stays as it is."""
        self.ensure_one()
        if self.state != "granted":
            raise UserError(
                self.env._(
                    "%(name)s: a letter confirms a consent that was given. Record the "
                    "paper as the answer instead.",
                    name=self.display_name,
                )
            )
        evidence = self._keep_paper(
            "confirmation", content, file_name, channel, number, date
        )
        consent = self.sudo()
        consent.message_post(
            body=self.env._(
                "The letter %(number)s was attached.", number=number or file_name
            )
        )
        # It may have been all that the record still waited for.
        consent._get_record()._consents_settled()
        return evidence

    def _keep_paper(self, kind, content, file_name, channel, number, date):
        """A further row of papers; for the Sekreterya."""
        self.ensure_one()
        obstacle = self._get_authority_obstacle("officer")
        if obstacle:
            raise AccessError(obstacle)
        self.check_access("read")
        number = (number or "").strip() or False
        if channel not in ("paper", *OFFICIAL_CHANNELS):
            raise UserError(self.env._("Say by which way the paper came."))
        if channel in OFFICIAL_CHANNELS and not (number and date):
            raise UserError(
                self.env._("An official letter has a number and a date: give both.")
            )
        check_signed(self, date)
        consent = self.sudo()
        evidence = consent.env["mbb.evidence"]._record(
            consent, file_name, content, "consent", note=number
        )
        consent.env["mbb.consent.paper"].create(
            {
                "consent_id": consent.id,
                "kind": kind,
                "channel": channel,
                "number": number,
                "date": date,
                "evidence_id": evidence.id,
            }
        )
        return evidence

    # -- what it is worth --------------------------------------------------

    def _suffices(self):
        """Whether a granted answer came by a way that the rule accepts."""
        self.ensure_one()
        rule = self._get_record()._get_consent_rule()
        papers = self.paper_ids.filtered(lambda paper: paper.kind != "withdrawal")
        given = {self.channel, *papers.mapped("channel")}
        return self.state == "granted" and bool(given & rule._get_channels())

    def _has_official_letter(self):
        return any(
            paper.channel in OFFICIAL_CHANNELS and paper.kind != "withdrawal"
            for paper in self.paper_ids
        )

    def _get_answer_note(self):
        """What the answer is, in words that claim no more than it is."""
        self.ensure_one()
        if not self.channel:
            return False
        if self.channel == "portal":
            return self.env._(
                "Given with a click in the portal by a signed-in user. It is recorded "
                "with name, capacity and time; it is not a signature."
            )
        if self.channel == "paper":
            return self.env._("Given on a signed paper that the Sekreterya recorded.")
        return self.env._("Given by an official letter that the Sekreterya recorded.")

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
