# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models


class HrEmployeePublic(models.Model):
    _inherit = "hr.employee.public"

    def action_offer_as_mentor(self):
        """As on the employee, for an officer who does not administer the staff."""
        self.ensure_one()
        self.check_access("read")
        return self.env["hr.employee"].browse(self.id).action_offer_as_mentor()
