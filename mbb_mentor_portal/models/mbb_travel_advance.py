# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models


class MbbTravelAdvance(models.Model):
    """The expert's own advance."""

    _name = "mbb.travel.advance"
    _inherit = ["mbb.portal.mixin", "mbb.travel.advance"]

    _portal_path = "/my/mentoring/advances/%s"
    _portal_closed_states = ("settled", "repaid", "refused")
    _portal_writable_fields = frozenset({"assignment_id", "amount", "reason"})
    _portal_readable_fields = frozenset(
        {
            "display_name",
            "number",
            "state",
            "date_state",
            "date_due",
            "is_overdue",
            "currency_id",
            "company_currency_id",
            "expert_id",
            "ceiling",
            "date_paid",
            "date_return",
            "amount_open",
            "payee_hint",
            "payee_state",
            "refuse_reason",
            "recovery_reason",
        }
    )

    # -- the way -------------------------------------------------------------

    def _get_portal_way(self):
        finance = self.env._("the financial services")
        return {
            "requested": {
                "now": self.env._("The authorising officer decides on your request."),
                "then": self.env._("It was approved."),
                "who": self.env._("the authorising officer"),
            },
            "approved": {
                "now": self.env._("It is approved; the payment comes next."),
                "next": self.env._("It is approved."),
                "then": self.env._("It was paid to you."),
                "who": finance,
            },
            "paid": {
                "now": self.env._("It is paid; your travel claim settles it."),
                "next": self.env._("It is paid to you."),
                "then": self.env._("It was settled."),
                "who": self.env._("you"),
            },
            "settled": {
                "now": self.env._("It is settled by your travel claim."),
                "then": "",
            },
        }

    def _get_portal_stops(self):
        return {
            "refused": self.env._("It was refused."),
            "repaid": self.env._("It was paid back."),
            "recovery": self.env._("It is claimed back."),
        }
