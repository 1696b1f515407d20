# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models


class MbbTravelClaim(models.Model):
    """The expert's own claim; approvals and the office's fields stay inside."""

    _name = "mbb.travel.claim"
    _inherit = ["mbb.portal.mixin", "mbb.travel.claim"]

    _portal_path = "/my/mentoring/claims/%s"
    _portal_writable_fields = frozenset(
        {
            "assignment_id",
            "title",
            "claimant_status",
            "status_reason",
            "degree",
            "additional_indicator",
            "leg_ids",
            "lodging_ids",
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

    def _get_portal_result(self):
        """Days, amounts, articles and notes of the calculation, to be shown."""
        self.check_access("read")
        return self._portal_inside()._get_result_values()
