"""A PostgreSQL cluster of this checkout's own, on loopback only."""

import fcntl
import glob
import json
import os
import random
import re
import secrets
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

import checkout
import system
from console import Problem, run, say, step, tail

USER = "mbb-mentor"
ROLE = "mbb"
SUPERUSER = "mbb_cluster"
OLDEST = 13

_STATE = checkout.LOCAL / "postgres.json"
_SETTINGS = """
# Written by setup.
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 200
shared_buffers = 256MB
max_wal_size = 2GB
synchronous_commit = off
log_min_messages = warning
"""


class Cluster:
    host = "127.0.0.1"
    role = ROLE
    in_use = None

    def __init__(self, state):
        self.data = Path(state["data"])
        self.port = state["port"]
        self.password = state["password"]
        self.super_password = state["super_password"]
        self.user = USER if system.is_root() else None

    # -- its programs

    @property
    def programs(self):
        version = (self.data / "PG_VERSION").read_text().strip()
        folder = Path(f"/usr/lib/postgresql/{version}/bin")
        if not (folder / "pg_ctl").exists():
            raise Problem(
                f"PostgreSQL {version} is gone from this machine",
                f"The cluster in {self.data} was made with it.",
                f"apt-get install postgresql-{version}; or remove {_STATE} to begin anew.",
            )
        return folder

    def _control(self, *arguments, **options):
        command = [str(self.programs / "pg_ctl"), "-D", str(self.data), *arguments]
        return run(command, cwd="/", **system.as_user(self.user), **options)

    def variables(self, database="postgres", superuser=False):
        return {
            "PGHOST": self.host,
            "PGPORT": str(self.port),
            "PGUSER": SUPERUSER if superuser else ROLE,
            "PGPASSWORD": self.super_password if superuser else self.password,
            "PGDATABASE": database,
        }

    def sql(self, text, database="postgres", superuser=False):
        """Run SQL; the rows come back as lists of texts."""
        done = subprocess.run(
            [str(self.programs / "psql"), "-XAtq", "-v", "ON_ERROR_STOP=1", "-F", "\x1f"],
            input=text,
            capture_output=True,
            text=True,
            env={**os.environ, **self.variables(database, superuser)},
            timeout=300,
        )
        if done.returncode:
            raise Problem(f"PostgreSQL refused: {text[:200]}", done.stderr)
        return [line.split("\x1f") for line in done.stdout.splitlines()]

    # -- its life

    def running(self):
        return self._control("status").returncode == 0

    def start(self):
        if self.running():
            return
        log = self.data / "server.log"
        for _attempt in range(5):
            if _free(self.port):
                done = self._control(
                    *("-w", "-t", "120", "-l", str(log)),
                    *("-o", f"-p {self.port}", "start"),
                )
                if done.returncode == 0:
                    return
            else:
                say(f"port {self.port} is taken by another program: choosing another")
                self.port = choose_port()
                _save(self)
                continue
            break
        raise Problem(
            "PostgreSQL does not start",
            tail(log.read_text(errors="replace")) if log.exists() else tail(done.stderr),
            f"Its log is {log}. If the data is damaged: ./setup/serve --reset",
        )

    def release(self):
        """Stop it, unless another command is using it."""
        if self.in_use.alone() and self.running():
            self._control("-m", "fast", "-w", "stop")


class _Use:
    """Every command that uses the cluster holds this file's lock in common.

    It goes with the process, however that ends.
    """

    def __init__(self):
        self._file = open(_STATE.with_suffix(".lock"), "w")
        fcntl.flock(self._file, fcntl.LOCK_SH)

    def alone(self):
        try:
            fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def open_cluster():
    step("PostgreSQL")
    in_use = _Use()
    state = checkout.read_json(_STATE)
    usable = (
        state
        and state.get("checkout") == str(checkout.ROOT)
        and (Path(state["data"]) / "PG_VERSION").exists()
    )
    cluster = Cluster(state) if usable else _create()
    cluster.in_use = in_use
    cluster.start()
    say(f"{cluster.data}, port {cluster.port} of {cluster.host}")
    return cluster


