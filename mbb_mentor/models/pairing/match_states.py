# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Which states of a match mean what; said once for all who ask."""

#: A place at the mentor is taken.
LIVE_STATES = ("proposed", "consent", "approval", "agreed", "active", "evaluation")
#: The parties were asked: a mentee has one such match at a time.
ASKED_STATES = LIVE_STATES[1:]
#: Everybody said yes.
SETTLED_STATES = ("agreed", "active", "evaluation")
#: The other side is known by institution, name, title and text (MPY m.5/6).
DISCLOSED_STATES = (*ASKED_STATES, "done", "ended")
#: The other side is known by e-mail and phone, too.
REACHABLE_STATES = (*SETTLED_STATES, "done", "ended")
