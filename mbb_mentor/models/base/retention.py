# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""How a person is taken out of what this room keeps: mails, messages, papers."""

from odoo import api, models

from ..base.anonymising import BLANK, FILES, MAIL, ROW, GOES, STAYS, WORDS

#: {model: {path to the person: {field: how}}}
DECLARED = {
    "mbb.evidence": {"user_id.partner_id": {"name": STAYS, "note": STAYS, "file": STAYS}},
    "mbb.step": {"user_id.partner_id": {}},
    "mbb.approval": {
        "decided_by_id.partner_id": {"reason": STAYS, "office": STAYS},
    },
    "mail.message": {
        "author_id": {"body": WORDS, "email_from": MAIL, FILES: GOES},
        "notified_partner_ids": {"body": STAYS},
    },
    "mail.mail": {"recipient_ids": {ROW: GOES}, "author_id": {ROW: GOES}},
    "mail.notification": {
        "res_partner_id": {"mail_email_address": MAIL, "failure_reason": BLANK}
    },
    "mail.followers": {"partner_id": {ROW: GOES}},
    "mail.scheduled.message": {"author_id": {ROW: GOES}},
    "mail.push.device": {"partner_id": {ROW: GOES}},
    "mail.blacklist": {"email": {ROW: GOES}},
    "calendar.attendee": {"partner_id": {"common_name": BLANK}},
}
#: What names somebody, and why no person has to be taken out of it.
UNDECLARED = {
    "mbb.approval.rule": "What somebody did in the service of the Birlik is its record.",
}


class MbbAnonymiser(models.AbstractModel):
    _inherit = "mbb.anonymiser"

    @api.model
    def _get_declarations(self):
        return {**super()._get_declarations(), **DECLARED}

    @api.model
    def _get_undeclared(self):
        return {**super()._get_undeclared(), **UNDECLARED}
