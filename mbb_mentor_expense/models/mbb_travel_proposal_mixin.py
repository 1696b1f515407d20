# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""A first draft from the assignment's plan, so that the expert only corrects."""

from datetime import datetime, time

import pytz

from odoo import api, fields, models
from odoo.fields import Command

#: Hours that are proposed, and corrected by who travelled: there, and back.
HOURS = {"there": (time(8), time(12)), "back": (time(15), time(19))}
ZONE = pytz.timezone("Europe/Istanbul")


class MbbTravelProposalMixin(models.AbstractModel):
    """Journeys and a stay as the assignment plans them.

    A proposal is claimed once somebody has filled it in: what nobody looked at is
    never paid, and goes when the claim is submitted.
    """

    _name = "mbb.travel.proposal.mixin"
    _description = "First Draft of a Claim"

    has_proposals = fields.Boolean(compute="_compute_has_proposals")

    @api.depends("leg_ids.is_proposed", "lodging_ids.is_proposed")
    def _compute_has_proposals(self):
        for claim in self:
            lines = (*claim.leg_ids, *claim.lodging_ids)
            claim.has_proposals = any(line.is_proposed for line in lines)

    @api.onchange("assignment_id")
    def _onchange_assignment_id(self):
        result = super()._onchange_assignment_id()
        if not self._origin.id and self.assignment_id:
            self.update(self._prepare_draft(self.assignment_id))
        return result

    @api.model
    def _prepare_draft(self, assignment):
        """Values of a new claim: what of the duty is not claimed yet."""
        assignment = assignment.sudo()
        if not (assignment.date_from and assignment.date_to):
            return {}
        last = self.sudo().search(
            [
                ("assignment_id", "=", assignment._origin.id),
                ("state", "!=", "refused"),
                ("date_return", "!=", False),
            ],
            order="date_return desc",
            limit=1,
        )
        start = assignment.date_from
        vals = {"interim_from": False}
        if last:
            start = max(start, last._get_local_span()[1].date())
            if last.interim_to:
                vals["interim_from"] = last.interim_to
        if start > assignment.date_to or (last and not last.interim_to):
            # All of it is claimed: another journey is the claimant's to enter.
            return {**vals, "leg_ids": [Command.clear()], "lodging_ids": [Command.clear()]}
        legs = [] if last else [self._prepare_leg(assignment, start, "there")]
        legs.append(self._prepare_leg(assignment, assignment.date_to, "back"))
        return {
            **vals,
            "leg_ids": [Command.clear(), *map(Command.create, legs)],
            "lodging_ids": [
                Command.clear(),
                *map(Command.create, self._prepare_stays(assignment, start)),
            ],
        }

    @api.model
    def _prepare_leg(self, assignment, day, way):
        home = assignment.sending_institution_id
        places = [home.city or home.name, assignment.place]
        hours = [
            ZONE.localize(datetime.combine(day, hour))
            .astimezone(pytz.utc)
            .replace(tzinfo=None)
            for hour in HOURS[way]
        ]
        if way == "back":
            places.reverse()
        return {
            # After what is entered already.
            "sequence": 20,
            "kind": assignment.transport or "bus",
            "place_from": places[0],
            "place_to": places[1],
            "date_departure": hours[0],
            "date_arrival": hours[1],
            "is_proposed": True,
        }

    @api.model
    def _prepare_stays(self, assignment, start):
        nights = (assignment.date_to - start).days
        if not nights:
            return []
        return [
            {
                "name": assignment.place,
                "date_from": start,
                "nights": nights,
                "invoice_total": 0,
                "is_proposed": True,
            }
        ]

    def action_submit(self):
        """What was only proposed is not claimed."""
        for claim in self:
            claim.leg_ids.filtered("is_proposed").unlink()
            claim.lodging_ids.filtered("is_proposed").unlink()
        return super().action_submit()
