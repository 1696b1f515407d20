# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class MbbConsent(models.Model):
    """The request in writing, as an official letter (MPY m.5/4)."""

    _inherit = "mbb.consent"

    letter_ids = fields.One2many("mbb.letter", "consent_id", string="Letters")

    def action_issue_letter(self):
        """The letter that asks: issued once, downloaded as often as needed."""
        self.ensure_one()
        return self._issue_requests()

    def _issue_requests(self):
        letters = self.env["mbb.letter"]
        for consent in self:
            if not self.env.user.has_group("mbb_mentor.group_mentor_officer"):
                raise AccessError(
                    self.env._("Only the Sekreterya may take this step.")
                )
            consent.check_access("read")
            standing = consent.letter_ids.filtered(
                lambda letter: not letter.replaced_by_id
            )[:1]
            if not standing and consent.state != "requested":
                raise UserError(
                    self.env._("%(party)s has answered.", party=consent.party_name)
                )
            letters |= standing or letters._issue(consent, "consent_request")
        return letters.action_download()

    def _get_letter_person(self):
        """The expert whom the request is about, where there is one."""
        self.ensure_one()
        assignment = self.assignment_id or self.extension_id.assignment_id
        return assignment.expert_id or self.match_id.mentor_person_id
