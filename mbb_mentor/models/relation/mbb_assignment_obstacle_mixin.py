# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models
from odoo.tools import format_date

LIVE_STATES = ("approved", "ongoing")


class MbbAssignmentObstacleMixin(models.AbstractModel):
    """Why an assignment cannot go on now."""

    _name = "mbb.assignment.obstacle.mixin"
    _description = "What Stands in the Way of an Assignment"

    def _get_assignment_obstacles(self):
        """Every reason why the assignment cannot go on now, as texts."""
        self.ensure_one()
        assignment = self.sudo()
        match = assignment.match_id
        found = []
        if match.state not in ("agreed", "active"):
            found.append(
                self.env._(
                    "The match %(match)s is not agreed (MPY m.5/4).",
                    match=match.display_name,
                )
            )
        if assignment.state in ("draft", "consent", "approval"):
            found += assignment._get_period_obstacles()
            found += assignment._get_side_obstacles()
            found += assignment._get_expert_obstacles()
        found += assignment._get_overlap_obstacles(
            assignment.date_from, assignment.date_to
        )
        if assignment.state == "approval" and assignment._needs_sending_letter():
            found.append(
                self.env._(
                    "The letter of %(institution)s is missing: record its number, date "
                    "and file.",
                    institution=assignment.sending_institution_id.name,
                )
            )
        return found

    def _get_side_obstacles(self):
        """Whose consents are asked follows from who sends and who receives: the
        expert's own institution, and a side of the match (MPY m.5/4). The Birlik
        receives who is seconded to it (GÇY m.8/3-o).
        """
        sending, host = self.sending_institution_id, self.host_institution_id
        match = self.match_id
        sides = match.mentor_institution_id | match.mentee_institution_id
        if not (self.expert_id and sending and host):
            return []
        own = self._get_own_institution()
        found = []
        if sending not in (own or sides):
            found.append(
                self.env._(
                    "%(expert)s belongs to %(own)s: the own institution sends the "
                    "expert (MPY m.5/4).",
                    expert=self.expert_id.name,
                    own=(own or sides[:1]).name,
                )
            )
        seconded = self.kind == "secondment"
        if host not in (self.company_id.partner_id if seconded else sides):
            found.append(
                self.env._(
                    "%(host)s is no side of the match: the expert goes to one of its "
                    "sides, or is seconded to the Birlik.",
                    host=host.name,
                )
            )
        return found

    def _get_own_institution(self):
        """The institution above the expert, units between them left out."""
        institution = self.expert_id._get_institution()
        if not institution and self._is_birlik_staff():
            return self.company_id.partner_id
        return institution

    def _is_birlik_staff(self):
        """Whether who is sent is of the Birlik's own personnel."""
        self.ensure_one()
        employees = self.env["hr.employee"]
        return bool(employees._get_staff(self.expert_id, self.company_id))

    def _get_expert_obstacles(self):
        """An institution's or a unit's expert was named and has confirmed."""
        if not self.expert_id:
            return []
        if self.expert_id.is_company:
            return [
                self.env._(
                    "%(name)s is no person: name who is sent.", name=self.expert_id.name
                )
            ]
        sending = self.sending_institution_id
        if sending == self.company_id.partner_id and self._is_birlik_staff():
            # On duty for the Birlik: the order names them, no application does.
            return []
        # In an exchange the mentee's side sends somebody, too.
        mentor, mentee = self.match_id.mentor_id, self.match_id.mentee_id
        from_mentee = sending == mentee.institution_id != mentor.institution_id
        obstacle = (mentee if from_mentee else mentor)._get_expert_obstacle(
            self.expert_id
        )
        return [obstacle] if obstacle else []

    def _get_period_obstacles(self, date_to=None):
        """The match's period holds it; `date_to`: a last day that is asked for."""
        match = self.match_id
        first, last = match.date_from, match.date_to
        date_to = date_to or self.date_to
        if (first and self.date_from and self.date_from < first) or (
            last and date_to and date_to > last
        ):
            return [
                self.env._(
                    "The dates lie outside the period of the match: %(period)s.",
                    period=match._get_period_text(match.date_from, match.date_to),
                )
            ]
        return []

    def _get_overlap_obstacles(self, date_from, date_to):
        """Live assignments of the same expert on the same days."""
        if not (self.expert_id and date_from and date_to):
            return []
        others = self.sudo().search(
            [
                ("expert_id", "=", self.expert_id.id),
                ("state", "in", LIVE_STATES),
                ("date_from", "<=", date_to),
                ("date_to", ">=", date_from),
                ("id", "!=", self._origin.id),
            ]
        )
        return [
            self.env._(
                "%(expert)s is on the assignment %(number)s from %(start)s to %(end)s.",
                expert=other.expert_id.name,
                number=other.number,
                start=format_date(self.env, other.date_from),
                end=format_date(self.env, other.date_to),
            )
            for other in others
        ]
