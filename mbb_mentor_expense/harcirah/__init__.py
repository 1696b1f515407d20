# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Harcırah: a temporary-duty trip in, what law 6245 lets the Birlik pay out.

Standard library only and no Odoo, so that an auditor can read and run it alone.
The fields, the policy and the rounding are described in this folder's README.md.
"""

from .compute import Day, Elements, Entitlement, entitle, entitlement
from .fields import TripError
from .hours import thirds
from .notes import CATALOGUE, Note
from .person import choose_row, rate_row
from .policy import DEFAULT_POLICY

__all__ = [
    "CATALOGUE",
    "DEFAULT_POLICY",
    "Day",
    "Elements",
    "Entitlement",
    "Note",
    "TripError",
    "choose_row",
    "entitle",
    "entitlement",
    "rate_row",
    "thirds",
]
