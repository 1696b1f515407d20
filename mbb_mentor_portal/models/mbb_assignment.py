# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, models
from odoo.fields import Domain

from odoo.addons.mbb_mentor_expense.models.mbb_travel_advance import OPEN_STATES


class MbbAssignment(models.Model):
    _name = "mbb.assignment"
    _inherit = ["mbb.portal.mixin", "mbb.assignment"]

    _portal_path = "/my/mentoring/assignments/%s"
    _portal_closed_states = ("done", "ended", "rejected", "cancelled")
    _portal_search_paths = ("number", "place", "place_state_id.name")
    _portal_readable_fields = frozenset(
        {
            "display_name",
            "number",
            "state",
            "date_state",
            "kind",
            "legal_ground",
            "expert_id",
            "sending_institution_id",
            "host_institution_id",
            "place",
            "place_state_id",
            "date_from",
            "date_to",
            "days",
            "tasks",
            "conditions",
            "transport",
            "payer",
            "coverage_allowance",
            "coverage_lodging",
            "coverage_transport",
            "coverage_ceiling",
            "currency_id",
            "birlik_pays",
            "date_approved",
            "date_ended",
            "end_reason",
            "reject_reason",
            "cancel_reason",
        }
    )

    @api.model
    def _get_portal_institution_domain(self, institutions):
        return Domain("sending_institution_id", "in", institutions.ids) | Domain(
            "host_institution_id", "in", institutions.ids
        )

    def _filter_advanceable(self):
        """The user's own trips ahead, paid by the Birlik, without an open advance."""
        user = self.env.user
        advances_sudo = self.env["mbb.travel.advance"].sudo()
        return self.filtered(
            lambda assignment: (
                assignment.expert_id.id == user.partner_id.id
                and not advances_sudo.new(
                    {"assignment_id": assignment.id}
                )._get_assignment_obstacle()
                and not advances_sudo.search_count(
                    [
                        ("assignment_id", "=", assignment.id),
                        ("state", "in", OPEN_STATES),
                    ],
                    limit=1,
                )
            )
        )

    @api.model
    def _get_portal_claimable_domain(self):
        """The user's own, paid by the Birlik, and not claimed to its end so far."""
        claimed = Domain("state", "!=", "refused") & (
            # After a part of the duty the next one is claimed.
            Domain("state", "=", "draft") | Domain("interim_to", "=", False)
        )
        return (
            Domain("expert_id", "=", self.env.user.partner_id.id)
            & Domain("state", "in", ("approved", "ongoing", "done", "ended"))
            & Domain("birlik_pays", "=", True)
            & Domain("travel_claim_ids", "not any", claimed)
        )

    def _is_portal_claimable(self):
        self.ensure_one()
        # sudo: whether the user's own assignment has claims of theirs.
        return bool(self.sudo().filtered_domain(self._get_portal_claimable_domain()))

    # -- the way -------------------------------------------------------------

    def _get_portal_way(self):
        assignment_sudo = self.sudo()  # who of the parties has not answered yet
        mine = assignment_sudo.expert_id == self.env.user.partner_id
        return {
            "draft": {
                "now": self.env._("The Sekreterya draws it up."),
                "then": self.env._("The Sekreterya drew it up."),
                "entered": True,
            },
            "consent": {
                "now": self.env._("The parties are asked for their consent."),
                "then": self.env._("All parties gave their consent."),
                "who": self._get_portal_waited_for(assignment_sudo.consent_ids),
            },
            "approval": {
                "now": self.env._("It is before the Birlik for approval."),
                "next": self.env._("The Birlik approves it."),
                "then": self.env._("The Birlik approved it."),
                "who": self.env._("the Sekreterya"),
            },
            "approved": {
                "now": self.env._("It is approved; the duty is to begin."),
                "next": self.env._("The letter is issued and the duty begins."),
                "then": self.env._("The duty began."),
                "who": self.env._("you") if mine else self.env._("the expert"),
            },
            "ongoing": {
                "now": self.env._("The expert is on duty."),
                "then": self.env._("The duty was served."),
                "who": self.env._("you") if mine else self.env._("the expert"),
            },
            "done": {"now": self.env._("The duty is completed."), "then": ""},
        }

    def _get_portal_stops(self):
        return {
            "ended": self.env._("The duty ended early; the days served stay payable."),
            "rejected": self.env._("It was not approved, or a consent was not given."),
            "cancelled": self.env._("It was called off."),
        }

    def _get_portal_after(self):
        # sudo: whose duty it is.
        mine = self.sudo().expert_id == self.env.user.partner_id
        who = self.env._("you") if mine else self.env._("the expert")
        steps = [(self.env._("The closing report is written."), who)]
        if mine and self.birlik_pays:
            steps.append((self.env._("The travel claim is filed."), who))
        return steps
