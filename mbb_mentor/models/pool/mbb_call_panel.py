# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from .mbb_call import RUNNING_STATES


class MbbCallPanel(models.Model):
    """Who may be asked to score the applications to a call, until released."""

    _name = "mbb.call.panel"
    _description = "Reviewer of a Call"
    _order = "call_id, id"
    _rec_name = "user_id"
    _check_company_auto = True

    #: Methods that the dialog "give a reason" may call.
    _reason_methods = ("action_release",)

    call_id = fields.Many2one(
        "mbb.call", required=True, index=True, ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one(related="call_id.company_id", store=True, index=True)
    user_id = fields.Many2one(
        "res.users",
        string="Reviewer",
        required=True,
        index=True,
        ondelete="restrict",
        domain=lambda self: [
            ("all_group_ids", "in", self.env.ref("mbb_mentor.group_mentor_reviewer").id)
        ],
    )
    is_asked = fields.Boolean(default=True, readonly=True, copy=False)
    release_reason = fields.Text(readonly=True, copy=False)
    assigned_count = fields.Integer(string="To Score", compute="_compute_counts")
    submitted_count = fields.Integer(string="Scored", compute="_compute_counts")

    _unique_user = models.UniqueIndex(
        "(call_id, user_id)", "This reviewer is in the list already."
    )

    @api.depends("call_id", "user_id")
    def _compute_counts(self):
        # sudo: how far each one is may be seen, what they gave may not.
        counts = {
            (call, user, state): count
            for call, user, state, count in self.env["mbb.call.review"]
            .sudo()
            ._read_group(
                [("call_id", "in", self.call_id.ids)],
                ["call_id", "reviewer_id", "state"],
                ["__count"],
            )
        }
        for row in self:
            key = (row.call_id._origin, row.user_id._origin)
            row.assigned_count = counts.get((*key, "assigned"), 0)
            row.submitted_count = counts.get((*key, "submitted"), 0)

    @api.constrains("user_id")
    def _check_reviewer(self):
        for row in self:
            if not row.user_id.has_group("mbb_mentor.group_mentor_reviewer"):
                raise ValidationError(
                    self.env._(
                        "%(user)s has no right to score: add the group “Reviewer of "
                        "Calls”.",
                        user=row.user_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(
            [{**vals, "is_asked": True, "release_reason": False} for vals in vals_list]
        )
        rows._check_call_runs()
        rows.call_id.sudo().mentee_ids._assign_reviewers()
        return rows

    def write(self, vals):
        if not self.env.su and set(vals) - {"user_id"}:
            raise UserError(self.env._("Release the reviewer with a reason instead."))
        if "user_id" in vals and any(row.call_id.state != "draft" for row in self):
            raise UserError(
                self.env._("Release the reviewer and add another one instead.")
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_before_opening(self):
        if any(row.call_id.state != "draft" for row in self):
            raise UserError(self.env._("Release the reviewer with a reason instead."))

    def _check_call_runs(self):
        if any(row.call_id.state not in RUNNING_STATES for row in self):
            raise UserError(self.env._("The call is over."))

    def action_release(self, reason):
        """Ask them no more; what nobody else has read is void and given to others."""
        self.check_access("write")
        reason = self.env["mbb.state.mixin"]._check_reason(reason)
        self._check_call_runs()
        for row in self.sudo().filtered("is_asked"):
            row.write({"is_asked": False, "release_reason": reason})
            reviews = row.call_id.mentee_ids.review_ids.filtered(
                lambda review, row=row: review.reviewer_id == row.user_id
                and not review.is_disclosed
                and review.state in ("assigned", "submitted")
            )
            reviews._take_arrow("released", {"release_reason": reason})
        return True
