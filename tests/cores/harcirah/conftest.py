# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""The real command line beside the API."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

CORE = Path(__file__).resolve().parents[3] / "mbb_mentor_expense" / "harcirah"


@pytest.fixture(scope="session")
def command():
    """Runs the core on bytes; the completed process."""

    def run(data, **options):
        return subprocess.run(
            [sys.executable, str(CORE)],
            input=data,
            capture_output=True,
            timeout=60,
            check=False,
            **options,
        )

    return run


@pytest.fixture(scope="session")
def compute(command):
    """The entitlement of a trip, by the command line and by the API alike."""
    from harcirah import entitle

    def run(trip):
        done = command(json.dumps(trip).encode())
        assert (done.returncode, done.stderr) == (0, b"")
        result = json.loads(done.stdout)
        assert result == entitle(trip)
        return result

    return run


@pytest.fixture(scope="session")
def refuse(command):
    """The field that both the command line and the API refuse in a trip."""
    from harcirah import TripError, entitle

    def run(trip):
        done = command(json.dumps(trip).encode())
        assert (done.returncode, done.stdout) == (2, b"")
        (line,) = done.stderr.decode().splitlines()
        with pytest.raises(TripError) as caught:
            entitle(trip)
        assert line == f"{caught.value.field}: {caught.value.message}"
        return caught.value.field

    return run
