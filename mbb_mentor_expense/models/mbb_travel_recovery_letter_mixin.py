# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""The letters of a recovery: to the person, and to who employs them."""

from odoo import fields, models
from odoo.tools import format_amount, format_date
from odoo.tools.image import image_data_uri

LETTERS = {
    "person": "mbb_mentor_expense.report_travel_recovery_person",
    "institution": "mbb_mentor_expense.report_travel_recovery_institution",
}


class MbbTravelRecoveryLetterMixin(models.AbstractModel):
    _name = "mbb.travel.recovery.letter.mixin"
    _description = "Letters of a Recovery"

    letter_person_id = fields.Many2one(
        "mbb.evidence",
        string="Letter to the Person",
        readonly=True,
        copy=False,
        check_company=True,
    )
    letter_institution_id = fields.Many2one(
        "mbb.evidence",
        string="Letter to the Institution",
        readonly=True,
        copy=False,
        check_company=True,
    )

    def _issue_letters(self):
        """Keep both as they were sent: what is printed later is another paper."""
        self.ensure_one()
        # Also where tests run, which print no report unless they are asked to.
        reports = self.env["ir.actions.report"].sudo()
        reports = reports.with_context(force_report_rendering=True)
        evidence = self.env["mbb.evidence"].sudo()
        vals = {}
        for to, xmlid in LETTERS.items():
            if to == "institution" and not self._get_employer():
                continue
            content, _kind = reports._render_qweb_pdf(xmlid, self.ids)
            name = f"{self._get_report_file_name()}-{to}.pdf"
            kept = evidence._record(self, name, content, "issued")
            vals[f"letter_{to}_id"] = kept.id
        self._write_guarded(vals)

    def _get_report_file_name(self):
        self.ensure_one()
        return (self.number or self.env._("Recovery")).replace("/", "-")

    def _get_employer(self):
        """Who pays the person's salary: the m.59 cut is made there."""
        self.ensure_one()
        return self.sudo().assignment_id.sending_institution_id

    def _get_letter_lang(self):
        """The language of the person who owes it."""
        self.ensure_one()
        self.check_access("read")
        # sudo: who may read the recovery may not read the person.
        return self.sudo().expert_id.lang or self.env.lang

    def _prepare_letter(self, to):
        """The values of a letter, in the language of its reader."""
        self.ensure_one()
        self.check_access("read")
        # sudo: who may read the recovery may print its letters whole.
        recovery = self.sudo().with_context(lang=self._get_letter_lang())
        env = recovery.env
        employer = recovery._get_employer()
        grounds = dict(recovery._fields["ground"]._description_selection(env))
        money = {"env": env, "currency": recovery.currency_id}
        company = recovery.company_id
        source = recovery.claim_id or recovery.advance_id
        return {
            "letterhead": company.name,
            "logo": company.logo_web and image_data_uri(company.logo_web),
            "number": recovery.number,
            "date": format_date(
                env, recovery.date_demanded or fields.Date.context_today(recovery)
            ),
            "subject": env._("Recovery of travel costs"),
            "recipient": (
                recovery._get_person_name() if to == "person" else employer.name
            ),
            "facts": {
                env._("Person"): recovery._get_person_name(),
                env._("Institution"): employer.name,
                env._("Assignment"): recovery.assignment_id.number,
                env._("Claim or advance"): source.number,
                env._("Ground"): grounds[recovery.ground],
                env._("Amount"): format_amount(amount=recovery.amount, **money),
                env._("Interest from"): format_date(env, recovery.date_interest_from),
            },
            "explanation": recovery.explanation or recovery.reason,
            "sentences": recovery._get_letter_sentences(to),
            "copy_to": employer.name if to == "person" else recovery._get_person_name(),
        }

    def _get_letter_sentences(self, to):
        amount = format_amount(self.env, self.amount, self.currency_id)
        if to == "person":
            return [
                self.env._(
                    "%(amount)s is to be paid back to the Birlik, with the statutory "
                    "interest from the day on which it was taken to the day of the "
                    "payment.",
                    amount=amount,
                ),
                self.env._(
                    "What is not paid back is cut from half of the salary, fees and "
                    "other dues, where the law allows it (6245 m.59). An objection can "
                    "be made in writing to the Birlik."
                ),
            ]
        return [
            self.env._(
                "%(person)s, of your institution, owes %(amount)s to the Birlik, with "
                "the statutory interest from the day on which it was taken.",
                person=self._get_person_name(),
                amount=amount,
            ),
            self.env._(
                "For your information, and so that what is due is cut from half of the "
                "salary, fees and other dues where the law allows it (6245 m.59), "
                "should it not be paid."
            ),
        ]
