# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""Days counted by a calendar: one look-up a month, however many steps ask."""

from datetime import datetime, time, timedelta

from dateutil.relativedelta import relativedelta
from pytz import timezone

#: Nobody is closed longer than this: what is further away is no calendar.
FARTHEST = 400


class WorkingDays:
    """The working days of a company, its public holidays left out.

    A day with working hours left, as the morning of an arife, is a working day
    (2429 m.2). Without a calendar the days are those from Monday to Friday.
    """

    def __init__(self, company):
        self.company = company
        self.calendar = company.sudo().resource_calendar_id
        self.months = {}

    def is_working(self, day):
        first = day.replace(day=1)
        if first not in self.months:
            self.months[first] = self._get_month(first)
        return day in self.months[first]

    def _get_month(self, first):
        after = first + relativedelta(months=1)
        if not self.calendar:
            days = (first + timedelta(n) for n in range((after - first).days))
            return {day for day in days if day.weekday() < 5}
        zone = timezone(self.calendar.tz or "UTC")
        hours = self.calendar._work_intervals_batch(
            zone.localize(datetime.combine(first, time.min)),
            zone.localize(datetime.combine(after, time.min)),
            domain=[
                ("time_type", "=", "leave"),
                ("company_id", "in", [False, self.company.id]),
            ],
        )[False]
        return {start.date() for start, _stop, _meta in hours}

    def shift(self, day, days):
        """The `days`-th working day after `day`, or before it if negative."""
        step = timedelta(1 if days > 0 else -1)
        found = day
        for _guard in range(FARTHEST):
            if not days:
                break
            found += step
            if self.is_working(found):
                days -= step.days
        return found

    def on_or_after(self, day):
        """`day` itself, or the next working day where it is a day off."""
        for ahead in range(FARTHEST):
            found = day + timedelta(ahead)
            if self.is_working(found):
                return found
        return day
