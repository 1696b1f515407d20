# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError

CLAIM_KEY = "mbb_travel_pass"
#: Only code of this addon can put this very object into a context: what comes over
#: RPC is JSON and never the same object.
CLAIM_PASS = object()

#: What people and the mail system may still write on an expense of a claim.
FREE_FIELDS = {
    "activity_ids",
    "analytic_distribution",
    "message_follower_ids",
    "message_ids",
    "message_main_attachment_id",
    "message_partner_ids",
}


def without_defaults(records, *names):
    """`records` without what the context proposes for the fields `names`."""
    keys = {f"default_{name}" for name in names}
    if not keys.intersection(records.env.context):
        return records
    kept = {key: v for key, v in records.env.context.items() if key not in keys}
    return records.with_context(kept)  # pylint: disable=context-overridden


class HrExpense(models.Model):
    _inherit = "hr.expense"

    travel_claim_id = fields.Many2one(
        "mbb.travel.claim",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
    )
    travel_element = fields.Selection(
        [
            ("allowance", "Daily Allowance"),
            ("lodging", "Lodging"),
            ("transport", "Transport"),
        ],
        readonly=True,
        copy=False,
    )

    def _is_from_claim(self):
        return self.env.context.get(CLAIM_KEY) is CLAIM_PASS

    def _check_not_of_claim(self):
        """An expense of a claim is decided on, written and posted by the claim."""
        if self._is_from_claim():
            return
        # Access first: who may not read the expense learns nothing of its claim.
        self.check_access("read")
        for expense in self.sudo():
            if expense.travel_claim_id:
                raise UserError(
                    self.env._(
                        "%(expense)s belongs to the travel claim %(claim)s: it is "
                        "changed, decided on and posted there.",
                        expense=expense.name,
                        claim=expense.travel_claim_id.display_name,
                    )
                )

    @api.constrains("employee_id", "travel_claim_id")
    def _check_no_fee(self):
        """An expert's pay stays with the own institution (MPY m.8): no fee here."""
        for expense in self:
            if expense.sudo().employee_id.is_mentor_expert and not (
                expense.travel_claim_id
            ):
                raise UserError(
                    self.env._(
                        "%(person)s is an expert of another institution: the Birlik "
                        "pays travel costs by a travel claim, and no fee (MPY m.8).",
                        person=expense.sudo().employee_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        if not self._is_from_claim() and any(
            vals.get("travel_claim_id") or vals.get("travel_element")
            for vals in vals_list
        ):
            raise UserError(
                self.env._("Expenses of a travel claim are made by the claim.")
            )
        # The claim gives its links as values; a context gives them to nobody.
        expenses = without_defaults(self, "travel_claim_id", "travel_element")
        return super(HrExpense, expenses).create(vals_list)

    def write(self, vals):
        if vals.keys() - FREE_FIELDS:
            self._check_not_of_claim()
        if (
            vals.keys() & {"travel_claim_id", "travel_element"}
            and not self._is_from_claim()
        ):
            raise UserError(
                self.env._("Expenses of a travel claim are made by the claim.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_claim(self):
        self._check_not_of_claim()

    def action_submit(self):
        self._check_not_of_claim()
        return super().action_submit()

    def action_approve(self):
        self._check_not_of_claim()
        return super().action_approve()

    def action_refuse(self):
        self._check_not_of_claim()
        return super().action_refuse()

    def action_reset(self):
        self._check_not_of_claim()
        return super().action_reset()

    def action_post(self):
        self._check_not_of_claim()
        return super().action_post()

    def action_split_wizard(self):
        self._check_not_of_claim()
        return super().action_split_wizard()

    def _do_approve(self, check=True):
        self._check_not_of_claim()
        return super()._do_approve(check=check)

    def _do_refuse(self, reason):
        self._check_not_of_claim()
        return super()._do_refuse(reason)

    def _do_reset_approval(self):
        self._check_not_of_claim()
        return super()._do_reset_approval()

    def _prepare_receipts_vals(self):
        self._check_not_of_claim()
        return super()._prepare_receipts_vals()

    def _compute_is_editable(self):
        result = super()._compute_is_editable()
        if not self._is_from_claim():
            self.filtered("travel_claim_id").is_editable = False
        return result

    def _compute_can_reset(self):
        result = super()._compute_can_reset()
        self.filtered("travel_claim_id").can_reset = False
        return result

    def action_open_travel_claim(self):
        self.ensure_one()
        return self.travel_claim_id._get_records_action()
