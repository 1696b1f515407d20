# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""How a person is taken out of what the portal keeps."""

from odoo import api, models

from odoo.addons.mbb_mentor.models.base.anonymising import (
    BLANK,
    FILES,
    FULL_NAME,
    GOES,
    MAIL,
    PHONE,
    ROW,
    STAYS,
    WORDS,
)

KNOCKING = {
    "person_name": FULL_NAME,
    "person_title": BLANK,
    "email": MAIL,
    "phone": PHONE,
    "file": GOES,
    "file_name": BLANK,
    "refuse_reason": WORDS,
    FILES: GOES,
}
DECLARED = {
    "mbb.registration": {
        "registered_by_id.partner_id": {},
        "representative_id.user_id.partner_id": KNOCKING,
        "email": KNOCKING,
    },
    "mbb.invitation": {
        "email": {ROW: GOES},
        "representative_id.user_id.partner_id": {ROW: GOES},
    },
    "mbb.application.file": {
        "mentor_id.person_id": {"name": WORDS, "note": WORDS, "file": GOES},
        "mentee_id.person_id": {"name": WORDS, "note": WORDS, "file": GOES},
    },
    # Who wrote to the other side and when is a figure; what it said is not.
    "mbb.match.message": {"author_id.partner_id": {"body": WORDS}},
    "mbb.notice.acknowledgement": {"partner_id": {}},
    "mbb.calendar.feed": {"user_id.partner_id": {ROW: GOES}},
    "mbb.data.request": {
        "partner_id": {
            "text": WORDS,
            "answer": WORDS,
            "withdraw_reason": WORDS,
            FILES: GOES,
        }
    },
    "mbb.accessibility.feedback": {
        "email": {
            "text": WORDS,
            "contact_name": FULL_NAME,
            "email": MAIL,
            "answer": STAYS,
        }
    },
}
UNDECLARED = {"mbb.notice": "What somebody did in the service of the Birlik."}


class MbbAnonymiser(models.AbstractModel):
    _inherit = "mbb.anonymiser"

    @api.model
    def _get_declarations(self):
        return {**super()._get_declarations(), **DECLARED}

    @api.model
    def _get_undeclared(self):
        return {**super()._get_undeclared(), **UNDECLARED}


class MbbRegistration(models.Model):
    _name = "mbb.registration"
    _inherit = ["mbb.registration", "mbb.retention.mixin"]


class MbbDataRequest(models.Model):
    _name = "mbb.data.request"
    _inherit = ["mbb.data.request", "mbb.retention.mixin"]


class MbbAccessibilityFeedback(models.Model):
    _name = "mbb.accessibility.feedback"
    _inherit = ["mbb.accessibility.feedback", "mbb.retention.mixin"]


class MbbMatchMessage(models.Model):
    _name = "mbb.match.message"
    _inherit = ["mbb.match.message", "mbb.retention.mixin"]
