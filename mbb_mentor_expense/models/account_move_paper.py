# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""Muhasebe işlem fişi: an entry on paper, with the official accounts."""

from odoo import models


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move", "mbb.travel.printed.mixin"]

    def _get_paper_file_name(self, kind):
        return (self.sudo()[:1].name or self.env._("Draft entry")).replace("/", "-")

    def _get_paper_number(self):
        return self.name or "–"

    def _get_paper_company(self):
        return self.company_id.name

    def _get_paper_date(self):
        return self._format_day(self.date)

    def _get_paper_budget_year(self):
        return self.date.year

    def _get_paper_subject(self):
        return self.ref or "–"

    def _get_paper_claim(self):
        return self.sudo().travel_claim_id.number or "–"

    def _get_paper_assignment(self):
        claim = self.sudo().travel_claim_id
        return claim._get_paper_assignment() if claim else "–"

    def _get_paper_payee(self):
        return self.sudo().partner_id.name or "–"

    def _get_paper_gross(self):
        total = sum(self.sudo().line_ids.mapped("debit"))
        return self._format_number(total)

    def _get_paper_words(self):
        total = sum(self.sudo().line_ids.mapped("debit"))
        currency = self.sudo().company_currency_id
        return self._get_amount_in_words(total, currency)

    def _get_paper_entries(self):
        return self._prepare_paper_rows()

    def _prepare_paper_rows(self):
        """The lines, debits first, with the official code of each account."""
        move = self.sudo()
        lines = move.line_ids.filtered(lambda line: line.account_id)
        by_account = {
            row.account_id: row for row in move.company_id.mbb_travel_account_ids
        }
        none = self.env["mbb.travel.account"]
        return [
            self._prepare_account_row(
                line.account_id,
                by_account.get(line.account_id, none),
                line.name or line.account_id.name,
                line.debit,
                line.credit,
            )
            for line in lines.sorted(lambda line: (line.debit == 0, line.id))
        ]

    def _get_paper_sign_posted(self):
        """Who made the entry; nobody while there is none."""
        return [
            {"name": move.create_uid.name, "date": self._format_day(move.date)}
            for move in self.sudo()
            if move.state == "posted"
        ]

    def action_print_accounting_slip(self):
        self._check_paper_access("accounting_slip")
        report = self.env["ir.actions.report"]._get_travel_report("accounting_slip")
        return report.with_env(self.env).report_action(self, config=False)
