# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_amount, format_date

from ..base.zone import check_signed


class MbbSpendingOrderPaperMixin(models.AbstractModel):
    """The order on paper: as it was signed, and as it is printed."""

    _name = "mbb.spending.order.paper.mixin"
    _description = "Spending Order on Paper"

    def _record_document(self, *, number, date, file_name, content):
        """The order as it was signed outside (EBYS or on paper), with its date.

        It still waits for the approval, which then bears the paper's date.
        """
        self.ensure_one()
        obstacle = self._get_authority_obstacle("officer")
        if obstacle:
            raise AccessError(obstacle)
        self.check_access("read")
        if self.state != "draft":
            raise UserError(
                self.env._("The signed paper is recorded before the approval is asked.")
            )
        number = (number or "").strip()
        date = fields.Date.to_date(date)
        if not (number and date):
            raise UserError(self.env._("Give the paper's number and date."))
        check_signed(self, date)
        order = self.sudo()
        evidence = order.env["mbb.evidence"]._record(
            order, file_name, content, "letter", note=number
        )
        order._write_guarded(
            {
                "document_number": number,
                "document_date": date,
                "evidence_id": evidence.id,
            }
        )
        return evidence

    def action_record_document(self):
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Signed Spending Order"),
            "res_model": "mbb.spending.paper",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_order_id": self.id},
        }

    # -- in words ----------------------------------------------------------

    def _get_selection_label(self, name):
        field = self._fields[name]
        return dict(field._description_selection(self.env)).get(self[name], "")

    def _get_appropriation_text(self):
        return self.appropriation

    def _get_performer_text(self):
        user = self.performer_id
        return ", ".join(part for part in (user.name, user.partner_id.function) if part)

    def _get_covered_text(self):
        lines = [
            self.env._(
                "%(expert)s, %(institution)s: %(start)s – %(end)s, %(cost)s",
                expert=assignment.expert_id.name,
                institution=assignment.sending_institution_id.name,
                start=format_date(self.env, assignment.date_from),
                end=format_date(self.env, assignment._get_ordered_end()),
                cost=format_amount(
                    self.env, assignment.expected_cost, assignment.currency_id
                ),
            )
            for assignment in (
                self._get_covered_assignments() | self.extension_ids.assignment_id
            )
        ]
        return "\n".join(lines)

    def _get_document_text(self):
        if not self.document_number:
            return False
        return self.env._(
            "%(date)s, number %(number)s",
            date=format_date(self.env, self.document_date),
            number=self.document_number,
        )

    def action_print_letter(self):
        """Download the order that stands, as it was issued."""
        self.ensure_one()
        letters = self.letter_ids.filtered(lambda letter: not letter.replaced_by_id)
        if not letters:
            raise UserError(self.env._("No letter has been issued yet."))
        return letters[:1].action_download()