def known():
    """The cluster of this checkout, for a process whose parent holds it open."""
    state = checkout.read_json(_STATE)
    return Cluster(state) if state and state.get("checkout") == str(checkout.ROOT) else None


def _create():
    programs = _newest()
    if system.is_root():
        system.ensure_user(USER)
    home = _home()
    data = home / "data"
    user = USER if system.is_root() else None
    # Nothing points to what an interrupted run has left.
    if (data / "postmaster.pid").exists():
        stop = [str(programs / "pg_ctl"), "-D", str(data), "-m", "immediate", "-w", "stop"]
        run(stop, cwd="/", **system.as_user(user))
    shutil.rmtree(data, ignore_errors=True)
    state = {
        "checkout": str(checkout.ROOT),
        "data": str(data),
        "port": choose_port(),
        "password": secrets.token_urlsafe(24),
        "super_password": secrets.token_urlsafe(24),
    }
    say(f"making a cluster with {programs.parent.name}" + (f", run by {user}" if user else ""))
    with tempfile.NamedTemporaryFile("w", dir=home, prefix="password-") as file:
        file.write(state["super_password"])
        file.flush()
        if user:
            shutil.chown(file.name, user)
        done = run(
            [
                *(str(programs / "initdb"), "-D", str(data), "-E", "UTF8"),
                *("--locale=C.UTF-8", "-A", "scram-sha-256"),
                *("-U", SUPERUSER, "--pwfile", file.name),
            ],
            cwd="/",
            **system.as_user(user),
        )
    if done.returncode:
        raise Problem("initdb failed", tail(done.stdout + done.stderr))
    with open(data / "postgresql.conf", "a") as file:
        file.write(_SETTINGS)
    cluster = Cluster(state)
    cluster.start()
    cluster.sql(
        f"create role {ROLE} login createdb password '{state['password']}'", superuser=True
    )
    _save(cluster)
    return cluster


def _save(cluster):
    checkout.write_private(
        _STATE,
        json.dumps(
            {
                "checkout": str(checkout.ROOT),
                "data": str(cluster.data),
                "port": cluster.port,
                "password": cluster.password,
                "super_password": cluster.super_password,
            }
        ),
    )


def _home():
    """A folder for the data that the user who runs PostgreSQL can reach."""
    home = checkout.LOCAL / "postgres"
    if not system.is_root():
        home.mkdir(exist_ok=True)
        return home
    for folder in (home, Path("/var/lib/mbb-mentor") / checkout.digest(str(checkout.ROOT))):
        folder.mkdir(parents=True, exist_ok=True)
        shutil.chown(folder, USER, USER)
        folder.chmod(0o700)
        if run(["test", "-w", str(folder)], cwd="/", **system.as_user(USER)).returncode == 0:
            if folder != home:
                home.rmdir()
                say(f"the user {USER} cannot reach this checkout; the data goes to {folder}")
            return folder
    raise Problem(f"the user {USER} cannot write to {folder}", "", "Use another checkout.")


def _newest():
    found = {
        int(match.group(1)): Path(path).parent
        for path in glob.glob(system.POSTGRES)
        if (match := re.search(r"/(\d+)/bin/", path))
    }
    fit = [number for number in found if number >= OLDEST]
    if not fit:
        raise Problem(f"no PostgreSQL {OLDEST} or newer", f"Found: {sorted(found)}")
    return found[max(fit)]


def choose_port():
    """A free one on loopback."""
    # Below the range that the kernel hands out to outgoing connections.
    for _attempt in range(200):
        port = random.randint(20000, 32000)
        if _free(port):
            return port
    raise Problem("no free port between 20000 and 32000")


def _free(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
