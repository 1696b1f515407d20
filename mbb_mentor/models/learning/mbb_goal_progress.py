# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models


class MbbGoalProgress(models.Model):
    """What was noted of a goal, at a session or between; never changed."""

    _name = "mbb.goal.progress"
    _description = "Note of Progress"
    _inherit = ["mbb.register.mixin"]
    _order = "date desc, id desc"
    _rec_name = "note"
    _check_company_auto = True

    goal_id = fields.Many2one(
        "mbb.goal",
        required=True,
        readonly=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    match_id = fields.Many2one(related="goal_id.match_id", store=True, index=True)
    session_id = fields.Many2one(
        "mbb.session",
        readonly=True,
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
    )
    date = fields.Date(required=True, readonly=True)
    is_measured = fields.Boolean(string="With a Number", readonly=True)
    value = fields.Float(readonly=True, aggregator=None)
    note = fields.Text(readonly=True)
    user_id = fields.Many2one(
        "res.users", string="Noted By", required=True, readonly=True
    )
    company_id = fields.Many2one(related="goal_id.company_id", store=True, index=True)

    # No number at all ("NaN") is greater than any other to the database.
    _check_value = models.Constraint(
        "CHECK(value BETWEEN -1e12 AND 1e12)", "A value is missing, or it is too large."
    )
