# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models

#: The duty of each step of a claim (5018 m.31, m.33, m.58): a rule chooses among
#: those who hold it and gives it to nobody.
DUTIES = {
    "confirmed": (
        "mbb_mentor.group_mentor_officer,"
        "mbb_mentor.group_mentor_manager,"
        "mbb_mentor_expense.group_travel_checker"
    ),
    "checked": (
        "mbb_mentor_expense.group_travel_checker,"
        "mbb_mentor_expense.group_travel_control"
    ),
    "approved": "mbb_mentor_expense.group_travel_authoriser",
}

MODELS = ("mbb.travel.claim", "mbb.travel.advance")


class MbbApprovalRule(models.Model):
    _inherit = "mbb.approval.rule"

    def _get_users(self, record):
        users = super()._get_users(record)
        if self.model not in MODELS or self.target not in DUTIES:
            return users
        if self.target == "confirmed" and self.approver_type == "unit_head":
            # Who sent the expert knows of the trip; that is no duty of the budget.
            return users
        duty = DUTIES[self.target]
        return users.filtered(lambda user: user.has_groups(duty))
