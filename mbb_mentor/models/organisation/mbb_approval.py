# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models
from odoo.fields import Domain


class MbbApproval(models.Model):
    _inherit = "mbb.approval"

    def _get_principal(self, user):
        """A deputy decides in the name of a principal who may decide."""
        own = super()._get_principal(user)
        if own:
            return own
        deputy = self.env["mbb.deputy"].sudo()
        rows = deputy.search(
            Domain("deputy_id", "=", user.id)
            & Domain("principal_id", "in", self.sudo().approver_ids.ids)
            & (
                Domain("rule_ids", "=", False)
                | Domain("rule_ids", "in", self.sudo().rule_id.ids)
            )
            & deputy._get_current_domain()
        )
        return rows.principal_id[:1]

    def _get_deciders(self):
        principals = super()._get_deciders()
        deputy = self.env["mbb.deputy"].sudo()
        rows = deputy.search(
            Domain("principal_id", "in", principals.ids) & deputy._get_current_domain()
        )
        return principals | rows.deputy_id
