# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""Who may take part in which step of a claim (5018 m.60)."""

from odoo import models


class MbbTravelDutyMixin(models.AbstractModel):
    """Duties at a claim, kept apart."""

    _name = "mbb.travel.duty.mixin"
    _description = "Duties at a Claim"

    def _is_own(self, user):
        self.ensure_one()
        return user.sudo().partner_id == self.sudo().expert_id

    def _get_authority_obstacle(self, authority):
        user = self.env.user
        if self.env.su:
            return False
        if authority == "claimant":
            if self._is_own(user) or user.has_group("mbb_mentor.group_mentor_officer"):
                return False
            return self.env._("A claim is submitted by its expert or the Sekreterya.")
        groups = {
            "return": (
                "mbb_mentor.group_mentor_officer,"
                "mbb_mentor_expense.group_travel_checker,"
                "mbb_mentor_expense.group_travel_control,"
                "mbb_mentor_expense.group_travel_authoriser,"
                "mbb_mentor_expense.group_travel_accountant"
            ),
            "authoriser": "mbb_mentor_expense.group_travel_authoriser",
            "accountant": "mbb_mentor_expense.group_travel_accountant",
        }
        if authority not in groups:
            return super()._get_authority_obstacle(authority)
        if not user.has_groups(groups[authority]):
            return self.env._("You have no duty at this step of a claim.")
        if authority != "return" and self._is_own(user):
            return self.env._("Nobody decides on one's own claim.")
        return False

    def _get_parties(self):
        assignment = self.assignment_id
        return (
            self.expert_id
            | assignment.sending_institution_id
            | assignment.host_institution_id
        )

    def _get_approval_amount(self):
        return self.gross

    def _get_approval_subject(self):
        return self._get_person_name()

    def _get_participants(self):
        """Users who took part in this round: who submitted, and who decided.

        5018 m.60: who controls is nobody else of the transaction, deputies and
        those for whom they stood in included. What was decided before a return has
        lapsed, and those who decided it decide again.
        """
        self.ensure_one()
        claim = self.sudo()
        if claim.state == "draft":
            return self.env.user | claim.expert_id.user_ids
        rows = claim.approval_ids.filtered(
            lambda row: row.state == "approved" and row.round >= claim.submitted_round
        )
        return (
            claim.submitted_by_id
            | rows.decided_by_id
            | rows.principal_id
            | claim.expert_id.user_ids
        )

    def _get_exclusion_reason(self, user, target, asked_by):
        """A deputy needs no duty of travel, but never pays what they authorise."""
        reason = super()._get_exclusion_reason(user, target, asked_by)
        if reason:
            return reason
        if target == "approved" and user.has_group(
            "mbb_mentor_expense.group_travel_accountant"
        ):
            return self.env._(
                "%(user)s is an accountant and does not authorise expenses (5018 "
                "m.60).",
                user=user.name,
            )
        return False

    def _get_excluded_users(self, target):
        return super()._get_excluded_users(target) | self._get_participants()
