"""What is ours."""

from pathlib import Path

ROOT = Path(__file__).parents[3]
ADDONS = tuple(sorted(path.parent.name for path in ROOT.glob("*/__manifest__.py")))
