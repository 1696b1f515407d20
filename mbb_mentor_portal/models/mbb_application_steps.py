# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models


class MbbApplicationSteps(models.AbstractModel):
    """The way of an application in the applicant's words."""

    _inherit = "mbb.portal.application"
    _portal_pauses = ("incomplete", "suspended")
    _portal_closed_states = ("closed", "retired", "rejected", "withdrawn")
    _portal_search_paths = ("display_name", "summary", "skill_ids.skill_id.name")

    def _get_portal_way(self):
        mentee = self._name == "mbb.mentee"
        way = {
            "draft": {
                "now": self.env._("You are writing the application."),
                "then": self.env._("You submitted it."),
                "who": self.env._("you"),
            },
            "submitted": {
                "now": self.env._("You submitted it; the Sekreterya will look at it."),
                "then": self.env._("The Sekreterya took it up."),
                "who": self.env._("the Sekreterya"),
            },
            "review": {
                "now": self.env._("The Sekreterya is reviewing it."),
                "next": self.env._("The Sekreterya reviews it."),
                "then": self.env._("It was accepted."),
                "who": self.env._("the Sekreterya"),
            },
        }
        return {**way, **(self._get_mentee_way if mentee else self._get_mentor_way)()}

    def _get_mentor_way(self):
        return {
            "available": {
                "now": self.env._("It is accepted; you are in the pool of mentors."),
                "then": self.env._("You were in the pool of mentors."),
                "entered": True,
            },
        }

    def _get_mentee_way(self):
        return {
            "waiting": {
                "now": self.env._(
                    "It is accepted; the Sekreterya is looking for a mentor."
                ),
                "next": self.env._("The Sekreterya looks for a mentor."),
                "then": self.env._("You were matched."),
                "who": self.env._("the Sekreterya"),
            },
            "matched": {
                "now": self.env._("You are matched with a mentor."),
                "then": self.env._("The mentoring took place."),
                "who": self.env._("both sides"),
            },
            "closed": {
                "now": self.env._("The mentoring is completed."),
                "then": "",
            },
        }

    def _get_portal_stops(self):
        return {
            "incomplete": self.env._("Something is missing; it waits for you."),
            "rejected": self.env._("It was not found suitable."),
            "withdrawn": self.env._("You withdrew it."),
            "suspended": self.env._("You are out of the pool for the time being."),
            "retired": self.env._("You have left the pool."),
        }
