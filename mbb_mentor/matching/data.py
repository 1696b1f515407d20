# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""The cohort: plain data checked field by field into frozen dataclasses.

Everything is sorted by id here, so that nothing later can depend on the order in
which the input came.
"""

import re
from dataclasses import dataclass, fields
from datetime import date
from math import isfinite

#: Weight of each soft part, relative to the others; 0 leaves the part out.
#: Distance and cost push small, far municipalities down, so they start at 0.
DEFAULT_WEIGHTS = {
    "skill_coverage": 30,
    "skill_level": 15,
    "text": 20,
    "institution": 15,
    "waiting": 10,
    "load": 5,
    "equality": 5,
    "distance": 0,
    "cost": 0,
}
#: Names of the parts, in the order in which they are shown.
PARTS = tuple(DEFAULT_WEIGHTS)

OBJECTIVES = ("score", "coverage")
CANDIDATES = 20
# Above any real number of places, days or people, and far from 64-bit overflow.
MAX_WHOLE = 10**12


class CohortError(ValueError):
    """The cohort is wrong.

    ``field`` is the path of the wrong field (``mentors[3].skills.zoning``),
    ``message`` says what is wrong with it.
    """

    def __init__(self, field, message):
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message


@dataclass(frozen=True)
class Institution:
    """What is known of an institution; ``population`` in inhabitants."""

    type: str | None = None
    population: int | None = None


@dataclass(frozen=True)
class Mentor:
    """A mentor. ``capacity`` is what is left, ``load`` what is already carried,
    ``min_load`` what should be carried at least, all in mentees; skill levels 1–5; an
    absent date means no limit."""

    id: str
    institution: str
    unit: str | None
    province: str | None
    capacity: int
    load: int
    min_load: int
    languages: frozenset
    modes: frozenset
    available_from: date | None
    available_to: date | None
    skills: dict
    text: str | None


@dataclass(frozen=True)
class Mentee:
    """A mentee. Skills are the needed ones with the mentee's own present level, 0–5;
    ``waiting_days`` in days; ``priority`` 1 is served first."""

    id: str
    institution: str
    province: str | None
    priority: int
    waiting_days: int
    languages: frozenset
    modes: frozenset
    needed_from: date | None
    needed_to: date | None
    skills: dict
    text: str | None


@dataclass(frozen=True)
class Cohort:
    """A checked cohort; people sorted by id, pairs as ``(mentor id, mentee id)``."""

    mentors: tuple
    mentees: tuple
    institutions: dict
    institution_capacity: dict
    unit_capacity: dict
    forbidden: frozenset
    required: dict  # mentee id -> (mentor id, place in the input)
    declines: frozenset
    costs: dict
    weights: dict
    objective: str
    candidates: int
    include_scores: bool
    allow_same_institution: bool


def parse(raw):
    """Check ``raw`` and return a ``Cohort``.

    :raises CohortError: naming the first wrong or unknown field
    """
    known = (
        "mentors mentees institutions institution_capacity unit_capacity forbidden "
        "required declines costs weights objective candidates include_scores "
        "allow_same_institution"
    ).split()
    raw = _object(raw, "cohort")
    _no_others(raw, known, "")

    mentors = _people(raw.get("mentors"), "mentors", _mentor)
    mentees = _people(raw.get("mentees"), "mentees", _mentee)
    institutions = {
        _id(key, "institutions"): _institution(value, f"institutions.{key}")
        for key, value in _object(raw.get("institutions"), "institutions").items()
    }
    units = _units(mentors)
    named = set(institutions) | {p.institution for p in mentors.values()}
    named |= {p.institution for p in mentees.values()}

    pairs = {
        field: [
            _pair(row, f"{field}[{place}]", mentors, mentees, 2)
            for place, row in enumerate(_list(raw.get(field), field))
        ]
        for field in ("forbidden", "required", "declines")
    }
    return Cohort(
        mentors=tuple(mentors[key] for key in sorted(mentors)),
        mentees=tuple(mentees[key] for key in sorted(mentees)),
        institutions=institutions,
        institution_capacity=_capacities(raw, "institution_capacity", named),
        unit_capacity=_capacities(raw, "unit_capacity", units),
        forbidden=frozenset(pairs["forbidden"]),
        required=_required(pairs),
        declines=frozenset(pairs["declines"]),
        costs=_costs(raw.get("costs"), mentors, mentees),
        weights=_weights(raw.get("weights")),
        objective=_choice(raw.get("objective"), "objective", OBJECTIVES),
        candidates=_whole(raw.get("candidates"), "candidates", 1, default=CANDIDATES),
        include_scores=_flag(raw.get("include_scores"), "include_scores"),
        allow_same_institution=_flag(
            raw.get("allow_same_institution"), "allow_same_institution"
        ),
    )


# --- the parts of a cohort ---------------------------------------------------------


def _people(value, field, read):
    people, place_of = {}, {}
    for place, row in enumerate(_list(value, field)):
        path = f"{field}[{place}]"
        person = read(_object(row, path, required=True), path)
        if person.id in people:
            first = place_of[person.id]
            raise CohortError(
                f"{path}.id", f"{_show(person.id)} is already {field}[{first}]"
            )
        people[person.id] = person
        place_of[person.id] = place
    return people


def _mentor(row, path):
    _no_others(row, _MENTOR, path)
    available = _period(row, path, "available_from", "available_to")
    return Mentor(
        id=_needed(row, path, "id", _id),
        institution=_needed(row, path, "institution", _id),
        unit=_text(row.get("unit"), f"{path}.unit") or None,
        province=_text(row.get("province"), f"{path}.province") or None,
        capacity=_needed(row, path, "capacity", _whole),
        load=_whole(row.get("load"), f"{path}.load", default=0),
        min_load=_whole(row.get("min_load"), f"{path}.min_load", default=0),
        languages=_needed(row, path, "languages", _names),
        modes=_needed(row, path, "modes", _names),
        available_from=available[0],
        available_to=available[1],
        skills=_needed(row, path, "skills", _skills, 1),
        text=_text(row.get("text"), f"{path}.text"),
    )


def _mentee(row, path):
    _no_others(row, _MENTEE, path)
    needed = _period(row, path, "needed_from", "needed_to")
    return Mentee(
        id=_needed(row, path, "id", _id),
        institution=_needed(row, path, "institution", _id),
        province=_text(row.get("province"), f"{path}.province") or None,
        priority=_whole(row.get("priority"), f"{path}.priority", 1, default=1),
        waiting_days=_whole(row.get("waiting_days"), f"{path}.waiting_days", default=0),
        languages=_needed(row, path, "languages", _names),
        modes=_needed(row, path, "modes", _names),
        needed_from=needed[0],
        needed_to=needed[1],
        skills=_needed(row, path, "skills", _skills, 0),
        text=_text(row.get("text"), f"{path}.text"),
    )


def _institution(value, path):
    row = _object(value, path)
    _no_others(row, _INSTITUTION, path)
    return Institution(
        type=_text(row.get("type"), f"{path}.type") or None,
        population=_whole(row.get("population"), f"{path}.population", default=None),
    )


def _units(mentors):
    """Unit id -> institution id. A unit lies in one institution: were it in two,
    the capacities would not nest and the plan would not be a flow."""
    units = {}
    for place, mentor in enumerate(mentors.values()):
        if mentor.unit is None:
            continue
        owner = units.setdefault(mentor.unit, mentor.institution)
        if owner != mentor.institution:
            raise CohortError(
                f"mentors[{place}].unit",
                f"{_show(mentor.unit)} is a unit of {_show(owner)} and of "
                f"{_show(mentor.institution)}; a unit lies in one institution",
            )
    return units


def _capacities(raw, field, named):
    capacities = {}
    for key, value in _object(raw.get(field), field).items():
        path = f"{field}.{key}"
        if key not in named:
            raise CohortError(path, "nobody in the cohort names it")
        capacities[key] = _whole(value, path)
    return capacities


def _pair(row, path, mentors, mentees, length):
    if not isinstance(row, list | tuple) or len(row) != length:
        shape = "[mentor, mentee]" if length == 2 else "[mentor, mentee, number]"
        raise CohortError(path, f"{_show(row)} is not {shape}")
    mentor, mentee = _id(row[0], f"{path}[0]"), _id(row[1], f"{path}[1]")
    if mentor not in mentors:
        raise CohortError(f"{path}[0]", f"{_show(mentor)} is not a mentor")
    if mentee not in mentees:
        raise CohortError(f"{path}[1]", f"{_show(mentee)} is not a mentee")
    return mentor, mentee


def _required(pairs):
    required = {}
    for place, (mentor, mentee) in enumerate(pairs["required"]):
        path = f"required[{place}]"
        for field in ("forbidden", "declines"):
            if (mentor, mentee) in pairs[field]:
                raise CohortError(path, f"the same pair is in {field}")
        first, _where = required.setdefault(mentee, (mentor, place))
        if first != mentor:
            raise CohortError(
                path, f"mentee {_show(mentee)} is already required with {_show(first)}"
            )
    return required


def _costs(value, mentors, mentees):
    costs = {}
    for place, row in enumerate(_list(value, "costs")):
        path = f"costs[{place}]"
        pair = _pair(row, path, mentors, mentees, 3)
        if pair in costs:
            raise CohortError(path, "the cost of this pair is given twice")
        costs[pair] = _number(row[2], f"{path}[2]")
    return costs


def _weights(value):
    weights = dict(DEFAULT_WEIGHTS)
    for name, weight in _object(value, "weights").items():
        if name not in weights:
            raise CohortError(
                f"weights.{name}", f"no such part; the parts are {', '.join(PARTS)}"
            )
        weights[name] = _number(weight, f"weights.{name}")
    return weights


# --- plain values ------------------------------------------------------------------


def _show(value):
    shown = repr(value)
    return shown if len(shown) <= 60 else shown[:57] + "..."


_INSTITUTION, _MENTOR, _MENTEE = (
    frozenset(field.name for field in fields(record))
    for record in (Institution, Mentor, Mentee)
)


def _no_others(row, known, path):
    for key in row:
        if key not in known:
            where = f"{path}.{key}" if path else f"{key}"
            raise CohortError(where, "unknown field")


def _needed(row, path, key, read, *options):
    where = f"{path}.{key}"
    if row.get(key) is None:
        raise CohortError(where, "is required")
    return read(row[key], where, *options)


def _object(value, path, required=False):
    if value is None and not required and path != "cohort":
        return {}
    if not isinstance(value, dict):
        raise CohortError(path, f"{_show(value)} is not an object")
    return value


def _list(value, path):
    if value is None:
        return []
    if not isinstance(value, list | tuple):
        raise CohortError(path, f"{_show(value)} is not a list")
    return value


def _id(value, path):
    if not isinstance(value, str) or not value:
        raise CohortError(path, f"{_show(value)} is not a non-empty text")
    return value


def _text(value, path):
    if value is not None and not isinstance(value, str):
        raise CohortError(path, f"{_show(value)} is not a text")
    return value


def _names(value, path):
    return frozenset(
        _id(name, f"{path}[{place}]") for place, name in enumerate(_list(value, path))
    )


def _whole(value, path, least=0, **default):
    if value is None and default:
        return default["default"]
    if isinstance(value, bool) or not isinstance(value, int):
        raise CohortError(path, f"{_show(value)} is not a whole number")
    if not least <= value <= MAX_WHOLE:
        raise CohortError(path, f"{_show(value)} is not between {least} and 10^12")
    return value


def _number(value, path):
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise CohortError(path, f"{_show(value)} is not a number")
    if not 0 <= value <= MAX_WHOLE or not isfinite(value):
        raise CohortError(path, f"{_show(value)} is not between 0 and 10^12")
    return float(value)


def _flag(value, path):
    if value is None:
        return False
    if not isinstance(value, bool):
        raise CohortError(path, f"{_show(value)} is neither true nor false")
    return value


def _choice(value, path, choices):
    if value is None:
        return choices[0]
    if value not in choices:
        raise CohortError(path, f"{_show(value)} is not one of {', '.join(choices)}")
    return value


def _skills(value, path, least):
    skills = {}
    for name, level in _object(value, path, required=True).items():
        where = f"{path}.{name}"
        _id(name, where)
        if isinstance(level, bool) or not isinstance(level, int):
            raise CohortError(where, f"{_show(level)} is not a whole number")
        if not least <= level <= 5:
            raise CohortError(where, f"{_show(level)} is not a level {least}–5")
        skills[name] = level
    return skills


def _period(row, path, first, last):
    start, end = (_date(row.get(key), f"{path}.{key}") for key in (first, last))
    if start and end and end < start:
        raise CohortError(f"{path}.{last}", f"{end} is before {first}, {start}")
    return start, end


def _date(value, path):
    if value is None:
        return None
    # fromisoformat alone would also take week dates and dates without hyphens.
    shaped = isinstance(value, str) and re.fullmatch(r"[0-9]{4}(-[0-9]{2}){2}", value)
    try:
        if shaped:
            return date.fromisoformat(value)
        raise ValueError
    except ValueError:
        raise CohortError(path, f"{_show(value)} is not a date YYYY-MM-DD") from None
