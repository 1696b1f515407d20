# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import fields, models


class MbbApprovalForward(models.TransientModel):
    """Hand a decision on to a named person, with a reason."""

    _name = "mbb.approval.forward"
    _description = "Forward an Approval"

    approval_id = fields.Many2one("mbb.approval", required=True, readonly=True)
    user_id = fields.Many2one(
        "res.users",
        string="Forward To",
        required=True,
        domain=lambda self: [
            ("share", "=", False),
            ("all_group_ids", "in", self.env.ref("mbb_mentor.group_mentor_approver").ids),
            ("id", "!=", self.env.uid),
        ],
    )
    reason = fields.Text(required=True)

    def action_forward(self):
        self.ensure_one()
        self.approval_id.action_forward(self.user_id.id, self.reason)
        return {"type": "ir.actions.act_window_close"}
