# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""What was paid in advance, what is left to pay, and whether the budget bears it."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import float_repr, format_amount, format_date


class MbbTravelSetOffMixin(models.AbstractModel):
    """Advances of a claim, its payment in parts, its appropriation."""

    _name = "mbb.travel.set.off.mixin"
    _inherit = "mbb.travel.payee.mixin"
    _description = "Claim and Advance"

    currency_id = fields.Many2one("res.currency")
    advance_ids = fields.One2many(
        "mbb.travel.advance", "claim_id", string="Advances", readonly=True
    )
    advance = fields.Monetary(
        compute="_compute_amounts",
        store=True,
        help="Paid in advance and not accounted for when the claim was computed.",
    )
    refund = fields.Monetary(
        string="To Be Paid Back",
        compute="_compute_amounts",
        store=True,
        help="What the advance exceeds the claim by: a debt of the person.",
    )
    amount_paid = fields.Monetary(
        string="Paid So Far", compute="_compute_amount_paid", compute_sudo=True
    )
    amount_left = fields.Monetary(
        string="Still to Be Paid", compute="_compute_amount_paid", compute_sudo=True
    )
    recovery_ids = fields.One2many("mbb.travel.recovery", "claim_id")
    is_own_claim = fields.Boolean(compute="_compute_is_own_claim")

    def _get_live_entry(self):
        """The posted receipt of the claim."""
        self.ensure_one()
        return self.sudo().move_ids.filtered(
            lambda move: move.move_type == "in_receipt"
            and move.state == "posted"
            and move.payment_state != "reversed"
        )

    @api.depends("state", "move_ids.amount_residual", "move_ids.state")
    def _compute_amount_paid(self):
        for claim in self:
            entry = claim._get_live_entry()
            terms = entry.line_ids.filtered(
                lambda line: line.display_type == "payment_term"
            )
            partials = terms.matched_debit_ids.filtered(
                lambda part: part.debit_move_id.parent_state == "posted"
            )
            set_off = partials.filtered(
                lambda part: part.debit_move_id.move_id.travel_claim_id
            )
            claim.amount_left = -terms._get_posted_residual()[0]
            claim.amount_paid = sum(partials.mapped("amount")) - sum(
                set_off.mapped("amount")
            )

    def _get_day_paid(self):
        """The day on which the person had the money: the last payment, or the entry
        where all of it was set off."""
        self.ensure_one()
        entry = self._get_live_entry()
        days = entry.matched_payment_ids.mapped("date") or entry.mapped("date")
        return max(days, default=fields.Date.context_today(self))

    @api.depends("expert_id")
    @api.depends_context("uid")
    def _compute_is_own_claim(self):
        for claim in self:
            claim.is_own_claim = claim._is_own(self.env.user)

    # -- the advance in the calculation ------------------------------------------

    def _get_open_advances(self):
        """Paid advances of the trip that no other claim is about to take."""
        self.ensure_one()
        claim = self.sudo()
        return self.env["mbb.travel.advance"].sudo().search(
            [
                ("assignment_id", "=", claim.assignment_id.id),
                ("expert_id", "=", claim.expert_id.id),
                ("company_id", "=", claim.company_id.id),
                ("state", "=", "paid"),
                "|",
                ("claim_id", "in", [False, *claim._origin.ids]),
                ("claim_id.state", "in", ("draft", "refused", "posted", "paid")),
            ],
            order="id",
        )

    def _get_advance_total(self):
        """What was paid in advance, as the calculation takes it."""
        self.ensure_one()
        today = fields.Date.context_today(self)
        advances = self._get_open_advances()
        return float_repr(sum(row._get_open_value(today) for row in advances), 2)

    # -- setting off -------------------------------------------------------------

    def _on_arrow(self, source, target):
        if target == "submitted":
            self._get_open_advances()._write_guarded({"claim_id": self.id})
        elif target in ("draft", "refused"):
            self.sudo().advance_ids._write_guarded({"claim_id": False})
        elif target == "approved" and source in ("posted", "paid"):
            self._undo_set_off()
        elif (source, target) == ("approved", "posted"):
            self._set_off_advances()
        elif target == "recovery":
            self.env["mbb.travel.recovery"]._open_for(self)
        result = super()._on_arrow(source, target)
        if target == "submitted":
            self.sudo().assignment_id._mbb_set_advance_clocks()
        return result

    def _set_off_advances(self):
        """What was paid in advance is set off as soon as the claim is posted."""
        self.ensure_one()
        payable = self._get_live_entry().line_ids.filtered(
            lambda line: line.display_type == "payment_term" and not line.reconciled
        )
        left = -sum(payable.mapped("amount_residual"))
        for advance in self._get_open_advances():
            if len(payable) != 1 or self.currency_id.compare_amounts(left, 0) <= 0:
                break
            advance._write_guarded({"claim_id": self.id})
            left -= advance._set_off(self, payable, left)

    def _undo_set_off(self):
        """The entry is no more: the advance is open as it was before."""
        self.sudo().move_ids.filtered("travel_advance_id")._undo_travel()

    # -- paying ------------------------------------------------------------------

    def _get_payer_obstacle(self):
        """Why this user neither posts nor pays the claim, or False (5018 m.60)."""
        self.ensure_one()
        obstacle = self._get_authority_obstacle("accountant")
        if obstacle or self.env.su or self.env.user not in self._get_participants():
            return obstacle
        return self.env._(
            "Who posts or pays a claim has decided on nothing in it (5018 m.60)."
        )

    def _get_open_advance_obstacle(self):
        """An advance that was set off by the posting is set off when it is paid."""
        self.ensure_one()
        opened = self.sudo().advance_ids.filtered(
            lambda advance: advance.state == "paid"
        )
        return bool(opened) and self.env._(
            "The advance %(advance)s of this claim is open in the books. Put the entry "
            "of the claim back to draft and post it again: then it is set off.",
            advance=opened[0].number,
        )

    def _get_earlier_payment_obstacle(self):
        """What was paid for a reversed entry, and a set-off that somebody unmatched,
        are matched before anything is paid."""
        self.ensure_one()
        terms = self._get_live_entry().line_ids.filtered(
            lambda line: line.display_type == "payment_term"
        )
        earlier = terms.sudo().search(
            [
                ("account_id", "in", terms.account_id.ids),
                ("partner_id", "=", self.sudo().expert_id.id),
                ("company_id", "=", self.company_id.id),
                ("parent_state", "=", "posted"),
                ("reconciled", "=", False),
                ("amount_residual", ">", 0),
                "|",
                ("move_id.origin_payment_id.payment_type", "=", "outbound"),
                ("move_id.travel_advance_id", "!=", False),
            ],
            limit=1,
        )
        return bool(earlier) and self.env._(
            "%(payment)s to this person is matched with nothing: match it with the "
            "entry of the claim, or cancel it, before more is paid.",
            payment=earlier.move_id.display_name,
        )

    def action_register_payment(self):
        self.ensure_one()
        obstacle = self._get_payer_obstacle() or self._get_payee_obstacle()
        if obstacle:
            raise UserError(obstacle)
        return super().action_register_payment()

    # -- the budget of the year of payment ---------------------------------------

    def _get_posting_obstacle(self):
        return super()._get_posting_obstacle() or self._get_budget_obstacle()

    def _get_budget_obstacle(self):
        """Why the appropriation of this year does not bear the claim, or False.

        An expense is booked in the year in which it is paid, whatever year the order
        was given in.
        """
        self.ensure_one()
        claim = self.sudo()
        order = claim.assignment_id.spending_order_id
        named = order.appropriation_id
        if not named:
            return False
        today = fields.Date.context_today(self)
        row = named.search(
            [
                ("company_id", "=", claim.company_id.id),
                ("analytic_account_id", "=", named.analytic_account_id.id),
                ("date_from", "<=", today),
                ("date_to", ">=", today),
            ],
            limit=1,
        )
        if not row:
            return self.env._(
                "The budget has no appropriation %(code)s for %(date)s, the day of the "
                "posting. The claim waits; Malî Hizmetler enters it under Travel, "
                "Configuration, Appropriations.",
                code=named.code,
                date=format_date(self.env, today),
            )
        # What the order keeps of this very row is there for this claim.
        left = row.left + (order._get_unused() if row == named else 0)
        if claim.currency_id.compare_amounts(claim.gross, left) <= 0:
            return False
        return self.env._(
            "%(left)s is left of the appropriation %(code)s; the claim is for "
            "%(amount)s. It waits until Malî Hizmetler has entered an additional or "
            "transferred appropriation under Travel, Configuration, Appropriations.",
            left=format_amount(self.env, left, row.currency_id),
            code=row.code,
            amount=format_amount(self.env, claim.gross, claim.currency_id),
        )

    def action_view_recoveries(self):
        self.ensure_one()
        return self.recovery_ids._get_records_action(name=self.env._("Recoveries"))
