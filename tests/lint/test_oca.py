"""OCA's linters find nothing in the addons."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ADDONS = sorted(path.parent.name for path in ROOT.glob("*/__manifest__.py"))
SCRIPTS = Path(sys.executable).parent


def _silent(*command):
    done = subprocess.run(
        [str(part) for part in command], cwd=ROOT, capture_output=True, text=True, timeout=300
    )
    found = (done.stdout + done.stderr).strip()
    assert not done.returncode and not found, found


def test_pylint_odoo():
    _silent(SCRIPTS / "pylint", "--rcfile=.pylintrc", *ADDONS)


@pytest.mark.parametrize("addon", ADDONS)
def test_oca_checks_odoo_module(addon):
    _silent(SCRIPTS / "oca-checks-odoo-module", f"{addon}/__manifest__.py")


def test_oca_checks_po():
    files = sorted(path.relative_to(ROOT) for path in ROOT.glob("mbb_*/i18n/*.po*"))
    _silent(SCRIPTS / "oca-checks-po", *files)


@pytest.mark.parametrize("addon", ADDONS)
def test_addon_is_a_package(addon):
    assert 'build-backend = "whool.buildapi"' in (ROOT / addon / "pyproject.toml").read_text()
