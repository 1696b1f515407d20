# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Mentor matching: a cohort in, a plan out. Imports no Odoo.

``cohort`` is the plain data described in ``README.md``. Every function takes the
whole cohort, checks it, and raises ``CohortError`` naming the field that is wrong.
NumPy is imported on first use, SciPy and OR-Tools by ``plan`` and what rests on it,
snowballstemmer when two texts are compared.
"""

from .asking import compare, shortages, why_not
from .cache import Cache
from .data import DEFAULT_WEIGHTS, PARTS, CohortError
from .fairness import fairness
from .planning import check, exclusions, plan, suggest
from .progress import Stopped

__all__ = [
    "DEFAULT_WEIGHTS",
    "PARTS",
    "Cache",
    "CohortError",
    "Stopped",
    "check",
    "compare",
    "exclusions",
    "fairness",
    "plan",
    "shortages",
    "suggest",
    "why_not",
]
