# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""Asking for an advance: how much, for which trip, and what stands against it."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount

#: A trip that is still ahead or under way.
ADVANCEABLE = ("approved", "ongoing")
CONTENT_FIELDS = ("assignment_id", "amount", "currency_id", "reason", "company_id")


class MbbTravelAdvanceRequestMixin(models.AbstractModel):
    """Saving an advance is asking for it; what was asked for stays as it is."""

    _name = "mbb.travel.advance.request.mixin"
    _description = "Request for an Advance"

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            assignment = self.env["mbb.assignment"].browse(vals.get("assignment_id"))
            vals["company_id"] = (
                assignment.sudo().company_id.id or self.env.company.id
            )
            vals.setdefault("responsible_id", assignment.sudo().responsible_id.id)
        advances = super().create(vals_list)
        for advance in advances:
            obstacles = advance._get_request_obstacles()
            if obstacles:
                raise UserError("\n".join(obstacles))
            own = advance.sudo()
            own._take_number()
            own._write_guarded({"requested_by_id": self.env.uid, "approval_round": 1})
            own._ask_approvals("approved")
        return advances

    def write(self, vals):
        if set(vals).intersection((*CONTENT_FIELDS, "expert_id")):
            raise UserError(
                self.env._(
                    "What was asked for stays as it is. Refuse it and ask for another "
                    "advance."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self.env._("A requested advance is refused, not deleted."))

    def _get_request_obstacles(self):
        """All that stands against the request, so that it is mended in one go."""
        self.ensure_one()
        advance = self.sudo()
        assignment = advance.assignment_id
        found = [advance._get_assignment_obstacle()]
        if assignment.spending_order_id.state != "approved":
            found.append(
                self.env._(
                    "An advance needs an approved spending order of the assignment "
                    "(5018 m.32, m.35)."
                )
            )
        found.append(advance._get_currency_obstacle())
        amount = advance._get_amount_company()
        currency = advance.company_currency_id
        if currency.compare_amounts(amount, advance._get_ceiling()) > 0:
            found.append(
                self.env._(
                    "At most %(ceiling)s can be paid in advance for this assignment.",
                    ceiling=format_amount(self.env, advance._get_ceiling(), currency),
                )
            )
        return list(filter(None, found))

    def _get_currency_obstacle(self):
        """Without a rate core takes one for one: the ceiling would hold nothing."""
        self.ensure_one()
        currency, company = self.currency_id, self.company_id
        if currency == company.currency_id:
            return False
        today = fields.Date.context_today(self)
        rates = currency.rate_ids.filtered(
            lambda rate: rate.name <= today and rate.company_id.id in (False, company.id)
        )
        return not (currency.active and rates) and self.env._(
            "There is no rate of exchange for %(currency)s. Malî Hizmetler enters it "
            "under Accounting, Configuration, Currencies.",
            currency=currency.name,
        )

    def _get_assignment_obstacle(self):
        """Why nothing is paid before this trip any more, or False."""
        self.ensure_one()
        assignment = self.assignment_id
        if assignment.state not in ADVANCEABLE:
            return self.env._("The assignment is not approved, or it is over.")
        if not assignment.birlik_pays:
            return self.env._("By the assignment the Birlik pays nothing for this trip.")
        if assignment.date_to < fields.Date.context_today(self):
            return self.env._("The trip is over: it is claimed now.")
        if assignment.travel_claim_ids.filtered(
            lambda claim: claim.state in ("submitted", "confirmed", "checked", "approved")
        ):
            return self.env._("A claim for this assignment is on its way already.")
        return False

    def _get_ceiling(self):
        self.ensure_one()
        assignment = self.assignment_id
        if not assignment.date_from:
            return 0.0
        company = self.company_id or self.env.company
        policy = self.env["mbb.travel.policy"]._get_policy(
            assignment.date_from, company
        )
        earlier = self.search(
            [
                ("assignment_id", "=", assignment.id),
                ("state", "not in", ("refused", "repaid")),
                ("id", "not in", self._origin.ids),
            ]
        )
        taken = sum(advance._get_amount_company() for advance in earlier)
        share = assignment.expected_cost * policy.advance_percent / 100
        return max(company.currency_id.round(share - taken), 0.0)
