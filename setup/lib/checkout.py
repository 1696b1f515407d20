"""This checkout: its folders, its addons, what has changed in them."""

import contextlib
import fcntl
import hashlib
import json
import os
from pathlib import Path

from console import Problem, say

ROOT = Path(__file__).resolve().parents[2]
LOCAL = ROOT / ".local"
LOGS = LOCAL / "log"
REQUIREMENTS = ROOT / "requirements.txt"
INSIDE = ROOT / "setup" / "inside"
ROLES = ROOT / "setup" / "roles.tsv"

# In the order of their dependencies.
ADDONS = ("mbb_mentor", "mbb_mentor_expense", "mbb_mentor_portal")

# No database depends on these.
_APART = {"__pycache__", "tests", "readme", "README.rst", "pyproject.toml"}


def addons():
    return [name for name in ADDONS if (ROOT / name / "__manifest__.py").is_file()]


def prepare():
    """Make the private folder, or say why this user cannot."""
    try:
        LOGS.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Problem(f"{LOCAL} cannot be made", str(error), "Use a checkout of your own.")
    owner = LOCAL.stat().st_uid
    if owner != os.geteuid():
        raise Problem(
            f"{LOCAL} belongs to another user (number {owner})",
            "It was made by running this command as that user.",
            "Run it as that user again, or remove the folder, or use another checkout.",
        )
    LOCAL.chmod(0o755)


@contextlib.contextmanager
def lock(what="build"):
    """One command at a time does this in this checkout."""
    with open(LOCAL / f"{what}.lock", "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"another command is at it in this checkout ({what}): waiting for it")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def digest(*parts):
    """A short name for what these texts and files hold."""
    total = hashlib.sha256()
    for part in parts:
        content = part.read_bytes() if isinstance(part, Path) else str(part).encode()
        total.update(hashlib.sha256(content).digest())
    return total.hexdigest()[:12]


def addon_digest(names):
    total = hashlib.sha256()
    for name in names:
        for folder, folders, files in os.walk(ROOT / name):
            folders[:] = sorted(set(folders) - _APART)
            for file in sorted(set(files) - _APART):
                path = Path(folder, file)
                if path.suffix != ".pyc":
                    total.update(str(path.relative_to(ROOT)).encode() + b"\0")
                    total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:12]


def write_private(path, text):
    """Replace a file that only this user may read, at one stroke."""
    new = path.with_name(path.name + ".new")
    new.unlink(missing_ok=True)
    with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    new.replace(path)


def read_json(path):
    try:
        return json.loads(path.read_text())
    except (OSError, ValueError):
        return None
