# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"  # pylint: disable=consider-merging-classes-inherited

    mbb_objection_days = fields.Integer(
        string="Time for an Objection (Days)",
        default=10,
        help="From the day on which the application was rejected. 0: none.",
        groups="base.group_user",
    )
    mbb_stale_days = fields.Integer(
        string="Ask Whether It Is Current After (Days)",
        default=180,
        help="Entries of the pool and waiting needs. 0: never.",
        groups="base.group_user",
    )

    mbb_stale_answer_days = fields.Integer(
        string="Time to Say Whether It Is Current (Days)",
        default=14,
        help="After each of two questions; then the officer is told.",
        groups="base.group_user",
    )

    _mbb_check_pool_days = models.Constraint(
        "CHECK(mbb_objection_days >= 0 AND mbb_stale_days >= 0 "
        "AND mbb_stale_answer_days >= 0)",
        "Days cannot be negative.",
    )
