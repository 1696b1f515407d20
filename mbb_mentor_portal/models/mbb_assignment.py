# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models

from odoo.addons.mbb_mentor_expense.models.mbb_travel_advance import OPEN_STATES


class MbbAssignment(models.Model):
    _name = "mbb.assignment"
    _inherit = ["mbb.portal.mixin", "mbb.assignment"]

    _portal_path = "/my/mentoring/assignments/%s"
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

    def _filter_claimable(self):
        """The user's own, paid by the Birlik, and not claimed to its end so far."""
        user = self.env.user
        # sudo: whether the user's own assignments have claims of theirs.
        claimed_sudo = (
            self.env["mbb.travel.claim"]
            .sudo()
            .search(
                [
                    ("assignment_id", "in", self.ids),
                    ("state", "!=", "refused"),
                    # After a part of the duty the next one is claimed.
                    "|",
                    ("state", "=", "draft"),
                    ("interim_to", "=", False),
                ]
            )
        )
        return self.filtered(
            lambda assignment: (
                assignment.state in ("approved", "ongoing", "done", "ended")
                and assignment.birlik_pays
                and assignment.expert_id.id == user.partner_id.id
                and assignment.id not in claimed_sudo.assignment_id._ids
            )
        )
