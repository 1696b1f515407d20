# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""How a person is taken out of what this room keeps: contact, account, authorities."""

from odoo import api, models
from odoo.tools import SQL

from ..base.anonymising import (
    BLANK,
    FILES,
    FULL_NAME,
    GOES,
    IDENTITY,
    LOGIN,
    MAIL,
    PHONE,
    ROW,
    WORDS,
)

#: {model: {path to the person: {field: how}}}
DECLARED = {
    "res.partner": {
        "id": {
            "name": FULL_NAME,
            "email": MAIL,
            "phone": PHONE,
            "vat": IDENTITY,
            "company_registry": IDENTITY,
            "function": BLANK,
            "street": BLANK,
            "street2": BLANK,
            "zip": BLANK,
            "city": BLANK,
            "website": BLANK,
            "comment": BLANK,
            "ref": BLANK,
            "company_name": BLANK,
            FILES: GOES,
        }
    },
    "res.users": {
        "partner_id": {
            "login": LOGIN,
            "signature": BLANK,
            "out_of_office_message": BLANK,
            FILES: GOES,
        }
    },
    "res.users.apikeys": {"user_id.partner_id": {ROW: GOES}},
    "res.device.log": {"user_id.partner_id": {ROW: GOES}},
    "res.users.log": {"create_uid.partner_id": {ROW: GOES}},
    "mbb.representative": {
        "user_id.partner_id": {"note": WORDS, FILES: GOES},
    },
    "mbb.organ.member": {"partner_id": {"note": WORDS}},
}
#: What names somebody, and why no person has to be taken out of it.
UNDECLARED = {
    "mbb.deputy": "What somebody did in the service of the Birlik is its record.",
    "mbb.secretariat.member": "What somebody did in the service of the Birlik is its record.",
    "mbb.decision": "A decision of an organ is kept for good; names in its text are replaced.",
    "mbb.reorganisation": "What somebody did in the service of the Birlik is its record.",
    "mbb.reorganisation.line": "What somebody did in the service of the Birlik is its record.",
    "mbb.institution.name": "Of institutions only.",
    "mbb.unit.secretariat": "What somebody did in the service of the Birlik is its record.",
    "mbb.secretariat": "What somebody did in the service of the Birlik is its record.",
    "mbb.directive": "A law names nobody.",
    "mbb.duty": "Of units only.",
    "mbb.organ": "Of the organ only.",
}


class MbbAnonymiser(models.AbstractModel):
    _inherit = "mbb.anonymiser"  # pylint: disable=consider-merging-classes-inherited

    @api.model
    def _get_declarations(self):
        return {**super()._get_declarations(), **DECLARED}

    @api.model
    def _close_accounts(self, partner):  # pylint: disable=missing-return
        """Archived, without a password, a second factor or a session.

        By SQL, as all of it: `password` is no field that could be emptied, and a write
        would end sessions of the one who runs this.
        """
        super()._close_accounts(partner)
        users = partner.user_ids
        self.env.cr.execute(
            SQL("UPDATE res_partner SET active = FALSE WHERE id = %s", partner.id)
        )
        if users:
            self.env.cr.execute(
                SQL(
                    "UPDATE res_users SET active = FALSE, password = NULL WHERE id IN %s",
                    users._ids,
                )
            )
            # Columns and tables of the platform's further ways of signing in.
            if "totp_secret" in users._fields:
                self.env.cr.execute(
                    SQL(
                        "UPDATE res_users SET totp_secret = NULL WHERE id IN %s",
                        users._ids,
                    )
                )
            self.env.registry.clear_cache()

    @api.model
    def _get_undeclared(self):
        return {**super()._get_undeclared(), **UNDECLARED}
