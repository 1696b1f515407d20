# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Mentor matching: a cohort in, a plan out. Imports no Odoo.

``cohort`` is the plain data described in ``README.md``. Every function takes the
whole cohort, checks it, and raises ``CohortError`` naming the field that is wrong.
NumPy is imported on first use, OR-Tools by ``plan`` alone, snowballstemmer when two
texts are compared.
"""

from .data import DEFAULT_WEIGHTS, PARTS, CohortError
from .planning import check, exclusions, plan, suggest
from .progress import Stopped

__all__ = [
    "DEFAULT_WEIGHTS",
    "PARTS",
    "CohortError",
    "Stopped",
    "check",
    "exclusions",
    "plan",
    "suggest",
]
