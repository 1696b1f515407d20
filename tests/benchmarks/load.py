# Copyright Marmara Belediyeler Birliği
# License AGPL-3.0 or later (https://www.gnu.org/licenses/agpl)
"""Many people at once on the served demo, on loopback: one table, and no error.

    python -m venv ~/locust
    ~/locust/bin/pip install -r tests/benchmarks/requirements.txt
    python tests/benchmarks/load.py --config odoo.conf --database NAME
        --locust ~/locust/bin/python [--users 50] [--seconds 180] [--workers 5]
        [--replica] [--table FILE]

The database has the demo and Odoo's `project`, and is a throw-away one: what is typed
is saved in it. locust needs other versions of some packages than Odoo does, so it has
an environment of its own. Odoo is served with as many workers as a machine of two
cores would have (2 × cores + 1), and stopped in the end. Each person goes about our
pages and the platform's alike, so that both are answered under the same load.

With `--replica` what is declared to be read only is served by connections that can
only read (`--dev replica`); a page that had to be served again is an error then.
"""

import argparse
import csv
import os
import platform
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "setup" / "lib"))

import logcheck

HOST = "127.0.0.1"
USERS = Path(__file__).with_name("load_users.py")


def free_port():
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


class Served:
    """Odoo on the database, with workers, for as long as the block lasts."""

    def __init__(self, options, log):
        self.options, self.log = options, log
        self.port = free_port()
        self.url = f"http://{HOST}:{self.port}"

    def __enter__(self):
        name = self.options.database
        # With workers Odoo starts itself again by its script, which no package is.
        script = self.log.with_name("odoo-bin")
        script.write_text("from odoo.cli import main\n\nmain()\n")
        command = [
            *(sys.executable, script, "-c", self.options.config, "-d", name),
            *("--db-filter", f"^{name}$", "--no-database-list", "--proxy-mode"),
            *("--http-interface", HOST, "--http-port", str(self.port)),
            *("--gevent-port", str(free_port()), "--max-cron-threads", "0"),
            *("--workers", str(self.options.workers), "--log-level", "warn"),
            *(("--dev", "replica") if self.options.replica else ()),
        ]
        with open(self.log, "wb") as output:
            self.process = subprocess.Popen(
                command, stdout=output, stderr=output, start_new_session=True
            )
        for _attempt in range(240):
            try:
                urllib.request.urlopen(f"{self.url}/web/login", timeout=60).close()
                return self
            except OSError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.5)
        self.__exit__()
        raise SystemExit(f"Odoo did not answer:\n{self.log.read_text()[-3000:]}")

    def __exit__(self, *_error):
        os.killpg(self.process.pid, signal.SIGTERM)
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def press(served, options, folder):
    """Let locust loose for as long as was asked; its rows, one a page."""
    prefix = folder / "found"
    command = [
        *(options.locust, "-m", "locust", "-f", USERS, "--headless", "--only-summary"),
        *("--host", served.url, "--csv", prefix, "--users", options.users),
        *("--spawn-rate", max(1, options.users // 10)),
        *("--run-time", f"{options.seconds}s", "--stop-timeout", 20),
        # Fifty passwords at once are no load that anybody has.
        *("--reset-stats",),
    ]
    done = subprocess.run(
        list(map(str, command)),
        cwd=folder,
        timeout=options.seconds + 120,
        capture_output=True,
        text=True,
    )
    if not Path(f"{prefix}_stats.csv").exists():
        raise SystemExit(f"locust broke off:\n{done.stderr[-3000:]}")
    with open(f"{prefix}_failures.csv", newline="") as file:
        failures = [
            f"{row['Occurrences']} × {row['Name']}: {row['Error']}"
            for row in csv.DictReader(file)
        ]
    with open(f"{prefix}_stats.csv", newline="") as file:
        return list(csv.DictReader(file)), failures


def lines(rows, wrong, options, load):
    yield f"{'page':<26}{'asked':>8}{'errors':>8}{'median':>9}{'p95':>9}{'slowest':>9}  ms"
    for row in sorted(rows, key=lambda row: (row["Name"] == "Aggregated", row["Name"])):
        yield (
            f"{row['Name']:<26}{row['Request Count']:>8}{row['Failure Count']:>8}"
            f"{row['50%']:>9}{row['95%']:>9}{float(row['Max Response Time']):>9.0f}"
        )
    yield from (f"ERROR: {line}" for line in wrong)
    yield (
        f"{options.users} people for {options.seconds} s, {options.workers} workers"
        f"{', read only where declared' if options.replica else ''}; {os.cpu_count()} "
        f"cores, {platform.machine()}. Load before {load:.1f}, at the end "
        f"{os.getloadavg()[0]:.1f}."
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--config", required=True)
    parser.add_argument("--database", required=True)
    parser.add_argument("--locust", default=sys.executable, help="a Python that has it")
    parser.add_argument("--users", type=int, default=50)
    parser.add_argument("--seconds", type=int, default=180)
    parser.add_argument("--workers", type=int, default=5)
    parser.add_argument("--replica", action="store_true")
    parser.add_argument("--table", type=Path)
    options = parser.parse_args()
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as name:
        log = Path(name, "odoo.log")
        with Served(options, log) as served:
            rows, wrong = press(served, options, Path(name))
        said = log.read_text(errors="replace")
    # Of what is said again and again, once and how often, without its date.
    found = Counter(
        line.partition(f" {options.database} ")[2] or line
        for line in logcheck.unexpected(logcheck.remarkable(said))
    )
    wrong += [f"{count} × {line}" for line, count in found.most_common(20)]
    text = "\n".join(lines(rows, wrong, options, load)) + "\n"
    sys.stdout.write(text)
    if options.table:
        options.table.write_text(text, encoding="utf-8")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
