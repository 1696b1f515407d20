"""The stages of ./setup/test: each one a pytest process with a bound."""

import collections
import json
import os
import shutil
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path

import checkout
import console
import environment
from console import Problem, say, step
from logcheck import unexpected

RESULTS = checkout.LOCAL / "test"
PLUGINS = checkout.ROOT / "setup" / "plugins"


@dataclass
class Stage:
    """`paths` are relative to the checkout; those that do not exist are left out."""

    title: str
    paths: tuple
    minutes: int
    template: str = ""  # method of Databases that gives what to test on
    odoo: bool = False  # under pytest-odoo, on a clone of the template
    apart: tuple = ()  # folders inside `paths` that belong to other stages
    options: list = field(default_factory=list)

    def present(self):
        return [path for path in self.paths if any(self._tests(checkout.ROOT / path))]

    def _tests(self, folder):
        for path in folder.rglob("test_*.py"):
            if not any(path.is_relative_to(checkout.ROOT / other) for other in self.apart):
                yield path

    def owns(self, path):
        path = _resolved(path)
        inside = [checkout.ROOT / own for own in self.paths]
        apart = [checkout.ROOT / other for other in self.apart]
        return any(path.is_relative_to(own) or own.is_relative_to(path) for own in inside) and (
            not any(path.is_relative_to(other) for other in apart)
        )


_SEPARATE = ("tests/lint", "tests/cores")
STAGES = (
    Stage("Linters", ("tests/lint",), 10, apart=("tests/lint/from_odoo",)),
    Stage("Odoo's linters", ("tests/lint/from_odoo",), 10, "with_addons", odoo=True),
    Stage("The cores, without Odoo", ("tests/cores",), 10),
    Stage("mbb_mentor alone", ("mbb_mentor/tests",), 20, "alone", odoo=True),
    Stage(
        "The addons together",
        tuple(f"{name}/tests" for name in checkout.ADDONS),
        30,
        "with_addons",
        odoo=True,
    ),
    Stage("Across the addons", ("tests",), 30, "with_demo", apart=_SEPARATE),
)


class Run:
    def __init__(self, databases, arguments, long, keep):
        self.databases, self.long, self.keep = databases, long, keep
        self.paths = [item for item in arguments if _is_path(item)]
        self.options = [item for item in arguments if not _is_path(item)]
        self.total = collections.Counter()
        self.complaints = []
        self.broken, self.checked = set(), set()
        shutil.rmtree(RESULTS, ignore_errors=True)
        RESULTS.mkdir()
        databases.sweep()

    # -- which

    def _wanted(self, stage):
        present = stage.present()
        if not self.paths:
            return [str(checkout.ROOT / path) for path in present]
        chosen = []
        for path in self.paths:
            if not stage.owns(path):
                continue
            full, *rest = _resolved(path), *path.split("::")[1:]
            inside = [checkout.ROOT / own for own in present]
            if any(full.is_relative_to(own) for own in inside):
                chosen.append("::".join([str(full), *rest]))
            else:
                chosen += [str(own) for own in inside if own.is_relative_to(full)]
        return chosen

    def selects(self, stage):
        return bool(self._wanted(stage))

    # -- running

    def stage(self, stage):
        step(stage.title)
        name = "".join(letter if letter.isalnum() else "_" for letter in stage.title.lower())
        clone = None
        begin = time.monotonic()
        try:
            template = None
            if stage.template:
                template = self._template(stage)
            if stage.odoo:
                clone = f"test_{os.getpid()}_{name}"
                self.databases.clone(template, clone)
            self._pytest(stage, name, clone)
        except Problem as problem:
            self._complain(stage, problem.what, problem.why)
        finally:
            if clone and not self.keep:
                self.databases.drop(clone)
        say(f"{time.monotonic() - begin:.0f} s")

    def _template(self, stage):
        """Its database; what Odoo logs while that is built is a test of its own."""
        kind = stage.template
        if kind in self.broken:
            raise Problem("its database could not be built", "See above.")
        try:
            with checkout.lock():
                name = getattr(self.databases, kind)()
        except Problem:
            self.broken.add(kind)
            raise
        if kind not in self.checked:
            self.checked.add(kind)
            lines = unexpected(self.databases.note(name).get("logs", []))
            if lines:
                self._complain(stage, "unexpected in the log of the installation", *lines)
            else:
                self.total["passed"] += 1
        return name

    def _pytest(self, stage, name, clone):
        counts = RESULTS / f"{name}.json"
        command = [
            *(str(environment.python()), "-m", "pytest", "-p", "counts"),
            *("-c", str(checkout.ROOT / "pytest.ini"), "--tb=short", "-ra"),
            "--continue-on-collection-errors",
            f"--junitxml={RESULTS / name}.xml",
            *(f"--ignore={checkout.ROOT / other}" for other in stage.apart),
        ]
        if stage.odoo:
            odoo = self.databases.odoo
            command += [
                *(f"--odoo-config={odoo.config_test}", f"--odoo-database={clone}"),
                *("--odoo-http", f"--odoo-extra=screenshots={RESULTS / 'screenshots'}"),
            ]
        else:
            command += ["-p", "no:odoo", "-p", "served"] if stage.template else ["-p", "no:odoo"]
        command += [*stage.options, *self.options, *self._wanted(stage)]
        limit = stage.minutes * 60 * (20 if self.long else 1)
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            env=self._variables(counts),
            cwd=checkout.ROOT,
            start_new_session=True,
        )
        try:
            status = _wait_silently(process, limit)
        except subprocess.TimeoutExpired:
            self._complain(stage, f"not done after {limit // 60} minutes")
            status = None
        self._count(stage, checkout.read_json(counts), status)

    def _variables(self, counts):
        odoo = self.databases.odoo
        values = odoo.variables()
        values.update(odoo.cluster.variables())
        # PGDATABASE would name one database to everybody.
        del values["PGDATABASE"]
        values["PATH"] += os.pathsep + str(odoo.cluster.programs)
        values["PYTHONPATH"] += os.pathsep + str(PLUGINS)
        values["MBB_COUNTS"] = str(counts)
        values["MBB_SOURCE"] = json.dumps(odoo.source.__dict__, default=str)
        values["MBB_LONG"] = "1" if self.long else ""
        return values

    # -- counting

    def _count(self, stage, counts, status):
        if counts is None:
            self._complain(stage, f"pytest broke off (status {status})")
            return
        self.total.update(counts)
        if not sum(counts.values()) and not (self.paths or self.options):
            self._complain(stage, "no test was found")
        elif status not in (0, 5, None) and not (counts["failed"] or counts["skipped"]):
            self._complain(stage, f"pytest ended with status {status}")

    def _complain(self, stage, what, *details):
        self.total["failed"] += 1
        self.complaints.append(f"{stage.title}: {what}")
        for line in (f"FAILED: {what}", *details):
            say(line)

    def summary(self):
        text = f"{self.total['passed']} passed, {self.total['failed']} failed"
        if self.total["skipped"]:
            text += f", {self.total['skipped']} skipped"
        return text

    def status(self):
        fine = self.total["passed"] and not self.total["failed"] and not self.total["skipped"]
        return 0 if fine else 1


def _resolved(item):
    """The file or folder that an argument names, seen from here or from the checkout."""
    name = item.split("::")[0]
    for start in (Path.cwd(), checkout.ROOT):
        if (start / name).exists():
            return (start / name).resolve()
    return None


def _is_path(item):
    return not item.startswith("-") and _resolved(item) is not None


def _wait_silently(process, limit):
    try:
        return process.wait(limit)
    except BaseException:
        console.end(process)
        raise
