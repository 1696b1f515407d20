# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, models
from odoo.tools import format_amount

from ..base.zone import to_zone


class MbbLetterContentMixin(models.AbstractModel):
    """What each kind of letter says: subject, references, sentences, facts.

    `_get_content_<kind>` returns them; sentences are whole, so that a language may
    order its words.
    """

    _name = "mbb.letter.content.mixin"
    _description = "What a Letter Says"

    @api.model
    def _get_content_assignment(self, vals, assignment):
        opening = self.env._(
            "The assignment set out below, made within the Mentor Programme under "
            "the number %(number)s, has been approved with the mutual consent of "
            "the institutions concerned and the consent of the expert (Mentor "
            "Programme Regulation, Art. 5/4).",
            number=assignment.number,
        )
        return {
            "subject": self.env._("Assignment (Mentor Programme)"),
            "recipient": self._get_list_recipient(),
            "references": self._letter_references(
                self._get_sending_references(assignment)
                + self._get_consent_references(assignment)
                + self._get_order_references(assignment.spending_order_id)
            ),
            "opening": self._with_correction([opening], vals),
            "facts": self._get_assignment_facts(assignment),
            "sentences": [
                assignment._get_rights_text(),
                assignment._get_payment_text(),
                self.env._(
                    "The period and the conditions of the assignment are as stated "
                    "above; where needed the period can be extended (Mentor Programme "
                    "Regulation, Art. 5/5)."
                ),
            ],
            "addressees": self._get_addressees(assignment),
        }

    @api.model
    def _get_content_extension(self, vals, extension):
        assignment = extension.assignment_id
        opening = self.env._(
            "The extension set out below of the assignment number %(number)s, made "
            "within the Mentor Programme, has been approved with the mutual "
            "consent of the institutions concerned and the consent of the expert "
            "(Mentor Programme Regulation, Art. 5/4 and 5/5).",
            number=assignment.number,
        )
        letter = assignment.letter_ids.filtered(
            lambda item: item.kind == "assignment" and not item.replaced_by_id
        )[:1]
        references = self._get_consent_references(extension)
        references += self._get_order_references(extension.spending_order_id)
        references.append(
            self.env._(
                "Our letter of %(date)s, number %(number)s.",
                date=self._format_day(letter.date),
                number=letter.number,
            )
        )
        return {
            "subject": self.env._("Extension of an Assignment (Mentor Programme)"),
            "recipient": self._get_list_recipient(),
            "references": self._letter_references(references),
            "opening": self._with_correction([opening], vals),
            "facts": self._get_assignment_facts(assignment, extension),
            "sentences": [
                assignment._get_rights_text(),
                assignment._get_payment_text(),
                self.env._("The other conditions of the assignment stay as they are."),
            ],
            "addressees": self._get_addressees(assignment),
        }

    @api.model
    def _get_content_spending_order(self, vals, order):
        """Harcama talimatı: what 5018 m.32 asks for, put before the Makam."""
        label = order._get_selection_label
        opening = self.env._(
            "For the service set out below the spending order is submitted for your "
            "approval under Article 32 of the Public Financial Management and Control "
            "Act No. 5018."
        )
        facts = {
            self.env._("Spending order"): order.number,
            self.env._("Ground of the service"): order.ground,
            self.env._("Legal basis"): order.legal_basis,
            self.env._("Subject"): order.name,
            self.env._("Amount"): format_amount(
                self.env, order.amount, order.currency_id
            ),
            self.env._("Period"): self._format_period(order.date_from, order.date_to),
            self.env._("Appropriation (tertip)"): order._get_appropriation_text(),
            self.env._("Way of carrying it out"): label("method"),
            self.env._("Carried out by"): order._get_performer_text(),
            self.env._("Assignments covered"): order._get_covered_text(),
            self.env._("Signed paper"): order._get_document_text(),
        }
        return {
            "subject": self.env._("Spending Order (Mentor Programme)"),
            "recipient": self._get_capitals(self.env._("To the Office of the Başkan")),
            "opening": self._with_correction([opening], vals),
            "facts": facts,
            "sentences": [],
            "closing": self.env._("I submit it for your approval."),
            "approval": self._format_day(order.date),
            "proposer": order._get_performer_text(),
            "addressees": self.env["res.partner"],
        }

    @api.model
    def _get_content_consent_request(self, vals, consent):
        """The written request for consent (MPY m.5/4)."""
        opening = self.env._(
            "Your consent is asked for what is set out below; your answer is expected "
            "by %(date)s.",
            date=self._format_day(consent.date_due),
        )
        if not consent.date_due:
            opening = self.env._("Your consent is asked for what is set out below.")
        party = consent._get_party()
        return {
            "subject": self.env._("Request for Consent (Mentor Programme)"),
            "recipient": self._get_capitals(party.name),
            "opening": self._with_correction([opening], vals),
            "body": consent.request_text,
            "facts": {},
            "sentences": [],
            "addressees": party,
        }

    @api.model
    def _get_content_thanks(self, vals, assignment):
        opening = self.env._(
            "%(expert)s of %(institution)s passed knowledge and experience on at "
            "%(host)s from %(start)s to %(end)s within the Mentor Programme (Mentor "
            "Programme Regulation, Art. 6).",
            **self._get_duty_values(assignment),
        )
        return {
            "subject": self.env._("Thanks (Mentor Programme)"),
            "recipient": self._get_capitals(assignment.sending_institution_id.name),
            "opening": self._with_correction([opening], vals),
            "facts": {},
            "sentences": [
                self.env._(
                    "We thank your institution and %(expert)s for the support given to "
                    "the cooperation of local governments.",
                    expert=assignment.expert_id.name,
                )
            ],
            "closing": self.env._("Submitted for your information."),
            "addressees": assignment.sending_institution_id | assignment.expert_id,
        }

    @api.model
    def _get_content_certificate(self, vals, assignment):
        values = self._get_duty_values(assignment)
        return {
            "subject": self.env._("Certificate of Participation"),
            "recipient": self._get_capitals(assignment.expert_id.name),
            "opening": self._with_correction([], vals),
            "facts": {},
            "sentences": [
                self.env._(
                    "This is to certify that %(expert)s of %(institution)s took part "
                    "in the Mentor Programme as an expert at %(host)s from %(start)s "
                    "to %(end)s and completed the duty.",
                    **values,
                )
            ],
            "closing": False,
            "addressees": self.env["res.partner"],
        }

    @api.model
    def _get_duty_values(self, assignment):
        return {
            "expert": assignment.expert_id.name,
            "institution": assignment.sending_institution_id.name,
            "host": assignment.host_institution_id.name,
            "start": self._format_day(assignment.date_from),
            "end": self._format_day(assignment.date_ended or assignment.date_to),
        }

    # -- parts that several kinds share ------------------------------------

    @api.model
    def _get_list_recipient(self):
        return self._get_capitals(self.env._("To those on the distribution list"))

    @api.model
    def _with_correction(self, sentences, vals):
        replaced = vals.get("replaced")
        if not replaced:
            return sentences
        return [
            *sentences,
            self.env._(
                "This letter replaces our letter of %(date)s, number %(number)s. "
                "Reason of the correction: %(reason)s",
                date=self._format_day(replaced.date),
                number=replaced.number,
                reason=vals["correction_reason"],
            ),
        ]

    @api.model
    def _format_period(self, start, end):
        return f"{self._format_day(start)} – {self._format_day(end)}"

    @api.model
    def _get_assignment_facts(self, assignment, extension=None):
        expert = assignment.expert_id
        place = (assignment.place, assignment.place_state_id.name)
        facts = {
            self.env._("Expert"): ", ".join(
                part for part in (expert.name, expert.function) if part
            ),
            self.env._("Own institution"): assignment.sending_institution_id.name,
            self.env._("Host institution"): assignment.host_institution_id.name,
            self.env._("Kind"): assignment._get_selection_label("kind"),
            self.env._("In exchange for"): self._get_exchange_text(assignment),
            self.env._("Place of duty"): ", ".join(part for part in place if part),
        }
        if extension:
            facts[self.env._("Period so far")] = self._format_period(
                assignment.date_from, extension.date_to_old
            )
            facts[self.env._("New last day")] = self._format_day(extension.date_to_new)
            facts[self.env._("Reason")] = extension.reason
        else:
            facts[self.env._("Period")] = self.env._(
                "%(period)s (%(count)s days)",
                period=self._format_period(assignment.date_from, assignment.date_to),
                count=assignment.days,
            )
            facts[self.env._("Tasks")] = assignment.tasks
        facts[self.env._("Transport")] = assignment._get_selection_label("transport")
        facts[self.env._("Other conditions")] = assignment.conditions
        facts[self.env._("Ground")] = assignment.legal_ground.display_name
        return facts

    @api.model
    def _get_exchange_text(self, assignment):
        """Who comes the other way."""
        other = assignment.exchange_id
        parts = (other.expert_id.name, other.sending_institution_id.name)
        return ", ".join(part for part in parts if part)

    @api.model
    def _letter_references(self, references):
        """İlgi: the papers and answers that the letter rests on, a), b), c)."""
        letters = "abcçdefgğhıijklmnoöprsştuüvyz"
        return list(zip(letters, references, strict=False))

    @api.model
    def _get_sending_references(self, assignment):
        if not assignment.sending_letter_number:
            return []
        return [
            self.env._(
                "%(institution)s, letter of %(date)s, number %(number)s.",
                institution=assignment.sending_institution_id.name,
                date=self._format_day(assignment.sending_letter_date),
                number=assignment.sending_letter_number,
            )
        ]

    @api.model
    def _get_order_references(self, order):
        if not order:
            return []
        return [
            self.env._(
                "Spending order of %(date)s, number %(number)s.",
                date=self._format_day(order.date),
                number=order.number,
            )
        ]

    @api.model
    def _get_consent_references(self, record):
        return [
            self._get_consent_reference(
                consent.side,
                {
                    "party": consent._get_party().name,
                    **self._get_answer_values(consent),
                },
            )
            for consent in record.consent_ids.sorted("id")
            if consent.state == "granted"
        ]

    @api.model
    def _get_answer_values(self, consent):
        """Number and date of the answer's letter, also of one that came later."""
        later = consent.paper_ids.filtered(
            lambda paper: paper.kind == "confirmation" and paper.number
        ).sorted("id")[-1:]
        number = later.number or consent.document_number
        date = later.date or (number and consent.document_date)
        return {
            "number": number,
            "date": self._format_day(
                date or to_zone(consent.date_answered).date()
            ),
        }

    @api.model
    def _get_consent_reference(self, side, values):
        """Turkish has two words: an institution's muvafakat, a person's rıza."""
        if side == "expert" and values["number"]:
            return self.env._(
                "Consent of the expert %(party)s, %(date)s, number %(number)s.",
                **values,
            )
        if side == "expert":
            return self.env._("Consent of the expert %(party)s, %(date)s.", **values)
        if values["number"]:
            return self.env._(
                "Consent of %(party)s, %(date)s, number %(number)s.", **values
            )
        return self.env._("Consent of %(party)s, %(date)s.", **values)

    @api.model
    def _get_addressees(self, assignment):
        """Dağıtım: both institutions, once each, and the expert."""
        return (
            assignment.sending_institution_id
            | assignment.host_institution_id
            | assignment.expert_id
        ) - assignment.company_id.partner_id
