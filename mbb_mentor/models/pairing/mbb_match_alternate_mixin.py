# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models
from odoo.exceptions import UserError

from .match_states import LIVE_STATES


class MbbMatchAlternateMixin(models.AbstractModel):
    """Who comes next when a match is declined or ends early.

    A decline keeps that pair apart and nothing else (m.5/6): neither side's score
    elsewhere changes. The next in line are those whom the run or the suggestion
    named when the match was proposed.
    """

    _name = "mbb.match.alternate.mixin"
    _description = "Alternates of a Match"
    _guarded_fields = ("alternates",)

    alternates = fields.Json(
        string="Alternates as Numbers", readonly=True, copy=False
    )
    alternate_id = fields.Many2one(
        "mbb.mentor",
        string="Next Alternate",
        compute="_compute_alternate_id",
        help="The best of those named at the proposal who is still possible.",
    )

    def _keep_alternates(self, rankings):
        """Keep who comes next, best first, as each match was proposed.

        :param rankings: ids of mentors, a list a match
        """
        self._write_each_guarded(
            [
                {"alternates": [key for key in keys if key != match.mentor_id.id]}
                for match, keys in zip(self, rankings, strict=True)
            ]
        )

    @api.depends("state", "alternates", "mentee_id.state")
    def _compute_alternate_id(self):
        for match in self:
            match.alternate_id = match._find_alternate().get("mentor_id", False)

    def _get_alternate_obstacle(self):
        """Why nobody comes next, or False."""
        self.ensure_one()
        if self.state not in ("declined", "ended"):
            return self.env._(
                "%(match)s was neither declined nor ended early.", match=self.number
            )
        mentee = self.mentee_id
        live = mentee.match_ids.filtered(lambda match: match.state in LIVE_STATES)
        if mentee.state != "waiting" or live:
            return self.env._(
                "%(mentee)s does not wait for a mentor any more.",
                mentee=mentee.display_name,
            )
        return False

    def _find_alternate(self):
        """The values of a match with the next in line, or nothing.

        Scored as things stand: who is full by now, or was declined too, is passed over.
        """
        self.ensure_one()
        if not self.alternates or self._get_alternate_obstacle():
            return {}
        mentors = self.env["mbb.mentor"].browse(self.alternates).exists()
        mentors = mentors.filtered(lambda mentor: mentor.state == "available")
        try:
            cohort, found, _excluded = self.env["mbb.cohort"]._suggest(
                self.mentee_id, len(mentors) or 1, mentors
            )
        except UserError:
            return {}
        rows = {int(row["mentor"]): row for row in found}
        mentor = next((one for one in mentors if one.id in rows), None)
        if not mentor:
            return {}
        return {
            "mentor_id": mentor.id,
            "mentee_id": self.mentee_id.id,
            "score": rows[mentor.id]["score"],
            "parts": rows[mentor.id]["parts"],
            "weights": cohort["weights"],
        }

    def action_propose_alternate(self):
        """Propose the next in line; those behind stay in line."""
        self.ensure_one()
        self.check_access("read")
        obstacle = (
            self._get_authority_obstacle("officer") or self._get_alternate_obstacle()
        )
        values = {} if obstacle else self._find_alternate()
        if not values:
            raise UserError(
                obstacle
                or self.env._(
                    "None of the alternates is possible any more. Ask for suggestions."
                )
            )
        match = self.env["mbb.match"]._create_scored([values])
        match._keep_alternates([self.alternates])
        match.message_post(
            body=self.env._(
                "Proposed as the next alternate of %(match)s.",
                match=self.number,
            )
        )
        return match._open()

    def action_suggest(self):
        """The whole pool for this mentee, where no alternate is left."""
        self.ensure_one()
        return self.mentee_id.action_suggest()
