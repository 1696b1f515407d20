# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""The person: whose row of the H cetveli and which degree counts (m.7, m.8)."""

from dataclasses import dataclass
from typing import NamedTuple

from . import fields, notes
from .fields import TripError

SERVANT = "civil_servant"
EMPLOYEES = ("worker", "contract", "allowance_staff")
"""Hizmetli of m.7/2: paid like the civil servant with the nearest salary."""
OUTSIDERS = ("elected", "retired", "foreign", "other")
"""Neither civil servant nor employee: m.8, compared by the institution."""
DECIDABLE = ("contract", "elected", "retired", "foreign")
"""Whose row neither the law nor a practice read so far settles."""
STATUSES = (SERVANT, *EMPLOYEES, *OUTSIDERS)

ROWS = ("b_a", "b_b", "b_c", "b_d", "b_e")
"""Rows of the H cetveli: indicator 8000, 6400, 3600, degree 1–4, degree 5–15."""

HIGHEST_COMPARED = 4
"""m.7/2 and m.8: at most what a civil servant of degree 4 gets."""

FIELDS = (
    "status",
    "degree",
    "post_degree",
    "additional_indicator",
    "compared_degree",
    "ground",
    "decided_row",
    "approved_above",
    "contract_rate",
    "rate_table",
)


@dataclass(frozen=True)
class Person:
    """``degree`` is the one that counts; None where nothing tells it."""

    status: str | None
    degree: int | None
    row: str | None
    notes: tuple[notes.Note, ...]


class Choice(NamedTuple):
    """The row of a person, the degree that counts, and by what it was chosen.

    ``reason`` is ``indicator``, ``degree``, ``post``, ``compared`` or ``decided``.
    """

    row: str
    degree: int
    reason: str


def choose_row(status, degree, post_degree=None, indicator=0, decided_row=None):
    """The Choice for a person of m.7 or m.8; nobody compared stands above degree 4."""
    if status == SERVANT:
        counted = _servants_degree(degree, post_degree)
        row = rate_row(counted, indicator)
        if row in ROWS[:3]:
            return Choice(row, counted, "indicator")
        return Choice(row, counted, "degree" if counted == degree else "post")
    counted = max(degree, HIGHEST_COMPARED)
    if decided_row:
        return Choice(decided_row, counted, "decided")
    return Choice(rate_row(counted), counted, "compared")


def rate_row(degree, indicator=0):
    """The row of a civil servant: the additional indicator, else the degree."""
    for row, least in zip(ROWS, (8000, 6400, 3600), strict=False):
        if indicator >= least:
            return row
    return "b_d" if degree <= HIGHEST_COMPARED else "b_e"


def parse_person(data, daily_rate):
    """The Person of a trip, whose daily rate must be that of the table given."""
    status = None
    if "status" in data:
        status = fields.choice(data["status"], "status", STATUSES)
    read = {
        name: _degree(data[name], name) if name in data else None
        for name in ("degree", "post_degree", "compared_degree")
    }
    indicator = fields.whole(
        data.get("additional_indicator", 0), "additional_indicator"
    )
    if status is None:
        for name in ("rate_table", "compared_degree", "contract_rate", "decided_row"):
            if name in data:
                raise TripError("status", f"is required where {name} is given")
        degree = _servants_degree(read["degree"], read["post_degree"])
        return Person(None, degree, None, ())
    if fields.flag(data.get("contract_rate", False), "contract_rate"):
        # m.8/3: where the contract itself names the harcırah.
        said = notes.note(notes.CONTRACT_RATE, rate=daily_rate)
        return Person(status, read["degree"] or read["compared_degree"], None, (said,))
    if status == SERVANT:
        degree = _servants_degree(read["degree"], read["post_degree"])
        article = notes.PERSON_SERVANT
    else:
        degree, article = _compared(data, status, read)
        if status != "allowance_staff":
            indicator = 0
    row = rate_row(degree, indicator) if degree or indicator >= 3600 else None
    if "decided_row" in data:
        row, article = _decided(data, status), notes.PERSON_DECIDED
    said = []
    if row:
        said.append(notes.note(article, row=row, degree=degree or "–", rate=daily_rate))
    if "rate_table" in data:
        _check_table(data["rate_table"], row, daily_rate)
    return Person(status, degree, row, tuple(said))


def _degree(value, field):
    found = fields.whole(value, field, least=1)
    if found > 15:
        raise TripError(field, "must be a degree from 1 to 15")
    return found


def _servants_degree(degree, post):
    """m.7/1: who holds a post of degree 1–4 with a lower salary degree, the post's."""
    if degree and post and post <= 4 and post < degree:
        return post
    return degree


def _compared(data, status, read):
    """The degree compared to, never above 4 unless the law lets it."""
    degree = read["compared_degree"] or read["degree"]
    if degree is None:
        raise TripError("compared_degree", f"is required for {status} (m.7, m.8)")
    if status == "allowance_staff":
        return degree, notes.PERSON_EMPLOYEE
    if status in EMPLOYEES:
        return max(degree, HIGHEST_COMPARED), notes.PERSON_EMPLOYEE
    _ground(data, status)
    approved = fields.flag(data.get("approved_above", False), "approved_above")
    if degree < HIGHEST_COMPARED and not approved:
        raise TripError(
            "compared_degree", "above degree 4 needs the ministries' opinion (m.8)"
        )
    return degree, notes.PERSON_OUTSIDER


def _decided(data, status):
    """The row that a written ground gives where the law has settled none."""
    if status not in DECIDABLE:
        raise TripError("decided_row", f"the law itself says the row of {status}")
    _ground(data, status)
    return fields.choice(data["decided_row"], "decided_row", ROWS)


def _ground(data, status):
    ground = data.get("ground")
    if not isinstance(ground, str) or not ground.strip():
        raise TripError("ground", f"is required for {status}: the choice of m.8")


def _check_table(value, row, daily_rate):
    fields.mapping(value, "rate_table", ROWS)
    if row is None:
        raise TripError("degree", "is required to choose the row (m.7)")
    amount = fields.money(
        fields.required(value, row, f"rate_table.{row}"), f"rate_table.{row}"
    )
    if amount != daily_rate:
        raise TripError("daily_rate", f"the table gives {amount} in row {row} (m.7)")
