"""Databases: templates that are built once, and what is cloned from them.

What a database was made from stands in its comment, as JSON.  A database is
built under a passing name and renamed when it is complete, so one that bears
its name is whole.
"""

import json
import os
import re
import shutil

import checkout
from console import Problem, say
from logcheck import remarkable

COUNTRY = "TR"
LANGUAGE = "tr_TR"
COMPANY = "Marmara Belediyeler Birliği"

# Beside what our addons depend on: the Turkish chart, foreign clients' way in,
# the search for a person's data.  With auto_install off, each is named.
PLATFORM = (
    "account,calendar,event,hr_expense,hr_skills,l10n_tr,portal,privacy_lookup,rpc,survey,web_tour"
)

_BUILDING = "building_"


class Databases:
    def __init__(self, odoo):
        self.odoo = odoo
        self.sql = odoo.cluster.sql
        self.filestore = odoo.data / "filestore"
        self.filestore.mkdir(parents=True, exist_ok=True)

    # -- any database

    def exists(self, name):
        return bool(self.sql(f"select 1 from pg_database where datname = '{_checked(name)}'"))

    def names(self, prefix):
        rows = self.sql("select datname from pg_database")
        return [row[0] for row in rows if row[0].startswith(prefix)]

    def note(self, name):
        rows = self.sql(
            "select shobj_description(oid, 'pg_database') from pg_database"
            f" where datname = '{_checked(name)}'"
        )
        return json.loads(rows[0][0] or "{}") if rows else {}

    def write_note(self, name, note):
        text = json.dumps(note).replace("'", "''")
        self.sql(f"comment on database \"{_checked(name)}\" is '{text}'")

    def drop(self, name):
        # As the superuser: an autovacuum worker may be at it, and only that role may end it.
        self.sql(f'drop database if exists "{_checked(name)}" with (force)', superuser=True)
        shutil.rmtree(self.filestore / name, ignore_errors=True)

    def clone(self, template, name):
        self.drop(name)
        self.sql(f'create database "{_checked(name)}" template "{_checked(template)}"')
        if (self.filestore / template).is_dir():
            # Odoo never changes a stored file, so the copies can share them.
            shutil.copytree(
                self.filestore / template, self.filestore / name, copy_function=os.link
            )

    def rename(self, old, new):
        shutil.rmtree(self.filestore / new, ignore_errors=True)
        if (self.filestore / old).is_dir():
            (self.filestore / old).rename(self.filestore / new)
        self.sql(f'alter database "{_checked(old)}" rename to "{_checked(new)}"')

    def build(self, name, make, note):
        """Make a database at one stroke; `make` gets the passing name and returns logs."""
        passing = _BUILDING + name
        self.drop(passing)
        logs = make(passing)
        self.write_note(passing, {**note, "logs": [line for log in logs for line in remarkable(log)]})
        self.drop(name)
        self.rename(passing, name)

    def sweep(self):
        """Drop what a test run that was killed has left: test_<its process>_..."""
        for name in self.names("test_"):
            process = re.match(r"test_(\d+)_", name)
            if process and not os.path.exists(f"/proc/{process.group(1)}"):
                self.drop(name)

    # -- templates

    def _template(self, kind, key, make):
        name = f"template_{kind}_{checkout.digest(self.odoo.source.key, *key)}"
        if self.exists(name):
            return name
        for old in self.names(f"template_{kind}_") + self.names(f"{_BUILDING}template_{kind}_"):
            self.drop(old)
        self.build(name, make, {})
        return name

    def bare(self):
        """Odoo in Turkish and English, of a Turkish company, with nothing installed."""

        def make(name):
            say("an empty Turkish database (about 20 s)")
            created = self.odoo.run(
                *("the database cannot be created", f"{name}-create"),
                *("db", "-c", self.odoo.config, "init", name),
                *("--country", COUNTRY, "--language", LANGUAGE),
            )
            english = self.odoo.run(
                *("English cannot be activated", f"{name}-english"),
                *("i18n", "loadlang", "-c", self.odoo.config, "-d", name, "-l", "en"),
            )
            return [created, english, self.odoo.inside(
                *("the company cannot be named", name, "company.py"), name=COMPANY
            )]

        return self._template("bare", (COUNTRY, LANGUAGE, COMPANY, checkout.INSIDE / "company.py"), make)

    def platform(self):
        """The parts of Odoo that ours stand on, with chart and currency."""
        bare = self.bare()

        def make(name):
            say("Odoo's own applications (about 45 s)")
            self.clone(bare, name)
            return [self.install(name, PLATFORM)]

        return self._template("platform", (bare, PLATFORM), make)

    def with_addons(self):
        platform = self.platform()
        names = checkout.addons()

        def make(name):
            say("our addons: " + ", ".join(names))
            self.clone(platform, name)
            return [self.install(name, ",".join(names))]

        return self._template("addons", (platform, checkout.addon_digest(names)), make)

    def with_demo(self):
        addons = self.with_addons()

        def make(name):
            say("demo data")
            self.clone(addons, name)
            loaded = self.load_demo(name)
            what = "the scripts and styles cannot be built"
            return [loaded, self.odoo.inside(what, name, "assets.py")]

        scripts = (checkout.INSIDE / "demo.py", checkout.INSIDE / "assets.py")
        return self._template("demo", (addons, str(read_roles()), *scripts), make)

    def alone(self):
        """The first addon and nothing that it does not ask for."""
        bare = self.bare()
        name = checkout.ADDONS[0]

        def make(passing):
            say(f"{name} alone")
            self.clone(bare, passing)
            return [self.install(passing, name)]

        return self._template("alone", (bare, checkout.addon_digest([name])), make)

    # -- what is done to one

    def install(self, name, modules, update=False):
        if not modules:
            return ""
        return self.odoo.run(
            *(f"{modules} cannot be {'upgraded' if update else 'installed'}", f"{name}-install"),
            *("-c", self.odoo.config_test, "-d", name, "--no-http", "--stop-after-init"),
            *(("-u", modules, "--i18n-overwrite") if update else ("-i", modules)),
        )

    def load_demo(self, name):
        rows = read_roles()
        return self.odoo.inside("the demo data cannot be loaded", name, "demo.py", roles=rows)


def read_roles():
    """(role, login, password, first page) of each demo user."""
    try:
        lines = checkout.ROLES.read_text().splitlines()
    except FileNotFoundError:
        return []
    return [line.split("\t") for line in lines if line.strip() and not line.startswith("#")]


def may_be_served(name):
    """Whether a user may call a database so."""
    own = ("template", "test_", "postgres", _BUILDING)
    return re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,49}", name) and not name.startswith(own)


def _checked(name):
    if not re.fullmatch(r"\w{1,63}", name, re.ASCII):
        raise Problem(f"{name!r} is no good name for a database")
    return name
