# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, models


class HrEmployee(models.Model):
    """Whose account the head of a unit has says who decides."""

    _inherit = "hr.employee"  # pylint: disable=consider-merging-classes-inherited

    def write(self, vals):
        res = super().write(vals)
        if "user_id" in vals and not self.env.su:
            units = self.env["hr.department"].search([("manager_id", "in", self.ids)])
            units._check_not_own_doing()
        return res

    @api.model
    def _get_staff(self, partner, company):
        """The records of a person as a member of the company's own personnel."""
        return self.sudo().search(
            [("work_contact_id", "=", partner.id), ("company_id", "=", company.id)]
        )
