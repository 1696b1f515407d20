# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""What the payment order and the payment list say of a claim (5018 m.33)."""

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_amount

from .mbb_travel_payee import PAYERS

ELEMENTS = ("allowance", "lodging", "transport")
#: Claims whose payment was approved.
PAYABLE_STATES = ("approved", "posted", "paid", "recovery")


class MbbTravelPaymentPaperMixin(models.AbstractModel):
    """The contents that a layout may name, each answered from the claim."""

    _name = "mbb.travel.payment.paper.mixin"
    _inherit = "mbb.travel.printed.mixin"
    _description = "Payment Papers of a Claim"

    def _get_paper_file_name(self, kind):
        labels = dict(self.env["mbb.travel.paper"]._fields["kind"].selection)
        label = self.env["mbb.travel.paper"]._get_layout(
            kind, self._get_printing_company()
        )
        if len(self) != 1:
            return label.name or labels[kind]
        return f"{self._get_report_file_name()} {label.name}"

    def _get_paper_reference(self):
        return self._get_report_file_name() if len(self) == 1 else ""

    # -- facts -----------------------------------------------------------------

    def _get_paper_company(self):
        return self.sudo().company_id.name

    def _get_paper_number(self):
        return self.sudo().number or "–"

    _get_paper_claim = _get_paper_number

    def _get_paper_date(self):
        """The day on which the authoriser approved (5018 m.33)."""
        row = self._get_step_approvals("approved")[-1:]
        return self._format_day(row.date_decided)

    def _get_paper_budget_year(self):
        """The appropriation is that of the year of payment."""
        entry = self._get_paper_entry()
        row = self._get_step_approvals("approved")[-1:]
        day = entry.date or (row.date_decided and row.date_decided.date())
        return day.year if day else ""

    def _get_paper_assignment(self):
        assignment = self.sudo().assignment_id
        span = self._format_span(assignment.date_from, assignment.date_to)
        return f"{assignment.number or '–'} ({span})"

    def _get_paper_spending_order(self):
        order = self.sudo().assignment_id.spending_order_id
        return " ".join(filter(None, (order.number, order.document_number))) or "–"

    def _get_paper_budget_code(self):
        claim = self.sudo()
        order = claim.assignment_id.spending_order_id
        codes = [row["budget_code"] for row in claim._prepare_element_rows()]
        if order:
            codes.append(order._get_appropriation_text())
        return "; ".join(dict.fromkeys(filter(None, codes))) or "–"

    def _get_paper_subject(self):
        claim = self.sudo()
        departure, arrival = claim._get_local_span()
        return self.env._(
            "Temporary duty travel of %(person)s at %(place)s, %(span)s",
            person=claim._get_person_name(),
            place=claim.place or claim.host_institution_id.name or "–",
            span=claim._format_span(departure.date(), arrival.date()),
        )

    def _get_paper_payee(self):
        return self._get_payee_values()["name"]

    def _get_paper_payee_title(self):
        claim = self.sudo()
        own = claim.assignment_id.sending_institution_id.name
        return ", ".join(filter(None, (claim.title, own))) or "–"

    def _get_paper_payee_account(self):
        values = self._get_payee_values()
        return " ".join(filter(None, (values["account"], values["bank"])))

    def _get_payee_values(self):
        """Who is paid, and to which account as far as the reader may see it."""
        self.ensure_one()
        claim = self.sudo()
        payee = claim._get_payee("checked")
        pays = self.env.user.has_groups(PAYERS)
        identity = payee.identity_number or payee.passport_number
        return {
            "name": (payee.institution_id or claim.expert_id).name,
            "identity": (pays and identity) or "",
            "account": (payee.iban if pays else claim.payee_hint) or "",
            "bank": (pays and payee.bic) or "",
        }

    def _get_paper_gross(self):
        return self.sudo()._format_money(self.sudo().gross)

    def _get_paper_stamp_tax(self):
        return self.sudo()._format_money(self.sudo().stamp_tax)

    def _get_paper_net(self):
        return self.sudo()._format_money(self.sudo().net)

    def _get_paper_advance(self):
        return self.sudo()._format_money(self._get_result_amount("advance"))

    def _get_paper_payable(self):
        return self.sudo()._format_money(self.sudo().payable)

    def _get_paper_words(self):
        claim = self.sudo()
        return claim._get_amount_in_words(claim.payable, claim.currency_id)

    def _get_result_amount(self, name):
        """A sum of the frozen calculation, as a number."""
        found = (self.sudo().result or {}).get("entitlement", {})
        return float(found.get(name, 0))

    # -- tables ----------------------------------------------------------------

    def _get_paper_elements(self):
        return self.sudo()._prepare_element_rows()

    def _prepare_element_rows(self):
        labels = dict(
            self.env["mbb.travel.account"]._fields["element"]._description_selection(
                self.env
            )
        )
        rows = []
        for element in ELEMENTS:
            if self.currency_id.is_zero(self[element]):
                continue
            mapping = self.company_id._mbb_get_travel_account(element)
            rows.append(
                {
                    "element": element,
                    "name": labels[element],
                    "budget_code": mapping.budget_code or "",
                    "official_code": mapping.official_code or "",
                    "amount": self[element],
                    "amount_text": self._format_number(self[element]),
                }
            )
        return rows

    def _get_paper_entry(self):
        """The claim's posted entry that was not reversed."""
        return self.sudo().move_ids.filtered(
            lambda move: move.move_type == "in_receipt"
            and move.state == "posted"
            and move.payment_state != "reversed"
        )[:1]

    def _get_paper_entries(self):
        """The accounts: of the entry, or as it will be made."""
        entry = self._get_paper_entry()
        if entry:
            return entry._prepare_paper_rows()
        claim = self.sudo()
        rows = [(element, claim[element], 0) for element in ELEMENTS]
        rows += [("stamp_tax", 0, claim.stamp_tax), ("payable", 0, claim.net)]
        return claim._prepare_planned_rows(rows)

    def _prepare_planned_rows(self, amounts):
        labels = dict(
            self.env["mbb.travel.account"]._fields["element"]._description_selection(
                self.env
            )
        )
        rows = []
        for element, debit, credit in amounts:
            if self.currency_id.is_zero(debit) and self.currency_id.is_zero(credit):
                continue
            mapping = self.company_id._mbb_get_travel_account(element)
            rows.append(
                self._prepare_account_row(
                    mapping.account_id, mapping, labels[element], debit, credit
                )
            )
        return rows

    def _get_paper_enclosures(self):
        """What lies with the order (MİHBY m.19): no paper that no rule asks for."""
        claim = self.sudo()
        assignment = claim.assignment_id
        texts = [
            self.env._("Assignment letter %(number)s", number=letter.number)
            for letter in assignment.letter_ids
            if not letter.replaced_by_id and letter.kind == "assignment"
        ]
        if assignment.spending_order_id:
            texts.append(
                self.env._(
                    "Spending order %(number)s",
                    number=assignment.spending_order_id.number or "–",
                )
            )
        texts.append(
            self.env._("Travel declaration %(number)s", number=claim.number or "–")
        )
        for line in (*claim.lodging_ids, *claim.leg_ids):
            if line.evidence_id:
                number = line._get_document_number()
                texts.append(" ".join(filter(None, (line.display_name, number))))
        return texts

    # -- who decided -----------------------------------------------------------

    def _get_step_approvals(self, target=None):
        """Approvals of this round, the oldest first; of all steps or of one."""
        claim = self.sudo()
        return claim.approval_ids.filtered(
            lambda row: row.state == "approved"
            and row.round >= claim.submitted_round
            and target in (None, row.target)
        ).sorted(lambda row: (row.date_decided, row.id))

    def _get_paper_approvals(self):
        return [
            {
                "step": row.rule_id.name,
                "name": row.with_env(self.env(su=True))._get_signature(),
                "date": self._format_day(row.date_decided),
            }
            for row in self._get_step_approvals()
        ]

    def _prepare_signature(self, rows):
        return [
            {
                "name": row.with_env(self.env(su=True))._get_signature(),
                "date": self._format_day(row.date_decided),
            }
            for row in rows
        ]

    def _get_paper_sign_claimant(self):
        claim = self.sudo()
        return [
            {
                "name": ", ".join(filter(None, (claim._get_person_name(), claim.title))),
                "date": self._format_day(claim.date_submitted),
            }
        ]

    def _get_paper_sign_confirmed(self):
        return self._prepare_signature(self._get_step_approvals("confirmed"))

    def _is_control(self, row):
        group = self.env.ref("mbb_mentor_expense.group_travel_control")
        return row.rule_id.group_id == group

    def _get_paper_sign_checked(self):
        rows = self._get_step_approvals("checked")
        return self._prepare_signature(rows.filtered(lambda r: not self._is_control(r)))

    def _get_paper_sign_controlled(self):
        rows = self._get_step_approvals("checked")
        return self._prepare_signature(rows.filtered(self._is_control))

    def _get_paper_sign_approved(self):
        return self._prepare_signature(self._get_step_approvals("approved"))

    def _get_paper_sign_posted(self):
        return self._get_paper_entry()._get_paper_sign_posted()

    # -- the list of payments --------------------------------------------------

    def _check_payment_list(self):
        claims = self.sudo()
        if not claims:
            raise UserError(self.env._("Choose the claims that are to be paid."))
        early = claims.filtered(lambda claim: claim.state not in PAYABLE_STATES)
        paid = claims.filtered(lambda claim: claim.state in ("paid", "recovery"))
        if paid:
            raise UserError(
                self.env._(
                    "Paid already. Take out: %(claims)s.",
                    claims=", ".join(paid.mapped("display_name")),
                )
            )
        if early:
            raise UserError(
                self.env._(
                    "Only approved claims are paid. Take out: %(claims)s.",
                    claims=", ".join(early.mapped("display_name")),
                )
            )
        if len(claims.company_id) > 1:
            raise UserError(
                self.env._("A payment list is made for one institution at a time.")
            )

    def _prepare_payment_rows(self):
        """One row a claim, in the order of numbers; the account as one may see it."""
        self._check_paper_access("payment_list")
        self._check_payment_list()
        rows = []
        for claim in self.sorted(lambda claim: (claim.sudo().number or "", claim.id)):
            known = claim.sudo()
            payee = claim._get_payee_values()
            account = " ".join(filter(None, (payee["account"], payee["bank"])))
            own = known.assignment_id.sending_institution_id
            rows.append(
                {
                    "number": known.number,
                    "name": payee["name"],
                    "identity": payee["identity"],
                    "institution": own.name or "",
                    "account": account,
                    "gross": known.gross,
                    "stamp_tax": known.stamp_tax,
                    "advance": known._get_result_amount("advance"),
                    # Of what is in the books, the part that is not paid yet.
                    "payable": (
                        known.amount_left if known.state == "posted" else known.payable
                    ),
                }
            )
        return rows

    def _prepare_payment_list_paper(self, layout):
        rows = self._prepare_payment_rows()
        claims = self.sudo()
        currency = claims.currency_id[:1]
        sums = ("gross", "stamp_tax", "advance", "payable")
        totals = {name: currency.round(sum(r[name] for r in rows)) for name in sums}
        return {
            "title": layout._get_title(),
            "rows": [
                {**row, **{name: self._format_number(row[name]) for name in sums}}
                for row in rows
            ],
            "shows_account": any(row["account"] for row in rows),
            "shows_advance": any(row["advance"] for row in rows),
            "totals": {name: self._format_number(totals[name]) for name in sums},
            "statement": self.env._(
                "To be paid for %(count)s claims: %(amount)s (%(words)s).",
                count=len(rows),
                amount=format_amount(self.env, totals["payable"], currency),
                words=self._get_amount_in_words(totals["payable"], currency),
            ),
            "sign": [
                {"label": line._get_label(), "value": []}
                for line in layout._get_lines("sign")
            ],
        }
