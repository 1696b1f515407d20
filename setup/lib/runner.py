"""Runs Odoo: its configuration, its command line, scripts inside it, its server."""

import json
import secrets
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

import checkout
import console
import environment
from console import Problem, run, tail

HOST = "127.0.0.1"


class Odoo:
    def __init__(self, source, cluster):
        self.source, self.cluster = source, cluster
        self.data = checkout.LOCAL / "data"
        self.config = checkout.LOCAL / "odoo.conf"
        self.config_test = checkout.LOCAL / "odoo-test.conf"
        self._configure(self.config, cron=1)
        self._configure(self.config_test, cron=0)

    def _configure(self, path, cron):
        """Whatever calls home or installs by itself stays off."""
        addons = [*self.source.addons_path, checkout.ROOT]
        settings = {
            "addons_path": ",".join(map(str, addons)),
            "data_dir": self.data,
            "db_host": self.cluster.host,
            "db_port": self.cluster.port,
            "db_user": self.cluster.role,
            "db_password": self.cluster.password,
            "admin_passwd": secrets.token_urlsafe(24),
            "http_interface": HOST,
            "list_db": False,
            "proxy_mode": False,
            "skip_auto_install": True,
            "with_demo": False,
            "workers": 0,
            "max_cron_threads": cron,
            "publisher_warranty_url": "",
        }
        lines = [f"{name} = {value}" for name, value in settings.items()]
        checkout.write_private(path, "\n".join(["[options]", *lines, ""]))
        self.data.mkdir(exist_ok=True)

    def variables(self):
        return environment.variables(self.source.path)

    def command(self, *arguments):
        # Odoo ends with this process, however that ends.
        alive = ["setpriv", "--pdeathsig", "TERM"]
        return [*alive, str(environment.python()), "-m", "odoo", *map(str, arguments)]

    def run(self, what, log, *arguments, timeout=1200, **options):
        """Run an Odoo command in a fresh log; returns that log's text."""
        path = checkout.LOGS / f"{log}.log"
        path.unlink(missing_ok=True)
        variables = {**self.variables(), **options.pop("variables", {})}
        try:
            done = run(
                self.command(*arguments),
                log=path,
                timeout=timeout,
                env=variables,
                cwd=self.data,
                **options,
            )
        except subprocess.TimeoutExpired:
            raise Problem(what, f"Odoo was not done after {timeout} s.", f"Look at {path}.")
        if done.returncode or "CREATE DATABASE failed" in done.stdout:
            raise Problem(what, _reason(done.stdout), f"Mend it and run again. Log: {path}")
        return done.stdout

    def inside(self, what, database, script, **values):
        """Run one of setup/inside in Odoo's shell, with values in the variable MBB."""
        with open(checkout.INSIDE / script) as file:
            return self.run(
                *(what, f"{database}-{script.removesuffix('.py')}"),
                *("shell", "-c", self.config_test, "-d", database, "--no-http"),
                stdin=file,
                variables={"MBB": json.dumps(values)},
            )

    def code(self, database, text):
        """Run this text in Odoo's shell; returns what it printed, with the log."""
        with tempfile.TemporaryFile("w+") as file:
            file.write(text)
            file.seek(0)
            return self.run(
                *("the code failed", f"{database}-code"),
                *("shell", "-c", self.config_test, "-d", database, "--no-http"),
                stdin=file,
            )


class Server:
    """An Odoo server on one database, until stop()."""

    def __init__(self, odoo, database, port, log, extra=(), cron=True):
        self.url = f"http://{HOST}:{port}"
        self.log = log
        config = odoo.config if cron else odoo.config_test
        with open(log, "ab") as output:
            self.process = subprocess.Popen(
                odoo.command(
                    *("-c", config, "-d", database, "--http-port", port),
                    *("--db-filter", f"^{database}$", "--no-database-list", *extra),
                ),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                env=odoo.variables(),
                cwd=odoo.data,
                start_new_session=True,
            )

    def wait_until_ready(self, seconds=180):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise Problem("Odoo stopped while starting", self.tail(), f"Log: {self.log}")
            try:
                with urllib.request.urlopen(f"{self.url}/web/login", timeout=60) as answer:
                    if answer.status == 200:
                        return self
            except (urllib.error.URLError, OSError):
                time.sleep(0.3)
        self.stop()
        raise Problem(f"Odoo did not answer within {seconds} s", self.tail(), f"Log: {self.log}")

    def tail(self):
        return _reason(self.log.read_text(errors="replace"))

    def stop(self, patience=30):
        console.end(self.process, patience)


def _reason(text):
    """The end of a log, from its last error on."""
    lines = text.strip().splitlines()
    for number in range(len(lines) - 1, -1, -1):
        if " ERROR " in lines[number] or " CRITICAL " in lines[number]:
            return "\n".join(lines[number : number + 40])
    return tail(text, 25)
