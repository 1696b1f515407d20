# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Many pairs at once: the hard rules of ``rules`` over a block of mentees × mentors.

Mentees who need the same subjects are taken together and compared only with the
mentors who offer one of them. A block is small enough for the processor's cache, so
memory does not grow with the cohort.
"""

from functools import cached_property

from .rules import LEAD_FIT

#: Pairs in a block. Some twenty arrays of this size are alive at a time.
BLOCK = 1 << 18
#: Below this size a block is worth its overhead whatever it holds.
SMALL_BLOCK = 1 << 15
#: Least share of a larger block that has to be of use.
DENSE = 0.4

#: Rules in the order in which they are applied, after ``skill``.
STEPS = ("period", "language", "mode", "same_institution", "forbidden", "declined", "full")


class Block:
    """Mentees ``n`` (indexes, as a column) × mentors ``m`` (indexes, as a row).

    :param pool: ``pool.Pool``
    :param slot: scratch, one whole number per mentor; only valid while this block is
        the newest one
    """

    def __init__(self, pool, rows, columns, slot):
        np = self.np = pool.np
        self.pool = pool
        self.rows, self.columns = rows, columns
        self.n, self.m = rows[:, None], columns[None, :]
        self.shape = (len(rows), len(columns))
        self.slot = slot
        slot[columns] = np.arange(len(columns))

    def narrowed(self, mask):
        """This block without the columns that are possible for nobody in it, and the
        mask of the possible pairs."""
        np = self.np
        kept = np.flatnonzero(mask.any(axis=0))
        if len(kept) == self.shape[1]:
            return self, mask
        number, covered, fit = self._leads  # before the other takes the slots
        other = Block(self.pool, self.rows, self.columns[kept], self.slot)
        other._leads = (number, covered[:, kept], fit[:, kept])
        return other, mask[:, kept]

    @cached_property
    def _leads(self):
        """How many needed skills are covered, and the sum of the fit in them."""
        np, mentees = self.np, self.pool.cohort.mentees
        # The same needs at the same levels give the same row.
        needs, number = {}, []
        for row in self.rows.tolist():
            key = tuple(sorted(mentees[row].skills.items()))
            number.append(needs.setdefault(key, len(needs)))
        lead_fit = np.array(LEAD_FIT)
        covered = np.zeros((len(needs), self.shape[1]), dtype=np.int32)
        fit = np.zeros((len(needs), self.shape[1]))
        levels = {}
        for k, need in enumerate(needs):
            for skill, own in need:
                if skill not in levels:
                    levels[skill] = self._levels(skill)
                lead = np.maximum(levels[skill] - own, 0)
                covered[k] += lead > 0
                fit[k] += lead_fit[lead]
        return np.array(number), covered, fit

    def _levels(self, skill):
        """The columns' levels in ``skill``, 0 where it is not offered."""
        np = self.np
        levels = np.zeros(self.shape[1], dtype=np.int64)
        if skill in self.pool.offers:
            who, offered = self.pool.offers[skill]
            place = self.slot[who]
            # A place left over from an older block points to somebody else.
            fits = place < self.shape[1]
            fits[fits] = self.columns[place[fits]] == who[fits]
            levels[place[fits]] = offered[fits]
        return levels

    def coverage(self):
        """Share of the needed skills that is covered."""
        number, covered, _fit = self._leads
        mentees = self.pool.cohort.mentees
        needed = [max(1, len(mentees[row].skills)) for row in self.rows.tolist()]
        return covered[number] / self.np.array(needed)[:, None]

    def fit(self):
        """Mean fit of the lead over the covered skills."""
        number, covered, fit = self._leads
        return (fit / self.np.maximum(covered, 1))[number]

    def possible(self):
        """Mask of the pairs that no hard rule excludes."""
        number, covered, _fit = self._leads
        mask = (covered > 0)[number]
        for _code, passes in self._steps():
            mask &= passes
        return mask

    def reasons(self, rows):
        """Per row (an index into this block, without a possible pair): the rule at
        which the last mentor dropped out."""
        np = self.np
        number, covered, _fit = self._leads
        mask = (covered > 0)[number[rows]]
        reason = np.full(len(rows), "skill", dtype=object)
        for code, passes in self._steps():
            before = mask.any(axis=1)
            mask &= np.broadcast_to(passes, self.shape)[rows]
            reason[before & ~mask.any(axis=1)] = code
        return reason

    def _steps(self):
        pool, n, m = self.pool, self.n, self.m
        giving, taking = pool.mentors, pool.mentees
        yield (
            "period",
            (giving.start[m] <= taking.end[n]) & (giving.end[m] >= taking.start[n]),
        )
        # Sets are few: the columns of the small table first, then its rows.
        languages = pool.share_language[:, giving.languages[self.columns]]
        yield "language", languages[taking.languages[self.rows]]
        modes = pool.share_mode[:, giving.modes[self.columns]]
        yield "mode", modes[taking.modes[self.rows]]
        if not pool.cohort.allow_same_institution:
            yield "same_institution", giving.institution[m] != taking.institution[n]
        for code, apart in pool.apart:
            if any(row in apart for row in self.rows.tolist()):
                yield code, self._not_apart(apart)
        yield "full", self._open()

    def _not_apart(self, apart):
        mask = self.np.ones(self.shape, dtype=bool)
        for k, mentor in self.places_of(apart):
            mask[k, self.slot[mentor]] = False
        return mask

    def places_of(self, by_mentee):
        """``(row, mentor)`` of a ``{mentee: mentors}`` that lie in this block."""
        columns = self.columns
        for k, row in enumerate(self.rows.tolist()):
            for mentor in by_mentee.get(row, ()):
                place = self.slot[mentor]
                if place < len(columns) and columns[place] == mentor:
                    yield k, mentor

    def given(self, costs):
        """``(place, mentor, mentee)`` of the pairs in ``{mentee: {mentor: …}}``."""
        rows = self.rows.tolist()
        for k, mentor in self.places_of(costs):
            yield (k, int(self.slot[mentor])), mentor, rows[k]

    def _open(self):
        pool = self.pool
        required = pool.cohort.required
        mask = pool.open[self.m]
        if not required:
            return mask
        mentees = pool.cohort.mentees
        own = [k for k, r in enumerate(self.rows.tolist()) if mentees[r].id in required]
        if own:
            mask = self.np.repeat(mask, self.shape[0], axis=0)
            for k in own:
                mask[k] = pool.open_for(self.rows[k])[self.columns]
        return mask


