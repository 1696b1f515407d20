# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import api, fields, models

from .match_states import ASKED_STATES, LIVE_STATES


class MbbMentee(models.Model):
    _inherit = "mbb.mentee"

    match_ids = fields.One2many("mbb.match", "mentee_id", string="Matches")
    match_count = fields.Integer(compute="_compute_match_count")
    declined_match_id = fields.Many2one(
        "mbb.match",
        compute="_compute_declined_match",
        help="The last match, where it was declined and nobody is proposed since.",
    )
    alternate_id = fields.Many2one(
        "mbb.mentor", string="Next Alternate", compute="_compute_declined_match"
    )

    @api.depends("match_ids")
    def _compute_match_count(self):
        counts = dict(
            self.env["mbb.match"]._read_group(
                [("mentee_id", "in", self.ids)], ["mentee_id"], ["__count"]
            )
        )
        for mentee in self:
            mentee.match_count = counts.get(mentee._origin, 0)

    @api.depends("state", "match_ids.state")
    def _compute_declined_match(self):
        for mentee in self:
            last = mentee.match_ids.sorted("id")[-1:]
            if mentee.state != "waiting" or last.state != "declined":
                last = last.browse()
            mentee.declined_match_id = last
            mentee.alternate_id = last.alternate_id

    def _get_match_obstacle(self, match):
        """Why `match` cannot go on for this mentee, or False."""
        self.ensure_one()
        if self.state != "waiting":
            return self.env._(
                "%(mentee)s does not wait for a match (%(state)s).",
                mentee=self.display_name,
                state=self._get_state_label(),
            )
        other = self.sudo().match_ids.filtered(
            lambda m: m != match and m.state in ASKED_STATES
        )
        if other:
            return self.env._(
                "%(mentee)s: another match (%(match)s) is under way.",
                mentee=self.display_name,
                match=other[0].number,
            )
        return False

    def _get_arrow_obstacle(self, target):
        obstacle = super()._get_arrow_obstacle(target)
        if not obstacle and target == "withdrawn":
            live = self.sudo().match_ids.filtered(lambda m: m.state in LIVE_STATES)
            numbers = live._get_known_numbers()
            if live and not numbers:
                return self.env._(
                    "%(mentee)s cannot be withdrawn at the moment. Ask the Sekreterya.",
                    mentee=self.display_name,
                )
            if live:
                return self.env._(
                    "%(mentee)s is in a match (%(matches)s): the Sekreterya cancels it "
                    "first.",
                    mentee=self.display_name,
                    matches=numbers,
                )
        return obstacle

    def _shown_content_changes(self):
        res = super()._shown_content_changes()
        for mentee in self.sudo():
            mentee.match_ids._application_changes(mentee)
        return res

    def action_suggest(self):
        """Open the ranked mentors of the pool for this need."""
        self.ensure_one()
        wizard = self.env["mbb.match.suggest"].create({"mentee_id": self.id})
        return wizard._reopen()

    def action_propose_alternate(self):
        """Propose the next in line after a decline."""
        self.ensure_one()
        return self.declined_match_id.action_propose_alternate()

    def action_seek(self):
        """m.5/2-b: the Sekreterya finds a mentor, also one who never applied."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Propose a Mentor Who Did Not Apply"),
            "res_model": "mbb.match.suggest.seek",
            "view_mode": "form",
            "target": "new",
            "context": {"default_mentee_id": self.id},
        }

    def action_view_matches(self):
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "mbb_mentor.mbb_match_action"
        )
        return {**action, "domain": [("mentee_id", "=", self.id)], "context": {}}
