# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models


class MbbMatch(models.Model):
    _inherit = "mbb.match"

    def _get_portal_way(self):
        match_sudo = self.sudo()  # who of the parties has not answered yet
        both = self.env._("both sides")
        planned = match_sudo.session_ids.filtered(lambda s: s.state == "planned")
        return {
            "proposed": {
                "now": self.env._("The Sekreterya proposes the match."),
                "then": self.env._("The Sekreterya proposed the match."),
                "entered": True,
            },
            "consent": {
                "now": self.env._("The parties are asked for their consent."),
                "then": self.env._("All parties gave their consent."),
                "who": self._get_portal_waited_for(match_sudo.consent_ids),
            },
            "approval": {
                "now": self.env._("It is before the Birlik for approval."),
                "next": self.env._("The Birlik approves it."),
                "then": self.env._("The Birlik approved it."),
                "who": self.env._("the Sekreterya"),
            },
            "agreed": {
                "now": self.env._("The match is agreed; the first session comes next."),
                "next": self.env._("The first session is held."),
                "then": self.env._("The first session was held or a duty began."),
                "who": both if planned else self.env._("the Sekreterya"),
            },
            "active": {
                "now": self.env._("The mentoring is under way."),
                "then": self.env._("The mentoring took place."),
                "who": both,
            },
            "evaluation": {
                "now": self.env._("Each side evaluates the mentoring."),
                "then": self.env._("The mentoring was evaluated."),
                "who": self._get_portal_evaluators(),
            },
            "done": {"now": self.env._("The mentoring is completed."), "then": ""},
        }

    def _get_portal_evaluators(self):
        # sudo: whether each side has answered, not what.
        asked_sudo = self.sudo().evaluation_ids.filtered(lambda e: e.state == "asked")
        partner = self.env.user.partner_id
        if partner in asked_sudo.partner_id:
            return self.env._("you")
        return self.env._("both sides") if asked_sudo else self.env._("the Sekreterya")

    def _get_portal_stops(self):
        return {
            "declined": self.env._("A consent or the approval was not given."),
            "cancelled": self.env._("It was called off."),
            "ended": self.env._("It ended before its time."),
        }
