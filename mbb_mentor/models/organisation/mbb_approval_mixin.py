# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models
from odoo.fields import Domain


class MbbApprovalMixin(models.AbstractModel):
    _inherit = "mbb.approval.mixin"

    def _get_exclusion_reason(self, user, target, asked_by):
        """A representative of a party does not decide: the Başkan is a mayor too."""
        reason = super()._get_exclusion_reason(user, target, asked_by)
        if reason:
            return reason
        representative = self.env["mbb.representative"].sudo()
        parties = self.sudo()._get_parties()
        if parties and representative.search_count(
            Domain("user_id", "=", user.id)
            & Domain("institution_id", "in", parties.ids)
            & representative._get_current_domain(),
            limit=1,
        ):
            return self.env._(
                "%(user)s represents an institution that is a party to this.",
                user=user.name,
            )
        return False
