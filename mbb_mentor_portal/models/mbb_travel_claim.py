# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models
from odoo.fields import Command

#: In what an invoice abroad is, besides the currencies of the countries' rates.
CURRENCIES = ("TRY", "EUR", "USD", "GBP")


class MbbTravelClaim(models.Model):
    """The expert's own claim; approvals and the office's fields stay inside."""

    _name = "mbb.travel.claim"
    _inherit = ["mbb.portal.mixin", "mbb.travel.claim"]

    _portal_path = "/my/mentoring/claims/%s"
    _portal_closed_states = ("paid", "refused")
    _portal_search_paths = ("display_name", "place")
    _portal_writable_fields = frozenset(
        {
            "assignment_id",
            "title",
            "claimant_status",
            "status_reason",
            "degree",
            "post_degree",
            "additional_indicator",
            "leg_ids",
            "lodging_ids",
            "stay_ids",
            "absence_ids",
            "benefit_ids",
            "interim_from",
            "interim_to",
            "is_training",
            "date_cancelled",
            "lost_tickets",
            "usual_departure",
            "usual_return",
            "own_car_cost",
        }
    )
    _portal_readable_fields = frozenset(
        {
            "display_name",
            "number",
            "state",
            "date_state",
            "date_due",
            "is_overdue",
            "currency_id",
            "expert_id",
            "host_institution_id",
            "place",
            "is_interim",
            "has_own_car",
            "date_departure",
            "date_return",
            "date_submitted",
            "date_file_due",
            "daily_rate",
            "rate_reason",
            "problem",
            "allowance",
            "lodging",
            "transport",
            "gross",
            "stamp_tax",
            "net",
            "advance",
            "payable",
            "claimed_gross",
            "cut_total",
            "signed_on",
            "refund",
            "amount_paid",
            "amount_left",
            "payee_hint",
            "payee_state",
            "return_reason",
            "refuse_reason",
            "recovery_reason",
        }
    )

    def _get_portal_cuts(self):
        """What the check did not accept, with its reasons."""
        self.check_access("read")
        return self._portal_inside()._get_cut_texts()

    def _get_portal_missing_documents(self):
        """{line: name} of the papers that are still to come."""
        self.check_access("read")
        missing = self._portal_inside()._get_missing_documents()
        return {line: rule.name for line, rule in missing.items()}

    def _get_portal_result(self):
        """Days, amounts, articles and notes of the calculation, to be shown."""
        self.check_access("read")
        return self._portal_inside()._get_result_values()

    def _get_portal_draft(self, assignment):
        """What is proposed from the plan, with places that the expert may read."""
        # sudo: the dates and the place of the expert's own assignment.
        draft = self._portal_inside()._prepare_draft(assignment.sudo())
        return {
            name: [command for command in value if command[0] == Command.CREATE]
            if name.endswith("_ids")
            else value
            for name, value in draft.items()
        }

    def _get_portal_currencies(self):
        """What an amount of this claim may be in: at home the claim's own currency,
        abroad also those of the countries. The own comes first."""
        self.ensure_one()
        own = self.currency_id
        if not self._is_abroad():
            return own
        # sudo: the rates of a claim that the user reads.
        rates_sudo = self.sudo().stay_ids.rate_id
        codes = {*CURRENCIES, *rates_sudo.currency_id.mapped("name")}
        # Whether the company keeps its books with a currency does not matter here.
        currencies = self.env["res.currency"].with_context(active_test=False)
        found = currencies.search([("name", "in", list(codes))], order="name")
        return own | found

    # -- the way -------------------------------------------------------------

    def _get_portal_way(self):
        finance = self.env._("the financial services")
        return {
            "draft": {
                "now": self.env._("You are preparing the claim."),
                "then": self.env._("You submitted the claim."),
                "who": self.env._("you"),
            },
            "submitted": {
                "now": self.env._("The unit confirms that the duty was served."),
                "then": self.env._("The unit confirmed the duty."),
                "who": self.env._("the Sekreterya"),
            },
            "confirmed": {
                "now": self.env._("Papers and calculation are checked."),
                "then": self.env._("Papers and calculation were checked."),
                "who": self.env._("the Sekreterya and the financial services"),
            },
            "checked": {
                "now": self.env._(
                    "The authorising officer decides on the expenditure."
                ),
                "then": self.env._("The expenditure was approved."),
                "who": self.env._("the authorising officer"),
            },
            "approved": {
                "now": self.env._("It is approved and goes into the books."),
                "next": self.env._("It is approved."),
                "then": self.env._("It went into the books."),
                "who": finance,
            },
            "posted": {
                "now": self.env._("It is in the books; the payment comes next."),
                "next": self.env._("It goes into the books."),
                "then": self.env._("It was paid."),
                "who": finance,
            },
            "paid": {"now": self.env._("It is paid."), "then": ""},
        }

    def _get_portal_stops(self):
        return {
            "refused": self.env._("It was refused."),
            "recovery": self.env._("What was paid wrongly is to be paid back."),
        }
