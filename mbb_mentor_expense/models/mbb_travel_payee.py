# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

import base64

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain

from odoo.addons.base_iban.models.res_partner_bank import (
    _map_iban_template,
    normalize_iban,
    validate_iban,
)
from odoo.addons.mbb_mentor.models.base.mbb_state_mixin import MbbStateMixin

from ..identity import is_bic, is_passport, is_tckn

PAYERS = "mbb_mentor_expense.group_travel_accountant"
#: What is asked of the person or the institution; entered once, never edited.
PAYEE_FIELDS = (
    "iban",
    "bic",
    "identity_number",
    "passport_number",
    "kind",
    "institution_id",
    "request_number",
    "request_date",
)


class MbbTravelPayee(models.Model):
    """Where the money of a person goes, from a day on: an account and who it belongs to.

    Asked at the claim only, seen by those who pay. A new account is a new row; the old
    one stays with its dates, as payments were made to it.
    """

    _name = "mbb.travel.payee"
    _description = "Payee"
    _inherit = [
        "mbb.travel.limits.mixin",
        "mbb.state.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "id desc"
    _check_company_auto = True

    _first_state = "waiting"
    _arrows = {
        "waiting": {"checked": "payer", "refused": "payer", "replaced": "system"},
        "checked": {"refused": "payer", "replaced": "system"},
    }
    _reason_methods = ("action_refuse",)
    _guarded_fields = (
        *MbbStateMixin._guarded_fields,
        "checked_by_id",
        "date_from",
        "date_to",
        "refuse_reason",
        "bank_account_id",
        "evidence_id",
    )

    expert_id = fields.Many2one(
        "res.partner",
        string="Person",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    state = fields.Selection(
        [
            ("waiting", "To Be Checked"),
            ("checked", "Checked"),
            ("refused", "Not Accepted"),
            ("replaced", "Replaced"),
        ],
        required=True,
        readonly=True,
        default="waiting",
        copy=False,
        index=True,
        tracking=True,
    )
    kind = fields.Selection(
        [("person", "The Person"), ("institution", "The Sending Institution")],
        string="Paid To",
        required=True,
        default="person",
    )
    institution_id = fields.Many2one(
        "res.partner",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain=[("is_mentor_institution", "=", True)],
    )
    iban = fields.Char(string="IBAN", required=True, copy=False, groups=PAYERS)
    bic = fields.Char(string="SWIFT/BIC", copy=False, groups=PAYERS)
    identity_number = fields.Char(string="T.C. Kimlik No", copy=False, groups=PAYERS)
    passport_number = fields.Char(copy=False, groups=PAYERS)
    hint = fields.Char(
        string="Account",
        compute="_compute_hint",
        compute_sudo=True,
        store=True,
        help="The last four digits.",
    )
    also_used_by = fields.Char(
        compute="_compute_also_used_by",
        compute_sudo=True,
        groups=PAYERS,
        help="Others for whom the same account or identity number was entered.",
    )
    request_number = fields.Char(string="Number of the Request")
    request_date = fields.Date(string="Date of the Request")
    evidence_id = fields.Many2one(
        "mbb.evidence",
        string="Official Request",
        readonly=True,
        copy=False,
        ondelete="restrict",
        check_company=True,
    )
    request_file = fields.Binary(
        string="Request",
        compute="_compute_request_file",
        inverse="_inverse_request_file",
        groups=PAYERS,
    )
    request_file_name = fields.Char(
        compute="_compute_request_file",
        inverse="_inverse_request_file",
        groups=PAYERS,
    )
    date_from = fields.Date(string="Paid To Since", readonly=True, copy=False)
    date_to = fields.Date(string="Until", readonly=True, copy=False)
    checked_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    refuse_reason = fields.Text(readonly=True, copy=False)
    bank_account_id = fields.Many2one(
        "res.partner.bank",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups=PAYERS,
    )

    # Two accounts are never in force at once, whoever enters or checks them.
    _unique_checked = models.UniqueIndex(
        "(expert_id, company_id) WHERE state = 'checked'",
        "This person has a checked account already.",
    )
    _unique_waiting = models.UniqueIndex(
        "(expert_id, company_id) WHERE state = 'waiting'",
        "An account of this person waits to be checked already.",
    )

    # -- computed ------------------------------------------------------------

    @api.depends("iban")
    def _compute_hint(self):
        for payee in self:
            payee.hint = payee.iban and f"•••• {payee.iban[-4:]}"

    @api.depends("expert_id", "hint")
    def _compute_display_name(self):
        for payee in self.sudo():
            payee.display_name = " ".join(
                filter(None, (payee.expert_id.name, payee.hint))
            )

    @api.depends("iban", "identity_number", "expert_id", "institution_id")
    def _compute_also_used_by(self):
        given = {
            name: [value for value in self.mapped(name) if value]
            for name in ("iban", "identity_number")
        }
        rows = self.search(
            Domain.OR(Domain(name, "in", values) for name, values in given.items())
            & Domain("company_id", "in", self.company_id.ids)
            & Domain("state", "!=", "refused")
        )
        for payee in self:
            others = rows.filtered(payee._shares_account)
            payee.also_used_by = ", ".join(others.expert_id.mapped("name")) or False

    def _shares_account(self, other):
        """Whether another person gave the same; one institution may ask for many."""
        self.ensure_one()
        same = any(
            self[name] and self[name] == other[name]
            for name in ("iban", "identity_number")
        )
        return (
            same
            and self.company_id == other.company_id
            and self.expert_id != other.expert_id
            and not (
                self.institution_id and self.institution_id == other.institution_id
            )
        )

    @api.depends("evidence_id")
    def _compute_request_file(self):
        for payee in self:
            evidence = payee.sudo().evidence_id
            payee.request_file = evidence.file
            payee.request_file_name = evidence.name

    def _inverse_request_file(self):
        for payee in self.sudo():
            if not payee.request_file:
                continue
            try:
                content = base64.b64decode(payee.request_file)
            except ValueError as error:
                raise ValidationError(
                    self.env._("The file did not arrive whole. Choose it again.")
                ) from error
            payee._record_request(
                payee.request_file_name or self.env._("request"), content
            )

    def _record_request(self, name, content):
        """The official request of the institution, once."""
        payee = self.sudo()
        if payee.evidence_id:
            raise UserError(self.env._("The request is recorded already."))
        evidence = self.env["mbb.evidence"].sudo()
        payee._write_guarded(
            {"evidence_id": evidence._record(payee, name, content, "letter").id}
        )

    # -- what may be entered ---------------------------------------------------

    @api.constrains("iban", "bic", "identity_number", "passport_number", "kind")
    def _check_account(self):
        for payee in self.sudo():
            problem = payee._get_account_problem()
            if problem:
                raise ValidationError(problem)

    def _get_account_problem(self):
        """What is wrong with the account, without a word of what was typed."""
        self.ensure_one()
        if self.bic and not is_bic(self.bic):
            return self.env._("The SWIFT/BIC has 8 or 11 letters and digits.")
        # A bank outside the area of the IBAN has numbers of another form.
        outside = self.bic and self.bic[4:6].lower() not in _map_iban_template
        if not outside:
            try:
                validate_iban(self.iban)
            except ValidationError:
                return self.env._(
                    "The IBAN is not right: a digit is wrong or missing. A Turkish one "
                    "is TR and 24 digits."
                )
        if self.kind == "institution":
            return False
        if self.identity_number:
            return not is_tckn(self.identity_number) and self.env._(
                "The T.C. Kimlik No is not right: a digit is wrong or missing."
            )
        if not self.passport_number or not self.bic:
            return self.env._(
                "Enter the T.C. Kimlik No, or without one the passport number and the "
                "SWIFT/BIC of the bank."
            )
        return not is_passport(self.passport_number) and self.env._(
            "A passport number has 5 to 20 letters and digits."
        )

    @api.constrains("kind", "institution_id", "request_number", "request_date")
    def _check_institution(self):
        for payee in self:
            given = (payee.institution_id, payee.request_number, payee.request_date)
            if payee.kind == "institution" and not all(given):
                raise ValidationError(
                    self.env._(
                        "An institution is paid against its official request: give the "
                        "institution, the number and the date of the request."
                    )
                )
            if payee.kind == "person" and payee.institution_id:
                raise ValidationError(
                    self.env._("The person is paid, or the institution: not both.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            for name in ("iban", "bic", "passport_number"):
                if vals.get(name):
                    vals[name] = normalize_iban(str(vals[name])).upper()
            if vals.get("identity_number"):
                vals["identity_number"] = str(vals["identity_number"]).strip()
            expert = self.env["res.partner"].browse(vals.get("expert_id"))
            company = vals.get("company_id") or self.env.company.id
            self._get_of(expert, company, "waiting")._replace()
        return super().create(vals_list)

    def _replace(self):
        """Make room: the database knows one account of a person at a time."""
        self._take_arrow("replaced")
        self.flush_recordset()

    def write(self, vals):
        if set(vals).intersection((*PAYEE_FIELDS, "expert_id", "company_id")):
            raise UserError(
                self.env._(
                    "An account that was entered stays as it is. Enter the right one as "
                    "a new one."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("An account that was entered is not deleted."))

    # -- finding ---------------------------------------------------------------

    @api.model
    def _get_of(self, expert, company, *states):
        """The rows of a person in these states, the newest first."""
        return self.sudo().search(
            [
                ("expert_id", "=", expert.id),
                ("company_id", "=", company if isinstance(company, int) else company.id),
                ("state", "in", states),
            ]
        )

    # -- arrows ----------------------------------------------------------------

    def _get_authority_obstacle(self, authority):
        if authority != "payer" or self.env.su:
            return super()._get_authority_obstacle(authority)
        if not self.env.user.has_group(PAYERS):
            return self.env._("Those who pay check an account.")
        if self.env.user.partner_id == self.expert_id:
            return self.env._("Nobody checks one's own account.")
        return False

    def _get_arrow_obstacle(self, target):
        obstacle = super()._get_arrow_obstacle(target)
        if obstacle or target != "checked":
            return obstacle
        if self.sudo().create_uid == self.env.user:
            return self.env._("Who entered an account does not check it.")
        if self.kind == "institution" and not self.sudo().evidence_id:
            return self.env._("Add the official request of the institution.")
        return False

    def _on_arrow(self, source, target):
        result = super()._on_arrow(source, target)
        today = fields.Date.context_today(self)
        if target == "checked":
            self._write_guarded(
                {
                    "checked_by_id": self.env.uid,
                    "date_from": today,
                    "bank_account_id": self._get_or_create_bank_account().id,
                }
            )
        elif source == "checked":
            self._write_guarded({"date_to": today})
        return result

    def _get_or_create_bank_account(self):
        """The account that core pays to; found where it is there already."""
        self.ensure_one()
        owner = self.institution_id or self.expert_id
        banks = self.env["res.partner.bank"].sudo()
        found = banks.with_context(active_test=False).search(
            [("partner_id", "=", owner.id), ("sanitized_acc_number", "=", self.iban)],
            limit=1,
        )
        if found:
            found.active = True
            return found
        # Kept out of the sight of those who do not pay; an institution's is no secret.
        return banks.create(
            {
                "partner_id": owner.id,
                "acc_number": self.iban,
                "acc_holder_name": owner.name,
                "bank_id": self._get_or_create_bank().id,
                "is_travel_payee": not self.institution_id,
            }
        )

    def _get_or_create_bank(self):
        banks = self.env["res.bank"].sudo()
        if not self.bic:
            return banks
        found = banks.search([("bic", "=", self.bic)], limit=1)
        return found or banks.create({"name": self.bic, "bic": self.bic})

    def action_check(self):
        """The account was held against the papers: from now on it is paid to."""
        for payee in self:
            obstacle = payee._get_arrow_obstacle("checked")
            if obstacle:
                raise UserError(obstacle)
            self._get_of(payee.expert_id, payee.company_id, "checked")._replace()
            payee._take_arrow("checked")
        return True

    def action_refuse(self, reason):
        return self._take_arrow(
            "refused", {"refuse_reason": self._check_reason(reason)}
        )
