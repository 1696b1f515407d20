# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, models
from odoo.exceptions import UserError

from .match_states import LIVE_STATES


class MbbMatchProposalMixin(models.AbstractModel):
    """How a match comes about: who may be proposed to whom, and what stays as it is."""

    _name = "mbb.match.proposal.mixin"
    _description = "Proposal of a Match"

    #: Said once, when the match is proposed.
    _frozen_fields = (
        "company_id",
        "mentor_id",
        "mentee_id",
        "score",
        "parts",
        "weights",
    )

    @api.model_create_multi
    def create(self, vals_list):
        mentors = self.env["mbb.mentor"].browse(
            vals["mentor_id"] for vals in vals_list if vals.get("mentor_id")
        )
        mentors._lock_places()
        self._set_proposal_defaults(vals_list)
        matches = super().create(vals_list)
        matches._check_proposals()
        matches._write_guarded({"proposed_by_id": self.env.uid})
        matches._take_number()
        return matches

    @api.model
    def _set_proposal_defaults(self, vals_list):
        """The period that both sides have, unless one is given; one company."""
        # Each of one recordset: all are read at once.
        sides = {}
        for side in ("mentor", "mentee"):
            model = self.env[f"mbb.{side}"]
            keys = {vals.get(f"{side}_id") or False for vals in vals_list} - {False}
            sides[side] = {record.id: record for record in model.browse(keys)}
            sides[side][False] = model
        for vals in vals_list:
            mentor = sides["mentor"][vals.get("mentor_id") or False]
            mentee = sides["mentee"][vals.get("mentee_id") or False]
            if mentee:
                vals.setdefault("company_id", mentee.company_id.id)
            starts = [day for day in (mentor.date_from, mentee.date_from) if day]
            ends = [day for day in (mentor.date_to, mentee.date_to) if day]
            vals.setdefault("date_from", max(starts, default=False))
            vals.setdefault("date_to", min(ends, default=False))

    def _check_proposals(self):
        """UserError where one of these pairs cannot be proposed now."""
        places = self.mentor_id._get_place_obstacles(LIVE_STATES, self)
        apart = self.env["mbb.pair.rule"]._get_apart(self.mentee_id, self.mentor_id)
        for match in self:
            mentor, mentee = match.mentor_id, match.mentee_id
            if mentor.person_id and mentor.person_id == mentee.person_id:
                raise UserError(self.env._("Nobody can be their own mentor."))
            rule = apart.get((mentor.id, mentee.id))
            if rule:
                raise UserError(
                    self.env._(
                        "%(mentor)s and %(mentee)s are kept apart: %(reason)s Archive "
                        "that rule first, if it holds no more.",
                        mentor=mentor.display_name,
                        mentee=mentee.display_name,
                        reason=rule.reason,
                    )
                )
            obstacle = (
                mentor._get_match_obstacle()
                or mentee._get_match_obstacle(match)
                or places.get(mentor.id)
            )
            if obstacle:
                raise UserError(obstacle)

    def write(self, vals):
        frozen = set(vals).intersection(self._frozen_fields)
        if frozen and any(
            self._fields[name].convert_to_write(match[name], match) != vals[name]
            for match in self
            for name in frozen
        ):
            raise UserError(
                self.env._(
                    "A match keeps its two sides. Cancel it and propose another one."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(
            self.env._("A match cannot be deleted; cancel it with a reason.")
        )
