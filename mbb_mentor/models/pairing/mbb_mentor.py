# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import LockError, UserError
from odoo.fields import Domain
from odoo.tools import SQL

from .match_states import ASKED_STATES, LIVE_STATES


class MbbMentor(models.Model):
    _inherit = "mbb.mentor"

    match_ids = fields.One2many("mbb.match", "mentor_id", string="Matches")
    match_count = fields.Integer(compute="_compute_match_count")
    occupied = fields.Integer(
        string="Places Taken",
        compute="_compute_load",
        help="Mentees whom the same person, unit or institution supports now.",
    )
    current_load = fields.Integer(
        compute="_compute_load",
        help="Places taken and, for a person, the matches in which they learn.",
    )
    capacity_left = fields.Integer(string="Places Left", compute="_compute_load")
    # Counts the turns at the lock: a transaction that began before another one took
    # a place fails on this row and is run again, instead of counting an old picture.
    match_tick = fields.Integer(copy=False, readonly=True)

    @api.depends("match_ids")
    def _compute_match_count(self):
        counts = dict(
            self.env["mbb.match"]._read_group(
                [("mentor_id", "in", self.ids)], ["mentor_id"], ["__count"]
            )
        )
        for mentor in self:
            mentor.match_count = counts.get(mentor._origin, 0)

    @api.depends("bearer_id", "capacity", "applicant_type", "match_ids.state")
    def _compute_load(self):
        loads = self._get_loads()
        for mentor in self:
            occupied, load = loads[mentor.id]
            mentor.occupied = occupied
            mentor.current_load = load
            mentor.capacity_left = max(mentor.capacity - occupied, 0)

    def _get_evidence_texts(self, subjects):
        """{mentor: [text]}: what is known of their work on these subjects, for who reads
        a proposal. It is quoted and never scored; a hook."""
        return {}

    def _get_loads(self):
        """{mentor id: (places taken, load)} in two queries for any number."""
        bearers = self.bearer_id
        giving = self._count_matches("mentor_bearer_id", bearers)
        taking = self._count_matches("mentee_bearer_id", bearers)
        loads = {}
        for mentor in self:
            bearer = mentor.bearer_id._origin
            occupied = giving.get(bearer, 0)
            own = taking.get(bearer, 0) if mentor.applicant_type == "person" else 0
            loads[mentor.id] = (occupied, occupied + own)
        return loads

    def _count_places_left(self):
        """How many mentees these can take in all, their units' limits considered."""
        loads = self._get_loads()
        limits = self._get_houses()._get_mentor_places_left()
        units = {}
        for mentor in self:
            unit = mentor.unit_id or mentor.bearer_id
            own = units.setdefault((mentor.institution_id, unit), Counter())
            left = max(mentor.capacity - loads[mentor.id][0], 0)
            own[mentor.bearer_id] = max(own[mentor.bearer_id], left)
        institutions = Counter()
        for (institution, unit), places in units.items():
            own = sum(places.values())
            institutions[institution] += min(own, limits.get(unit, own))
        return sum(min(own, limits.get(i, own)) for i, own in institutions.items())

    @api.model
    def _count_matches(self, field, bearers, states=LIVE_STATES, without=None):
        domain = [(field, "in", bearers.ids), ("state", "in", states)]
        if without:
            domain.append(("id", "not in", without.ids))
        return dict(
            self.env["mbb.match"].sudo()._read_group(domain, [field], ["__count"])
        )

    def _get_match_obstacle(self):
        """Why this mentor cannot be asked now, or False."""
        self.ensure_one()
        if self.state == "available":
            return False
        return self.env._(
            "%(mentor)s is not in the pool (%(state)s).",
            mentor=self.display_name,
            state=self._get_state_label(),
        )

    def _get_place_obstacle(self, states, match):
        """Why the mentor has no place for `match` beside those in `states`."""
        self.ensure_one()
        return self._get_place_obstacles(states, match).get(self.id, False)

    def _get_place_obstacles(self, states, matches):
        """Why these have no place for all of `matches` beside those in `states`.

        :return: {mentor id: reason}, in three queries for any number
        """
        mentors, pairs = self.sudo(), matches.sudo()
        taken = self._count_matches(
            "mentor_bearer_id", mentors.bearer_id, states, without=matches
        )
        left = mentors._get_houses()._get_mentor_places_left(states, without=matches)
        wanted = Counter(pair.mentor_id.bearer_id for pair in pairs)
        wanted_of_houses = Counter(
            house for pair in pairs for house in pair.mentor_id._get_houses()
        )
        full = {
            house for house, places in left.items() if wanted_of_houses[house] > places
        }
        obstacles = {}
        for mentor in mentors:
            bearer = mentor.bearer_id
            others = taken.get(bearer, 0) + wanted[bearer] - 1
            house = next((one for one in mentor._get_houses() if one in full), None)
            if others >= mentor.capacity:
                obstacles[mentor.id] = self.env._(
                    "%(mentor)s has no place left: %(taken)s of %(capacity)s are "
                    "taken.",
                    mentor=mentor.display_name,
                    taken=others,
                    capacity=mentor.capacity,
                )
            elif house:
                obstacles[mentor.id] = self.env._(
                    "%(house)s has no place left: as a whole it supports "
                    "%(capacity)s at one time.",
                    house=house.name,
                    capacity=house.mentor_capacity,
                )
        return obstacles

    def _get_houses(self):
        """The units and institutions whose places these mentors take."""
        return self.unit_id | self.institution_id

    def _get_correction_obstacle(self, values):
        """What is carried now is no slip of the pen."""
        obstacle = super()._get_correction_obstacle(values)
        if obstacle or "capacity" not in values:
            return obstacle
        # An applicant does not learn of what is only proposed.
        states = ASKED_STATES if self.env.user.share else LIVE_STATES
        carried = self._count_matches("mentor_bearer_id", self.bearer_id, states)
        taken = carried.get(self.bearer_id, 0)
        if values["capacity"] >= taken:
            return False
        return self.env._(
            "%(mentor)s supports %(taken)s at present: fewer places are more than a "
            "correction.",
            mentor=self.display_name,
            taken=taken,
        )

    def _lock_places(self):
        """Hold the places of these mentors until the end of the transaction."""
        own = self.sudo()
        limited = own._get_houses().filtered("mentor_capacity_limited")
        mentors = own.search(
            Domain("bearer_id", "in", own.bearer_id.ids)
            | Domain("unit_id", "in", limited.ids)
            | Domain("institution_id", "in", limited.ids)
        )
        if not mentors:
            return
        try:
            mentors.lock_for_update(allow_referencing=True)
        except LockError as error:
            raise UserError(
                self.env._(
                    "Somebody else is just proposing this mentor. Try again in a "
                    "moment."
                )
            ) from error
        self.env.cr.execute(
            SQL(
                "UPDATE mbb_mentor SET match_tick = COALESCE(match_tick, 0) + 1 "
                "WHERE id IN %s",
                mentors._ids,
            )
        )

    def _get_arrow_obstacle(self, target):
        obstacle = super()._get_arrow_obstacle(target)
        if not obstacle and target == "retired":
            live = self.sudo().match_ids.filtered(lambda m: m.state in LIVE_STATES)
            numbers = live._get_known_numbers()
            if live and not numbers:
                return self.env._(
                    "%(mentor)s cannot leave the pool at the moment. Ask the "
                    "Sekreterya.",
                    mentor=self.display_name,
                )
            if live:
                return self.env._(
                    "%(mentor)s is in a match (%(matches)s): end or cancel it first.",
                    mentor=self.display_name,
                    matches=numbers,
                )
        return obstacle

    def _shown_content_changes(self):
        res = super()._shown_content_changes()
        for mentor in self.sudo():
            mentor.match_ids._application_changes(mentor)
        return res

    def action_view_matches(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mbb_mentor.mbb_match_action"
        )
        return {**action, "domain": [("mentor_id", "=", self.id)], "context": {}}