def blocks(pool, rows, allowed=None):
    """``Block`` after block over the mentees ``rows``; each mentee is in one.

    :param allowed: mask of the mentors to look at; None for all
    """
    np = pool.np
    slot = np.zeros(len(pool.cohort.mentors), dtype=np.int64)
    for members, mask in _unions(pool, rows):
        if allowed is not None:
            mask = mask & allowed
        columns = np.flatnonzero(mask)
        step = max(1, BLOCK // max(1, len(columns)))
        for first in range(0, len(members), step):
            yield Block(pool, np.array(members[first : first + step]), columns, slot)


def _likeness(pool):
    """Sort key that puts mentees next to each other whom the same mentors suit."""
    taking, mentees = pool.mentees, pool.cohort.mentees
    modes, languages = taking.modes.tolist(), taking.languages.tolist()
    start = taking.start.tolist()

    def key(row):
        levels = sorted(mentees[row].skills.items())
        return levels, modes[row], languages[row], start[row]

    return key


def _unions(pool, rows):
    """Groups of mentees and the mask of the mentors who offer something to one of
    them. Groups of like needs are joined while most of the block stays of use."""
    np = pool.np
    groups = {}
    for row in sorted(rows, key=_likeness(pool)):
        groups.setdefault(frozenset(pool.cohort.mentees[row].skills), []).append(row)
    weight = {skill: -len(who) for skill, (who, _levels) in pool.offers.items()}

    def order(skills):
        return sorted((weight[s], s) for s in skills if s in weight)

    joined, union, useful = [], None, 0
    for skills in sorted(groups, key=lambda skills: (order(skills), sorted(skills))):
        mask = np.zeros(len(pool.cohort.mentors), dtype=bool)
        for skill in skills:
            if skill in pool.offers:
                mask[pool.offers[skill][0]] = True
        members = groups[skills]
        gain = len(members) * int(mask.sum())
        if joined:
            both = union | mask
            size = (len(joined) + len(members)) * int(both.sum())
            if size <= SMALL_BLOCK or useful + gain >= DENSE * size:
                joined, union, useful = joined + members, both, useful + gain
                continue
            yield joined, union
        joined, union, useful = members, mask, gain
    if joined:
        yield joined, union
