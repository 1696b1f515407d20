# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, models
from odoo.fields import Domain


class MbbDutyReport(models.Model):
    """The expert writes it; the host reads it once it is submitted, the sending
    institution once it is confirmed."""

    _name = "mbb.duty.report"
    _inherit = ["mbb.portal.mixin", "mbb.duty.report"]

    _portal_path = "/my/mentoring/reports/%s"
    _portal_writable_fields = frozenset({"text", "outputs", "proposals"})
    _portal_readable_fields = frozenset(
        {
            "display_name",
            "assignment_id",
            "state",
            "date_state",
            "date_due",
            "is_overdue",
            "return_reason",
            "date_submitted",
            "date_confirmed",
        }
    )

    def _is_portal_editable(self):
        """Whether the user is the expert who writes it now."""
        self.ensure_one()
        own = self.sudo().expert_id == self.env.user.sudo().partner_id
        return own and self.state == "draft"

    @api.model
    def _get_portal_todo_domain(self):
        """Those that the user writes, or confirms for the host."""
        partner = self.env.user.partner_id
        write = Domain("state", "=", "draft") & Domain("expert_id", "=", partner.id)
        confirm = (
            Domain("state", "=", "submitted")
            & Domain("submitted_by_id", "!=", self.env.uid)
            & Domain("expert_id", "!=", partner.id)
            # any!: whether the user reads the assignment is asked of the report.
            & Domain(
                "assignment_id",
                "any!",
                Domain("host_institution_id", "in", partner._get_mine_to_answer()),
            )
        )
        return write | confirm
