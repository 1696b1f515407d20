# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""The pure cores are imported by their own names, as on the command line."""

import os
import sys
from pathlib import Path

from hypothesis import settings

ROOT = Path(__file__).resolve().parents[2]
for addon in ("mbb_mentor", "mbb_mentor_expense"):
    sys.path.append(str(ROOT / addon))

settings.register_profile("default", max_examples=60, derandomize=True, deadline=None)
settings.register_profile("long", max_examples=3000, deadline=None)
settings.load_profile("long" if os.environ.get("MBB_LONG") else "default")
