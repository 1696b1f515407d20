# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models
from odoo.exceptions import AccessError, UserError

from ..base.zone import check_signed


class MbbAssignmentLetterMixin(models.AbstractModel):
    """The letter of the sending institution, and the Birlik's own."""

    _name = "mbb.assignment.letter.mixin"
    _description = "Letters of an Assignment"

    def _needs_official_letter(self):
        """Recorded on the assignment, or attached to the institution's consent."""
        recorded = self.sending_letter_evidence_id
        return not recorded and super()._needs_official_letter()

    def _needs_sending_letter(self):
        return self._needs_official_letter()

    def _record_sending_letter(self, *, channel, number, date, file_name, content):
        """Record the letter by which the own institution sends the expert.

        Until the approval; the evidence of an earlier one stays where it is.
        """
        self.ensure_one()
        obstacle = self._get_authority_obstacle("officer")
        if obstacle:
            raise AccessError(obstacle)
        self.check_access("read")
        if self.state not in ("draft", "consent", "approval"):
            raise UserError(
                self.env._("%(name)s was approved already.", name=self.display_name)
            )
        number = (number or "").strip()
        if not (channel and number and date):
            raise UserError(self.env._("Give the letter's channel, number and date."))
        check_signed(self, date)
        assignment = self.sudo()
        evidence = assignment.env["mbb.evidence"]._record(
            assignment, file_name, content, "letter", note=number
        )
        assignment._write_guarded(
            {
                "sending_letter_channel": channel,
                "sending_letter_number": number,
                "sending_letter_date": date,
                "sending_letter_evidence_id": evidence.id,
            }
        )
        return evidence

    def action_record_sending_letter(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Letter of the Sending Institution"),
            "res_model": "mbb.sending.letter",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_assignment_id": self.id},
        }

    def _get_duty_letters(self):
        """Of the assignment and its extensions, as they stand; the last one first."""
        return self.letter_ids.filtered(
            lambda letter: letter.kind in ("assignment", "extension")
            and not letter.replaced_by_id
        )

    def _get_request_letters(self):
        """The Birlik's written requests to the sending institution, this round's."""
        return self.consent_ids.filtered(
            lambda c: c.state != "cancelled"
            and c.institution_id == self.sending_institution_id
            and c.side != "expert"
        ).letter_ids

    def action_issue_requests(self):
        """Ask the institutions by official letters, too; one PDF of all."""
        self.ensure_one()
        consents = self.consent_ids.filtered(
            lambda c: c.state == "requested" and c.side != "expert"
        )
        if not consents:
            raise UserError(self.env._("No institution's answer is awaited."))
        return consents._issue_requests()

    def action_issue_thanks(self):
        self.ensure_one()
        return self._issue_after_duty("thanks")

    def action_issue_certificate(self):
        self.ensure_one()
        return self._issue_after_duty("certificate")

    def _issue_after_duty(self, kind):
        """Thanks and certificates: once each, after the duty."""
        obstacle = self._get_authority_obstacle("officer")
        if obstacle:
            raise AccessError(obstacle)
        self.check_access("read")
        if self.state not in ("done", "ended"):
            raise UserError(
                self.env._("%(name)s is not over yet.", name=self.display_name)
            )
        obstacle = self._get_certificate_obstacle() if kind == "certificate" else False
        if obstacle:
            raise UserError(obstacle)
        letters = self.letter_ids.filtered(
            lambda letter: letter.kind == kind and not letter.replaced_by_id
        )
        letter = letters[:1] or self.env["mbb.letter"]._issue(self, kind)
        return letter.action_download()

    def _get_certificate_obstacle(self):
        """Why no certificate can be issued, or False."""
        return False

    def action_print_letter(self):
        """Download the letter that stands, as it was issued."""
        self.ensure_one()
        letters = self._get_duty_letters()
        if not letters:
            raise UserError(self.env._("No letter has been issued yet."))
        return letters[:1].action_download()
