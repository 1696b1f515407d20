# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""How far a plan has come, and the way to stop it."""

#: What is reported, in order; ``solving`` and ``full_lists`` may come several times.
STEPS = ("scoring", "solving", "full_lists", "greedy", "explaining")


class Stopped(Exception):
    """The caller stopped the plan; there is no result. ``step`` is where."""

    def __init__(self, step):
        super().__init__(f"stopped while {step}")
        self.step = step


class Progress:
    """Calls ``tell(step, done, total)`` now and then, if there is one.

    ``done`` and ``total`` count mentees, of ``solving`` rounds begun (total unknown,
    0). Returning ``False`` stops the plan; so does raising anything.
    """

    def __init__(self, tell=None):
        self._tell = tell

    def __call__(self, step, done, total):
        """:raises Stopped: the caller said so"""
        if self._tell is not None and self._tell(step, done, total) is False:
            raise Stopped(step)
