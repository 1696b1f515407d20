"""A pytest plugin for tests/: throw-away databases, served Odoos, a browser.

    def test_something(house, browser):
        database = house.clone()                # of the demo; or "addons", "alone", ...
        server = house.serve(database)          # server.url, server.log
        page = browser.new_page(locale="tr-TR")
        page.goto(server.url + "/web/login")

What a test has cloned and served goes away with it (scope: the test; for a
longer one use `house_of_module` or `house_of_session`).  `house.passwords` gives each demo user's.
"""

import itertools
import json
import os
import shutil
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parents[1] / "lib"))

import checkout
import cluster
import database
import logcheck
import runner
import source
from postbox import Postbox

_numbers = itertools.count(1)
# As in Odoo's own tests: users that a script makes are not worth 600,000 rounds each.
QUICK_PASSWORDS = """
from passlib.context import CryptContext

type(env["res.users"])._crypt_context = lambda _users: CryptContext(
    ["pbkdf2_sha512", "plaintext"], pbkdf2_sha512__rounds=1
)
"""


class House:
    def __init__(self, databases):
        self.databases = databases
        self.odoo = databases.odoo
        self.cluster = databases.odoo.cluster
        self.passwords = {login: password for _role, login, password, _page in database.read_roles()}
        self._clones, self._closing = [], []

    def clone(self, template="demo"):
        """A fresh copy of a template: bare, platform, addons, demo, alone."""
        method = template if hasattr(self.databases, template) else f"with_{template}"
        with checkout.lock():
            of = getattr(self.databases, method)()
        name = f"test_{os.getpid()}_{template}_{next(_numbers)}"
        self.databases.clone(of, name)
        self._clones.append(name)
        return name

    def serve(self, name, *extra, cron=False):
        """Serve a database until the end of the test."""
        number = next(_numbers)
        log = checkout.LOCAL / "test" / f"{name}-{number}.log"
        postbox = Postbox(checkout.LOCAL / "test" / f"{name}-{number}-mail")
        extra = ("--smtp", runner.HOST, "--smtp-port", postbox.port, *extra)
        server = runner.Server(self.odoo, name, cluster.choose_port(), log, extra, cron=cron)
        server.mails = postbox.folder
        # Nothing of it is wanted after: no request is waited for.
        self._closing += [postbox.close, lambda: server.stop(patience=0)]
        return server.wait_until_ready()

    def run(self, name, *arguments):
        """Run Odoo's command line on a database; gives its log, fails with it."""
        return self.odoo.run(
            *(f"odoo {' '.join(map(str, arguments))}", f"{name}-run"),
            *("-c", self.odoo.config_test, "-d", name, "--no-http", *arguments),
        )

    def shell(self, name, code):
        """Run Python in Odoo's shell on a database; gives what it printed and logged."""
        return self.odoo.code(name, QUICK_PASSWORDS + code)

    def sql(self, name, text):
        return self.cluster.sql(text, name)

    def connection(self, name):
        """Arguments of psycopg2.connect for a real connection of one's own."""
        return {
            "host": self.cluster.host,
            "port": self.cluster.port,
            "user": self.cluster.role,
            "password": self.cluster.password,
            "dbname": name,
        }

    @staticmethod
    def unexpected(log):
        """The warnings and errors of a log that tests/known_platform.txt does not list."""
        return logcheck.unexpected(logcheck.remarkable(log))

    def close(self):
        for close in reversed(self._closing):
            close()
        for name in self._clones:
            self.databases.drop(name)
        self._clones, self._closing = [], []


@pytest.fixture(scope="session")
def _databases():
    given = json.loads(os.environ["MBB_SOURCE"])
    found = source.Source(Path(given["path"]), given["key"], given["addons_path"])
    return database.Databases(runner.Odoo(found, cluster.known()))


def _open(databases):
    house = House(databases)
    yield house
    house.close()


@pytest.fixture
def house(_databases):
    yield from _open(_databases)


@pytest.fixture(scope="module")
def house_of_module(_databases):
    yield from _open(_databases)


@pytest.fixture(scope="session")
def house_of_session(_databases):
    yield from _open(_databases)


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import sync_playwright

    # The first is the one that setup brings: it draws no window that nobody sees.
    names = ("chromium-headless-shell", "chromium", "google-chrome", "chromium-browser")
    path = next(filter(None, map(shutil.which, names)))
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()
