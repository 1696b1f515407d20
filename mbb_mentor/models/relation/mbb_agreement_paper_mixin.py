# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models
from odoo.tools import format_date

from ..base.paper import get_capitals, get_logo, print_page
from ..base.zone import to_zone
from ..pool.mbb_application_paper_mixin import DOCTYPE


class MbbAgreementPaperMixin(models.AbstractModel):
    """The mentoring agreement on paper: what was agreed on, by whom and when (MPY m.6).

    It is printed, not issued: no number, no verification. What stands is the version
    here, with the answers to it.
    """

    _name = "mbb.agreement.paper.mixin"
    _description = "Mentoring Agreement on Paper"

    def _prepare_paper(self):
        """The values of the printed page, in the Birlik's language."""
        self.ensure_one()
        self.check_access("read")
        # sudo: who may read the agreement may print it whole.
        lang = self.company_id.partner_id.lang or "tr_TR"
        agreement = self.sudo().with_context(lang=lang)
        match, company = agreement.match_id, agreement.company_id
        return {
            "doctype": DOCTYPE,
            "agreement": agreement,
            "match": match,
            "logo": get_logo(company),
            "letterhead": get_capitals(agreement.env, company.name),
            "mentor": match._get_side_name(match.mentor_id),
            "mentee": match._get_side_name(match.mentee_id),
            "period": match._get_period_text(agreement.date_from, agreement.date_to),
            "state": agreement._get_state_label(),
            "date_agreed": agreement._format_paper_day(agreement.date_agreed),
            "sections": agreement._get_sections(),
            "answers": agreement._prepare_paper_answers(),
        }

    def _format_paper_day(self, day):
        return day and format_date(self.env, day, date_format="dd.MM.yyyy")

    def _prepare_paper_answers(self):
        """Each side with its answer. Why a person did not agree is not for the other."""
        sides = dict(
            self.env["mbb.consent"]._fields["side"]._description_selection(self.env)
        )
        rows = []
        for consent in self.consent_ids.filtered(
            lambda consent: consent.state != "cancelled"
        ).sorted("id"):
            given = consent.state == "granted"
            moment = given and to_zone(consent.date_answered)
            rows.append(
                {
                    "party": consent.party_name,
                    "side": sides[consent.side],
                    "capacity": given and consent.capacity,
                    "answer": consent.institution_view_state,
                    "date": moment and self._format_paper_day(moment.date()),
                    "note": given and consent.answer_note,
                }
            )
        return rows

    def _print_paper(self):
        """The PDF (bytes)."""
        values = self._prepare_paper()
        agreement = values["agreement"]
        template = "mbb_mentor.report_agreement_page"
        return print_page(agreement.env, template, values, agreement.display_name)

    def action_print(self):
        self.check_access("read")
        report = self.env.ref("mbb_mentor.report_agreement_action")
        return report.report_action(self, config=False)
