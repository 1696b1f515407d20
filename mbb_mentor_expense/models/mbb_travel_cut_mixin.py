# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""Partial approval: what is not accepted, line by line, with its reason."""

import math

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import float_repr, format_amount

from odoo.addons.mbb_mentor.models.base.mbb_state_mixin import lock_or_tell

CHECKER = "mbb_mentor_expense.group_travel_checker"
CLAIMED = ("allowance", "lodging", "transport", "gross")


class MbbTravelCutMixin(models.AbstractModel):
    """A checker takes off what cannot be paid; the calculation does the rest.

    The claim stays as it was filed: what is cut stands beside it, and once the claim
    is checked nothing changes but by a return (5018 m.33).
    """

    _name = "mbb.travel.cut.mixin"
    _description = "Partial Approval of a Claim"

    cut_ids = fields.One2many(
        "mbb.travel.cut",
        "claim_id",
        string="Amounts Not Accepted",
        domain=[("lapsed", "=", False)],
        readonly=True,
    )
    currency_id = fields.Many2one("res.currency")
    claimed_gross = fields.Monetary(
        string="Claimed", compute="_compute_claimed_gross", store=True
    )
    cut_total = fields.Monetary(
        string="Not Accepted", compute="_compute_claimed_gross", store=True
    )
    can_cut = fields.Boolean(compute="_compute_can_cut")

    @api.depends("result")
    def _compute_claimed_gross(self):
        for claim in self:
            result = claim.result or {}
            found = result.get("entitlement", {})
            claimed = result.get("claimed", found)
            claim.claimed_gross = float(claimed.get("gross", 0))
            cut = claim.claimed_gross - float(found.get("gross", 0))
            claim.cut_total = claim.currency_id.round(cut) if claim.currency_id else cut

    @api.depends("state", "approval_ids.state")
    @api.depends_context("uid")
    def _compute_can_cut(self):
        for claim in self:
            claim.can_cut = claim.state == "confirmed" and not claim._get_cut_obstacle()

    def _get_cut_obstacle(self):
        """Why this user may not accept the claim in part, or False."""
        self.ensure_one()
        user = self.env.user
        if self.state != "confirmed":
            return self.env._(
                "Amounts are accepted in part while the claim is checked, not before "
                "and not afterwards: return the claim."
            )
        if not self.env.su and not user.has_group(CHECKER):
            return self.env._("Who checks claims accepts them in part.")
        if user in self._get_participants():
            return self.env._(
                "%(user)s has taken part in an earlier step.", user=user.name
            )
        checked = self._get_round("checked").filtered(lambda r: r.state == "approved")
        if checked:
            return self.env._(
                "%(user)s has approved these amounts already. To change them, return "
                "the claim.",
                user=checked[0].decided_by_id.name,
            )
        return False

    def _cut(self, part, line, amount, reason):
        """Do not accept `amount` of a line, or of the allowance (no line).

        :raise UserError: where it is more than is left of the line
        """
        self.ensure_one()
        self.check_access("read")
        lock_or_tell(self)
        obstacle = self._get_cut_obstacle()
        if obstacle:
            raise AccessError(obstacle)
        reason = self._check_reason(reason)
        claim = self.sudo()
        if part != "allowance" and line.sudo().claim_id != claim:
            raise UserError(self.env._("Choose a line of this claim."))
        left = claim._get_uncut(part, line)
        amount = claim._round_cut(amount, left)
        cut = self.env["mbb.travel.cut"]._create_private(
            [claim._prepare_cut(part, line, amount, left, reason)]
        )
        claim.invalidate_recordset(["cut_ids"])
        claim._apply_cuts()
        return cut.sudo(False)

    def _round_cut(self, amount, left):
        """The amount as it is kept; UserError where the line does not bear it."""
        currency = self.currency_id
        if not math.isfinite(amount):
            raise ValidationError(
                self.env._(
                    "What is not accepted is a number between nothing and %(left)s.",
                    left=format_amount(self.env, left, currency),
                )
            )
        amount = currency.round(amount)
        if currency.compare_amounts(amount, 0) <= 0:
            raise UserError(self.env._("What is not accepted is more than nothing."))
        if currency.compare_amounts(amount, left) > 0:
            raise UserError(
                self.env._(
                    "Only %(left)s is left of this line.",
                    left=format_amount(self.env, left, currency),
                )
            )
        return amount

    def _prepare_cut(self, part, line, amount, left, reason):
        parts = dict(
            self.env["mbb.travel.cut"]._fields["part"]._description_selection(self.env)
        )
        return {
            "claim_id": self.id,
            "part": part,
            "leg_id": line.id if part == "leg" else False,
            "lodging_id": line.id if part == "lodging" else False,
            "line_name": parts[part] if part == "allowance" else line.display_name,
            "claimed": left,
            "amount": amount,
            "reason": reason,
            "user_id": self.env.uid,
            "date": fields.Datetime.now(),
            "company_id": self.company_id.id,
        }

    def _get_uncut(self, part, line):
        """What is still accepted of a line, or of the allowance before any share."""
        if part != "allowance":
            return line.accepted_amount
        days = (self.result or {}).get("entitlement", {}).get("days", [])
        whole = sum(float(day["amount"]) for day in days)
        return whole - self._get_cut_sum("allowance")

    def _get_cut_sum(self, part):
        return sum(self.cut_ids.filtered(lambda c: c.part == part).mapped("amount"))

    def _apply_cuts(self):
        """The frozen trip once more, with what is accepted of it."""
        self.ensure_one()
        frozen = self.result
        claimed = {name: frozen["entitlement"][name] for name in CLAIMED}
        trip = {**frozen["trip"], **self._prepare_accepted()}
        result = {
            **frozen,
            "claimed": frozen.get("claimed", claimed),
            **self._run(trip, frozen["rate"]),
        }
        self._write_guarded({"result": result})
        if self.currency_id.is_zero(self.gross):
            raise UserError(
                self.env._(
                    "Nothing would be left of the claim: return it, or refuse it for "
                    "good."
                )
            )

    def _prepare_accepted(self):
        """A fare and the allowance lose what was cut; an invoice is held against its
        ceiling without it."""
        return {
            **self._prepare_lodging(),
            "not_accepted": {
                "allowance": float_repr(self._get_cut_sum("allowance"), 2),
                "transport": float_repr(self._get_cut_sum("leg"), 2),
            },
        }

    def _on_arrow(self, source, target):
        if target == "draft":
            self.cut_ids._write_private({"lapsed": True})
            self.invalidate_recordset(["cut_ids"])
        result = super()._on_arrow(source, target)
        if target == "checked" and self.cut_ids:
            self._tell_cuts()
        return result

    def _get_cut_texts(self):
        """What was not accepted, in the reader's language; the sum comes first."""
        self.ensure_one()
        claim = self.sudo()
        if not claim.cut_ids:
            return []
        money = claim.currency_id
        texts = [
            self.env._(
                "Of the %(claimed)s that you claimed, %(accepted)s was accepted.",
                claimed=format_amount(self.env, claim.claimed_gross, money),
                accepted=format_amount(self.env, claim.gross, money),
            )
        ]
        for cut in claim.cut_ids:
            texts.append(
                self.env._(
                    "%(line)s: %(amount)s was not accepted. %(reason)s",
                    line=cut.line_name,
                    amount=format_amount(self.env, cut.amount, money),
                    reason=cut.reason,
                )
            )
        return texts

    def _tell_cuts(self):
        """The claimant reads what was not accepted, and why (m.5/6)."""
        claim = self.with_context(lang=self.expert_id.lang or self.env.lang)
        body = claim.env["ir.qweb"]._render(
            "mbb_mentor_expense.claim_cuts_message",
            {
                "title": claim.env._(
                    "Your travel claim %(number)s was accepted in part.",
                    number=claim.number,
                ),
                "texts": claim._get_cut_texts(),
            },
        )
        claim.message_post(
            body=body,
            partner_ids=claim.expert_id.ids,
            message_type="notification",
            subtype_xmlid="mail.mt_comment",
        )

    def action_cut(self):
        """The dialog that takes a part of a line off."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Accept in Part"),
            "res_model": "mbb.travel.cut.record",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_claim_id": self.id},
        }
