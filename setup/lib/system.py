"""Debian packages and the machine's users."""

import glob
import os
import pwd
import shutil
import subprocess
import sys
from pathlib import Path

import checkout
from console import Problem, run, say, tail

POSTGRES = "/usr/lib/postgresql/*/bin/initdb"
CLUSTER_DEFAULTS = Path("/etc/postgresql-common/createcluster.d/mbb-mentor.conf")

# What must be there -> the package that brings it.
SERVE = {
    "wkhtmltopdf": "wkhtmltopdf",
    "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf": "fonts-dejavu-core",
    "/usr/share/fonts/truetype/liberation*/LiberationSans-Regular.ttf": "fonts-liberation",
    "/usr/lib/*/libmagic.so.1": "libmagic1",
    "/usr/share/keyrings/debian-archive-keyring.gpg": "debian-archive-keyring",
}
TEST = {
    "chromium-headless-shell|chromium|google-chrome|chromium-browser": "chromium-headless-shell",
    "node|nodejs": "nodejs",
    "npm": "npm",
}


def is_root():
    return os.geteuid() == 0


def _there(thing):
    if thing.startswith("/"):
        return bool(glob.glob(thing))
    return any(shutil.which(name) for name in thing.split("|"))


def install(needs):
    missing = [package for thing, package in needs.items() if not _there(thing)]
    postgres = not glob.glob(POSTGRES)
    if not missing and not postgres:
        say("all there")
        return
    wanted = missing + ["postgresql"] * postgres
    say("installing " + ", ".join(wanted))
    if not shutil.which("apt-get"):
        raise Problem(
            "system packages are missing",
            "This machine has no apt-get.",
            "Install the equivalents of these Debian packages: " + " ".join(wanted),
        )
    _apt(["update"], wanted)
    if postgres:
        _install_postgres(wanted)
    if missing:
        _apt(["install", *missing], wanted)
    still = [package for thing, package in needs.items() if not _there(thing)]
    if still or not glob.glob(POSTGRES):
        raise Problem(
            "system packages are still missing after their installation",
            " ".join(still or ["postgresql"]),
            "Look at .local/log/apt.log.",
        )


def _install_postgres(wanted):
    """The server, without the cluster that Debian would make beside ours."""
    _apt(["install", "postgresql-common"], wanted)
    clusters = run(["pg_lsclusters", "-h"])
    if clusters.stdout.strip():
        _apt(["install", "postgresql"], wanted)
        return
    text = "# No machine-wide cluster was asked for when the server was installed.\n"
    text += "create_main_cluster = false\n"
    _as_root(["mkdir", "-p", str(CLUSTER_DEFAULTS.parent)], wanted)
    _as_root(["tee", str(CLUSTER_DEFAULTS)], wanted, input=text)
    try:
        _apt(["install", "postgresql"], wanted)
    finally:
        _as_root(["rm", "-f", str(CLUSTER_DEFAULTS)], wanted)


def _apt(arguments, wanted):
    _as_root(
        [
            *("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-y"),
            *("-o", "DPkg::Lock::Timeout=300"),
            *(arguments if arguments == ["update"] else ["--no-install-recommends", *arguments]),
        ],
        wanted,
    )


def _as_root(command, wanted, **options):
    remedy = "Install them yourself: apt-get install " + " ".join(wanted)
    if not is_root():
        if not shutil.which("sudo"):
            raise Problem(
                "system packages are missing: " + ", ".join(wanted),
                "Installing them takes root or sudo, and there is neither.",
                remedy,
            )
        # Ask for the password where there is somebody to ask.
        asking = sys.stdin is not None and sys.stdin.isatty()
        if subprocess.run(["sudo", "-v"] if asking else ["sudo", "-n", "true"]).returncode:
            raise Problem("sudo refused", "System packages are missing.", remedy)
        command = ["sudo", "-n", *command]
    log = checkout.LOGS / "apt.log"
    if "input" in options:
        done = subprocess.run(command, capture_output=True, text=True, **options)
    else:
        done = run(command, log=log, timeout=1800)
    if done.returncode:
        raise Problem(
            "failed: " + " ".join(command),
            tail(done.stdout + done.stderr),
            "Check the network and the package sources, then run this again. " + remedy,
        )


def ensure_user(name):
    try:
        pwd.getpwnam(name)
    except KeyError:
        say(f"making the system user {name}")
        done = run(
            [
                *("useradd", "--system", "--user-group", "--no-create-home"),
                *("--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin", name),
            ]
        )
        if done.returncode:
            raise Problem(f"the user {name} cannot be made", done.stderr)


def as_user(name):
    """Options that make run() run as that user; none where there is nobody to become."""
    if name is None:
        return {}
    return {"user": name, "group": name, "extra_groups": []}
