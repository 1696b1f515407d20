# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""What is missing before a claim is submitted, and before it is checked."""

from odoo import fields, models

#: Assignments that can be claimed on: days served stay payable (6245 m.26).
CLAIMABLE = ("approved", "ongoing", "done", "ended")
#: One that was called off after its approval, too: tickets may be lost (m.26).
CLAIMABLE_DOMAIN = [
    "|",
    ("state", "in", CLAIMABLE),
    "&",
    ("state", "=", "cancelled"),
    ("date_approved", "!=", False),
]


class MbbTravelObstacleMixin(models.AbstractModel):
    """The reasons why a claim may not take its next step."""

    _name = "mbb.travel.obstacle.mixin"
    _description = "What a Claim Lacks"

    def _get_arrow_obstacle(self, target):
        obstacle = super()._get_arrow_obstacle(target)
        if obstacle:
            return obstacle
        if target == "submitted":
            return "\n".join(self._get_submission_obstacles()) or False
        if target == "checked":
            return "\n".join(self._get_checking_obstacles()) or False
        if self.state == "approved" and target in ("draft", "refused"):
            return self._get_open_entry_obstacle()
        return False

    def _get_submission_obstacles(self):
        """All that is missing, so that it is mended in one go."""
        self.ensure_one()
        claim = self.sudo()
        assignment = claim.assignment_id
        obstacles = []
        if not assignment.filtered_domain(CLAIMABLE_DOMAIN):
            obstacles.append(self.env._("The assignment is not approved."))
        elif assignment.state == "cancelled" and not claim.date_cancelled:
            obstacles.append(
                self.env._(
                    "The assignment was cancelled: say when you came to know of it "
                    "(6245 m.26)."
                )
            )
        if not assignment.birlik_pays:
            obstacles.append(
                self.env._("By the assignment the Birlik pays nothing for this trip.")
            )
        if claim.problem:
            return [*obstacles, claim.problem]
        if claim.claimant_status != "civil_servant" and not claim.status_reason:
            obstacles.append(
                self.env._(
                    "Give the ground of the comparison to a civil servant (6245 m.7–8)."
                )
            )
        if claim.inside_duty_station and not claim.inside_reason:
            obstacles.append(
                self.env._("Say why the place is inside the duty station (6245 m.3/g).")
            )
        if claim.date_return > fields.Datetime.now():
            obstacles.append(
                self.env._("The trip is not over: a claim follows the return (m.59).")
            )
        if not claim._is_inside_assignment():
            obstacles.append(
                self.env._(
                    "The trip lies outside the dates of the assignment, the day before "
                    "and the day after it included."
                )
            )
        obstacles += claim._get_paper_obstacles()
        obstacles += claim._get_line_obstacles()
        if claim._entitles_to_nothing():
            obstacles.append(self.env._("This trip entitles to nothing."))
        return obstacles

    def _get_line_obstacles(self):
        """What a line lacks that is no paper."""
        return [
            self.env._(
                "%(line)s: enter the number of the invoice.", line=line.display_name
            )
            for line in self._get_invoices()
            if not (line.invoice_number or "").strip()
        ]

    def _entitles_to_nothing(self):
        self.ensure_one()
        return self.currency_id.is_zero(self.gross)

    def _is_inside_assignment(self):
        """The way there may take the day before, the way back the day after."""
        assignment = self.assignment_id
        departure, arrival = self._get_local_span()
        return bool(
            assignment.date_from
            and assignment.date_to
            and (assignment.date_from - departure.date()).days <= 1
            and (arrival.date() - assignment.date_to).days <= 1
            and departure.date() <= assignment.date_to
            and arrival.date() >= assignment.date_from
        )

    def _get_checking_obstacles(self):
        """What finance has to settle before the claim is checked."""
        self.ensure_one()
        obstacles = [self._get_ground_obstacle(), self._get_duplicate_obstacle()]
        return list(filter(None, obstacles))
