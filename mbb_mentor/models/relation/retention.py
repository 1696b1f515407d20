# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""How a person is taken out of what this room keeps: consents, sessions, assignments."""

from odoo import api, models

from ..base.anonymising import BLANK, ENDS, FILES, GOES, STAYS, WORDS

#: What the agreement says is the programme's; why it did not come about is theirs.
AGREED = {
    "decline_reason": WORDS,
    "cancel_reason": WORDS,
    "return_reason": WORDS,
    "change_note": STAYS,
    "goals": STAYS,
    "calendar": STAYS,
    "method": STAYS,
    "confidentiality": STAYS,
    "conduct": STAYS,
}
SESSION = {
    "agenda": ENDS,
    "minutes": ENDS,
    "outputs": ENDS,
    "postpone_reason": ENDS,
    "cancel_reason": ENDS,
    "private_note": WORDS,
}
TASK = {"name": STAYS, "done_note": WORDS, "drop_reason": WORDS}
#: {model: {path to the person: {field: how}}}
DECLARED = {
    "mbb.consent": {
        "partner_id": {
            "request_text": ENDS,
            "reason": WORDS,
            "withdraw_reason": WORDS,
            "document_number": BLANK,
            FILES: GOES,
        },
        "answered_by_id.partner_id": {"reason": WORDS, "capacity": WORDS},
        "withdrawn_by_id.partner_id": {"withdraw_reason": WORDS},
    },
    "mbb.consent.paper": {"consent_id.partner_id": {"number": STAYS, FILES: GOES}},
    "mbb.consent.notice": {"partner_id": {}},
    "mbb.agreement": {
        "match_id.mentor_person_id": AGREED,
        "match_id.mentee_person_id": AGREED,
    },
    # What was agreed and done is the match's, whose other side is somebody else.
    "mbb.session": {"attendee_ids": SESSION},
    "mbb.session.attendance": {"partner_id": {"note": WORDS}},
    "mbb.session.task": {"owner_id": TASK, "done_by_id.partner_id": TASK},
    "mbb.plan.step": {"owner_id": TASK, "done_by_id.partner_id": TASK},
    "mbb.assignment": {
        "expert_id": {
            "tasks": STAYS,
            "conditions": STAYS,
            "transport_reason": WORDS,
            "end_reason": WORDS,
            "reject_reason": WORDS,
            "cancel_reason": WORDS,
            "return_reason": WORDS,
            "sending_letter_number": BLANK,
            FILES: GOES,
        }
    },
    "mbb.assignment.payer": {"partner_id": {"note": STAYS}},
    "mbb.assignment.extension": {
        "assignment_id.expert_id": {
            "reason": WORDS,
            "reject_reason": WORDS,
            "cancel_reason": WORDS,
            "return_reason": WORDS,
            FILES: GOES,
        }
    },
    "mbb.duty.report": {
        "expert_id": {
            "text": WORDS,
            "outputs": WORDS,
            "proposals": WORDS,
            "return_reason": WORDS,
            FILES: GOES,
        }
    },
    "mbb.letter": {
        "assignment_id.expert_id": {"correction_reason": WORDS, FILES: GOES},
        "extension_id.assignment_id.expert_id": {
            "correction_reason": WORDS,
            FILES: GOES,
        },
        "consent_id.partner_id": {"correction_reason": WORDS, FILES: GOES},
    },
}
#: What names somebody, and why no person has to be taken out of it.
UNDECLARED = {
    "mbb.visit": "It names nobody but through its assignments.",
    "mbb.spending.order": "What somebody did in the service of the Birlik is its record.",
}


class MbbAnonymiser(models.AbstractModel):
    _inherit = "mbb.anonymiser"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_declarations(self):
        return {**super()._get_declarations(), **DECLARED}

    @api.model
    def _get_undeclared(self):
        return {**super()._get_undeclared(), **UNDECLARED}


class MbbSession(models.Model):
    _name = "mbb.session"
    _inherit = ["mbb.session", "mbb.retention.mixin"]
