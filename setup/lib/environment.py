"""The virtual environment, one per content of requirements.txt."""

import os
import shutil
import sys

import checkout
from console import Problem, run, say, tail


def folder():
    key = checkout.digest(checkout.REQUIREMENTS, sys.version, str(checkout.ROOT))
    return checkout.LOCAL / f"venv-{key}"


def python():
    return folder() / "bin" / "python"


def build():
    venv = folder()
    done = venv / "complete"
    if done.exists():
        say("as pinned in requirements.txt")
        return
    for old in checkout.LOCAL.glob("venv-*"):
        shutil.rmtree(old)
    log = checkout.LOGS / "pip.log"
    say(f"Python {sys.version.split()[0]} ({sys.executable}); the packages take a minute or two")
    pip = [str(python()), "-m", "pip", "--disable-pip-version-check"]
    for command, what in (
        ([sys.executable, "-m", "venv", str(venv)], "the virtual environment cannot be made"),
        (
            [*pip, "install", "--progress-bar=off", "--no-warn-script-location"]
            + ["-r", str(checkout.REQUIREMENTS)],
            "the Python packages cannot be installed",
        ),
        ([*pip, "check"], "the Python packages do not fit together"),
    ):
        result = run(command, log=log, timeout=1800)
        if result.returncode:
            raise Problem(
                what,
                tail(result.stdout),
                f"Check the network and pip's configuration, then run this again. Log: {log}",
            )
    done.touch()


def variables(source):
    """The environment of everything that runs inside: our tools first, Odoo importable."""
    # PostgreSQL's own (PGHOST, …) would lead Odoo to another server than the checkout's.
    values = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    for name in ("ODOO_RC", "OPENERP_SERVER", "PYTHONHOME", "VIRTUAL_ENV"):
        values.pop(name, None)
    values["PATH"] = f"{folder() / 'bin'}{os.pathsep}{values.get('PATH', os.defpath)}"
    values["PYTHONPATH"] = str(source)
    values["TZ"] = "UTC"
    return values
