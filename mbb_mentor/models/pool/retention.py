# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""How a person is taken out of what this room keeps: applications, events."""

from odoo import api, models

from ..base.anonymising import BLANK, FILES, FULL_NAME, GOES, MAIL, PHONE, WORDS

#: Of a correction: what stood there and what was to stand there.
CORRECTED = {
    "old_values": BLANK,
    "new_values": BLANK,
    "reason": WORDS,
    "decision_reason": WORDS,
}
#: {model: {path to the person: {field: how}}}
DECLARED = {
    "mbb.mentor": {
        "person_id": {
            "summary": WORDS,
            "background": WORDS,
            "expectation": WORDS,
            "person_title": WORDS,
            "submitted_content": BLANK,
            "incomplete_reason": WORDS,
            "reject_reason": WORDS,
            "withdrawal_reason": WORDS,
            "suspend_reason": WORDS,
            FILES: GOES,
        },
        "contact_id": {},
    },
    "mbb.mentee": {
        "person_id": {
            "summary": WORDS,
            "background": WORDS,
            "expectation": WORDS,
            "person_title": WORDS,
            "submitted_content": BLANK,
            "incomplete_reason": WORDS,
            "reject_reason": WORDS,
            "withdrawal_reason": WORDS,
            "call_result_reason": WORDS,
            FILES: GOES,
        },
        "contact_id": {},
    },
    "mbb.mentor.skill": {"mentor_id.person_id": {"note": WORDS}},
    "mbb.mentee.skill": {"mentee_id.person_id": {}},
    "mbb.application.check": {
        "mentor_id.person_id": {"note": WORDS},
        "mentee_id.person_id": {"note": WORDS},
    },
    "mbb.application.correction": {
        "mentor_id.person_id": CORRECTED,
        "mentee_id.person_id": CORRECTED,
    },
    "mbb.application.expert": {
        "person_id": {"reason": WORDS, FILES: GOES},
        "answered_by_id.partner_id": {"reason": WORDS},
    },
    "mbb.objection": {
        "contact_id": {
            "reason": WORDS,
            "contested_reason": WORDS,
            "decision_reason": WORDS,
        }
    },
    "mbb.call.review": {
        "mentee_id.person_id": {
            "note": WORDS,
            "tie_reason": WORDS,
            "release_reason": WORDS,
        }
    },
    "mbb.call.score": {"review_id.mentee_id.person_id": {"remark": WORDS}},
    "event.registration": {
        "partner_id": {
            "name": FULL_NAME,
            "email": MAIL,
            "phone": PHONE,
            "company_name": BLANK,
            "mentor_text": WORDS,
        }
    },
    "mbb.event.interest": {"from_id.partner_id": {"note": WORDS}},
}
#: What names somebody, and why no person has to be taken out of it.
UNDECLARED = {
    "mbb.call": "What somebody did in the service of the Birlik is its record.",
    "mbb.call.panel": "What somebody did in the service of the Birlik is its record.",
    "mbb.call.target": "Of institutions only.",
    "mbb.call.criterion": "Of the call only.",
}


class MbbAnonymiser(models.AbstractModel):
    _inherit = "mbb.anonymiser"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_declarations(self):
        return {**super()._get_declarations(), **DECLARED}

    @api.model
    def _get_undeclared(self):
        return {**super()._get_undeclared(), **UNDECLARED}


class MbbMentor(models.Model):
    _name = "mbb.mentor"
    _inherit = ["mbb.mentor", "mbb.retention.mixin"]


class MbbMentee(models.Model):
    _name = "mbb.mentee"
    _inherit = ["mbb.mentee", "mbb.retention.mixin"]
