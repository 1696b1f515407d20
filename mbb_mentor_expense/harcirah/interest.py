# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Simple interest on what a person owes (6245 m.59), at rates that change by date.

Each part of a debt bears interest from the first day of delay to the day it is paid,
so that what several payments bring together is what the declining balance bears. The
day it begins is not counted, the day of the payment is; a year has 365 days.
"""

from datetime import timedelta

from .money import NOTHING, WHOLE, exact, to_kurus

YEAR = 365


def factor(since, until, rates):
    """Interest on one lira from ``since`` to ``until``, as Fraction.

    ``rates`` are ``(first day, last day or None, percent a year)``; a day without a
    rate bears nothing.
    """
    found = NOTHING
    first = since + timedelta(days=1)
    for start, end, percent in rates:
        begin = max(first, start)
        last = until if end is None else min(until, end)
        days = max((last - begin).days + 1, 0)
        found += exact(percent) / 100 * days / YEAR
    return found


def interest(principal, since, until, rates):
    """What ``principal`` bears, in kuruş."""
    return to_kurus(exact(principal) * factor(since, until, rates))


def split(paid, principal, since, until, rates):
    """``paid`` as ``(principal, interest)``: each part paid with its own interest.

    More than what is due is refused.
    """
    due = to_kurus(exact(principal)) + interest(principal, since, until, rates)
    if paid > due:
        raise ValueError("more than is due")
    if paid == due:
        return to_kurus(exact(principal)), due - to_kurus(exact(principal))
    part = to_kurus(exact(paid) / (WHOLE + factor(since, until, rates)))
    part = min(part, to_kurus(exact(principal)))
    return part, paid - part
