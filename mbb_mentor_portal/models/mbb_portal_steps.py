# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

from odoo import models

from odoo.addons.mbb_mentor.models.organisation.fold import fold


class MbbPortalSteps(models.AbstractModel):
    """The way of a record in the words of those who follow it on the portal."""

    _inherit = "mbb.portal.mixin"  # pylint: disable=consider-merging-classes-inherited

    #: States beside the way from which it goes on.
    _portal_pauses = ()
    #: States in which nothing more is expected.
    _portal_closed_states = ()
    #: Paths of what the lists show and are searched by.
    _portal_search_paths = ("display_name",)

    def _get_portal_way(self):
        """{state: {"now", "then", "who", "entered"}}, the straight way in its order.

        What is said while it lasts and once it is over; who has to act; whether what
        is over happened on entering the state rather than on leaving it.
        """
        return {}

    def _get_portal_stops(self):
        """{state: text} of the states beside the way."""
        return {}

    def _get_portal_after(self):
        """[(text, who)]: what comes when the way is walked."""
        return []

    def _get_portal_steps(self):
        """[(text, date, "done" | "now" | "next" | "stop", who has to act)]"""
        self.ensure_one()
        way, stops = self._get_portal_way(), self._get_portal_stops()
        entered, sources = self._get_portal_log()
        states = list(way)
        stopped = self.state not in way
        pause = self.state in self._portal_pauses
        last = self.state
        if stopped:
            last = next((s for s in reversed(sources) if s in way), states[0])
        at = states.index(last)
        # A step that was left for another way is not over, but may have begun.
        at += stopped and bool(way[last].get("entered"))
        steps = []
        for state, following in zip(states[:at], [*states[1:], None], strict=False):
            begun = way[state].get("entered")
            date = entered.get(state if begun else following)
            steps.append((way[state]["then"], date, "done", False))
        if stopped:
            text = stops.get(self.state) or self._get_state_label()
            steps.append(
                (text, entered[self.state], "now" if pause else "stop", False)
            )
            if not pause:
                return steps
        else:
            now = way[self.state]
            steps.append(
                (now["now"], entered[self.state], "now", now.get("who") or False)
            )
        steps += [
            (way[state].get("next") or way[state]["now"], False, "next", False)
            for state in states[at if stopped else at + 1 :]
        ]
        after = self._get_portal_after()
        return steps + [(text, False, "next", who) for text, who in after]

    def _get_portal_log(self):
        """({state: when it was last entered}, the states that were left, in order).

        sudo: the steps of a record that the user reads, without who took them.
        """
        self.check_access("read")
        record_sudo = self.sudo()
        rows_sudo = self.env["mbb.step"].sudo().search(
            [("res_model", "=", self._name), ("res_id", "=", self.id)], order="id"
        )
        entered = {self._first_state: record_sudo.create_date}
        entered.update({row.target: row.date for row in rows_sudo})
        entered[self.state] = record_sudo.date_state
        return entered, rows_sudo.mapped("source")

    # -- who has to act --------------------------------------------------------

    def _get_portal_waited_for(self, consents_sudo):
        """Whose answer is awaited: "you" before the names of the others."""
        open_sudo = consents_sudo.filtered(lambda row: row.state == "requested")
        own = open_sudo.with_env(self.env)._filter_portal_todo()
        names = (open_sudo - own.sudo()).mapped("party_name")
        return ", ".join([*([self.env._("you")] if own else []), *names])

    # -- searching a list ------------------------------------------------------

    def _filter_portal_text(self, text):
        """Those that have all the words, however they are spelled: İ, I, ı and i are
        one letter, ş is s."""
        words = fold(text).split()
        return self.filtered(
            lambda record: all(word in record._get_portal_haystack() for word in words)
        )

    def _get_portal_haystack(self):
        self.ensure_one()
        # sudo: names on the row of a record that the user reads; the list was asked
        # for as the user.
        record_sudo = self.sudo()
        texts = (record_sudo.mapped(path) for path in self._portal_search_paths)
        return fold(" ".join(str(text or "") for found in texts for text in found))
