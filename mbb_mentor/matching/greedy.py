# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""The greedy baseline: what a careful person with a sorted list would reach."""

import heapq

#: Mentees whose next best mentors are looked up at once.
REFILL = 2048


class Greedy:
    """Takes pairs by (priority, −score, mentee, mentor) while there is room.

    :param priority: class per mentee (list)
    :param lists: ``{mentee: (mentors, scores)}`` in rank order
    :param longer: mentees who may be given more mentors when theirs are full (set)
    :param more: ``more(mentees, open)`` → such lists over the mentors of the mask
        ``open``, for each of the mentees
    :param places: ``places.Places`` to fill; changed
    """

    def __init__(self, priority, lists, longer, more, places):
        import numpy as np

        self.np = np
        self.priority = priority
        self.lists = {k: self._plain(*pair) for k, pair in lists.items()}
        self.longer = set(longer)
        self.more = more
        self.places = places
        self.open = [places.is_open(k) for k in range(len(places.path))]
        self.below = {}
        for mentor, path in enumerate(places.path):
            for level in path:
                self.below.setdefault(level, []).append(mentor)
        self.heap = []
        self.ready = {}  # what was looked up and not yet needed
        self.checked = {}  # up to where the known list has been found full

    @staticmethod
    def _plain(mentors, scores):
        return mentors.tolist(), scores.tolist()

    def total(self):
        """Sum of the scores taken, in millionths."""
        total = 0
        for mentee in list(self.lists):
            self._push(mentee, 0)
        while self.heap:
            _class, negative, mentee, place = heapq.heappop(self.heap)
            mentor = self.lists[mentee][0][place]
            if not self.open[mentor]:
                self._push(mentee, place + 1)
                continue
            del self.lists[mentee]
            total -= negative
            self._take(mentor)
        return total

    def _take(self, mentor):
        self.places.take(mentor)
        for level in self.places.path[mentor]:
            if self.places.left[level] <= 0:
                for below in self.below[level]:
                    self.open[below] = False

    def _push(self, mentee, start):
        if self._queue(mentee, start):
            return
        while mentee in self.longer:
            if mentee not in self.ready or not self._left(mentee):
                self._look_up(mentee)
            self.lists[mentee], whole = self.ready.pop(mentee)
            self.checked[mentee] = 0
            if whole:
                self.longer.discard(mentee)
            if self._queue(mentee, 0):
                return

    def _queue(self, mentee, start):
        """Queue the next open mentor. Who is full stays full and is passed over for
        good."""
        mentors, scores = self.lists[mentee]
        for place in range(start, len(mentors)):
            if self.open[mentors[place]]:
                item = (self.priority[mentee], -scores[place], mentee, place)
                heapq.heappush(self.heap, item)
                return True
        return False

    def _look_up(self, mentee):
        """The open mentors of ``mentee``, and of others who will soon ask too: each
        stays the right answer later, but for those who are full by then."""
        np = self.np
        waiting = [k for k in self.longer if k in self.lists and k != mentee]
        left = [self._left(k) for k in waiting]
        soon = np.argsort(left, kind="stable")[:REFILL].tolist()
        asking = {mentee, *(waiting[k] for k in soon)}
        for other, (pair, whole) in self.more(sorted(asking), np.array(self.open)).items():
            self.ready[other] = (self._plain(*pair), whole)
            self.checked[other] = 0

    def _left(self, mentee):
        """How many open mentors are known for ``mentee``, 3 standing for more."""
        mentors = self.ready[mentee][0][0] if mentee in self.ready else self.lists[mentee][0]
        start, left = self.checked.get(mentee, 0), 0
        for place in range(start, len(mentors)):
            if self.open[mentors[place]]:
                left += 1
                if left == 3:
                    break
            elif not left:
                self.checked[mentee] = place + 1
        return left
