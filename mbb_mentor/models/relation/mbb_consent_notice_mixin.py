# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..base.zone import local_today, to_zone

TEMPLATES = {
    "request": "mbb_mentor.mail_template_consent_request",
    "reminder": "mbb_mentor.mail_template_consent_reminder",
}


class MbbConsentNoticeMixin(models.AbstractModel):
    """Telling the parties that they are asked, and that time runs out."""

    _name = "mbb.consent.notice.mixin"
    _description = "Notices of a Request for Consent"

    # -- the clock ---------------------------------------------------------

    def _clock_remind(self):
        res = super()._clock_remind()
        self._notify("reminder")
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

    # -- the officer -------------------------------------------------------

    def action_remind(self):
        """Remind those who have not answered yet: one mail a contact and day."""
        if not self.env.user.has_group("mbb_mentor.group_mentor_officer"):
            raise AccessError(self.env._("Only the Sekreterya may take this step."))
        self.check_access("read")
        waiting = self.filtered(lambda c: c.state == "requested").sudo()
        if not waiting:
            raise UserError(self.env._("Nobody here has still to answer."))
        reached, mails, silent = waiting._notify("reminder")
        reached._write_guarded({"date_reminded": local_today()})
        lines = [self.env._("Mails sent: %(count)s", count=mails)]
        if waiting - silent - reached:
            lines.append(
                self.env._(
                    "Asked only today: %(count)s",
                    count=len(waiting - silent - reached),
                )
            )
        if reached and not mails:
            lines.append(self.env._("They had a mail today already."))
        if silent:
            lines.append(
                self.env._(
                    "Without an e-mail address: %(parties)s",
                    parties=", ".join(sorted(set(silent.mapped("party_name")))),
                )
            )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if mails else "warning",
                "message": ". ".join(lines),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    # -- mail --------------------------------------------------------------

    def _notify(self, kind):
        """Write to the contacts of each party, in their language, with a link alone.

        :return: the consents whose party knows of it now, the number of mails, and
            the consents whose party has no address
        """
        today = local_today()
        contacts = {
            consent: consent._get_party()._get_consent_contacts().filtered("email")
            for consent in self.sudo()
        }
        people = self.env["res.partner"].union(*contacts.values())
        written = set(self._get_written_to(people, today) if kind == "reminder" else ())
        mails = 0
        silent = reached = self.sudo().browse()
        for consent, people in contacts.items():
            if not people:
                silent |= consent
                consent._clock_activity(
                    self.env._("No e-mail address: ask for the answer by other means")
                )
            elif kind == "request" or consent._get_day_asked() < today:
                new = [person for person in people if person not in written]
                for person in new:
                    consent._send_mail(kind, person)
                mails += len(new)
                if kind == "reminder":
                    written.update(new)
                consent._log_notices(kind, people, new, today)
                reached |= consent
        return reached, mails, silent

    def _get_day_asked(self):
        return to_zone(self.date_asked).date()

    def _get_written_to(self, partners, today):
        """Who had a mail about a consent today already."""
        return (
            self.env["mbb.consent.notice"]
            .sudo()
            .search(
                [
                    ("partner_id", "in", partners.ids),
                    ("date", "=", today),
                    ("is_mailed", "=", True),
                ]
            )
            .partner_id
        )

    def _log_notices(self, kind, people, mailed, today):
        self.env["mbb.consent.notice"].sudo().create(
            [
                {
                    "consent_id": self.id,
                    "partner_id": person.id,
                    "kind": kind,
                    "date": today,
                    "is_mailed": person in mailed,
                }
                for person in people
            ]
        )

    def _send_mail(self, kind, contact):
        """A mail with nothing but links: to the request, or to all that wait."""
        template = self.env.ref(TEMPLATES[kind], raise_if_not_found=False)
        if not template:
            return
        template.with_context(
            recipient_lang=contact.lang or self.company_id.partner_id.lang,
            waiting_count=self._count_waiting(contact),
        ).send_mail(
            self.id,
            email_values={"recipient_ids": [(4, contact.id)], "email_to": False},
        )

    def _count_waiting(self, contact):
        """How many requests the contact may answer now."""
        mandates = self.env["mbb.representative"].sudo()
        mandates = mandates.search(
            Domain("user_id.partner_id", "=", contact.id)
            & Domain("role", "=", "representative")
            & mandates._get_current_domain()
        )
        institutions = mandates.institution_id | contact
        return self.sudo().search_count(
            Domain("state", "=", "requested")
            & (
                Domain("partner_id", "=", contact.id)
                | Domain("partner_id", "=", False)
                & Domain("institution_id", "in", institutions.ids)
            )
        )

    def _get_answer_url(self):
        self.ensure_one()
        return f"{self.get_base_url()}/my/mentoring/consents/{self.id}"

    def _get_overview_url(self):
        return f"{self.get_base_url()}/my/mentoring"
