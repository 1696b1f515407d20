# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models


class MbbTravelAdvance(models.Model):
    """The expert's own advance."""

    _name = "mbb.travel.advance"
    _inherit = ["mbb.portal.mixin", "mbb.travel.advance"]

    _portal_path = "/my/mentoring/advances/%s"
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
