# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)

"""What figures are counted over, and the two shapes in which they are told."""

from dataclasses import dataclass, field
from datetime import UTC, date, timedelta
from zoneinfo import ZoneInfo

from odoo import fields

from ..base.zone import ZONE, get_midnight

#: People: below this many nobody reads a mean or, in public, a number (MPY m.5/6).
FEW = 5


@dataclass(frozen=True)
class Scope:
    """A year of one company, as its days (Istanbul) and as stored moments (UTC)."""

    company: object
    year: int
    today: date

    @property
    def first(self):
        return date(self.year, 1, 1)

    @property
    def last(self):
        return date(self.year, 12, 31)

    @property
    def since(self):
        return get_midnight(self.first)

    @property
    def until(self):
        return get_midnight(self.last + timedelta(days=1))

    def get_midnight_after(self, day):
        """The end of a day at the Birlik's seat, as it is stored."""
        return get_midnight(day + timedelta(days=1))

    def own(self):
        return [("company_id", "=", self.company.id)]

    def days(self, name):
        """The domain of records whose date `name` lies in the year."""
        return [
            *self.own(),
            (name, ">=", fields.Date.to_string(self.first)),
            (name, "<=", fields.Date.to_string(self.last)),
        ]

    def moments(self, name):
        """The same of a moment: midnight is Istanbul's."""
        return [
            *self.own(),
            (name, ">=", fields.Datetime.to_string(self.since)),
            (name, "<", fields.Datetime.to_string(self.until)),
        ]

    def get_month(self, moment):
        """1–12, of a stored moment."""
        local = moment.replace(tzinfo=UTC).astimezone(ZoneInfo(ZONE))
        return local.month

    def count_days(self, start, stop):
        """Days of a period that lie in the year and are over by today."""
        begin = max(start, self.first)
        end = min(stop, self.last, self.today)
        return max((end - begin).days + 1, 0)


@dataclass
class Figures:
    """Numbers and tables, in the order in which they are shown."""

    scope: Scope
    numbers: dict = field(default_factory=dict)
    tables: dict = field(default_factory=dict)

    def number(self, key, label, value, unit="", digits=0, source=None, base=None):
        """
        :param source: (model, domain) of the records behind it
        :param base: of how many persons a mean or a sum is told, where that is another
            number: of fewer than five it is not told outside
        """
        self.numbers[key] = {
            "key": key,
            "label": label,
            "value": value if value is None else round(value, digits) if digits
            else int(round(value)),
            "unit": unit,
            "digits": digits,
            "source": source,
            "base": base,
        }

    def table(self, key, label, columns, rows, public=False, note=""):
        """
        :param columns: {key: label}; the first names the row
        :param rows: [{"cells": [...], "source": (model, domain) or None}]
        :param public: may be told outside, small cells suppressed
        """
        self.tables[key] = {
            "key": key,
            "label": label,
            "columns": [{"key": name, "label": text} for name, text in columns.items()],
            "rows": rows,
            "public": public,
            "note": note,
        }


def row(cells, model=None, domain=None, houses=None):
    """
    :param houses: of how many that lacked something it tells: of one or two it is not told outside
    """
    source = (model, domain) if model else None
    return {"cells": list(cells), "source": source, "houses": houses}
