# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, models
from odoo.fields import Domain


class MbbPortalTask(models.AbstractModel):
    """What somebody took on, as they see it."""

    _name = "mbb.portal.task"
    _inherit = "mbb.portal.mixin"
    _description = "Task on the Portal"

    _portal_readable_fields = frozenset(
        {
            "display_name",
            "name",
            "match_id",
            "state",
            "date_state",
            "date_due",
            "date_deadline",
            "is_overdue",
            "date_done",
            "done_note",
            "drop_reason",
        }
    )

    @api.model
    def _get_portal_todo_domain(self):
        """What the user took on and has not done."""
        return Domain("state", "=", "open") & Domain(
            "owner_id", "=", self.env.user.partner_id.id
        )

    def _is_portal_mine(self):
        self.ensure_one()
        return self.sudo().owner_id == self.env.user.sudo().partner_id

    def _get_portal_owner(self):
        """The name of who took it on, for those who read it."""
        self.ensure_one()
        self.check_access("read")
        return self.sudo().owner_id.name
