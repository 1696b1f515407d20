# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""The greedy baseline: what a careful person with a sorted list would reach."""

import heapq

#: How much of a list is looked through at once.
STRETCH = 256


def greedy(priority, lists, places):
    """Take pairs by (priority, −score, mentee, mentor) while there is room.

    :param priority: class per mentee
    :param lists: per mentee ``(mentor indexes, scores)`` in rank order, as arrays;
        None for a mentee who takes no part
    :param places: ``places.Places`` to fill; changed
    :return: sum of the scores taken, in millionths
    """
    import numpy as np

    open_ = np.array([places.is_open(k) for k in range(len(places.path))], dtype=bool)
    below = {}
    for mentor, path in enumerate(places.path):
        for level in path:
            below.setdefault(level, []).append(mentor)
    heap = []

    def push(mentee, start):
        mentors, scores = lists[mentee]
        # A full mentor stays full, so it is passed over for good.
        while start < len(mentors):
            free = np.flatnonzero(open_[mentors[start : start + STRETCH]])
            if len(free):
                k = start + int(free[0])
                heapq.heappush(heap, (priority[mentee], -int(scores[k]), mentee, k))
                return
            start += STRETCH

    total = 0
    for mentee, ranked in enumerate(lists):
        if ranked is not None:
            push(mentee, 0)
    while heap:
        _class, negative, mentee, k = heapq.heappop(heap)
        mentor = lists[mentee][0][k]
        if not open_[mentor]:
            push(mentee, k + 1)
            continue
        places.take(mentor)
        total -= negative
        for level in places.path[mentor]:
            if places.left[level] <= 0:
                open_[below[level]] = False
    return total
