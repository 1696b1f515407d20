# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models


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

    def _filter_mine_to_do(self):
        """Those that the user writes or confirms, in one search."""
        # sudo: which of the given rows, that the user reads, wait for them.
        mine_sudo = self.sudo().search(
            [
                ("id", "in", self.ids),
                "|",
                "&",
                ("state", "=", "draft"),
                ("expert_id", "=", self.env.user.partner_id.id),
                "&",
                "&",
                "&",
                ("state", "=", "submitted"),
                ("submitted_by_id", "!=", self.env.uid),
                ("expert_id", "!=", self.env.user.partner_id.id),
                ("assignment_id.host_institution_id.is_mine_to_answer", "=", True),
            ]
        )
        return self.filtered(lambda report: report.id in mine_sudo._ids)
