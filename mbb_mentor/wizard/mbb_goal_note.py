# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models


class MbbGoalNote(models.TransientModel):
    """Note how far a goal is, at a session or between."""

    _name = "mbb.goal.note"
    _description = "Note Progress"

    goal_id = fields.Many2one("mbb.goal", required=True, readonly=True)
    match_id = fields.Many2one(related="goal_id.match_id")
    is_measured = fields.Boolean(related="goal_id.is_measured")
    unit = fields.Char(related="goal_id.unit")
    value_target = fields.Float(related="goal_id.value_target")
    value = fields.Float(
        string="Now", compute="_compute_value", store=True, readonly=False
    )
    note = fields.Text()
    session_id = fields.Many2one(
        "mbb.session", domain="[('match_id', '=', match_id), ('state', '=', 'held')]"
    )

    @api.depends("goal_id")
    def _compute_value(self):
        for wizard in self:
            wizard.value = wizard.goal_id.value_now

    def action_save(self):
        self.ensure_one()
        self.goal_id._note_progress(
            self.note,
            value=self.value if self.is_measured else None,
            session=self.session_id,
        )
        return {"type": "ir.actions.act_window_close"}
