# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models


class MbbCallWorkMixin(models.AbstractModel):
    """The work of a call's reviewers: who has how much, who is asked and reminded."""

    _name = "mbb.call.work.mixin"
    _description = "Work on a Call"

    def _is_on_panel(self, user):
        """Whether `user` is or was asked to score."""
        self.ensure_one()
        call = self.sudo()
        reviews = call.mentee_ids.review_ids
        return user in call.panel_ids.user_id | reviews.reviewer_id

    def _get_partial_obstacle(self, user):
        """Who has a tie to one application is not impartial about the list."""
        self.ensure_one()
        tied = self.sudo().mentee_ids.filtered(
            lambda m: m.state not in ("draft", "withdrawn") and m._get_tie(user)
        )
        if not tied:
            return False
        return self.env._(
            "Who has a tie to an application does not decide on the list: %(numbers)s.",
            numbers=", ".join(number for number in tied.mapped("number") if number),
        )

    def _get_review_load(self):
        """{user: open and done reviews of this call} (as superuser)."""
        self.ensure_one()
        return dict(
            self.env["mbb.call.review"]._read_group(
                [
                    ("call_id", "=", self.id),
                    ("state", "in", ("assigned", "submitted")),
                ],
                ["reviewer_id"],
                ["__count"],
            )
        )

    def _ask_reviewer(self, user):
        """One reminder a reviewer and call, however many applications wait."""
        self.ensure_one()
        kind = self.env.ref("mbb_mentor.mail_activity_type_review")
        if user.active and not self.sudo().activity_ids.filtered(
            lambda row: row.activity_type_id == kind and row.user_id == user
        ):
            self.sudo().activity_schedule(
                "mbb_mentor.mail_activity_type_review", user_id=user.id
            )

    def _settle_reviewer(self, user):
        """Take the reminder away from who has nothing left to score."""
        self.ensure_one()
        left = (
            self.env["mbb.call.review"]
            .sudo()
            .search_count(
                [
                    ("call_id", "=", self.id),
                    ("reviewer_id", "=", user.id),
                    ("state", "=", "assigned"),
                ],
                limit=1,
            )
        )
        if not left:
            self.sudo().activity_unlink(
                ["mbb_mentor.mail_activity_type_review"], user_id=user.id
            )
